/* Prints what url_parse makes of URLs, one JSON array a line: [result, scheme, host, port]. On standard input: a line with a
 * URL's length in octets, then its octets, and so on. */
#include <stdio.h>
#include <stdlib.h>

#include "base/json.h"
#include "mail/url.h"

static void print_url(const struct unicode *unicode, str text)
{
    ARENA_SCOPE     arena = { 0 };
    BUF_SCOPE       out   = { 0 };
    struct json     json  = { &out, false };
    struct url      url;
    enum url_result result = url_parse(unicode, &arena, text, NULL, &url);

    json_open_array(&json, NULL);
    json_int(&json, NULL, result);
    json_str(&json, NULL, url.scheme);
    json_str(&json, NULL, url.host);
    json_int(&json, NULL, url.port);
    json_close_array(&json);
    buf_add_char(&out, '\n');
    fwrite(buf_str(&out).ptr, 1, buf_len(&out), stdout);
}

int main(void)
{
    struct unicode *unicode = unicode_open();
    char            octets[URL_MAX_OCTETS];
    size_t          len;

    ASSERT(unicode != NULL);
    while (scanf("%zu", &len) == 1 && getchar() == '\n' && len <= sizeof octets) {
        if (fread(octets, 1, len, stdin) != len)
            return EXIT_FAILURE;
        print_url(unicode, (str){ octets, len });
    }
    unicode_close(unicode);
    return feof(stdin) ? EXIT_SUCCESS : EXIT_FAILURE;
}
