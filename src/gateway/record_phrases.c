#include "gateway/record_phrases.h"

#include "auth/advice.h"
#include "detect/rule.h"
#include "gateway/record.h"

enum {
    REASON_COUNT = 0
#define REASON(id, name, section, sentence) + 1
#include "auth/reasons.def"
#undef REASON
};

static void add_advice(struct json *json, enum advice_reader reader, enum auth_reason reason)
{
    static const struct advice_words nobody = { 0 };
    BUF_SCOPE                        advice = { 0 };

    advice_write(&advice, reader, reason, &nobody);
    advice_json(json, reader, &advice);
}

/* As a result has them. */
static void add_reasons(struct buf *out)
{
    for (int reason = 0; reason < REASON_COUNT; reason++) {
        struct json json = { .out = out };

        json_open_object(&json, NULL);
        auth_reason_json(&json, (enum auth_reason)reason);
        add_advice(&json, ADVICE_SENDER, (enum auth_reason)reason);
        add_advice(&json, ADVICE_RECIPIENT, (enum auth_reason)reason);
        json_close_object(&json);
    }
}

static void add_rules(struct buf *out)
{
    for (size_t i = 0; i < rule_count(); i++) {
        struct json        json = { .out = out };
        const struct rule *rule = rule_at(i);

        json_open_object(&json, NULL);
        json_cstr(&json, "id", rule->id);
        json_fixed(&json, "weight", rule->weight);
        json_cstr(&json, "weight_origin", weight_origin_name(WEIGHT_FITTED));
        json_cstr(&json, "group", rule->group);
        json_bool(&json, "hard", rule->is_hard);
        json_cstr(&json, "evidence", "");
        json_cstr(&json, "text", rule->sentence);
        json_close_object(&json);
    }
}

/* The record of an empty message that nobody has judged, by nobody's configuration: the names of members, in their order. */
static void add_names(struct buf *out, const struct engine *engine)
{
    struct config      config = { 0 };
    struct model       model  = { 0 };
    struct vocabulary  vocabulary = { 0 };
    struct engine      nobody = { .config = &config, .model = &model, .vocabulary = &vocabulary, .unicode = engine->unicode,
                                  .digests = engine->digests };
    struct transaction tx;

    transaction_init(&tx, &nobody, (struct id){ 0 });
    nobody.intents = ARENA_NEW(&tx.arena, struct intent_model);
    message_parse(&tx.message, &tx.arena, STR("\r\n"), false, &message_limits_default, nobody.unicode);
    tx.verdict.assessment.model = &model;
    record_write(out, &tx, &(struct outcome){ 0 });
    transaction_free(&tx);
}

void record_phrases(struct buf *out, const struct engine *engine)
{
    add_reasons(out);
    add_rules(out);
    add_names(out, engine);
}
