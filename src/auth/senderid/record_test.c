#include "auth/senderid/record.h"

#include "auth/spf/record.h"
#include "unit.h"

/* The words of the tables below. */
#define NOT_THERE NO_RECORD, SPF_ALL

enum { ONE = REASON_NONE, NO_RECORD = REASON_SPF_NO_RECORD, SEVERAL = REASON_SPF_SEVERAL_RECORDS };

struct chosen { enum auth_reason fault; enum spf_mechanism mechanism; };

/* What becomes of up to three records; each of the tables has another mechanism in it. */
static struct chosen choose(const char *const texts[3], enum spf_scope scope, bool spf1_for_pra)
{
    struct record records[3];
    size_t        count = 0;

    while (count < 3 && texts[count] != NULL) {
        records[count] = (struct record){ 0, str_of(texts[count]) };
        count++;
    }
    const struct record_kind *kind   = senderid_records(scope, spf1_for_pra);
    struct answer            *answer = answer_new(ANSWER_INSECURE, 60, records, count, kind);
    const struct spf_record  *record = answer->parsed;
    struct chosen             chosen = { record->fault, record->count > 0 ? record->terms[0].mechanism : SPF_ALL };

    answer_release(answer);
    return chosen;
}

TEST(senderid_record_selection)
{
    static const struct {
        const char *name, *records[3]; int mfrom; enum spf_mechanism by_mfrom; int pra; enum spf_mechanism by_pra;
    } cases[] = {       /* what was chosen shows by its mechanism; "all" where nothing was */
        { "both scopes", { "spf2.0/mfrom,pra a -all" },                             ONE, SPF_A, ONE, SPF_A },
        { "one scope", { "spf2.0/pra a" },                                          NO_RECORD, SPF_ALL, ONE, SPF_A },
        { "a record for each", { "spf2.0/pra a", "spf2.0/mfrom mx" },               ONE, SPF_MX, ONE, SPF_A },
        { "the new version before the old", { "v=spf1 a", "spf2.0/mfrom,pra mx" },  ONE, SPF_MX, ONE, SPF_MX },
        { "the old one for MAIL FROM", { "v=spf1 a", "spf2.0/pra mx" },             ONE, SPF_A, ONE, SPF_MX },
        { "but not for the PRA", { "v=spf1 a" },                                    ONE, SPF_A, NO_RECORD, SPF_ALL },
        { "two of a scope", { "spf2.0/mfrom a", "spf2.0/mfrom,pra mx", "v=spf1 a" }, SEVERAL, SPF_ALL, ONE, SPF_MX },
        { "two of the old version", { "v=spf1 a", "v=spf1 mx" },                    SEVERAL, SPF_ALL, NOT_THERE },
        { "whole words only", { "spf2.0/mfrom,prattle,fubar a" },                   ONE, SPF_A, NO_RECORD, SPF_ALL },
        { "among scopes of others", { "spf2.0/x-1.y_z,PRA a" },                     NO_RECORD, SPF_ALL, ONE, SPF_A },
        { "another minor version", { "SPF2.17/pra a" },                             NO_RECORD, SPF_ALL, ONE, SPF_A },
        { "no minor version", { "spf2./pra a" },                                    NOT_THERE, NOT_THERE },
        { "one that is no number", { "spf2.x/pra a" },                              NOT_THERE, NOT_THERE },
        { "no scope", { "spf2.0 a" },                                               NOT_THERE, NOT_THERE },
        { "an empty scope", { "spf2.0/ a" },                                        NOT_THERE, NOT_THERE },
        { "a comma too many", { "spf2.0/pra, a" },                                  NOT_THERE, NOT_THERE },
        { "a comma in front", { "spf2.0/,pra a" },                                  NOT_THERE, NOT_THERE },
        { "no name", { "spf2.0/pra,1x a" },                                         NOT_THERE, NOT_THERE },
        { "no terms", { "spf2.0/pra,mfrom" },                                       ONE, SPF_ALL, ONE, SPF_ALL },
        { "a blank before it", { " spf2.0/pra a" },                                 NOT_THERE, NOT_THERE },
        { "a broken one counts", { "spf2.0/pra nonsense" },                         NO_RECORD, SPF_ALL,
          REASON_SPF_UNKNOWN_MECHANISM, SPF_ALL },
    };

    FOR_EACH_CASE(c, cases) {
        struct chosen mfrom = choose(c->records, SPF_MFROM, false), pra = choose(c->records, SPF_PRA, false);

        CHECK_EQ(mfrom.fault, c->mfrom);
        CHECK_EQ(mfrom.mechanism, c->by_mfrom);
        CHECK_EQ(pra.fault, c->pra);
        CHECK_EQ(pra.mechanism, c->by_pra);
    }
}

/* RFC 4406 §3.4, where it is asked for. */
TEST(senderid_spf1_for_pra)
{
    static const struct { const char *name, *records[3]; int want; enum spf_mechanism by; } cases[] = {
        { "the old version alone",      { "v=spf1 a" },                   ONE,       SPF_A   },
        { "beside the new one",         { "v=spf1 a", "spf2.0/pra mx" },  ONE,       SPF_MX  },
        { "not beside another scope's", { "v=spf1 a", "spf2.0/mfrom a" }, NO_RECORD, SPF_ALL },
        { "beside one that is broken",  { "v=spf1 a", "spf2.0 mx" },      ONE,       SPF_A   },
        { "two of them",                { "v=spf1 a", "v=spf1 mx" },      SEVERAL,   SPF_ALL },
    };

    FOR_EACH_CASE(c, cases) {
        struct chosen chosen = choose(c->records, SPF_PRA, true);

        CHECK_EQ(chosen.fault, c->want);
        CHECK_EQ(chosen.mechanism, c->by);
    }
}
