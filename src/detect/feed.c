#include "detect/feed.h"

#include "base/ascii.h"
#include "base/buf.h"
#include "base/domain.h"

enum { SHA256_HEX = 64, NETWORK_KEY = 18 };

const char *feed_kind_name(enum feed_kind kind)
{
    static const char *const names[FEED_KIND_COUNT] = { "hosts", "urls", "networks", "hashes" };

    return names[kind];
}

/* ---- values, as they are compared ---- */

struct loading {
    struct arena         *arena;
    struct arena          scratch;      /* of one line */
    const struct unicode *unicode;
    struct feed          *feed;
    size_t                capacity;
};

static bool read_host(struct loading *loading, str text, str *key)
{
    str_skip_prefix(&text, STR("*"));
    str_skip_prefix(&text, STR("."));
    return unicode_domain_to_ascii(loading->unicode, &loading->scratch, text, key) && domain_is_hostname(*key);
}

/* Octet by octet, but without scheme and fragment: http and https are one page; so are a server's name and its "/". */
static str url_key(struct arena *arena, const struct url *url)
{
    BUF_SCOPE key = { 0 };

    buf_add(&key, url->host);
    if (url->port != 0)
        buf_printf(&key, ":%u", url->port);
    if (url->path.len == 0)
        buf_add_char(&key, '/');
    for (size_t i = 0; i < url->path.len; i++)
        buf_add_char(&key, url->path.ptr[i] == '\\' ? '/' : url->path.ptr[i]);
    if (url->query.len > 0) {
        buf_add_char(&key, '?');
        buf_add(&key, url->query);
    }
    return arena_str(arena, buf_str(&key));
}

static bool read_url(struct loading *loading, str text, str *key)
{
    struct url url;

    if (str_find(text, STR("://")) == STR_NOT_FOUND)
        text = arena_join(&loading->scratch, (str[]){ STR("http://"), text }, 2, (str){ 0 });
    if (url_parse(loading->unicode, &loading->scratch, text, NULL, &url) != URL_OK || !url.is_special)
        return false;
    *key = url_key(&loading->scratch, &url);
    return true;
}

static size_t family_octets(enum ip_family family)
{
    return family == IP_V4 ? 4 : 16;
}

/* Family, prefix, and the octets with all behind the prefix cleared. */
static str network_key(const struct ip *ip, unsigned prefix, char key[NETWORK_KEY])
{
    size_t octets = family_octets(ip->family);

    key[0] = (char)ip->family;
    key[1] = (char)prefix;
    for (size_t i = 0; i < octets; i++) {
        unsigned kept = prefix >= 8 * (i + 1) ? 8 : prefix <= 8 * i ? 0 : prefix - (unsigned)(8 * i);

        key[2 + i] = (char)(ip->octets[i] & (0xff00u >> kept));
    }
    return (str){ key, 2 + octets };
}

static bool read_network(struct loading *loading, str text, str *key)
{
    struct ip_network network;
    char              octets[NETWORK_KEY];

    if (!ip_network_parse(text, &network))
        return false;
    loading->feed->has_prefix[network.address.family == IP_V6][network.prefix] = true;
    *key = arena_str(&loading->scratch, network_key(&network.address, network.prefix, octets));
    return true;
}

static bool read_hash(struct loading *loading, str text, str *key)
{
    bool good = text.len == SHA256_HEX;

    for (size_t i = 0; i < text.len && good; i++)
        good = ascii_hex(text.ptr[i]) >= 0;
    *key = arena_lower(&loading->scratch, text);
    return good;
}

static void add(struct loading *loading, struct feed_entry entry)
{
    static bool (*const readers[FEED_KIND_COUNT])(struct loading *, str, str *) = {
        [FEED_HOSTS] = read_host, [FEED_URLS] = read_url, [FEED_NETWORKS] = read_network, [FEED_HASHES] = read_hash,
    };
    struct feed *feed = loading->feed;

    if (!readers[feed->options.kind](loading, entry.written, &entry.value)) {
        feed->skipped++;
        return;
    }
    entry.value = arena_str(loading->arena, entry.value);
    if (entry.expires == 0 && entry.added != 0 && feed->options.entry_lifetime != 0)
        entry.expires = entry.added + feed->options.entry_lifetime;
    *ARENA_PUSH(loading->arena, feed->entries, feed->entry_count++, &loading->capacity) = entry;
}

/* RFC 3339, also with a blank for its "T" and without a zone, as feeds write it. */
static unix_seconds read_time(struct loading *loading, str text)
{
    unix_seconds time;
    ptrdiff_t    blank = str_find_char(text, ' ');

    if (time_parse_rfc3339(text, &time))
        return time;
    if (blank != STR_NOT_FOUND) {
        str parts[] = { str_slice(text, 0, (size_t)blank), STR("T"), str_trim(str_from(text, (size_t)blank)) };

        if (parts[2].len > 8)
            parts[2] = str_slice(parts[2], 0, 8);
        text = arena_join(&loading->scratch, parts, ARRAY_LEN(parts), (str){ 0 });
    }
    text = arena_join(&loading->scratch, (str[]){ text, STR("Z") }, 2, (str){ 0 });
    return time_parse_rfc3339(text, &time) ? time : 0;
}

