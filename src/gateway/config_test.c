#include "gateway/config.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "unit.h"

static const char good[] =
    "hostname = \"mx.example.org\"\n"
    "own-domains = { \"Example.ORG\" }\n"
    "listener mx { address = { \"127.0.0.1:2525\", \"[::1]:2525\" } }\n"
    "route office {\n"
    "    domains = { \"example.org\" }\n"
    "    next-hop = \"smtp:127.0.0.1:2626\"\n"
    "    recipients = \"list\"\n"
    "    recipient-list = { \"Jo@Example.org\", \"al@example.org\" }\n"
    "}\n";

/* One for all cases: it takes a while to open. */
static const struct unicode *unicode(void)
{
    static struct unicode *opened;

    if (opened == NULL)
        opened = unicode_open();
    ASSERT(opened != NULL);
    return opened;
}

/* Loads text as a file of its own; *error names it as FILE. */
static const struct config *load(struct arena *arena, const char *text, str *error)
{
    char  path[] = "/tmp/gatepost-config-XXXXXX";
    int   fd     = mkstemp(path);
    FILE *file   = fdopen(fd, "w");

    fputs(text, file);
    fclose(file);
    const struct config *config = config_load(arena, unicode(), path, error);

    unlink(path);
    if (str_starts(*error, str_of(path)))
        *error = arena_printf(arena, "FILE%.*s", STR_ARG(str_from(*error, strlen(path))));
    return config;
}

TEST(config_load)
{
    ARENA_SCOPE          arena = { 0 };
    str                  error;
    const struct config *config = load(&arena, good, &error);

    if (!CHECK(config != NULL)) {
        CHECK_STR(error, STR(""));
        return;
    }
    CHECK_STR(config->hostname, STR("mx.example.org"));
    CHECK_STR(config->authserv_id, STR("mx.example.org"));
    CHECK_EQ(config->listeners[0].address_count, 2);
    CHECK_EQ(config->listeners[0].addresses[1].ip.family, IP_V6);
    CHECK_EQ(config->routes[0].hop_count, 1);
    CHECK_EQ(config->routes[0].hops[0].port, 2626);
    CHECK_STR(config->routes[0].recipient_list[0], STR("al@example.org"));
    CHECK_STR(config->routes[0].recipient_list[1], STR("jo@example.org"));
    CHECK_STR(config->organization.own_domains[0], STR("example.org"));
    CHECK(config_route_of(config, STR("EXAMPLE.org.")) == &config->routes[0]);
    CHECK(config_route_of(config, STR("sub.example.org")) == NULL);
    CHECK_EQ(config->message_max_octets, 50 << 20);
}

/* A conf.d that leads to itself stands for one that the user may not read: root, as whom tests may run, may read all others. */
TEST(config_folder_that_cannot_be_read)
{
    ARENA_SCOPE arena = { 0 };
    str         error;
    char        folder[] = "/tmp/gatepost-config-XXXXXX";

    ASSERT(mkdtemp(folder) != NULL);
    const char *path = arena_printf(&arena, "%s/gatepost.conf", folder).ptr, *beside = arena_printf(&arena, "%s/conf.d", folder).ptr;
    FILE       *file = fopen(path, "w");

    fputs(good, file);
    fclose(file);
    CHECK(config_load(&arena, unicode(), path, &error) != NULL);
    ASSERT(symlink("conf.d", beside) == 0);
    CHECK(config_load(&arena, unicode(), path, &error) == NULL);
    CHECK_STR(error, arena_printf(&arena, "%s cannot be read: Too many levels of symbolic links", beside));
    unlink(beside);
    unlink(path);
    rmdir(folder);
}

/* An empty list takes the default away. */
TEST(config_attachments)
{
    ARENA_SCOPE          arena = { 0 };
    str                  error;
    const struct config *plain  = load(&arena, good, &error);
    const struct config *config = load(&arena, (arena_printf(&arena, "%sattachments { refuse = { \".EXE\", \"script\" }  hold = {} }\n", good)).ptr, &error);

    if (!CHECK(plain != NULL && config != NULL))
        return;
    CHECK_EQ(plain->policy.hold_files.classes, policy_options_default.hold_files.classes);
    CHECK_EQ(plain->policy.mark_files.classes, policy_options_default.mark_files.classes);
    CHECK_EQ(plain->policy.refuse_files.classes, 0);
    CHECK_EQ(config->policy.refuse_files.classes, 1u << FILE_CLASS_SCRIPT);
    CHECK_EQ(config->policy.refuse_files.ending_count, 1);
    CHECK_STR(config->policy.refuse_files.endings[0], STR("exe"));
    CHECK_EQ(config->policy.hold_files.classes, 0);
}

