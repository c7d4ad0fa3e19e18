/* URLs: any octets are read, with and without a base; a host that comes out can be asked of DNS or is an address; what is shown has
 * no control octets, and read again it leads to the same host; memory stays in proportion.
 *
 * Covers: src/mail/url.c */
#include "fuzz.h"

#include "base/domain.h"
#include "mail/url.h"

enum { GROWTH = 16, ROOM = 4096 };              /* names in A-labels are longer than in letters */

static void check_one(str input, const struct url *base)
{
    ARENA_SCOPE     arena = { 0 };
    struct url      url, again;
    enum url_result result = url_parse(fuzz_unicode(), &arena, input, base, &url);
    str             shown;

    HOLDS(result < URL_RESULT_COUNT);
    HOLDS(base == NULL || result != URL_RELATIVE);
    if (result != URL_OK)
        return;
    if (url.is_special) {
        HOLDS(url.host.len > 0 && (url.ip.family != IP_NONE || domain_is_queryable(url.host)));
        HOLDS(!str_has_8bit(url.host));
    }
    shown = url_text(&arena, &url);
    HOLDS(!fuzz_has_control(shown) && str_is_utf8(shown));
    HOLDS(arena.used <= GROWTH * input.len + ROOM);
    if (url.is_special) {
        HOLDS(url_parse(fuzz_unicode(), &arena, shown, NULL, &again) == URL_OK);
        HOLDS(str_equal(again.host, url.host) && str_equal(again.scheme, url.scheme) && again.port == url.port);
        HOLDS((again.notes & (URL_HAD_USERINFO | URL_ODD_NUMBER | URL_HOST_WAS_ENCODED | URL_ODD_SLASHES)) == 0);
    }
    HOLDS(url_percent_decode(&arena, input).len <= input.len);
}

FUZZ_TARGET(input)
{
    ARENA_SCOPE arena = { 0 };
    struct url  base;

    HOLDS(url_parse(fuzz_unicode(), &arena, STR("https://base.example:8443/a/b?q"), NULL, &base) == URL_OK);
    check_one(input, NULL);
    check_one(input, &base);
}
