/* Names that detection knows: brands and their domains, where anybody gets a mailbox or a page, what stands between a link and where it
 * leads. Lists as data: those that come with the program (src/detect/lists/), and files of the administrator's, which add to them and
 * take out of them what is wrong for one site. doc/lists.md says how a file is written. */
#ifndef DETECT_NAME_LISTS_H
#define DETECT_NAME_LISTS_H

#include "base/arena.h"
#include "detect/domain_set.h"
#include "detect/phrases.h"

enum name_list {
    LIST_BRANDS,                /* what is imitated */
    LIST_FREE_MAIL,             /* where anybody gets a mailbox */
    LIST_CARRIERS,              /* services that send in their own name what anybody writes into them: files, bills, invitations */
    LIST_OWN_NOTICES,           /* hosts from which such services write to their customers in words of their own alone */
    LIST_FREE_HOSTS,            /* where anybody puts up a page, and a mail address with it, in a minute */
    LIST_FREE_PAGES,            /* forms, documents and pages for anybody, and no mail */
    LIST_ODD_ENDINGS,           /* top-level domains that are abused far more than used: never a sign alone */
    LIST_SHORTENERS,            /* nothing in such a link tells where it leads */
    LIST_HOUSE_LINKS,           /* short links of a house that lead to itself alone: a map, a picture */
    LIST_TRACKERS,              /* of mail services: count clicks for honest senders and others */
    LIST_REDIRECTORS,           /* send on whoever comes to an address that the link itself names */
    NAME_LIST_COUNT,
};
const char *name_list_name(enum name_list list);        /* "free-mail", as in the files */

/* Entries as they stand in the files, without blanks at their ends. Those that are domains are in A-labels, lower case. */
struct names { const str *items; size_t count; };

/* What a file takes out of a list of the program's: "- mailbox.example". */
struct removal {
    enum name_list list;
    str            entry;               /* as it is written behind the sign */
    str            key;                 /* name_list_key of it */
    str            file;
    size_t         line;
};
struct removals { const struct removal *items; size_t count; };

struct name_lists { struct names of[NAME_LIST_COUNT]; struct removals removals; };

/* Those that come with the program, read when it is built (packaging/compile_lists.c). */
extern const struct name_lists shipped_name_lists;

/* False for a mistake, with "NAME:LINE: what" in *error. The texts may go afterwards. */
MUST_USE bool name_lists_read(struct arena *arena, const struct phrase_source *sources, size_t count, struct name_lists *lists, str *error);

/* What an entry is called when it is taken out, in lower case: a brand by its name, a redirector by its host and path, others by all
 * that they are. */
str name_list_key(struct arena *arena, enum name_list list, str entry);

/* The entries of a list: the program's without those that files (which may be NULL) take out, those of files, and others; slices of
 * these. */
struct names names_joined(struct arena *arena, enum name_list list, const struct name_lists *files, const str *others, size_t other_count);
/* The same as a set. */
void names_set(struct domain_set *set, struct arena *arena, enum name_list list, const struct name_lists *files, const str *others,
               size_t other_count);

/* The removals that take nothing out, for the program's list has no such entry. */
struct removals names_removed_in_vain(struct arena *arena, const struct name_lists *files);

/* "Harbour Lines (word) = harbourlines.example harbour-lines.example" */
struct named_brand {
    str  name;                          /* as it is shown; matched as whole words, in any case */
    str  domains;                       /* registrable, separated by blanks; the first is the one that people know */
    bool is_common_word;                /* also a surname or a word: needs a second sign */
    bool is_alone;                      /* such a word, "(alone)", that means the brand only where nothing else is said */
};
MUST_USE bool named_brand_of(str entry, struct named_brand *brand);     /* false if it is none */

/* "HOST", "HOST/PATH" or "HOST/PATH KIND WHERE" */
struct redirector {
    str      host;                      /* it, or one below it; "google.*": that name under any public suffix */
    str      path;                      /* what the path begins with */
    str      where;                     /* the address: names of parameters, of which the first that is there counts; "/": in the path; "?":
                                           the whole query; "@name": a parameter with the host alone; "*": any parameter that is an
                                           address; empty: nowhere that could be read */
    unsigned kind;                      /* of enum link_service */
};
MUST_USE bool redirector_of(str entry, struct redirector *redirector);

#endif