TEST(config_in_letters_of_other_scripts)
{
    ARENA_SCOPE          arena = { 0 };
    str                  error;
    const struct config *config = load(&arena, arena_printf(&arena, "\xef\xbb\xbf%s", good).ptr, &error);

    CHECK_STR(error, STR(""));          /* what an editor has put in front is no part of the first name */
    CHECK(config != NULL);
    config = load(&arena, "hostname = \"mx.example.org\"\nown-domains = { \"b\u00fccher.example\" }\nlistener mx { address = \"127.0.0.1:25\" }\n"
                          "route a { domains = { \"b\u00fccher.example\" }\nnext-hop = \"smtp:192.0.2.1\" }\n", &error);
    CHECK_STR(error, STR(""));
    CHECK(config != NULL);
}

TEST(config_trust)
{
    ARENA_SCOPE arena = { 0 };
    str         error, text = arena_printf(&arena, "%s"
        "trusted-hops = { \"198.51.100.0/24\", \"2001:db8::/32\" }\n"
        "trusted-forwarders = { \"192.0.2.0/24\", \"Relay.University.example\", \"192.0.2.7\" }\n"
        "trusted-lists = { \"lists.example.net\" }\ntrusted-sealers = { \"Sealer.example\" }\n", good);
    const struct config *config = load(&arena, arena_cstr(&arena, text), &error);

    if (!CHECK(config != NULL)) {
        CHECK_STR(error, STR(""));
        return;
    }
    const struct trust *trust = &config->policy.trust;

    CHECK_EQ(config->trusted_hop_count, 2);
    CHECK_EQ(config->trusted_hops[1].address.family, IP_V6);
    CHECK_EQ(trust->forwarder_network_count, 2);
    CHECK_EQ(trust->forwarder_networks[1].prefix, 32);
    CHECK_EQ(trust->forwarder_count, 1);
    CHECK_STR(trust->forwarders[0], STR("relay.university.example"));
    CHECK_STR(trust->lists[0], STR("lists.example.net"));
    CHECK_STR(trust->sealers[0], STR("sealer.example"));
}

TEST(config_milter)
{
    ARENA_SCOPE          arena = { 0 };
    str                  error;
    const struct config *config = load(&arena, "hostname = \"mx.example.org\"\n"
        "listener beside { face = \"milter\" address = { \"unix:/run/gatepost/milter.sock\", \"127.0.0.1:8891\" }\n"
        "socket-mode = \"0666\" reinjected-at = { \"10025\" } enforce-for = { \"Pilot.example\" } mixed-recipients = \"split\" }\nrelease-to = \"smtp:127.0.0.1:25\"\n", &error);

    if (!CHECK(config != NULL)) {
        CHECK_STR(error, STR(""));
        return;
    }
    const struct config_listener *listener = &config->listeners[0];

    CHECK_EQ(listener->face, FACE_MILTER);
    CHECK_STR(str_of(listener->addresses[0].path), STR("/run/gatepost/milter.sock"));
    CHECK(listener->addresses[1].path == NULL && listener->addresses[1].port == 8891);
    CHECK_EQ(listener->socket_mode, 0666);
    CHECK_EQ(listener->mail_server.server_count, 2);
    CHECK_EQ(listener->mail_server.submitted_count, 2);
    CHECK_STR(listener->milter.reinjected_at[0], STR("10025"));
    CHECK_STR(listener->milter.enforce_for[0], STR("pilot.example"));
    CHECK_EQ(listener->milter.mixed, MIXED_SPLIT);
    CHECK_EQ(config->route_count, 0);           /* a milter alone needs none */
    CHECK_EQ(config->release_route->hops[0].port, 25);
}

TEST(config_policy_service)
{
    ARENA_SCOPE          arena = { 0 };
    str                  error;
    const struct config *config = load(&arena, "hostname = \"mx.example.org\"\npolicy { spf-refuse = { \"fail\", \"temperror\" } }\n"
        "listener asked { face = \"policy\" address = \"unix:/run/gatepost/policy.sock\" mode = \"shadow\"\n"
        "submitted-from = { \"192.0.2.0/24\" } server-timeout = \"10m\" }\n", &error);

    if (!CHECK(config != NULL)) {
        CHECK_STR(error, STR(""));
        return;
    }
    CHECK_EQ(config->listeners[0].face, FACE_POLICY);
    CHECK(config->listeners[0].in_shadow);
    CHECK_EQ(config->listeners[0].mail_server.submitted_count, 1);
    CHECK_EQ(config->listeners[0].mail_server.timeout, 600);
    CHECK_EQ(config->policy.spf_refusals, SPF_REFUSE_FAIL | SPF_REFUSE_TEMPERROR);
    CHECK_EQ(config->route_count, 0);           /* it needs none */
    CHECK_EQ(config_default(&arena, unicode())->policy.spf_refusals, policy_options_default.spf_refusals);
}

