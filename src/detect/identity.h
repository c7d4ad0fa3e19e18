/* Who really sent a message, as far as anything is proved. */
#ifndef DETECT_IDENTITY_H
#define DETECT_IDENTITY_H

#include "detect/facts.h"

/* One registrable domain. Names without one (a public suffix, a single label) are a party of their own. */
bool identity_same_party(const struct facts *facts, str a, str b);

enum author_proof {
    AUTHOR_UNPROVED,            /* no domain that passed a check is the author's */
    AUTHOR_UNDECIDED,           /* a check that could have proved it did not end: neither clean nor a failure */
    AUTHOR_PROVED,              /* DMARC passes; or, without a policy, SPF or DKIM for the author's party */
};
enum author_proof identity_author(const struct facts *facts);

/* A signature of the author's party vouches for the message (auth/results.h). */
bool identity_is_signed(const struct facts *facts);

/* The service on the administrator's list that has proved itself here in a way that counts for it; NULL if there is none. */
const struct known_sender *identity_known_sender(const struct facts *facts);
/* The administrator lets it write in our own name. */
bool identity_may_use_own_domain(const struct facts *facts);

/* The author has written here before, or been written to, and proves it: known by more than this one message. */
bool identity_is_known(const struct facts *facts);

/* True if the client is one of ours, or a user of ours who has logged in: claims to be us are no lie then. */
bool identity_is_inside(const struct facts *facts);

/* The author is a service that sends in its own name what anybody writes into it: files, invitations, bills. */
bool identity_is_carrier(const struct facts *facts);

/* Such a service, and proved, under the name of somebody whom people here know from the very address that answers go to. */
bool identity_carries_known(const struct facts *facts);
/* Answers to what a carrier carries go to a partner's own domain: a service that asks for it has shown there that the mailbox is his. */
bool identity_carries_partner(const struct facts *facts);

/* Somebody of our own; or ours, a partner or a brand, and proved. */
bool identity_is_itself(const struct facts *facts);

/* Answers to a sender who proves himself go to one whom we write with under the same name: an office that a service writes for. */
bool identity_answers_known(const struct facts *facts);

/* The first mailbox of Reply-To that is of another party than the author; NULL if there is none. */
const struct mailbox *identity_reply_elsewhere(const struct facts *facts);

/* Our own server or scanner, outside of the trusted networks: the client's name is in a domain of ours and leads back to it (RFC 8601
 * §2.7.3), and it reports on a message that was sent from here, or has written in this address from this network before. The name alone
 * says too little where customers have names in one's domain; so does an id, which whoever has had mail from us knows. Or it has no such
 * name, and its address is below a domain of ours: then it has written from this network before, and brings nothing to open or answer. Or
 * nothing has ever proved its address, and mail of that has long come from this very network alone, and this one wants nothing. */
bool identity_is_our_machine(const struct facts *facts);

/* The client has a name in the author's domain that leads back to it (RFC 8601 §2.7.3): it stands in the author's house, unless SPF
 * says otherwise; in that of a provider of free mailboxes that proves nothing of one mailbox. */
bool identity_is_at_home(const struct facts *facts);

/* A mailing list that stands by its own name: List-Id, and SPF or DKIM passes for a domain of the list's or of the
 * reverse-path. That explains why the author's signature broke (DESIGN §3 "DMARC policy"); it proves no author. */
bool identity_is_list(const struct facts *facts);

/* SPF, or a signature that covers what people read, passes for a domain of the same party. */
bool identity_proves(const struct facts *facts, str domain);

/* To which address one posts where a list sends from, if it proves itself: of the List-Id "dev.lists.example.org"
 * dev@lists.example.org, as list managers build them (RFC 2919 §2). Empty if it does not, where anybody can get
 * a mailbox (and prove that domain), or if the id is of another form. */
str identity_list_address(const struct facts *facts);

/* A delivery or disposition report, or an automatic answer (RFC 3464, 8098, 3834): those have no reverse-path. */
bool identity_is_report(const struct facts *facts);

/* The same, without a return path, as reports have it (RFC 5321 §4.5.5). That a machine wrote it anybody can say. */
bool identity_is_returned(const struct facts *facts);

/* The name under which people know the author: the display name, or the comment where old mailers put it. */
str identity_shown_name(const struct facts *facts);

/* A mailbox as people are shown it: its decoded name and its address. What it was read from, where there is no name. */
str identity_mailbox_shown(struct arena *arena, const struct mailbox *mailbox);

/* What is known of the sending side, for sentences: the reverse-path's domain, else the HELO name, else the address. */
str identity_sender(const struct facts *facts);

#endif
