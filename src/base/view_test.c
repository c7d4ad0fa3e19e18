#include "base/view.h"

#include "unit.h"

/* Knows the names that begin with k, and counts who looks. */
static const struct answer *knows_some(void *context, const struct question *question)
{
    ++*(int *)context;
    return question->name.ptr[0] == 'k' ? answer_new(ANSWER_NODATA, 60, NULL, 0, question->record_kind) : NULL;
}

static enum answer_state ask(struct view *view, str name)
{
    return view_ask(view, QUESTION_DNS, 1, name, NULL)->state;
}

TEST(view_known)
{
    ARENA_SCOPE arena = { 0 };
    struct view view;
    int         looked = 0;

    view_init(&view, &arena, 3);
    view.known         = knows_some;
    view.known_context = &looked;
    CHECK_EQ(ask(&view, STR("known.example")), ANSWER_NODATA);
    CHECK(!view_has_open_questions(&view));
    CHECK_EQ(ask(&view, STR("asked.example")), ANSWER_PENDING);
    CHECK_EQ(view.open, 1);
    CHECK_EQ(ask(&view, STR("Known.example")), ANSWER_NODATA);          /* in the view by now */
    CHECK_EQ(looked, 2);
    CHECK_EQ(ask(&view, STR("known.too.example")), ANSWER_NODATA);
    CHECK_EQ(ask(&view, STR("known.fourth.example")), ANSWER_REFUSED);  /* what is known counts against the cap, too */
    struct question *open = view_next_open(&view, NULL);

    if (CHECK(open != NULL))
        CHECK_STR(open->name, STR("asked.example"));
    CHECK(view_next_open(&view, open) == NULL);
    view_free(&view);
}

TEST(view_recorded)
{
    ARENA_SCOPE arena = { 0 };
    struct view view;
    int         looked = 0;

    view_init(&view, &arena, 3);
    view.known         = knows_some;
    view.known_context = &looked;
    view.recorded      = true;
    CHECK_EQ(ask(&view, STR("known.example")), ANSWER_UNRECORDED);      /* a replay looks nowhere */
    CHECK_EQ(looked, 0);
    view_free(&view);
}
