#include "gateway/engine.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>

#include "detect/model_options.h"
#include "io/file.h"
#include "io/sys.h"

enum {
    STATE_FILE_MAX_OCTETS = 64 << 20, FEED_FILE_MAX_OCTETS = 256 << 20, WORD_FILE_MAX_OCTETS = 1 << 20,
    DNS_TTL_MIN = 5, DNS_TTL_MAX = 86400, CONFIG_DIGEST_LEN = 16, SUFFIX_FILE_MAX_OCTETS = 16 << 20,
};

static bool load_zone(struct engine *engine, struct arena *arena, str *error)
{
    const char *file = engine->config->zone_file;
    str         json, what = { 0 };

    if (file == NULL)
        return true;
    if (!file_read(file, STATE_FILE_MAX_OCTETS, arena, &json, error))
        return false;
    engine->zone = zone_load(json, arena, &what);
    if (engine->zone != NULL)
        what = zone_fault(engine->zone);
    if (what.len > 0)
        *error = arena_printf(arena, "%s: %.*s", file, STR_ARG(what));
    return what.len == 0;
}

/* The list may not exist yet; one that cannot be read must stop us, or an allow entry would silently be missing. */
static bool load_list(struct engine *engine, struct arena *arena, str *error)
{
    const char *file = engine_state_path(engine, arena, "list");
    str         text = { 0 }, what = { 0 };
    int         fd   = sys_open(file, O_RDONLY | O_NOFOLLOW, 0);

    if (fd >= 0) {
        (void)!sys_close(fd);
        if (!file_read_own(AT_FDCWD, file, STATE_FILE_MAX_OCTETS, &engine->arena, &text, error))
            return false;
    } else if (errno != ENOENT && errno != ENOTDIR) {
        *error = arena_printf(arena, "%s: %s", file, strerror(errno));
        return false;
    }
    engine->list = list_load(&engine->arena, str_of(file), text, &what);
    if (engine->list == NULL)
        *error = arena_str(arena, what);
    return engine->list != NULL;
}

/* A feed whose file is not there says nothing, and the record says so; it stops no mail. */
static bool load_feed(struct engine *engine, const struct config_feed *from, const struct feed **feed, struct arena *arena, str *error)
{
    unix_seconds written;
    str          text = { 0 };

    if (!file_written_at(from->file, &written)) {
        struct feed *missing = feed_load(&engine->arena, &from->options, text, 0, engine->unicode);

        missing->is_missing = true;
        *feed               = missing;
        return true;
    }
    if (!file_read(from->file, FEED_FILE_MAX_OCTETS, &engine->arena, &text, error)) {
        *error = arena_printf(arena, "feed %.*s: %.*s", STR_ARG(from->options.name), STR_ARG(*error));
        return false;
    }
    *feed = feed_load(&engine->arena, &from->options, text, written, engine->unicode);
    return true;
}

static bool load_feeds(struct engine *engine, struct arena *arena, str *error)
{
    const struct config *config = engine->config;

    engine->feed_count = config->feed_count;
    engine->feeds      = ARENA_ARRAY(&engine->arena, const struct feed *, config->feed_count);
    for (size_t i = 0; i < config->feed_count; i++)
        if (!load_feed(engine, &config->feeds[i], &engine->feeds[i], arena, error))
            return false;
    return true;
}

/* By which the digest below knows a feed without reading all of it once more. */
static str marks_of_feeds(const struct engine *engine, struct arena *arena)
{
    BUF_SCOPE marks = { 0 };

    for (size_t i = 0; i < engine->feed_count; i++)
        buf_printf(&marks, " %lld/%zu/%zu", (long long)engine->feeds[i]->as_of, engine->feeds[i]->entry_count, engine->feeds[i]->skipped);
    return arena_str(arena, buf_str(&marks));
}

/* The file, or which list is built in; where Debian's is the newer, that is the one. */
static str text_of_suffixes(const struct engine *engine, struct arena *arena)
{
    const char *named = engine->config->suffix_file, *file = named == NULL ? suffixes_default_file() : named;
    const char *built_in = suffixes_built_in();
    str         text = { 0 }, ignored;

    if (file != NULL && !file_read(file, SUFFIX_FILE_MAX_OCTETS, arena, &text, &ignored))
        text = (str){ 0 };
    return arena_join(arena, (str[]){ text, str_of(built_in == NULL ? "" : built_in) }, 2, STR("\n"));
}

