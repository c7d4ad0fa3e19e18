#include "auth/dkim/body_hashes.h"

/* A list, since the hashes must not move: callers keep pointers to them. */
struct wanted {
    struct dkim_body_hash hash;                 /* first: see dkim_body_hashes_next */
    bool                  is_known;
    struct wanted        *next;
};

struct dkim_body_hashes {
    struct arena         *arena;
    const struct digests *digests;
    str                   body;
    struct wanted        *first, **end;         /* in the order asked */
    size_t                unknown;
    bool                  is_recorded;          /* there is no body */
};

struct dkim_body_hashes *dkim_body_hashes_new(struct arena *arena, const struct digests *digests, str body)
{
    struct dkim_body_hashes *hashes = ARENA_NEW(arena, struct dkim_body_hashes);

    *hashes     = (struct dkim_body_hashes){ .arena = arena, .digests = digests, .body = body };
    hashes->end = &hashes->first;
    return hashes;
}

const struct dkim_body_hash *dkim_body_hashes_want(struct dkim_body_hashes *hashes, enum dkim_canon canon,
                                                   enum digest_algorithm algorithm, uint64_t length)
{
    for (struct wanted *w = hashes->first; w != NULL; w = w->next)
        if (w->hash.canon == canon && w->hash.algorithm == algorithm && w->hash.length == length)
            return &w->hash;
    struct wanted *wanted = ARENA_NEW(hashes->arena, struct wanted);

    wanted->hash  = (struct dkim_body_hash){ .canon = canon, .algorithm = algorithm, .length = length };
    *hashes->end  = wanted;
    hashes->end   = &wanted->next;
    hashes->unknown++;
    return &wanted->hash;
}

void dkim_body_hashes_compute(struct dkim_body_hashes *hashes)
{
    if (hashes->unknown == 0 || hashes->is_recorded)
        return;
    struct dkim_body_hash *together = ARENA_ARRAY(hashes->arena, struct dkim_body_hash, hashes->unknown);
    size_t                 count    = 0;

    for (const struct wanted *w = hashes->first; w != NULL; w = w->next)
        if (!w->is_known)
            together[count++] = w->hash;
    struct dkim_body_hasher *hasher = dkim_body_hasher_new(hashes->arena, hashes->digests, together, count);

    dkim_body_hasher_update(hasher, hashes->body);
    dkim_body_hasher_final(hasher);
    count = 0;
    for (struct wanted *w = hashes->first; w != NULL; w = w->next)
        if (!w->is_known) {
            w->hash     = together[count++];
            w->is_known = true;
        }
    hashes->unknown = 0;
}

/* The list holds structs that begin with the hash. */
const struct dkim_body_hash *dkim_body_hashes_next(const struct dkim_body_hashes *hashes, const struct dkim_body_hash *after)
{
    const struct wanted *w = after == NULL ? hashes->first : ((const struct wanted *)after)->next;

    while (w != NULL && !w->is_known)
        w = w->next;
    return w == NULL ? NULL : &w->hash;
}

struct dkim_body_hashes *dkim_body_hashes_recorded(struct arena *arena, const struct dkim_body_hash *recorded, size_t count)
{
    struct dkim_body_hashes *hashes = dkim_body_hashes_new(arena, NULL, (str){ 0 });

    for (size_t i = 0; i < count; i++) {
        struct wanted *wanted = ARENA_NEW(arena, struct wanted);

        *wanted      = (struct wanted){ .hash = recorded[i], .is_known = true };
        *hashes->end = wanted;
        hashes->end  = &wanted->next;
    }
    hashes->is_recorded = true;
    return hashes;
}

bool dkim_body_hashes_lack_any(const struct dkim_body_hashes *hashes)
{
    return hashes->is_recorded && hashes->unknown > 0;
}