/* As the guide has Exchange write one: Windows puts a byte order mark in front, and ends lines its way. */
TEST(config_recipient_file)
{
    static const struct { const char *name, *octets, *error; } cases[] = {
        { "as Windows writes it", "\xef\xbb\xbfJo@example.org\r\nal@example.org\r\n", "" },
        { "remarks and empty lines", "# who is here\n\njo@example.org\n  al@example.org", "" },
        { "a table for Postfix", "al@example.org\njo@example.org OK\n",
          "LIST:2: \"jo@example.org OK\" is no mail address; write one address a line, and nothing else" },
        { "a list of logins", "jo\n", "LIST:1: \"jo\" is no mail address; write one address a line, and nothing else" },
        { "a domain as a whole", "@example.org\n", "LIST:1: \"@example.org\" is no mail address; write one address a line, and nothing else" },
    };

    FOR_EACH_CASE(c, cases) {
        ARENA_SCOPE arena  = { 0 };
        char        path[] = "/tmp/gatepost-recipients-XXXXXX";
        FILE       *file   = fdopen(mkstemp(path), "w");
        str         error;

        fputs(c->octets, file);
        fclose(file);
        str text = arena_printf(&arena, "hostname = \"mx.example.org\"\nlistener mx { address = \"127.0.0.1:25\" }\nroute a { domains = { \"example.org\" }\n"
                                "next-hop = \"smtp:192.0.2.1\"\nrecipients = \"file\"\nrecipient-file = \"%s\" }\n", path);
        const struct config *config = load(&arena, arena_cstr(&arena, text), &error);

        unlink(path);
        if (str_starts(error, str_of(path)))
            error = arena_printf(&arena, "LIST%.*s", STR_ARG(str_from(error, strlen(path))));
        CHECK_STR(error, str_of(c->error));
        if (config == NULL)
            continue;
        CHECK_EQ(config->routes[0].recipient_count, 2);
        CHECK_STR(config->routes[0].recipient_list[0], STR("al@example.org"));
        CHECK_STR(config->routes[0].recipient_list[1], STR("jo@example.org"));
    }
}

