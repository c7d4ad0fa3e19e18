/* SPF by libspf2, as its header wants it used: one server, with its cache over a zone in memory, and for each message a request
 * and a response.
 *
 *     spf_libspf2 RECORDS  cases: IP HELO MAIL_FROM
 *
 * A program of its own: nothing else links the peer. */
#include <stdio.h>
#include <string.h>
#include <sys/types.h>
#include <netinet/in.h>

#include <spf2/spf.h>
#include <spf2/spf_dns_cache.h>
#include <spf2/spf_dns_zone.h>

#include "contest.h"

enum { CACHE_BITS = 10, SECONDS_KEPT = 3600 };

static SPF_dns_server_t *zone;
static SPF_server_t     *server;
static const char       *client, *helo, *mail_from;

static void add(const char *name, const char *type, const char *data)
{
    static const struct { const char *name; ns_type type; } types[] = {
        { "TXT", ns_t_txt }, { "A", ns_t_a }, { "AAAA", ns_t_aaaa }, { "MX", ns_t_mx }, { "PTR", ns_t_ptr },
    };

    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++)
        if (strcmp(types[i].name, type) == 0 && SPF_dns_zone_add_str(zone, name, types[i].type, NETDB_SUCCESS, data) != SPF_E_SUCCESS)
            contest_fail("no record for libspf2", data);
}

static void open_server(const char *records)
{
    zone = SPF_dns_zone_new(NULL, "zone", 0);
    contest_read_records(records, add);
    SPF_dns_server_t *cache = SPF_dns_cache_new(zone, "cache", 0, CACHE_BITS);

    SPF_dns_cache_set_ttl(cache, SECONDS_KEPT, SECONDS_KEPT, SECONDS_KEPT, SECONDS_KEPT);
    SPF_dns_set_conserve_cache(cache, 0);
    server = SPF_server_new_dns(cache, 0);
    if (server == NULL || SPF_server_set_rec_dom(server, "mx.example") != SPF_E_SUCCESS)
        contest_fail("libspf2", "no server");
}

static void prepare(char **words, size_t count)
{
    if (count != 3)
        contest_fail("a case is", "IP HELO MAIL_FROM");
    client    = words[0];
    helo      = words[1];
    mail_from = words[2];
}

/* A record with an error has no result for libspf2, but a list of errors. */
static const char *word_of(SPF_response_t *response)
{
    SPF_result_t result = SPF_response_result(response);

    return result == SPF_RESULT_INVALID && SPF_response_errors(response) > 0 ? "permerror" : SPF_strresult(result);
}

static const char *evaluate(void)
{
    SPF_request_t  *request  = SPF_request_new(server);
    SPF_response_t *response = NULL;
    SPF_errcode_t   error    = strchr(client, ':') != NULL ? SPF_request_set_ipv6_str(request, client)
                                                           : SPF_request_set_ipv4_str(request, client);

    if (error != SPF_E_SUCCESS || SPF_request_set_helo_dom(request, helo) != SPF_E_SUCCESS)
        contest_fail("bad address", client);
    SPF_request_set_env_from(request, mail_from);               /* what it returns is a truth value */
    SPF_request_query_mailfrom(request, &response);             /* errors of records are in the result */
    const char *word = word_of(response);

    SPF_response_free(response);
    SPF_request_free(request);
    return word;
}

int main(int argc, char **argv)
{
    if (argc != 2)
        contest_fail("usage", "spf_libspf2 RECORDS");
    open_server(argv[1]);
    return contest(&(struct contestant){ prepare, evaluate });
}
