#include "auth/spf/check.h"

#include "mail/envelope.h"

static struct spf_request request_for(const struct envelope *envelope, str receiver, const struct unicode *unicode)
{
    return (struct spf_request){
        .client = envelope->client, .helo = envelope->helo, .receiver = receiver, .now = envelope->arrived_at,
        .limits = spf_limits_default, .unicode = unicode,
    };
}

struct spf_request spf_request_helo(const struct envelope *envelope, struct arena *arena, str receiver,
                                    const struct unicode *unicode)
{
    struct spf_request request = request_for(envelope, receiver, unicode);

    request.scope  = SPF_HELO;
    request.domain = envelope->helo;
    request.sender = arena_join(arena, (str[]){ STR("postmaster"), envelope->helo }, 2, STR("@"));
    return request;
}

struct spf_request spf_request_mail_from(const struct envelope *envelope, struct arena *arena, str receiver,
                                         const struct unicode *unicode)
{
    const struct path *path    = &envelope->reverse_path;
    struct spf_request request = path->is_null ? spf_request_helo(envelope, arena, receiver, unicode)
                                               : request_for(envelope, receiver, unicode);

    request.scope = SPF_MFROM;
    if (!path->is_null) {
        request.domain = path->domain;
        request.sender = arena_join(arena, (str[]){ path->local_part, path->domain }, 2, STR("@"));
    }
    return request;
}