/* ---- plain ---- */

static bool take_word(str *rest, str *word)
{
    size_t len = 0;

    *rest = str_trim(*rest);
    while (len < rest->len && !ascii_is_blank(rest->ptr[len]))
        len++;
    *word = str_slice(*rest, 0, len);
    *rest = str_from(*rest, len);
    return len > 0;
}

static void read_plain_line(struct loading *loading, str line)
{
    struct feed_entry entry = { 0 };
    struct ip         ip;
    str               word, rest = line;

    if (!take_word(&rest, &entry.written) || entry.written.ptr[0] == '#' || entry.written.ptr[0] == ';')
        return;
    if (loading->feed->options.kind == FEED_HOSTS && ip_parse(entry.written, &ip) && take_word(&rest, &word))
        entry.written = word;
    while (take_word(&rest, &word) && word.ptr[0] != '#') {
        if (str_skip_prefix(&word, STR("added=")))
            entry.added = read_time(loading, word);
        else if (str_skip_prefix(&word, STR("expires=")))
            entry.expires = read_time(loading, word);
    }
    add(loading, entry);
}

/* ---- CSV ---- */

/* What stands in quotes, where two of them are one. */
static str take_quoted(struct arena *arena, str *rest)
{
    size_t at = 1, doubled = 0, len = 0;

    for (; at < rest->len; at++) {
        if (rest->ptr[at] != '"')
            continue;
        if (at + 1 == rest->len || rest->ptr[at + 1] != '"')
            break;
        at++;
        doubled++;
    }

    str   inside = str_slice(*rest, 1, at < rest->len ? at : rest->len);
    char *out;

    *rest = str_from(*rest, at < rest->len ? at + 1 : rest->len);
    if (doubled == 0)
        return inside;
    out = arena_octets(arena, inside.len);
    for (size_t i = 0; i < inside.len; i++) {
        out[len++] = inside.ptr[i];
        i += inside.ptr[i] == '"';
    }
    return (str){ out, len };
}

/* One field, moved out of *rest with the comma behind it. */
static str take_field(struct arena *arena, str *rest)
{
    str       field = { 0 };
    ptrdiff_t comma;

    *rest = str_trim(*rest);
    if (rest->len > 0 && rest->ptr[0] == '"')
        field = take_quoted(arena, rest);
    comma = str_find_char(*rest, ',');

    str plain = comma == STR_NOT_FOUND ? *rest : str_slice(*rest, 0, (size_t)comma);

    *rest = comma == STR_NOT_FOUND ? (str){ 0 } : str_from(*rest, (size_t)comma + 1);
    return field.len > 0 ? field : str_trim(plain);
}

static void read_csv_line(struct loading *loading, str line)
{
    const struct feed_options *options = &loading->feed->options;
    struct feed_entry          entry   = { 0 };

    line = str_trim(line);
    if (line.len == 0 || line.ptr[0] == '#')
        return;
    for (size_t column = 1; column <= FEED_COLUMNS_MAX && line.len > 0; column++) {
        str field = take_field(loading->arena, &line);

        if (column == options->value_column)
            entry.written = field;
        if (column == options->added_column)
            entry.added = read_time(loading, field);
        if (column == options->expires_column)
            entry.expires = read_time(loading, field);
    }
    add(loading, entry);
}

/* ---- RPZ ---- */

/* "32.1.2.0.192" is 192.0.2.1/32. */
static bool reversed_network(struct arena *arena, str text, str *network)
{
    enum { PARTS = 5 };
    str parts[PARTS];

    for (size_t i = 0; i < PARTS; i++)
        if (!str_cut(&text, '.', &parts[i]))
            return false;
    *network = arena_printf(arena, "%.*s.%.*s.%.*s.%.*s/%.*s", STR_ARG(parts[4]), STR_ARG(parts[3]), STR_ARG(parts[2]), STR_ARG(parts[1]),
                            STR_ARG(parts[0]));
    return text.len == 0;
}

static bool ends_with_label(str *name, str label)
{
    if (name->len <= label.len + 1 || !str_ends_nocase(*name, label) || name->ptr[name->len - label.len - 1] != '.')
        return false;
    name->len -= label.len + 1;
    return true;
}

/* About the client of the name server, or the servers of a name: nothing that a message shows. */
static bool is_of_another_trigger(str name)
{
    return ends_with_label(&name, STR("rpz-client-ip")) || ends_with_label(&name, STR("rpz-nsip")) ||
           ends_with_label(&name, STR("rpz-nsdname"));
}

