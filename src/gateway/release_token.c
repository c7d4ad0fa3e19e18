#include "gateway/release_token.h"

#include <errno.h>
#include <fcntl.h>

#include "base/ascii.h"
#include "io/file.h"
#include "io/sys.h"

/* Fields that could carry a token; more than a message of ours has. */
enum { FIELDS_MAX = 4, TIME_DIGITS = 10 };

static const str field_name = STR_INIT("X-Gatepost-Released"), token_mark = STR_INIT("; token=");

/* ---- what it is made of ---- */

/* Octets above the blank alone: the others may change on the way. */
static void add_visible(struct digest *digest, str octets)
{
    char   kept[4096];
    size_t count = 0;

    for (size_t i = 0; i < octets.len; i++) {
        if ((unsigned char)octets.ptr[i] <= ' ')
            continue;
        kept[count++] = octets.ptr[i];
        if (count == sizeof kept) {
            digest_update(digest, (str){ kept, count });
            count = 0;
        }
    }
    digest_update(digest, (str){ kept, count });
}

static void add_fields(struct digest *digest, const struct header_list *headers, str name)
{
    struct header_walk walk = header_walk_down(headers, name);

    for (const struct header *h; (h = header_next(&walk)) != NULL; ) {
        add_visible(digest, h->value);
        digest_update(digest, STR("\n"));
    }
}

static str hex(struct arena *arena, const uint8_t *octets, size_t count)
{
    static const char digits[] = "0123456789abcdef";
    char             *text     = arena_octets(arena, 2 * count);

    for (size_t i = 0; i < count; i++) {
        text[2 * i]     = digits[octets[i] >> 4];
        text[2 * i + 1] = digits[octets[i] & 15];
    }
    return (str){ text, 2 * count };
}

/* Both digits of each octet, and nothing else. */
static bool read_hex(str text, uint8_t *octets, size_t count)
{
    if (text.len != 2 * count)
        return false;
    for (size_t i = 0; i < count; i++) {
        int high = ascii_hex(text.ptr[2 * i]), low = ascii_hex(text.ptr[2 * i + 1]);

        if (high < 0 || low < 0)
            return false;
        octets[i] = (uint8_t)(high << 4 | low);
    }
    return true;
}

static void make_mac(const struct release_key *key, const struct digests *digests, const struct message *message, str id, str time,
                     struct arena *arena, uint8_t mac[MAC_OCTETS])
{
    struct digest digest = { 0 };
    uint8_t       hash[DIGEST_MAX_OCTETS];

    digest_init(&digest, digests, DIGEST_SHA256);
    add_fields(&digest, &message->headers, STR("From"));
    add_fields(&digest, &message->headers, STR("Subject"));
    add_visible(&digest, message->body);
    size_t len = digest_final(&digest, hash);

    digest_free(&digest);
    mac_make(key->octets, arena_printf(arena, "release %.*s %.*s %.*s", STR_ARG(id), STR_ARG(time), STR_ARG(hex(arena, hash, len))), mac);
}

str release_token_make(const struct release_key *key, const struct digests *digests, const struct message *message, str id,
                       struct arena *arena, unix_seconds now)
{
    str     time = arena_printf(arena, "%0*lld", TIME_DIGITS, (long long)now);
    uint8_t mac[MAC_OCTETS];

    make_mac(key, digests, message, id, time, arena, mac);
    return arena_printf(arena, "%.*s.%.*s", STR_ARG(time), STR_ARG(hex(arena, mac, sizeof mac)));
}

/* ---- what it is known by ---- */

static bool is_ours(const struct release_key *key, const struct digests *digests, const struct message *message, str value,
                    struct arena *arena, unix_seconds now)
{
    str       rest = str_trim(value), id, time;
    ptrdiff_t mark = str_find(rest, token_mark);
    uint64_t  made;
    uint8_t   want[MAC_OCTETS], got[MAC_OCTETS];

    if (mark == STR_NOT_FOUND || !str_cut(&rest, ';', &id))
        return false;
    str token = str_from(str_trim(value), (size_t)mark + token_mark.len);

    if (!str_cut(&token, '.', &time) || time.len != TIME_DIGITS || !str_to_u64(time, INT64_MAX, &made) ||
        (unix_seconds)made > now + RELEASE_TOKEN_SECONDS || (unix_seconds)made + RELEASE_TOKEN_SECONDS < now ||
        !read_hex(token, got, sizeof got))
        return false;
    make_mac(key, digests, message, id, time, arena, want);
    return mac_equal(want, got);
}

bool release_token_holds(const struct release_key *key, const struct digests *digests, const struct message *message,
                         struct arena *arena, unix_seconds now)
{
    struct header_walk   walk = header_walk_down(&message->headers, field_name);
    const struct header *h;

    for (int i = 0; i < FIELDS_MAX && (h = header_next(&walk)) != NULL; i++)
        if (is_ours(key, digests, message, header_unfold(arena, h), arena, now))
            return true;
    return false;
}

str release_token_strip(str value)
{
    ptrdiff_t mark = str_find(value, token_mark);

    return mark == STR_NOT_FOUND ? value : str_slice(value, 0, (size_t)mark);
}

/* ---- the key ---- */

static bool write_key(struct release_key *key, const char *state_dir, struct arena *arena, str *error)
{
    int folder = sys_open(state_dir, O_RDONLY | O_DIRECTORY, 0);

    sys_random(key->octets, sizeof key->octets);
    str  text = arena_printf(arena, "%.*s\n", STR_ARG(hex(arena, key->octets, sizeof key->octets)));
    bool ok   = folder >= 0 && file_write_durably(folder, folder, "release.key", &text, 1);

    if (!ok)
        *error = arena_printf(arena, "%s/release.key: %s", state_dir, strerrordesc_np(errno));
    if (folder >= 0)
        (void)!sys_close(folder);
    return ok;
}

bool release_key_load(struct release_key *key, const char *state_dir, bool create, struct arena *arena, str *error)
{
    enum { FILE_MAX_OCTETS = 4096 };
    const char *file = arena_cstr(arena, arena_printf(arena, "%s/release.key", state_dir));
    str         text;
    int         fd = sys_open(file, O_RDONLY | O_NOFOLLOW, 0);

    if (fd < 0 && errno == ENOENT)
        return create && write_key(key, state_dir, arena, error);
    if (fd >= 0)
        (void)!sys_close(fd);
    if (!file_read_own(AT_FDCWD, file, FILE_MAX_OCTETS, arena, &text, error))
        return false;
    if (read_hex(str_trim(text), key->octets, sizeof key->octets))
        return true;
    *error = arena_printf(arena, "%s is no key of ours; take it away, and a new one is made", file);
    return false;
}