static str digest_of(struct engine *engine, const str *texts, size_t count)
{
    ARENA_SCOPE scratch = { 0 };
    str         all     = arena_join(&scratch, texts, count, (str){ 0 });

    return str_slice(digest_hex(&engine->arena, &engine->digests, DIGEST_SHA256, all), 0, CONFIG_DIGEST_LEN);
}

/* Of the configuration, and of models, phrases and lexicons in files of their own; what is built in goes with the version of the
 * program. */
static str digest_of_files(struct engine *engine)
{
    const str texts[] = { engine->config->text,     engine->model_text,  engine->vocabulary_text,
                          engine->intents_text, engine->phrase_text, engine->lexicon_text,    engine->list_text };

    return digest_of(engine, texts, ARRAY_LEN(texts));
}

/* Of what changes under a configuration that stays the same. */
static str digest_of_lists(struct engine *engine)
{
    ARENA_SCOPE scratch = { 0 };
    const str   texts[] = { marks_of_feeds(engine, &scratch), STR("\n"), geo_marks(engine->geo, &scratch), STR("\n"),
                            text_of_suffixes(engine, &scratch) };

    return digest_of(engine, texts, ARRAY_LEN(texts));
}

/* A file in the place of what the program brings. */
static bool read_data_file(struct engine *engine, const char *file, str *text, str *error)
{
    return file == NULL || file_read(file, STATE_FILE_MAX_OCTETS, &engine->arena, text, error);
}

static str called(const char *file, str otherwise)
{
    return file == NULL ? otherwise : str_of(file);
}

static bool read_model(struct engine *engine, struct arena *arena, str *error)
{
    const char *file = engine->config->model_file;
    str         text = model_shipped(), what = { 0 };

    if (!read_data_file(engine, file, &text, error))
        return false;
    engine->model_text = text;
    engine->model = model_load(&engine->arena, called(file, STR("the model of the program")), text, &what);
    if (engine->model == NULL)
        *error = arena_str(arena, what);
    return engine->model != NULL;
}

static bool read_vocabulary(struct engine *engine, struct arena *arena, str *error)
{
    const char *file = engine->config->vocabulary_file;
    str         text = vocabulary_shipped(), what = { 0 };

    if (!read_data_file(engine, file, &text, error))
        return false;
    engine->vocabulary_text = text;
    engine->vocabulary = vocabulary_load(&engine->arena, called(file, STR("the vocabulary of the program")), text, &what);
    if (engine->vocabulary == NULL)
        *error = arena_str(arena, what);
    return engine->vocabulary != NULL;
}

static bool load_model(struct engine *engine, struct arena *arena, str *error)
{
    const struct config *config = engine->config;
    struct bands         bands;
    str                  what = { 0 };

    if (!read_model(engine, arena, error) || !read_vocabulary(engine, arena, error))
        return false;
    for (size_t i = 0; i < config->signal_count && what.len == 0; i++)
        if (!model_apply(engine->model, &config->signals[i], arena, &what))
            *error = arena_printf(arena, "%s: %.*s", config->file, STR_ARG(what));
    if (what.len == 0 && !bands_choose(&config->policy, engine->model, &bands)) {
        what   = STR("policy: banner-score, junk-score and quarantine-score must rise in this order; the model says what is not set");
        *error = arena_printf(arena, "%s: %.*s", config->file, STR_ARG(what));
    }
    return what.len == 0;
}

/* The administrator's files of words or names; *all: their texts together, for the digest. NULL if one cannot be read. */
static struct phrase_source *read_word_files(struct engine *engine, const char **files, size_t count, str *all, struct arena *arena,
                                             str *error)
{
    struct phrase_source *sources = ARENA_ARRAY(arena, struct phrase_source, count);
    str                  *texts   = ARENA_ARRAY(arena, str, count);

    for (size_t i = 0; i < count; i++) {
        sources[i].name = str_of(files[i]);
        if (!file_read(files[i], WORD_FILE_MAX_OCTETS, arena, &sources[i].text, error))
            return NULL;
        texts[i] = sources[i].text;
    }
    *all = arena_join(&engine->arena, texts, count, STR("\n"));
    return sources;
}

