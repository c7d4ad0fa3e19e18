#include "detect/model_options.h"

#include <string.h>

static struct compound *compound_of(struct model *model, str id)
{
    for (size_t i = 0; i < model->compound_count; i++)
        if (str_equal(model->compounds[i].id, id))
            return &model->compounds[i];
    return NULL;
}

static void drop(struct model *model, struct compound *compound)
{
    size_t behind = (size_t)(model->compounds + model->compound_count - compound) - 1;

    memmove(compound, compound + 1, behind * sizeof *compound);
    model->compound_count--;
}

bool model_apply(struct model *model, const struct signal_option *option, struct arena *arena, str *error)
{
    struct compound *compound = compound_of(model, option->id);

    if (compound == NULL)
        return model_set(model, option, arena, error);
    if (option->has_weight && option->weight < 0) {
        *error = arena_printf(arena, "signal \"%.*s\": weight = %.2f: what signals say together cannot weigh less than 0",
                              STR_ARG(option->id), option->weight);
        return false;
    }
    if (option->has_weight)
        compound->weight = option->weight;
    if (option->mode == SIGNAL_SHADOW)
        compound->weight = 0;
    if (option->mode == SIGNAL_OFF)
        drop(model, compound);
    return true;
}
