/* What the administrator says of what the model weighs: of a signal, or of what signals say together. */
#ifndef DETECT_MODEL_OPTIONS_H
#define DETECT_MODEL_OPTIONS_H

#include "detect/model.h"

/* As model_set, for compounds as well: one in shadow is told, and weighs nothing. False: there is neither of this name, or its weight has
 * the wrong sign; *error then says which. */
MUST_USE bool model_apply(struct model *model, const struct signal_option *option, struct arena *arena, str *error);

#endif