TEST(config_errors)
{
    static const struct { const char *name, *text, *error; } cases[] = {
        { "the nearest name is offered", "hostnam = \"x\"\n", "FILE:1: no such option 'hostnam'; did you mean 'hostname'?" },
        { "inside a section, too", "log {\n  formt = \"json\"\n}\n", "FILE:2: no such option 'formt'; did you mean 'format'?" },
        { "nothing near, nothing offered", "\n\nfrobnicate = 1\n", "FILE:3: no such option 'frobnicate'" },
        { "a brace that is never closed", "log {\n  format = \"json\"\n", "FILE:1: this \"{\" is never closed" },
        { "no kind of files", "attachments { hold = { \"exe\" } }\n",
          "FILE: attachments: hold = \"exe\": neither an ending (\".exe\") nor a kind of files, which are unknown, text, image, audio, video, "
          "font, data, protected, calendar, message, document, source, archive, page, active-document, disk-image, shortcut, script, "
          "installer, executable" },
        { "a brace too many", "}\n", "FILE:1: a \"}\" closes nothing" },
        { "a quote that is never closed", "hostname = \"x\n", "FILE:1: a quote is opened here and never closed" },
        { "an option twice", "workers = 1\nworkers = 2\n", "FILE:2: this option stands twice in one section: workers" },
        { "an environment variable", "hostname = \"${HOME}\"\n",
          "FILE:1: \"${\" would be replaced from the environment; use single quotes" },
        { "a number that is none", "workers = \"many\"\n", "FILE:1: invalid integer value for option 'workers'; write a number without a unit" },
        { "a size with a unit", "limits { message-size = 50MB }\n",
          "FILE:1: invalid integer value for option 'message-size'; write a number without a unit" },
        { "a truth that is none", "received-spf = 1\n", "FILE:1: invalid boolean value for option 'received-spf'; write true or false" },
        { "an option of another section", "log {\n  message-size = 70000\n}\n",
          "FILE:2: no such option 'message-size' here; it belongs in section 'limits'" },
        { "an option of no section in one", "log { hostname = \"mx.example.org\" }\n",
          "FILE:1: no such option 'hostname' here; it stands outside of all sections" },
        { "lines that end as in C", "hostname = \"mx.example.org\";\n", "FILE:1: no such option ';': no line needs a \";\" at its end" },
        { "a host name of one word", "hostname = \"mx\"\n",
          "FILE: hostname = \"mx\" is no host name; write the whole one that DNS has for this machine, like \"mx.example.org\"" },
        { "an address for a host name", "hostname = \"192.0.2.1\"\n",
          "FILE: hostname = \"192.0.2.1\" is no host name; write the whole one that DNS has for this machine, like \"mx.example.org\"" },
        { "days that would be seconds", "journal { keep = 90 }\n",
          "FILE: keep = \"90\": not a duration; write it like \"90s\", \"5m\" or \"1h\"" },
        { "a quarantine for one message", "quarantine { size = 100000000 }\n",
          "FILE: quarantine: size = 100000000: at least twice limits.message-size is needed, or 0 for any size" },
        { "everybody is trusted", "trusted-networks = { \"192.0.2.0/24\", \"0.0.0.0/0\" }\n",
          "FILE: trusted-networks: \"0.0.0.0/0\" is everybody; name the networks that are yours" },
        { "everybody is a hop", "trusted-hops = { \"::/0\" }\n", "FILE: trusted-hops: \"::/0\" is everybody; name the networks that are yours" },
        { "a next hop that is the gate", "hostname = \"mx.example.org\"\nlistener mx { address = \"127.0.0.1:2525\" }\n"
          "route a { domains = { \"a.example\" }\n next-hop = \"smtp:127.0.0.1:2525\" }\n",
          "FILE: route a: next-hop \"smtp:127.0.0.1:2525\" is listener mx of this gate itself" },
        { "the same, where it listens everywhere", "hostname = \"mx.example.org\"\nlistener mx { address = \"0.0.0.0:25\" }\n"
          "route a { domains = { \"a.example\" }\n next-hop = { \"smtp:192.0.2.1\", \"smtp:127.0.0.1\" } }\n",
          "FILE: route a: next-hop \"smtp:127.0.0.1:25\" is listener mx of this gate itself" },
        { "a state-dir that depends on where one stands", "state-dir = \"state\"\n",
          "FILE: state-dir = \"state\": write the whole path, or each command would look elsewhere" },
        { "an own domain with an @", "own-domains = { \"@example.org\" }\n",
          "FILE: own-domains: \"@example.org\" is no domain name; write \"example.org\": what is below it belongs to it" },
        { "an own domain with a star", "own-domains = { \"*.example.org\" }\n",
          "FILE: own-domains: \"*.example.org\" is no domain name; write \"example.org\": what is below it belongs to it" },
        { "two own domains in one text", "own-domains = { \"example.org, example.net\" }\n",
          "FILE: own-domains: \"example.org, example.net\" is no domain name; write it like \"example.org\"" },
        { "a whole top level of our own", "own-domains = { \"org\" }\n",
          "FILE: own-domains: \"org\" is no domain name; write it like \"example.org\"" },
        { "a route for a star", "route a { domains = { \"*.example.org\" } }\n",
          "FILE: domains: \"*.example.org\" is no domain name; write \"example.org\": a route is for the domains that it names, each by itself" },
        { "a name server with a colon", "resolver { forwarders = { \"127.0.0.1:53\" } }\n",
          "FILE: resolver: forwarders: \"127.0.0.1:53\" is no address; write \"192.0.2.1\", or \"192.0.2.1@5353\" with a port" },
        { "a name server by name", "resolver { forwarders = { \"dns.example.org\" } }\n",
          "FILE: resolver: forwarders: \"dns.example.org\" is no address; write \"192.0.2.1\", or \"192.0.2.1@5353\" with a port" },
        { "a name server without a port", "resolver { forwarders = { \"127.0.0.1@\" } }\n",
          "FILE: resolver: forwarders: \"127.0.0.1@\" is no address; write \"192.0.2.1\", or \"192.0.2.1@5353\" with a port" },
        { "a person without addresses", "person \"Jane Roe\" { }\n",
          "FILE: person \"Jane Roe\" has no addresses; name all from which this person writes" },
        { "a person's login", "person \"Jane Roe\" { addresses = { \"jane.roe\" } }\n",
          "FILE: person \"Jane Roe\": addresses: \"jane.roe\" is no mail address; write \"jane.roe@example.org\"" },
        { "a brand without domains", "brand \"Harbour Lines\" { }\n",
          "FILE: brand \"Harbour Lines\" has no domains: all mail in its name would be taken for imitated" },
        { "a listener without a port", "listener mx { address = \"127.0.0.1\" }\n",
          "FILE: listener mx: address \"127.0.0.1\" is not ADDRESS:PORT; write \"0.0.0.0:25\" or \"[::]:25\", or \"unix:/run/gatepost/milter.sock\"" },
        { "IPv6 without brackets", "listener mx { address = \"::1:25\" }\n",
          "FILE: listener mx: address \"::1:25\" is not ADDRESS:PORT; write \"0.0.0.0:25\" or \"[::]:25\", or \"unix:/run/gatepost/milter.sock\"" },
        { "a next hop as a URL", "route a { domains = { \"a.example\" }\n next-hop = \"smtp://192.0.2.1:25\" }\n",
          "FILE: route a: next-hop \"smtp://192.0.2.1:25\" is no URL; leave the \"//\" away" },
        { "a list of nobody", "route a { domains = { \"a.example\" }\n next-hop = \"smtp:192.0.2.1\"\n recipients = \"list\" }\n",
          "FILE: route a: recipient-list names nobody: mail for everybody would be refused" },
        { "a file of nobody", "route a { domains = { \"a.example\" }\n next-hop = \"smtp:192.0.2.1\"\n recipients = \"file\"\n "
          "recipient-file = \"/dev/null\" }\n", "FILE: route a: recipient-file names nobody: mail for everybody would be refused" },
        { "a name in a list of addresses", "route a { domains = { \"a.example\" }\n next-hop = \"smtp:192.0.2.1\"\n recipients = \"list\"\n "
          "recipient-list = { \"jo\" } }\n", "FILE: route a: recipient-list: \"jo\" is no mail address; write \"jo@example.org\"" },
        { "a word outside its list", "policy { reject-mode = \"hard\" }\n",
          "FILE: reject-mode = \"hard\": must be one of \"standard\", \"strict\"" },
        { "a duration that is none", "limits { idle-timeout = \"soon\" }\n",
          "FILE: idle-timeout = \"soon\": not a duration; write it like \"90s\", \"5m\" or \"1h\"" },
        { "fewer recipients than RFC 5321 allows", "limits { recipients = 99 }\n", "FILE: recipients = 99: at least 100 is needed" },
        { "fields that would all go", "remove-fields = { \"*\" }\n",
          "FILE: remove-fields: \"*\" is no field name; write \"X-Spam-Flag\", or \"X-Spam-*\"" },
        { "a star in the middle", "remove-fields = { \"X-*-Flag\" }\n",
          "FILE: remove-fields: \"X-*-Flag\" is no field name; write \"X-Spam-Flag\", or \"X-Spam-*\"" },
        { "no time at all for SPF", "limits { spf-time = \"0s\" }\n",
          "FILE: spf-time = \"0s\": not a duration; write it like \"90s\", \"5m\" or \"1h\"" },
        { "a listener without a place", "listener mx { }\n", "FILE: listener mx has no address; write address = \"0.0.0.0:25\"" },
        { "a mode that is none", "listener m { face = \"milter\"\n address = \"127.0.0.1:1\"\n socket-mode = \"rw\" }\n",
          "FILE: listener m: socket-mode = \"rw\": not a mode; write \"0660\"" },
        { "SMTP at a UNIX socket", "listener m { address = \"unix:/run/x\" }\n", "FILE: listener m: a UNIX socket needs face = \"milter\" or \"policy\"" },
        { "a path that is none", "listener m { face = \"milter\"\n address = \"unix:x\" }\n",
          "FILE: listener m: address \"unix:x\" is not ADDRESS:PORT; write \"0.0.0.0:25\" or \"[::]:25\", or \"unix:/run/gatepost/milter.sock\"" },
        { "TLS of a milter", "listener m { face = \"milter\"\n address = \"127.0.0.1:1\"\n proxy-from = { \"127.0.0.1\" } }\n",
          "FILE: listener m: TLS, proxy-from and xclient-from are the mail server's affair where face = \"milter\" or \"policy\"" },
        { "what SPF never says", "policy { spf-refuse = { \"softfail\" } }\n",
          "FILE: policy: spf-refuse: \"softfail\" is none of no-mail, helo, fail, permerror, temperror" },
        { "a milter's option at a policy service", "listener m { face = \"policy\"\n address = \"127.0.0.1:1\"\n enforce-for = { \"a.example\" } }\n",
          "FILE: listener m: reinjected-at and enforce-for need face = \"milter\"" },
        { "a rule that nobody has", "listener m { face = \"milter\"\n address = \"127.0.0.1:1\"\n mixed-recipients = \"both\" }\n",
          "FILE: mixed-recipients = \"both\": must be one of \"enforce\", \"shadow\", \"split\"" },
        { "a face that nobody has", "listener m { face = \"lmtp\"\n address = \"127.0.0.1:1\" }\n",
          "FILE: face = \"lmtp\": must be one of \"smtp\", \"milter\", \"policy\"" },
        { "half of TLS", "listener mx { address = \"127.0.0.1:25\"\n tls-key = \"k\" }\n",
          "FILE: listener mx: tls-certificate and tls-key go together, one key for each certificate" },
        { "two certificates, one key", "listener mx { address = \"127.0.0.1:25\"\n tls-certificate = { \"a\", \"b\" }\n tls-key = \"k\" }\n",
          "FILE: listener mx: tls-certificate and tls-key go together, one key for each certificate" },
        { "implicit TLS of nothing", "listener mx { address = \"127.0.0.1:25\"\n tls = \"implicit\" }\n",
          "FILE: listener mx: TLS needs tls-certificate and tls-key" },
        { "a CA for certificates that nobody asks for",
          "listener mx { address = \"127.0.0.1:25\"\n tls-certificate = \"c\"\n tls-key = \"k\"\n tls-client-ca = \"ca\" }\n",
          "FILE: listener mx: tls-client-ca needs tls-client-certificate = \"request\"" },
        { "a fingerprint too short", "trusted-certificates = { \"sha256:00:11\" }\n",
          "FILE: trusted-certificates: \"sha256:00:11\" is no SHA-256 fingerprint: it has 64 hexadecimal digits" },
        { "From alone proves nobody", "sender \"desk.example\" { proved-by = {} }\n",
          "FILE: sender desk.example: proved-by names nothing: From alone proves nobody" },
        { "an unknown proof", "sender \"desk.example\" { proved-by = { \"from\" } }\n",
          "FILE: sender desk.example: proved-by: 'from' is none of spf, dkim, dmarc, arc" },
        { "a person is no host", "trusted-certificates = { \"jo@example.org\" }\n",
          "FILE: trusted-certificates: \"jo@example.org\" is neither a fingerprint (\"sha256:...\") nor a host name" },
        { "an identity without TLS", "route a { domains = { \"a.example\" }\n next-hop = \"smtp:127.0.0.1\"\n tls-identity = \"a.example\" }\n",
          "FILE: route a: tls-identity needs tls = \"required\"" },
        { "an identity that is none", "route a { domains = { \"a.example\" }\n next-hop = \"smtp:127.0.0.1\"\n tls-identity = \"a\" }\n",
          "FILE: tls-identity: \"a\" is neither a fingerprint (\"sha256:...\") nor a host name" },
        { "an extension that is none", "listener mx { address = \"127.0.0.1:25\"\n withhold = { \"VRFY\" } }\n",
          "FILE: listener mx: withhold: \"VRFY\" is no extension that is offered here" },
        { "a network to repair that is none", "repair-line-ends = { \"printer\" }\n",
          "FILE: repair-line-ends: \"printer\" is no network; write \"192.0.2.0/24\"" },
        { "a next hop of no kind", "route a { domains = { \"a.example\" }\n next-hop = \"127.0.0.1\" }\n",
          "FILE: route a: next-hop \"127.0.0.1\" must begin with \"smtp:\", \"lmtp:\" or \"maildir:\"" },
        { "no next hop", "route a { domains = { \"a.example\" }\n }\n",
          "FILE: route a has no next-hop; write next-hop = \"smtp:192.0.2.1:25\"" },
        { "next hops of two kinds", "route a { domains = { \"a.example\" }\n next-hop = { \"smtp:192.0.2.1:25\", \"lmtp:/run/lmtp\" } }\n",
          "FILE: route a: several next hops must be all smtp or all lmtp" },
        { "two Maildirs", "route a { domains = { \"a.example\" }\n recipients = \"any\"\n next-hop = { \"maildir:/a\", \"maildir:/b\" } }\n",
          "FILE: route a: several next hops must be all smtp or all lmtp" },
        { "an order that is none", "route a { domains = { \"a.example\" }\n next-hop = \"smtp:192.0.2.1\"\n next-hop-order = \"any\" }\n",
          "FILE: next-hop-order = \"any\": must be one of \"listed\", \"round-robin\"" },
        { "longer than a sender waits", "limits { delivery-timeout = \"10m\" }\n",
          "FILE: delivery-timeout must be at most 570 seconds: after ten minutes the sender gives up and sends again" },
        { "a Maildir cannot be asked", "route a { domains = { \"a.example\" }\n next-hop = \"maildir:/m\" }\n",
          "FILE: route a: a Maildir cannot be asked for recipients; set recipients to \"list\", \"file\" or \"any\"" },
        { "a rate that is none", "clients { message-rate = \"10\" }\n",
          "FILE: message-rate = \"10\": not a rate; write it like \"300/1m\", or \"none\"" },
        { "a rate of nothing", "clients { message-rate = \"0/1m\" }\n",
          "FILE: message-rate = \"0/1m\": not a rate; write it like \"300/1m\", or \"none\"" },
        { "a network wider than the world", "clients { ipv6-network = 8 }\n", "FILE: ipv6-network = 8: must lie between 16 and 128" },
        { "an answer that no list gives", "dns-list \"bl.example\" { answers = { \"192.0.2.1\" } }\n",
          "FILE: dns-list bl.example: answers: \"192.0.2.1\" is no answer of a list; write \"127.0.0.2\" or \"127.0.0.2-127.0.0.11\"" },
        { "an error code for an answer", "dns-list \"bl.example\" { answers = { \"127.255.255.254\" } }\n",
          "FILE: dns-list bl.example: answers: \"127.255.255.254\" is no answer of a list; write \"127.0.0.2\" or \"127.0.0.2-127.0.0.11\"" },
        { "a list without weight", "dns-list \"bl.example\" { weight = 0 }\n",
          "FILE: dns-list bl.example: weight must be above 0 for a block list and below 0 for an allow list" },
        { "a feed without a file", "feed \"x\" { }\n", "FILE: feed x needs a file" },
        { "a feed of negative weight", "feed \"x\" { file = \"f\"  weight = -1 }\n",
          "FILE: feed x: weight must be 0 or more; says = \"allow\" makes an allow feed" },
        { "a column that nothing has", "feed \"x\" { file = \"f\"  column = 65 }\n",
          "FILE: feed x: column = 65: columns are counted from 1 to 64" },
        { "a list that is no domain", "dns-list \"my list\" { }\n", "FILE: dns-list my list: zone \"my list\" is no domain name" },
        { "a balancer that is none", "listener mx { address = \"127.0.0.1:25\"\n proxy-from = { \"lb.example\" } }\n",
          "FILE: proxy-from: \"lb.example\" is no network; write \"192.0.2.0/24\"" },
        { "a network that is none", "trusted-networks = { \"10.0.0.0/33\" }\n",
          "FILE: trusted-networks: \"10.0.0.0/33\" is no network; write \"192.0.2.0/24\"" },
        { "a hop that is none", "trusted-hops = { \"mx2.example.org\" }\n",
          "FILE: trusted-hops: \"mx2.example.org\" is no network; write \"192.0.2.0/24\"" },
        { "a forwarder that is none", "trusted-forwarders = { \"user@example.org\" }\n",
          "FILE: trusted-forwarders: \"user@example.org\" is neither a network (\"192.0.2.0/24\") nor a host name" },
        { "a top level is not to be trusted", "trusted-sealers = { \"com\" }\n",
          "FILE: trusted-sealers: \"com\" is no domain name" },
        { "a list's address is not its id", "trusted-lists = { \"dev@lists.example.org\" }\n",
          "FILE: trusted-lists: \"dev@lists.example.org\" is no domain name" },
        { "a mode that there is not", "signal \"dn-emoji\" { mode = \"quiet\" }\n",
          "FILE: mode = \"quiet\": must be one of \"on\", \"shadow\", \"off\"" },
        { "a step that there is not", "step scores { mode = \"shadow\" }\n",
          "FILE: step scores: there is no such step; there are protocol, relay, authentication, sender, lists, attachment, impersonation, "
          "score" },
        { "a trial that is none", "mode = \"off\"\n", "FILE: mode = \"off\": must be one of \"on\", \"shadow\"" },
        { "nothing at all", "", "FILE: hostname is missing; write hostname = \"mx.example.org\"" },
    };

    FOR_EACH_CASE(c, cases) {
        ARENA_SCOPE arena = { 0 };
        str         error;

        CHECK(load(&arena, c->text, &error) == NULL);
        CHECK_CSTR(error, c->error);
    }
}

