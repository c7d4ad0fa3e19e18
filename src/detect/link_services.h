/* What stands between a link and where it leads: shorteners, redirectors, filters that rewrite, mail services that count clicks. And
 * what kind of place it leads to.
 *
 * Made with a configuration generation, then immutable and shared. A target that is written in the link is read out of it; nothing
 * is ever asked of a service. */
#ifndef DETECT_LINK_SERVICES_H
#define DETECT_LINK_SERVICES_H

#include "base/arena.h"
#include "detect/name_lists.h"
#include "dns/suffix.h"
#include "mail/url.h"

/* Bits. */
enum link_service {
    SERVICE_SHORTENER  = 1,     /* the target is not in the link */
    SERVICE_REDIRECTOR = 2,     /* a well-known site that sends on to anywhere */
    SERVICE_FILTER     = 4,     /* an earlier filter has rewritten the link */
    SERVICE_TRACKER    = 8,     /* a mail service counts the click */
    SERVICE_FREE_PAGE  = 16,    /* anybody puts up a page there in a minute */
    SERVICE_ODD_ENDING = 32,    /* a top-level domain that is abused more than used */
};

const char *link_service_name(enum link_service service);       /* "shortener" */

/* What the configuration says; adds to the shipped lists and those of files. Domains in A-labels, lower case. */
struct link_lists {
    const str *shorteners;   size_t shortener_count;
    const str *redirectors;  size_t redirector_count;           /* "HOST" or "HOST/PATH" */
    const str *trackers;     size_t tracker_count;
    const str *free_pages;   size_t free_page_count;
    const str *odd_endings;  size_t odd_ending_count;
};

struct link_services;

/* lists and files may be NULL: the shipped ones alone. What they name stays. */
RETURNS_NONNULL struct link_services *link_services_new(struct arena *arena, const struct link_lists *lists, const struct name_lists *files,
                                                        const struct suffixes *suffixes);

/* Whether this domain (lower case) has an ending that is abused more than used. */
bool link_services_has_odd_ending(const struct link_services *services, str domain);

/* What the host of a URL tells alone: looked up once for all links that lead there. */
struct link_host {
    str      host;
    str      registrable;       /* with the private section of the list; the host itself where that has none */
    unsigned services;          /* bits; the redirectors among them are told by the path as well */
    str      redirector;        /* it, or the name above it, of which there are redirectors; empty if there are none */
    str      any_ending;        /* "google.*"; empty for an address */
};
struct link_host link_host_of(const struct link_services *services, struct arena *arena, const struct url *url);

/* What the host and path of this URL are: bits. Where they send on to an address that the URL names, that is *inner, decoded; else
 * *inner is empty. */
unsigned link_services_of(const struct link_services *services, struct arena *arena, const struct url *url,
                          const struct link_host *host, str *inner);

#endif