/* The lists of the program, and behind them those of the administrator. */
static bool load_phrases(struct engine *engine, struct arena *arena, str *error)
{
    const struct config  *config  = engine->config;
    struct phrase_source *sources = read_word_files(engine, config->phrase_files, config->phrase_file_count, &engine->phrase_text, arena,
                                                    error);
    str                   what    = { 0 };

    if (sources == NULL)
        return false;
    engine->phrases = phrases_with_shipped(&engine->arena, engine->unicode, sources, config->phrase_file_count, &what);
    if (engine->phrases == NULL)
        *error = arena_str(arena, what);
    return engine->phrases != NULL;
}

/* The same of lexicons. */
static bool load_lexicon(struct engine *engine, struct arena *arena, str *error)
{
    const struct config  *config  = engine->config;
    struct phrase_source *sources = read_word_files(engine, config->lexicon_files, config->lexicon_file_count, &engine->lexicon_text, arena,
                                                    error);
    str                   what    = { 0 };

    if (sources == NULL)
        return false;
    engine->lexicon = lexicon_with_shipped(&engine->arena, engine->phrases, sources, config->lexicon_file_count, &what);
    if (engine->lexicon == NULL)
        *error = arena_str(arena, what);
    return engine->lexicon != NULL;
}

static bool load_intents(struct engine *engine, struct arena *arena, str *error)
{
    const char *file = engine->config->intents_file;
    str         text = intent_shipped(), what = { 0 };

    if (!read_data_file(engine, file, &text, error))
        return false;
    engine->intents_text = text;
    engine->intents = intent_load(&engine->arena, called(file, STR("the intents of the program")), text, &what);
    if (engine->intents == NULL)
        *error = arena_str(arena, what);
    return engine->intents != NULL;
}

/* All that reads the words of a message. */
static bool load_wording(struct engine *engine, struct arena *arena, str *error)
{
    if (!load_phrases(engine, arena, error) || !load_lexicon(engine, arena, error) || !load_intents(engine, arena, error))
        return false;
    engine->wording_reader = (struct wording_reader){
        .phrases  = engine->phrases,
        .lexicon  = engine->lexicon,
        .intents  = engine->intents,
        .digests  = &engine->digests,
        .suffixes = engine->suffixes,
    };
    return true;
}

/* Whom the gate protects, and the names that it knows: those of the program, of files, and of the configuration. */
static bool load_organization(struct engine *engine, struct arena *arena, str *error)
{
    const struct config      *config  = engine->config;
    struct organization_lists lists   = config->organization;
    struct name_lists        *files   = ARENA_NEW(&engine->arena, struct name_lists);
    struct phrase_source     *sources = read_word_files(engine, config->list_files, config->list_file_count, &engine->list_text, arena,
                                                        error);
    str                       what    = { 0 };

    if (sources == NULL)
        return false;
    if (!name_lists_read(&engine->arena, sources, config->list_file_count, files, &what)) {
        *error = arena_str(arena, what);
        return false;
    }
    lists.files          = files;
    engine->name_lists   = files;
    engine->organization = organization_new(&engine->arena, &lists, engine->unicode, engine->suffixes);
    return true;
}

/* A socket that is missing may come with its server. One that we could never use is a mistake, best told before mail waits
 * for it. */
static bool check_sockets(const struct engine *engine, struct arena *arena, str *error)
{
    const struct config *config = engine->config;

    for (size_t i = 0; i < config->route_count; i++)
        for (size_t k = 0; k < config->routes[i].hop_count; k++) {
            const struct next_hop_address *hop   = &config->routes[i].hops[k];
            enum socket_file               state = next_hop_address_socket(hop);

            if (state == SOCKET_FILE_GOOD || state == SOCKET_FILE_MISSING)
                continue;
            *error = arena_printf(arena, "%s: route %.*s: %.*s: %s", config->file, STR_ARG(config->routes[i].name), STR_ARG(hop->name),
                                  socket_file_problem(state));
            return false;
        }
    return true;
}

