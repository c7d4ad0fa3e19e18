/* Prints the tokens of documents as JSON, one array a line. On standard input: a line with a document's length in octets, then
 * its octets, and so on. */
#include <stdio.h>
#include <stdlib.h>

#include "base/json.h"
#include "mail/html.h"

enum { DOCUMENT_MAX_OCTETS = 64 << 20 };

static void print_token(struct json *json, const struct html_token *t)
{
    static const char *const names[] = {
        [HTML_END] = "end", [HTML_TEXT] = "text", [HTML_START_TAG] = "start", [HTML_END_TAG] = "end-tag",
        [HTML_COMMENT] = "comment", [HTML_DOCTYPE] = "doctype",
    };

    json_open_array(json, NULL);
    json_cstr(json, NULL, names[t->type]);
    if (t->type == HTML_TEXT || t->type == HTML_COMMENT)
        json_str(json, NULL, t->text);
    else if (t->type != HTML_DOCTYPE)
        json_str(json, NULL, t->name);
    if (t->type == HTML_START_TAG) {
        json_bool(json, NULL, t->self_closing);
        for (size_t i = 0; i < t->attribute_count; i++) {
            json_str(json, NULL, t->attributes[i].name);
            json_str(json, NULL, t->attributes[i].value);
        }
    }
    json_close_array(json);
}

static void print_document(str document)
{
    ARENA_SCOPE       arena = { 0 };
    BUF_SCOPE         out   = { 0 };
    struct json       json  = { &out, false };
    struct html       html;
    struct html_token t;

    html_init(&html, document, &arena);
    html.reading = HTML_ALL_RAW;        /* the tokenizer alone: html5lib's does not know either where a drawing is open */
    json_open_array(&json, NULL);
    while ((t = html_next(&html)).type != HTML_END)
        print_token(&json, &t);
    json_close_array(&json);
    buf_add_char(&out, '\n');
    fwrite(buf_str(&out).ptr, 1, buf_len(&out), stdout);
}

int main(void)
{
    size_t len;

    while (scanf("%zu", &len) == 1 && getchar() == '\n' && len <= DOCUMENT_MAX_OCTETS) {
        char *octets = malloc(len + 1);

        ASSERT(octets != NULL);
        if (fread(octets, 1, len, stdin) != len)
            return EXIT_FAILURE;
        print_document((str){ octets, len });
        free(octets);
    }
    return feof(stdin) ? EXIT_SUCCESS : EXIT_FAILURE;
}
