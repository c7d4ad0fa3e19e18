#include "policy/judged_test.h"

#define FILE_PART(name, content) MIME("Content-Type: application/octet-stream\nContent-Disposition: attachment; filename=\"" name "\"\n", content)

TEST(step_attachment)
{
    static const struct {
        const char *name, *message; enum action want; const char *reason; bool releasable;
    } cases[] = {
        { "a program by its name is held, and only the administrator releases it",
          FILE_PART("setup.exe", "hello\n"), ACTION_QUARANTINE, "attachment-held", false },
        { "a program by its content",
          FILE_PART("report.dat", "MZ\x90\x01\x03\n"), ACTION_QUARANTINE, "attachment-held", false },
        { "a script",        FILE_PART("invoice.js", "var a;\n"), ACTION_QUARANTINE, "attachment-held", false },
        { "a shortcut",      FILE_PART("invoice.url", "[InternetShortcut]\nURL=file://x.example/y\n"), ACTION_QUARANTINE, "attachment-held", false },
        { "source code is read, not run", FILE_PART("build.sh", "#!/bin/sh\n"), ACTION_ACCEPT, NULL, false },
        { "a document",      FILE_PART("report.pdf", "%PDF-1.4\n"), ACTION_ACCEPT, NULL, false },
    };

    FOR_EACH_CASE(c, cases) {
        struct judged judged;

        judge(&judged, &(struct story){ .message = c->message, .auth = "dmarc=pass" });
        CHECK_EQ(judged.verdict.action, c->want);
        check_decided_by(&judged, STEP_ATTACHMENT, c->reason);
        CHECK_EQ(judged.verdict.releasable, c->releasable);
        judged_close(&judged);
    }
}

TEST(step_attachment_as_configured)
{
    static const str endings[] = { STR_INIT("docm"), STR_INIT("xyz") };
    static const struct {
        const char *name, *file; enum action want; const char *reason;
    } cases[] = {
        { "an ending that is refused",            FILE_PART("a.XYZ", "hello\n"), ACTION_REJECT, "attachment-refused" },
        { "with a blank behind it",               FILE_PART("a.xyz .", "hello\n"), ACTION_REJECT, "attachment-refused" },
        { "one that is known",                    FILE_PART("a.docm", "hello\n"), ACTION_REJECT, "attachment-refused" },
        { "a kind that is marked",                FILE_PART("a.html", "<html>hello\n"), ACTION_TAG, "attachment-marked" },
        { "a kind that is no longer held",        FILE_PART("a.exe", "hello\n"), ACTION_TAG, "score-junk" },
    };
    struct policy_options options = policy_options_default;

    options.refuse_files = (struct file_selection){ .endings = endings, .ending_count = ARRAY_LEN(endings) };
    options.hold_files   = (struct file_selection){ 0 };
    options.mark_files   = (struct file_selection){ .classes = 1u << FILE_CLASS_PAGE };
    FOR_EACH_CASE(c, cases) {
        struct judged judged;

        judge_with(&judged, &(struct story){ .message = c->file, .auth = "dmarc=pass" }, &options, NULL, 0);
        CHECK_EQ(judged.verdict.action, c->want);
        CHECK(c->want != ACTION_REJECT || judged.verdict.reply_code == 550);
        check_decided_by(&judged, c->want == ACTION_TAG && strncmp(c->reason, "score", 5) == 0 ? STEP_SCORE : STEP_ATTACHMENT, c->reason);
        judged_close(&judged);
    }
}

/* The administrator lets a sender's disk images through, but nothing that runs. */
TEST(step_attachment_and_allow_entries)
{
    const struct list_entry entry = { .identity = LIST_DMARC, .id = STR("A"), .owner = STR("jo"), .value = STR("legit.example"),
                                      .steps = 1u << STEP_ATTACHMENT | 1u << STEP_SCORE, .expires_at = INT64_MAX };
    static const struct { const char *name, *file; enum action want; } cases[] = {
        { "an image of a disk",  FILE_PART("disk.iso", "hello\n"),  ACTION_ACCEPT },
        { "a program",           FILE_PART("setup.exe", "hello\n"), ACTION_QUARANTINE },
    };

    FOR_EACH_CASE(c, cases) {
        struct judged judged;

        judge_with(&judged, &(struct story){ .message = c->file, .auth = "dmarc=pass" }, &policy_options_default, &entry, 1);
        CHECK_EQ(judged.verdict.action, c->want);
        judged_close(&judged);
    }
}
