/* Does it carry a file that the administrator does not let in? Kinds are told by content as well as by name, and so is what an
 * archive holds by the names in its directory. What runs when it is opened is nobody's to let in by an allow entry. */
#include "detect/attachment.h"
#include "policy/steps/steps.h"

/* What is selected of an attachment: itself, or what it packs. */
struct match { const struct attachment *attachment; enum file_type type; str packed; };

static bool has_ending(const struct file_selection *selection, str ending)
{
    for (size_t i = 0; i < selection->ending_count; i++)
        if (str_equal(ending, selection->endings[i]))
            return true;
    return false;
}

static bool has_class(const struct file_selection *selection, enum file_type type)
{
    return (selection->classes & 1u << file_type_class(type)) != 0;
}

static bool selects(const struct file_selection *selection, const struct attachment *a, struct match *match)
{
    *match = (struct match){ .attachment = a, .type = attachment_type(a) };
    if (has_class(selection, match->type) || has_ending(selection, a->ending) || has_ending(selection, a->other_ending))
        return true;
    if (a->packed == FILE_UNKNOWN)
        return false;
    match->type   = a->packed;
    match->packed = a->packed_name;
    return has_class(selection, a->packed) || has_ending(selection, a->packed_ending);
}

static bool find(const struct judgement *j, const struct file_selection *selection, struct match *match)
{
    const struct attachments *list = j->facts->attachments;

    if (list == NULL || (selection->classes == 0 && selection->ending_count == 0))
        return false;
    for (size_t i = 0; i < list->count; i++)
        if (selects(selection, &list->items[i], match))
            return true;
    return false;
}

static str describe(const struct judgement *j, const struct match *match, const char *what)
{
    struct arena *arena = j->facts->arena;
    str           name  = shown(j, attachment_shown_name(match->attachment));
    const char   *kind  = file_class_name(file_type_class(match->type));

    if (match->packed.len > 0)
        return arena_printf(arena, "The attachment %.*s holds %.*s, %s; files of that kind (%s) are %s.", STR_ARG(name),
                            STR_ARG(shown(j, match->packed)), file_type_words(match->type), kind, what);
    return arena_printf(arena, "The attachment %.*s is %s; files of that kind (%s) are %s.", STR_ARG(name),
                        file_type_words(match->type), kind, what);
}

struct step_result step_attachment(const struct judgement *j)
{
    const struct policy_options *options = j->options;
    const struct {
        const struct file_selection *selection;
        enum action                  action;
        enum band                    band;
        const char                  *reason, *what, *advice;
    } levels[] = {
        { &options->refuse_files, ACTION_REJECT, BAND_REJECT, "attachment-refused", "refused",
          "The sender can put the file where it is fetched from, or into a form that does not run. What is refused is set in the "
          "section attachments of the configuration." },
        { &options->hold_files, ACTION_QUARANTINE, BAND_QUARANTINE, "attachment-held", "held",
          "Ask the sender by another way whether the file is theirs, and release it if you want it. What is held is set in the "
          "section attachments of the configuration." },
        { &options->mark_files, ACTION_TAG, BAND_BANNER, "attachment-marked", "marked",
          "Open it only if you expect it. What is marked is set in the section attachments of the configuration." },
    };
    struct match match;

    for (size_t i = 0; i < ARRAY_LEN(levels); i++) {
        if (!find(j, levels[i].selection, &match))
            continue;

        bool refused = levels[i].action == ACTION_REJECT;

        return (struct step_result){
            .action         = levels[i].action,
            .band           = levels[i].band,
            .is_protected   = file_class_runs(file_type_class(match.type)),
            .reason         = levels[i].reason,
            .sentence       = describe(j, &match, levels[i].what),
            .advice         = str_of(levels[i].advice),
            .reply_code     = refused ? 550 : 0,
            .reply_enhanced = refused ? "5.7.1" : NULL,
            .reply_text     = refused ? STR("A file of a kind that is not taken here is attached.") : (str){ 0 },
        };
    }
    return (struct step_result){ 0 };
}
