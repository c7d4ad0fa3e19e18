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

enum { TYPE_A = 1 };

static enum answer_state state_of(struct view *view, enum question_kind kind, const char *name)
{
    return view_ask(view, kind, TYPE_A, str_of(name), NULL)->state;
}

/* The time is over for DNS alone, for what is open and what is new; what was answered before stays, and so does what
 * was told to be late. */
TEST(view_expired)
{
    ARENA_SCOPE arena = { 0 };
    struct view view;

    view_init(&view, &arena, 10);
    CHECK_EQ(state_of(&view, QUESTION_DNS, "known.example"), ANSWER_PENDING);
    view_answer(&view, view.first, answer_new(ANSWER_NODATA, 60, NULL, 0, NULL));
    CHECK_EQ(state_of(&view, QUESTION_DNS, "open.example"), ANSWER_PENDING);
    CHECK_EQ(state_of(&view, QUESTION_DNS, "other.example"), ANSWER_PENDING);
    view.expired = true;
    CHECK_EQ(state_of(&view, QUESTION_DNS, "known.example"), ANSWER_NODATA);
    CHECK_EQ(state_of(&view, QUESTION_DNS, "open.example"), ANSWER_EXPIRED);
    CHECK_EQ(state_of(&view, QUESTION_DNS, "new.example"), ANSWER_EXPIRED);
    CHECK_EQ(state_of(&view, QUESTION_STATE, "list/domain/known.example"), ANSWER_PENDING);
    view.expired = false;
    CHECK_EQ(state_of(&view, QUESTION_DNS, "open.example"), ANSWER_EXPIRED);
    CHECK_EQ(state_of(&view, QUESTION_DNS, "other.example"), ANSWER_PENDING);
    CHECK_EQ(view.open, 2);
    view_expire(&view);
    CHECK_EQ(view.open, 1);
    CHECK_EQ(state_of(&view, QUESTION_DNS, "other.example"), ANSWER_EXPIRED);
    CHECK_EQ(state_of(&view, QUESTION_STATE, "list/domain/known.example"), ANSWER_PENDING);
    view_free(&view);
}

/* A message that has used up its questions to DNS may still be on the administrator's list. */
TEST(view_limit)
{
    ARENA_SCOPE arena = { 0 };
    struct view view;

    view_init(&view, &arena, 1);
    CHECK_EQ(state_of(&view, QUESTION_DNS, "a.example"), ANSWER_PENDING);
    CHECK_EQ(state_of(&view, QUESTION_DNS, "b.example"), ANSWER_REFUSED);
    CHECK_EQ(state_of(&view, QUESTION_STATE, "list/domain/a.example"), ANSWER_PENDING);
    view_free(&view);
}

/* Who has had a share of the questions waits: nothing is asked, and nothing refused. */
TEST(view_share)
{
    ARENA_SCOPE arena = { 0 };
    struct view view;

    view_init(&view, &arena, 3);
    view.share = 1;
    CHECK_EQ(state_of(&view, QUESTION_DNS, "a.example"), ANSWER_PENDING);
    CHECK_EQ(state_of(&view, QUESTION_DNS, "b.example"), ANSWER_PENDING);
    CHECK_EQ(state_of(&view, QUESTION_STATE, "list/domain/a.example"), ANSWER_PENDING);
    CHECK_EQ(view.count, 2);
    CHECK(!view.refused);
    view.expired = true;                /* who waits past the end of time would wait for ever */
    CHECK_EQ(state_of(&view, QUESTION_DNS, "b.example"), ANSWER_EXPIRED);
    CHECK_EQ(state_of(&view, QUESTION_DNS, "c.example"), ANSWER_REFUSED);
    view_free(&view);
}

TEST(answer_state_names)
{
    for (enum answer_state state = ANSWER_PENDING; state <= ANSWER_UNRECORDED; state++) {
        enum answer_state back;

        CHECK(answer_state_from_name(str_of(answer_state_name(state)), &back));
        CHECK_EQ(back, state);
    }
}