static bool open_networks(struct engine *engine, struct arena *arena, str *error)
{
    const struct config *config = engine->config;

    if (config->network_file_count == 0)
        return true;
    engine->geo = geo_open(config->network_files, config->network_file_count, arena, error);
    return engine->geo != NULL;
}

/* The domains in a configuration are kept as ICU writes them. */
static bool read_config(struct engine *engine, const char *file, str *error)
{
    engine->unicode = unicode_open();
    if (engine->unicode == NULL) {
        *error = STR("ICU's data cannot be loaded");
        return false;
    }
    engine->config = file == NULL ? config_default(&engine->arena, engine->unicode)
                                  : config_load(&engine->arena, engine->unicode, file, error);
    return engine->config != NULL;
}

static bool open_libraries(struct engine *engine, struct arena *arena, str *error)
{
    if (!digests_open(&engine->digests)) {
        *error = STR("OpenSSL offers no SHA-256");
        return false;
    }
    engine->suffixes = suffixes_open(engine->config->suffix_file);
    if (engine->suffixes == NULL)
        *error = arena_printf(arena, "the public suffix list cannot be loaded%s%s",
                              engine->config->suffix_file == NULL ? "" : " from ",
                              engine->config->suffix_file == NULL ? "" : engine->config->suffix_file);
    return engine->suffixes != NULL;
}

struct engine *engine_open(const char *file, enum engine_use use, struct arena *arena, str *error)
{
    struct engine *engine = calloc(1, sizeof *engine);

    ASSERT(engine != NULL);
    ASSERT(file != NULL || use != ENGINE_SERVER);
    if (!read_config(engine, file, error)) {
        *error = arena_str(arena, *error);
        engine_close(engine);
        return NULL;
    }
    if ((use == ENGINE_SERVER && !check_sockets(engine, arena, error)) || !open_libraries(engine, arena, error) ||
        !open_networks(engine, arena, error) || !load_zone(engine, arena, error) ||
        (use != ENGINE_READER && !load_list(engine, arena, error)) || !load_model(engine, arena, error) ||
        !load_wording(engine, arena, error) || !load_organization(engine, arena, error) || !load_feeds(engine, arena, error)) {
        engine_close(engine);
        return NULL;
    }
    if (file != NULL)
        engine->config_digest = digest_of_files(engine);
    engine->lists_digest = digest_of_lists(engine);
    if (use == ENGINE_SERVER)
        engine->dns_list_states = ARENA_ARRAY(&engine->arena, struct dnsxl_state, engine->config->dns_list_count);
    engine->message_limits = (struct message_limits){
        .header = { engine->config->header_fields_max, engine->config->header_octets_max },
        .mime   = { engine->config->mime_depth_max, engine->config->mime_parts_max },
    };
    return engine;
}

void engine_close(struct engine *engine)
{
    if (engine == NULL)
        return;
    zone_free(engine->zone);
    suffixes_close(engine->suffixes);
    geo_close(engine->geo);
    unicode_close(engine->unicode);
    digests_close(&engine->digests);
    arena_free(&engine->arena);
    free(engine);
}

struct resolver_options engine_resolver_options(const struct engine *engine)
{
    const struct config *config = engine->config;

    return (struct resolver_options){
        .zone              = engine->zone,
        .forwarders        = config->forwarders,
        .forwarder_count   = config->forwarder_count,
        .trust_anchor_file = config->trust_anchor,
        .timeout_ms        = config->dns_timeout * 1000,
        .ttl_min           = DNS_TTL_MIN,
        .ttl_max           = DNS_TTL_MAX,
    };
}

const char *engine_state_path(const struct engine *engine, struct arena *arena, const char *name)
{
    char real[PATH_MAX];

    /* The folder may be a link of the administrator's; behind it none is followed. */
    if (!sys_real_path(engine->config->state_dir, real))
        return arena_cstr(arena, arena_printf(arena, "%s/%s", engine->config->state_dir, name));
    return arena_cstr(arena, arena_printf(arena, "%s/%s", real, name));
}