TEST(config_tls)
{
    ARENA_SCOPE arena = { 0 };
    str         error, text = arena_printf(&arena, "%s"
        "listener tls {\n address = \"127.0.0.1:465\"\n tls = \"implicit\"\n tls-certificate = { \"a.pem\", \"b.pem\" }\n"
        " tls-key = { \"a.key\", \"b.key\" }\n tls-minimum = \"1.3\"\n tls-required-from = { \"192.0.2.0/24\" }\n"
        " tls-client-certificate = \"request\"\n}\n"
        "trusted-certificates = { \"SHA256:00:11:22:33:44:55:66:77:88:99:AA:bb:CC:dd:EE:ff:"
        "00:11:22:33:44:55:66:77:88:99:AA:bb:CC:dd:EE:ff\", \"Relay.Example.org\" }\n", good);
    const struct config *config = load(&arena, arena_cstr(&arena, text), &error);

    if (!CHECK(config != NULL)) {
        CHECK_STR(error, STR(""));
        return;
    }
    const struct config_listener *plain = &config->listeners[0], *tls = &config->listeners[1];

    CHECK_EQ(plain->tls.pair_count, 0);
    CHECK_EQ(plain->tls.minimum, TLS_MINIMUM_1_2);
    CHECK(!plain->tls_at_once && !plain->tls.ask_for_certificate);
    CHECK_EQ(tls->tls.pair_count, 2);
    CHECK_CSTR(str_of(tls->tls.pairs[1].key), "b.key");
    CHECK_EQ(tls->tls.minimum, TLS_MINIMUM_1_3);
    CHECK(tls->tls_at_once && tls->tls.ask_for_certificate);
    CHECK_EQ(tls->tls_required_from[0].prefix, 24);
    CHECK_CSTR(config->trusted_certificates[0], "sha256:00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff");
    CHECK_CSTR(config->trusted_certificates[1], "relay.example.org");
}

