/* The configuration as read from /etc/gatepost/gatepost.conf and conf.d/ beside it: immutable, and complete with every
 * default. Where an option is wrong, the error names file, line, option and the nearest known name. */
#ifndef GATEWAY_CONFIG_H
#define GATEWAY_CONFIG_H

#include "base/arena.h"
#include "base/ip.h"
#include "base/str.h"
#include "base/unicode.h"
#include "detect/dnsxl.h"
#include "detect/feeds.h"
#include "detect/model.h"
#include "detect/organization.h"
#include "gateway/limits.h"
#include "gateway/next_hop_address.h"
#include "io/tls.h"
#include "policy/verdict.h"

/* A port of TCP, or a UNIX socket by its path. */
struct config_address { struct ip ip; uint16_t port; const char *path; };

enum listener_face {
    FACE_SMTP,                  /* servers of the internet speak to us */
    FACE_MILTER,                /* a mail server lets us look at what it has been given */
    FACE_POLICY,                /* Postfix asks what to do before it is given anything (check_policy_service) */
};

/* A message for recipients of enforce-for and for others, at a milter, which has one verdict for all of them. */
enum mixed_recipients { MIXED_ENFORCE, MIXED_SHADOW, MIXED_SPLIT };

/* Of a listener at which a mail server beside us speaks: as milter or as policy service. */
struct config_mail_server {
    struct ip_network *servers;         /* mail servers that may connect over TCP */
    size_t             server_count;
    struct ip_network *submitted_from;  /* their clients that are inside: what they bring is let through */
    size_t             submitted_count;
    int64_t            timeout;         /* seconds of its silence */
};

/* Of a listener with the face of a milter. */
struct config_milter {
    str               *reinjected_at;   /* services of theirs, by name or port, at which a filter gives mail back */
    size_t             reinjected_count;
    str               *enforce_for;     /* domains of recipients; none: all. Mail to others is only on trial (in shadow) */
    size_t             enforce_count;
    enum mixed_recipients mixed;
};

struct config_listener {
    str                    name;
    enum listener_face     face;
    bool                   in_shadow;           /* on trial: all is judged and recorded, and passes as it came */
    struct config_address *addresses;
    size_t                 address_count;
    struct tls_server_options tls;              /* pair_count 0: TLS is not offered */
    bool                   tls_at_once;         /* implicit TLS (RFC 8314 §3): the handshake before the greeting */
    struct ip_network     *tls_required_from;   /* clients that get 530 in clear */
    size_t                 tls_required_count;
    bool                   lax_path_syntax;
    unsigned               withheld;            /* enum smtp_extension: not offered */
    struct ip_network     *proxy_from;          /* peers that begin with a PROXY header; where there are any, there are no others */
    size_t                 proxy_count;
    int64_t                proxy_timeout;       /* seconds for that header */
    struct ip_network     *xclient_from;        /* clients that may say XCLIENT */
    size_t                 xclient_count;
    int64_t                greeting_delay;      /* seconds in which a client must not speak; 0: only before it is greeted */
    unsigned               socket_mode;         /* of UNIX sockets */
    const char            *socket_group;        /* NULL: our own */
    struct config_mail_server mail_server;
    struct config_milter   milter;
};

enum recipient_source { RECIPIENTS_ANY, RECIPIENTS_LIST, RECIPIENTS_PROBE };
enum next_hop_tls { NEXT_HOP_TLS_NEVER, NEXT_HOP_TLS_OPPORTUNISTIC, NEXT_HOP_TLS_REQUIRED };
enum next_hop_order { NEXT_HOP_LISTED, NEXT_HOP_ROUND_ROBIN };

enum { NEXT_HOPS_MAX = 16 };            /* of a route */

struct config_route {
    str                   name;
    size_t                index;                /* its place in routes, the key of connection pools */
    str                  *domains;              /* lower case */
    size_t                domain_count;
    enum next_hop_kind    kind;                 /* of all its next hops; a Maildir is the only one */
    struct next_hop_address *hops;
    size_t                hop_count;
    enum next_hop_order   order;
    size_t                connections_max;      /* to each next hop, all workers together */
    enum next_hop_tls     tls;
    str                   tls_identity;         /* what the certificate has to prove (tls_peer_is); empty: nothing */
    enum recipient_source recipients;
    str                  *recipient_list;       /* lower case, sorted, for RECIPIENTS_LIST */
    size_t                recipient_count;
    char                  delimiter;            /* user+tag; 0: none */
    int64_t               probe_ttl;            /* seconds a probe's answer is kept */
};

struct config_feed { struct feed_options options; const char *file; };

enum log_format { LOG_JSON, LOG_KEY_VALUE };

