#include "auth/arc/chain.h"

#include "unit.h"

static struct arc_chain read_chain(struct arena *arena, const char *fields)
{
    static const struct header_limits limits = { 1000, 1 << 17 };
    struct header_list                list;
    struct arc_chain                  chain;

    header_parse(&list, arena, arena_printf(arena, "%sFrom: a@b.example\r\n\r\n", fields), false, &limits);
    arc_chain_read(&chain, arena, &list, NULL);
    return chain;
}

#define AAR(i)    "ARC-Authentication-Results: i=" i "; mx.example; none\r\n"
#define SIGNED    "; a=rsa-sha256; d=example.org; s=s1; b=QUJD"
#define AMS(i)    "ARC-Message-Signature: i=" i SIGNED "; h=From; bh=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\r\n"
#define AS(i, cv) "ARC-Seal: i=" i SIGNED "; cv=" cv "\r\n"
#define NO_AAR AS("1", "none") AMS("1")
#define SET(i, cv) AS(i, cv) AMS(i) AAR(i)

/* The words of the table below. */
enum {
    WELL     = REASON_NONE,
    FAILED   = REASON_ARC_ALREADY_FAILED,
    GAP      = REASON_ARC_GAP,
    INSTANCE = REASON_ARC_INSTANCE,
    MISSING  = REASON_ARC_FIELD_MISSING,
    STATUS   = REASON_ARC_STATUS,
    SYNTAX   = REASON_ARC_FIELD_SYNTAX,
    TOO_MANY = REASON_ARC_TOO_MANY_SETS,
    TWICE    = REASON_ARC_FIELD_TWICE,
};