/* However the administrator has written a domain, and however a sender does. */
TEST(config_domains_in_two_scripts)
{
    static const struct { const char *name, *configured, *asked; bool ours; } cases[] = {
        { "an A-label for an A-label",            "xn--bcher-kva.example", "XN--bcher-kva.example", true  },
        { "a U-label for an A-label",             "xn--bcher-kva.example", "bücher.example",        true  },
        { "an A-label for a U-label",             "bücher.example",        "xn--bcher-kva.example", true  },
        { "capital letters, and a final dot",     "bücher.example",        "BÜCHER.example.",       true  },
        { "configured in capital letters",        "BÜCHER.example",        "bücher.example",        true  },
        { "another domain",                       "bücher.example",        "bucher.example",        false },
        { "no name in any script",                "bücher.example",        "b\xc3.example",         false },
    };

    FOR_EACH_CASE(c, cases) {
        ARENA_SCOPE arena = { 0 };
        str         error;
        str         text = arena_printf(&arena, "hostname = \"mx.example.org\"  own-domains = { \"%s\" }\n"
                                        "listener mx { address = \"127.0.0.1:2525\" }\n"
                                        "route a { domains = { \"%s\" }  next-hop = \"smtp:127.0.0.1:1\"  recipients = \"list\"\n"
                                        "recipient-list = { \"Jo@%s\" } }\n", c->configured, c->configured, c->configured);
        const struct config *config = load(&arena, arena_cstr(&arena, text), &error);

        CHECK_STR(error, STR(""));
        if (!CHECK(config != NULL))
            continue;
        CHECK_CSTR(config->organization.own_domains[0], "xn--bcher-kva.example");
        CHECK_CSTR(config->routes[0].recipient_list[0], "jo@xn--bcher-kva.example");
        CHECK_EQ(config_route_of(config, str_of(c->asked)) != NULL, c->ours);
    }
}