struct config {
    const struct unicode   *unicode;            /* of the engine, to compare domains by */
    const char             *file;
    str                     text;               /* of all files, in the order read: what tells one configuration from another */
    str                     hostname, authserv_id;
    str                    *authserv_aliases;   /* further ids whose Authentication-Results are ours to remove */
    size_t                  authserv_alias_count;
    str                    *remove_fields;      /* names, or beginnings with "*" behind them */
    size_t                  remove_field_count;
    str                    *compare_with;       /* fields of another filter, whose opinion is recorded (detect/other_filter.h) */
    size_t                  compare_count;
    bool                    in_shadow;          /* of what comes in by no listener, and of listeners that do not say */
    bool                    shadow_fields;      /* add our fields to what passes in shadow */
    const char             *state_dir;
    const char             *user, *group;       /* whom to become once the ports are bound; NULL: nobody else, the user's own */
    size_t                  workers;            /* 0: one per core */
    struct config_listener *listeners;
    size_t                  listener_count;
    struct config_route    *routes;
    size_t                  route_count;
    struct config_route    *release_route;      /* for released mail to domains without a route; NULL: there is no way */
    struct ip_network      *trusted_networks;
    size_t                  trusted_network_count;
    str                    *trusted_certificates;       /* of clients that are inside: what tls_peer_is compares with */
    size_t                  trusted_certificate_count;
    struct ip_network      *repair_networks;    /* clients whose bare CR and LF are repaired instead of refused */
    size_t                  repair_network_count;
    struct ip_network      *trusted_hops;       /* servers of ours that strangers' mail comes through (mail/origin.h) */
    size_t                  trusted_hop_count;
    struct organization_lists organization;
    const char            **phrase_files;       /* lists beside those of the program */
    size_t                  phrase_file_count;
    const char            **lexicon_files;      /* the same of lexicons */
    size_t                  lexicon_file_count;
    const char            **list_files;         /* of brands, free mail and so on (detect/name_lists.h) */
    size_t                  list_file_count;
    const char             *model_file;         /* NULL: the model that comes with the program */
    const char             *vocabulary_file;    /* NULL: the vocabulary that comes with the program */
    const char             *intents_file;       /* NULL: the model of intents that comes with the program */
    struct signal_option   *signals;            /* what differs from the model */
    size_t                  signal_count;
    const char            **network_files;      /* databases of networks and countries (io/geo.h) */
    size_t                  network_file_count;
    const char             *suffix_file;        /* NULL: Debian's */
    bool                    sender_id;          /* evaluated and reported, never decisive (RFC 6686) */
    bool                    sender_id_spf1;     /* "v=spf1" speaks of the responsible address, too (RFC 4406 §3.4) */
    bool                    received_spf;       /* written beside Authentication-Results (RFC 7208 §9.1) */

    const char             *zone_file;          /* NULL: ask the DNS */
    const char            **forwarders;
    size_t                  forwarder_count;
    const char             *trust_anchor;       /* NULL: no DNSSEC validation */
    int64_t                 dns_timeout;        /* seconds, one question */
    size_t                  dns_cache_octets;

    struct dnsxl           *dns_lists;
    size_t                  dns_list_count;
    double                  dns_lists_refuse;   /* two block lists and this weight together refuse a client; 0: never */

    struct config_feed     *feeds;
    size_t                  feed_count;

    struct policy_options   policy;
    size_t                  questions_max;      /* DNS questions a message may cost */
    size_t                  spf_voids_max;      /* names in SPF records that lead nowhere (RFC 7208 §4.6.4) */
    int64_t                 spf_time, dns_time; /* seconds of waiting for them: for SPF (RFC 7208 §4.6.4), for all */
    size_t                  signatures_max;

    size_t                  message_max_octets, recipients_max, errors_max, commands_max, connections_max;
    size_t                  header_octets_max, header_fields_max, mime_depth_max, mime_parts_max;
    size_t                  memory_octets;      /* of all messages being received together; past it 452 */
    struct client_limits    clients;
    size_t                  clients_remembered;
    int64_t                 command_timeout;    /* seconds for a whole command, and for a reply to be read */
    size_t                  content_rate;       /* octets a second that content must bring, over a minute; 0: any */
    int64_t                 idle_timeout, session_timeout, stop_timeout, drain_timeout;                 /* seconds */
    size_t                  duplicate_records;
    int64_t                 duplicate_window;   /* seconds */
    int64_t                 connect_timeout, next_hop_timeout, delivery_timeout, next_hop_retry;        /* seconds */

    struct config_address  *admin_addresses;    /* loopback only */
    size_t                  admin_address_count;

    int64_t                 journal_keep;       /* seconds; 0: for ever */
    size_t                  journal_octets;     /* 0: any size */
    bool                    journal_impersonal; /* people under pseudonyms, and nothing that they wrote */

    uint64_t                quarantine_octets, quarantine_free;         /* of its files; of its disk: struct quarantine_bounds */
    int64_t                 quarantine_keep;    /* seconds, of what was released or deleted; 0: for ever */

    const char             *log_file;           /* "-": standard output */
    enum log_format         log_format;
    bool                    log_sessions;       /* level "debug": a line per refused command and session too */
};

/* Reads file and conf.d/NAME.conf beside it, in order of name. NULL on error; *error then has a line or more for people.
 * unicode has to live as long as the configuration. */
MUST_USE struct config *config_load(struct arena *arena, const struct unicode *unicode, const char *file, str *error);
/* The defaults alone: for a message judged without a configuration. */
struct config *config_default(struct arena *arena, const struct unicode *unicode);

bool config_same_address(const struct config_address *a, const struct config_address *b);
str  config_address_text(struct arena *arena, const struct config_address *address);       /* "192.0.2.1 port 25", for people */

/* Mail may give a domain in U-labels or in A-labels (RFC 6531 §3.7.1): they are compared in A-labels, in which the configuration
 * keeps those of mail. What is no name stays as it is, and is nobody's. */
str  config_domain_key(const struct unicode *unicode, struct arena *arena, str domain);
str  config_address_key(const struct unicode *unicode, struct arena *arena, str address);    /* in lower case, too */
bool config_has_domain(const struct config *config, const str *domains, size_t count, str domain);

/* The route of a recipient's domain, or NULL: not ours. */
const struct config_route *config_route_of(const struct config *config, str domain);

#endif