TEST(arc_chain_structure)
{
    static const struct { const char *name, *fields; int fault; size_t fault_set, count; } cases[] = {
        { "no set",                     "",                                          WELL,     0, 0 },
        { "one set",                    SET("1", "none"),                            WELL,     0, 1 },
        { "two sets",                   SET("2", "pass") SET("1", "none"),           WELL,     0, 2 },
        { "the older one on top",       SET("1", "none") SET("2", "pass"),           WELL,     0, 2 },
        { "a status in upper case",     SET("1", "NONE"),                            WELL,     0, 1 },
        { "no results",                 AS("1", "none") AMS("1"),                    MISSING,  1, 1 },
        { "no message signature",       AS("1", "none") AAR("1"),                    MISSING,  1, 1 },
        { "no seal",                    AMS("1") AAR("1"),                           MISSING,  1, 1 },
        { "results alone",              AAR("1"),                                    MISSING,  1, 1 },
        { "a gap",                      SET("3", "pass") SET("1", "none"),           GAP,      2, 3 },
        { "no first set",               SET("2", "pass"),                            GAP,      1, 2 },
        { "two seals",                  AS("1", "none") SET("1", "none"),            TWICE,    1, 1 },
        { "two message signatures",     AMS("1") SET("1", "none"),                   TWICE,    1, 1 },
        { "two results",                AAR("1") SET("1", "none"),                   TWICE,    1, 1 },
        { "the first says pass",        SET("1", "pass"),                            STATUS,   1, 1 },
        { "the second says none",       SET("2", "none") SET("1", "none"),           STATUS,   2, 2 },
        { "a status that is no word",   SET("1", "maybe"),                           STATUS,   1, 1 },
        { "an empty status",            SET("1", ""),                                STATUS,   1, 1 },
        { "no status",                  "ARC-Seal: i=1" SIGNED "\r\n" AMS("1") AAR("1"), STATUS, 1, 1 },
        { "the last says fail",         SET("2", "fail") SET("1", "none"),           FAILED,   2, 2 },
        { "the only one says fail",     SET("1", "fail"),                            FAILED,   1, 1 },
        { "fail counts before gaps",    AS("4", "fail") AMS("9x"),                   FAILED,   4, 4 },
        { "an older one says fail",     SET("2", "pass") SET("1", "fail"),           STATUS,   1, 2 },
        { "instance 0",                 SET("0", "none"),                            INSTANCE, 0, 0 },
        { "no number",                  SET("", "none"),                             INSTANCE, 0, 0 },
        { "a word",                     SET("one", "none"),                          INSTANCE, 0, 0 },
        { "a sign",                     SET("+1", "none"),                           INSTANCE, 0, 0 },
        { "a leading zero",             SET("01", "none"),                           INSTANCE, 0, 0 },
        { "a number and more",          SET("1 2", "none"),                          INSTANCE, 0, 0 },
        { "the last that may be",       SET("50", "none"),                           GAP,      1, 50 },
        { "one more",                   SET("51", "none"),                           TOO_MANY, 0, 0 },
        { "far more",                   SET("99999999999999999999999", "none"),      INSTANCE, 0, 0 },
        { "no instance in a signature", AS("1", "none") "ARC-Message-Signature: a=x\r\n" AAR("1"), INSTANCE, 0, 1 },
        { "an instance twice",          "ARC-Seal: i=1; i=1; cv=none\r\n" AMS("1") AAR("1"),    SYNTAX,   0, 1 },
        { "no tag list",                "ARC-Seal: i=1; nonsense\r\n" AMS("1") AAR("1"),        SYNTAX,   0, 1 },
        { "a tag in upper case",        "ARC-Seal: I=1" SIGNED "; cv=none\r\n" AMS("1") AAR("1"), INSTANCE, 0, 1 },
        { "comments, as in the grammar",
          "ARC-Seal: (a) i = 1 (b)" SIGNED "; cv=none\r\n" AMS("1 (c)")
          "ARC-Authentication-Results:\r\n (x) i (y) = (z)\r\n 1 ; x\r\n", WELL, 0, 1 },
        { "results that begin otherwise", NO_AAR "ARC-Authentication-Results: mx.example; i=1; none\r\n",
          INSTANCE, 0, 1 },
        { "results without semicolon",  NO_AAR "ARC-Authentication-Results: i=1\r\n", INSTANCE, 0, 1 },
        { "results with more before it", NO_AAR "ARC-Authentication-Results: i=1 mx.example; none\r\n",
          INSTANCE, 0, 1 },
        { "empty results",              NO_AAR "ARC-Authentication-Results:\r\n", INSTANCE, 0, 1 },
        { "half an instance",           NO_AAR "ARC-Authentication-Results: i;\r\n", INSTANCE, 0, 1 },
    };

    FOR_EACH_CASE(c, cases) {
        ARENA_SCOPE      arena = { 0 };
        struct arc_chain chain = read_chain(&arena, c->fields);

        CHECK_EQ(chain.fault, c->fault);
        CHECK_EQ(chain.fault_set, c->fault_set);
        CHECK_EQ(chain.count, c->count);
        CHECK_EQ(chain.sets != NULL, c->fields[0] != '\0');
    }
}

/* What keeps one signature from verifying says nothing about the structure. */
TEST(arc_chain_keeps_faults_of_signatures)
{
    ARENA_SCOPE      arena = { 0 };
    struct arc_chain chain = read_chain(&arena, AS("1", "none") AAR("1")
                                         "ARC-Message-Signature: i=1; d=example.org; s=a b\r\n");

    CHECK_EQ(chain.fault, REASON_NONE);
    CHECK_EQ(chain.sets[0].message_signature.fault, REASON_DKIM_TAG_MISSING);
    CHECK_EQ(chain.sets[0].seal.fault, REASON_NONE);
    CHECK_STR(chain.sets[0].seal.signature.domain, STR("example.org"));
    CHECK_STR(chain.sets[0].message_signature.signature.domain, STR(""));
}

/* As many fields as a header can hold. */
TEST(arc_chain_of_a_huge_header)
{
    ARENA_SCOPE arena = { 0 };
    BUF_SCOPE   text  = { 0 };

    for (int i = 0; i < 999; i++)
        buf_add(&text, i % 2 == 0 ? STR("ARC-Seal: i=1; cv=fail\r\n") : STR("ARC-Authentication-Results: i=2;\r\n"));
    struct arc_chain chain = read_chain(&arena, arena_cstr(&arena, buf_str(&text)));

    CHECK_EQ(chain.fault, REASON_ARC_TOO_MANY_SETS);
}