TEST(config_missing_file)
{
    ARENA_SCOPE arena = { 0 };
    str         error;

    CHECK(config_load(&arena, unicode(), "/nonexistent/gatepost.conf", &error) == NULL);
    CHECK(str_find(error, STR("/nonexistent/gatepost.conf")) != STR_NOT_FOUND);
    CHECK(str_find(error, STR("No such file")) != STR_NOT_FOUND);
}

TEST(config_default)
{
    ARENA_SCOPE          arena  = { 0 };
    const struct config *config = config_default(&arena, unicode());

    CHECK_EQ(config->listener_count, 0);
    CHECK_EQ(config->questions_max, 40);
    CHECK_EQ(config->policy.received_max, 100);
    CHECK(!config->sender_id);          /* the experiment is over (RFC 6686) */
}

TEST(config_example)
{
    ARENA_SCOPE          arena  = { 0 };
    str                  error  = { 0 };
    const struct config *config = config_load(&arena, unicode(), GATEPOST_SOURCE "/examples/gatepost.conf", &error);

    CHECK_STR(error, STR(""));
    if (!CHECK(config != NULL))
        return;
    CHECK_EQ(config->listeners[0].address_count, 2);
    CHECK_EQ(config->routes[0].recipients, RECIPIENTS_PROBE);
    CHECK_EQ(config->organization.person_count, 0);     /* whoever copies it has other people, brands and lists, or none */
    CHECK_EQ(config->organization.brand_count, 0);
    CHECK_EQ(config->dns_list_count, 0);
}