/* "bad.example CNAME .", with a TTL or a class between them or not; *origin is what $ORIGIN has set. */
static void read_rpz_line(struct loading *loading, str line, str *origin)
{
    struct feed_entry entry  = { 0 };
    str               word, target = { 0 }, rest = line;
    bool              is_cname = false;

    if (!take_word(&rest, &entry.written) || entry.written.ptr[0] == ';' || ascii_is_wsp(line.ptr[0]))
        return;
    if (str_equal(entry.written, STR("$ORIGIN"))) {
        (void)!take_word(&rest, origin);
        *origin = domain_without_dot(*origin);
        return;
    }
    while (!is_cname && take_word(&rest, &word))
        is_cname = str_equal_nocase(word, STR("CNAME"));
    if (!is_cname || !take_word(&rest, &target) || str_starts_nocase(target, STR("rpz-tcp-only")))
        return;
    entry.passes = str_starts_nocase(target, STR("rpz-passthru"));
    if (str_ends_nocase(entry.written, STR("."))) {
        entry.written = domain_without_dot(entry.written);
        if (origin->len > 0 && !ends_with_label(&entry.written, *origin))
            return;
    }

    if (is_of_another_trigger(entry.written))
        return;

    bool is_network = ends_with_label(&entry.written, STR("rpz-ip"));

    if (is_network != (loading->feed->options.kind == FEED_NETWORKS))
        return;
    if (is_network && !reversed_network(loading->arena, entry.written, &entry.written))
        loading->feed->skipped++;
    else
        add(loading, entry);
}

/* ---- the whole ---- */

struct feed *feed_load(struct arena *arena, const struct feed_options *options, str text, unix_seconds as_of,
                       const struct unicode *unicode)
{
    struct feed   *feed    = ARENA_NEW(arena, struct feed);
    struct loading loading = { .arena = arena, .unicode = unicode, .feed = feed };
    str            line, origin = { 0 };

    feed->options = *options;
    feed->as_of   = as_of;
    while (str_cut(&text, '\n', &line)) {
        switch (options->format) {
        case FEED_PLAIN: read_plain_line(&loading, line); break;
        case FEED_CSV:   read_csv_line(&loading, line); break;
        case FEED_RPZ:   read_rpz_line(&loading, line, &origin); break;
        }
        arena_free(&loading.scratch);
    }
    hash_index_init(&feed->index, arena, feed->entry_count);
    for (size_t i = 0; i < feed->entry_count; i++)
        hash_index_add(&feed->index, feed->entries[i].value, (uint32_t)i);
    return feed;
}

/* ---- asking ---- */

bool feed_is_stale(const struct feed *feed, unix_seconds now)
{
    return feed->options.stale_after != 0 && now > feed->as_of + feed->options.stale_after;
}

static const struct feed_entry *find(const struct feed *feed, str value, unix_seconds now)
{
    struct hash_index_walk walk = hash_index_walk(&feed->index, value);

    for (uint32_t i; hash_index_next(&walk, &i); ) {
        const struct feed_entry *entry = &feed->entries[i];

        if (str_equal(entry->value, value) && (entry->expires == 0 || entry->expires > now))
            return entry;
    }
    return NULL;
}

/* Of the narrowest entry that was found. */
static const struct feed_entry *unless_it_passes(const struct feed_entry *entry)
{
    return entry != NULL && entry->passes ? NULL : entry;
}

const struct feed_entry *feed_find_host(const struct feed *feed, str host, unix_seconds now)
{
    const struct feed_entry *entry = NULL;

    if (feed->options.kind != FEED_HOSTS || host.len > DOMAIN_MAX_OCTETS)
        return NULL;
    for (; entry == NULL && str_has_char(host, '.'); host = domain_parent(host))
        entry = find(feed, host, now);
    return unless_it_passes(entry);
}

const struct feed_entry *feed_find_url(const struct feed *feed, struct arena *arena, const struct url *url, unix_seconds now)
{
    const struct feed_entry *entry;
    struct url               bare = *url;

    if (feed->options.kind != FEED_URLS || url->host.len == 0)
        return NULL;
    entry = find(feed, url_key(arena, url), now);
    if (entry != NULL || url->query.len == 0)
        return entry;
    bare.query = (str){ 0 };
    return find(feed, url_key(arena, &bare), now);
}

const struct feed_entry *feed_find_address(const struct feed *feed, const struct ip *ip, unix_seconds now)
{
    const struct feed_entry *entry = NULL;

    if (feed->options.kind != FEED_NETWORKS || ip->family == IP_NONE)
        return NULL;
    for (size_t above = 8 * family_octets(ip->family) + 1; above > 0 && entry == NULL; above--) {
        unsigned prefix = (unsigned)above - 1;
        char     key[NETWORK_KEY];

        if (feed->has_prefix[ip->family == IP_V6][prefix])
            entry = find(feed, network_key(ip, prefix, key), now);
    }
    return unless_it_passes(entry);
}

const struct feed_entry *feed_find_hash(const struct feed *feed, str sha256_hex, unix_seconds now)
{
    return feed->options.kind == FEED_HASHES ? find(feed, sha256_hex, now) : NULL;
}
