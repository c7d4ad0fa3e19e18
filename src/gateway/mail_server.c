#include "gateway/mail_server.h"

const char *mail_server_refusal(const struct worker *worker, const struct config_listener *listener, const struct ip *server,
                                bool overloaded)
{
    const struct config_mail_server *options = &listener->mail_server;

    if (server->family != IP_NONE && !ip_in_any(server, options->servers, options->server_count))
        return "the address is not in mail-servers";
    if (overloaded)
        return "limits.connections has been reached";
    return worker->turning_away ? "this server stops" : NULL;
}

bool mail_server_has_submitted(const struct config_listener *listener, const struct ip *client)
{
    return ip_in_any(client, listener->mail_server.submitted_from, listener->mail_server.submitted_count);
}

struct path mail_server_path(str text, struct arena *arena)
{
    struct path path = { 0 };
    str         rest = text;

    if (path_parse(&path, &rest) == PATH_OK)
        return path;
    (void)str_skip_prefix(&text, STR("<"));
    if (str_ends_nocase(text, STR(">")))
        text = str_slice(text, 0, text.len - 1);
    ptrdiff_t at = str_rfind_char(text, '@');

    path = (struct path){ .text = arena_str(arena, text), .is_null = text.len == 0 };
    path.local_part = at == STR_NOT_FOUND ? path.text : str_slice(path.text, 0, (size_t)at);
    path.domain     = at == STR_NOT_FOUND ? (str){ 0 } : str_from(path.text, (size_t)at + 1);
    return path;
}
