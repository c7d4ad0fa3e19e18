/* A feed: what somebody says of hosts, URLs, networks or files, in a file that the administrator keeps up to date. We never fetch one.
 *
 *     plain   one entry a line, "#" and ";" begin comments; behind the entry may stand added=TIME and expires=TIME (RFC 3339). A line
 *             of a hosts file ("0.0.0.0 HOST") is an entry, too
 *     csv     RFC 4180; the columns are configured
 *     rpz     a response policy zone: names, or networks under rpz-ip, that lead to a CNAME. What leads to rpz-passthru is let pass
 *             though something wider stands in the zone; what is about who asks (rpz-client-ip, rpz-tcp-only) is no entry
 *
 * What is no entry of the feed's kind is skipped and counted: feeds have headers, and one bad line is no reason to know nothing. */
#ifndef DETECT_FEED_H
#define DETECT_FEED_H

#include "base/arena.h"
#include "base/hash_index.h"
#include "base/ip.h"
#include "base/time.h"
#include "base/unicode.h"
#include "mail/url.h"

enum { FEED_COLUMNS_MAX = 64 };

enum feed_kind { FEED_HOSTS, FEED_URLS, FEED_NETWORKS, FEED_HASHES, FEED_KIND_COUNT };
const char *feed_kind_name(enum feed_kind kind);        /* "hosts" */

enum feed_format { FEED_PLAIN, FEED_CSV, FEED_RPZ };

struct feed_options {
    str              name;
    enum feed_kind   kind;
    enum feed_format format;
    bool             is_allow;          /* entries take entries of other feeds away, and do nothing else */
    double           weight;            /* of a block feed */
    int64_t          stale_after;       /* seconds since the file was written; 0: never */
    int64_t          entry_lifetime;    /* seconds since an entry was added, where that is said; 0: for ever */
    size_t           value_column, added_column, expires_column;        /* of CSV, from 1; 0: there is none */
};

struct feed_entry {
    str          value;                 /* as it is compared: a host, a URL without its scheme, a network's octets, a digest */
    str          written;
    unix_seconds added, expires;        /* 0: not said */
    bool         passes;                /* it takes its name out of a wider entry */
};

struct feed {
    struct feed_options options;
    bool                is_missing;     /* there was no file to read */
    unix_seconds        as_of;          /* when the file was written */
    struct feed_entry  *entries;
    size_t              entry_count, skipped;
    struct hash_index   index;
    bool                has_prefix[2][129];     /* of networks, by family */
};

/* What it returns refers to text and options, and lives in the arena. */
RETURNS_NONNULL struct feed *feed_load(struct arena *arena, const struct feed_options *options, str text, unix_seconds as_of,
                                       const struct unicode *unicode);

bool feed_is_stale(const struct feed *feed, unix_seconds now);

/* The entry that holds now, or NULL. A name is found by itself and by every name above it of two labels or more. */
const struct feed_entry *feed_find_host(const struct feed *feed, str host, unix_seconds now);
/* By the whole address, or by all of it but its query. */
const struct feed_entry *feed_find_url(const struct feed *feed, struct arena *arena, const struct url *url, unix_seconds now);
const struct feed_entry *feed_find_address(const struct feed *feed, const struct ip *ip, unix_seconds now);
const struct feed_entry *feed_find_hash(const struct feed *feed, str sha256_hex, unix_seconds now);

#endif
