/* What the words of subject and text resemble (detect/vocabulary.h): one sign, however many words it rests on. */
#include "detect/rules/rules.h"
#include "detect/vocabulary.h"

/* Short texts have too few words to resemble anything, and nearly nothing is worth no line. Words that are put where nobody sees them
 * are there to speak for a message. */
enum { FEATURES_MIN = 12 };
static const double weight_min = 0.3;

static bool text_resembles(const struct facts *f, struct finding *out)
{
    if (f->vocabulary == NULL || f->content == NULL)
        return false;

    struct vocabulary_result result = vocabulary_judge(f->vocabulary, f->arena, f->unicode, f->message->subject, f->content->text);

    if (result.count < FEATURES_MIN || (result.weight < weight_min && result.weight > -weight_min) ||
        (result.weight < 0 && f->content->pushes_away))
        return false;
    out->weight   = result.weight;
    out->evidence = result.strongest;
    return true;
}

const struct rule vocabulary_rules[] = {
    { "text-resembles", 3.00, GROUP_VOCABULARY, SOFT, text_resembles,
      "Its words are more like those of fraud than of honest mail; the five that say most:" },
};
const size_t vocabulary_rule_count = ARRAY_LEN(vocabulary_rules);
