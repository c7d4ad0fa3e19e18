/* Services that links lead through, and places where anybody puts up a page: the lists that come with the program. The
 * administrator's add to them (detect/link_services.h).
 *
 * Origin: written for Gatepost from what the services say of themselves and from links in mail that we were sent; nothing is copied
 * from another list. Licence: that of the program. As of 2026-11. */
#ifndef DETECT_SHIPPED_LINKS_H
#define DETECT_SHIPPED_LINKS_H

#include <stddef.h>

/* Hosts, and all below them. */
extern const char *const shipped_shorteners[];          /* nothing in such a link tells where it leads */
extern const size_t      shipped_shortener_count;
extern const char *const shipped_trackers[];            /* of mail services: count clicks for honest senders and others */
extern const size_t      shipped_tracker_count;
extern const char *const shipped_free_pages[];          /* forms, documents and pages for anybody, beside shipped_free_hosts */
extern const size_t      shipped_free_page_count;

/* Sites that send on whoever comes to an address that the link itself names. */
struct shipped_redirector {
    const char *host;           /* it, or one below it; "google.*": that name under any public suffix */
    const char *path;           /* what the path begins with */
    const char *where;          /* the address: names of parameters, of which the first that is there counts; "/": in the path; "?": the
                                   whole query; "@name": a parameter with the host alone; "": nowhere that could be read */
    unsigned    kind;           /* of enum link_service */
};
extern const struct shipped_redirector shipped_redirectors[];
extern const size_t                    shipped_redirector_count;

#endif
