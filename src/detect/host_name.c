#include "detect/host_name.h"

#include <stdio.h>

#include "base/ascii.h"

enum { NUMBERS_MAX = 16 };

static const char *const dynamic_words[] = {
    "adsl", "broadband", "cable", "cpe", "cust", "customer", "dhcp", "dial", "dialin", "dialup", "dip", "dsl", "dyn", "dynamic",
    "dynamicip", "ftth", "gprs", "home", "hotspot", "lte", "mobile", "pool", "ppp", "pppoe", "res", "residential", "sdsl", "umts",
    "user", "vdsl", "wifi", "wireless", "xdsl",
};
static const char *const mail_words[] = { "mail", "mailer", "mails", "mta", "mx", "outbound", "relay", "smtp", "smtpout" };

static bool is_one_of(str word, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (str_equal_nocase(word, str_of(words[i])))
            return true;
    return false;
}

/* A word is a run of letters: "adsl" in "ADSL81-17". */
static bool has_word(str name, const char *const *words, size_t count)
{
    for (size_t i = 0, start = 0; i <= name.len; i++) {
        if (i < name.len && ascii_is_alpha(name.ptr[i]))
            continue;
        if (i > start && is_one_of(str_slice(name, start, i), words, count))
            return true;
        start = i + 1;
    }
    return false;
}

/* The numbers of up to three digits that stand in the name, in their order. */
static size_t read_numbers(str name, unsigned *numbers)
{
    size_t count = 0;

    for (size_t i = 0; i < name.len && count < NUMBERS_MAX; ) {
        size_t   start = i;
        unsigned value = 0;

        for (; i < name.len && ascii_is_digit(name.ptr[i]); i++)
            value = i - start < 3 ? value * 10 + (unsigned)(name.ptr[i] - '0') : 256;
        if (i > start)
            numbers[count++] = value;
        else
            i++;
    }
    return count;
}

/* The octets from the given one on to the last, one after the other, in either direction. */
static bool has_octets(const unsigned *numbers, size_t count, const struct ip *ip, size_t from)
{
    size_t wanted = 4 - from;

    for (size_t at = 0; at + wanted <= count; at++) {
        size_t forwards = 0, backwards = 0;

        for (size_t k = 0; k < wanted; k++) {
            forwards  += numbers[at + k] == ip->octets[from + k];
            backwards += numbers[at + k] == ip->octets[3 - k];
        }
        if (forwards == wanted || backwards == wanted)
            return true;
    }
    return false;
}

/* "5111140a", or "081017020010". */
static bool has_address_in_one(str name, const struct ip *ip)
{
    const uint8_t *o = ip->octets;
    char           hex[16], padded[16];

    snprintf(hex, sizeof hex, "%02x%02x%02x%02x", o[0], o[1], o[2], o[3]);
    snprintf(padded, sizeof padded, "%03u%03u%03u%03u", o[0], o[1], o[2], o[3]);
    return str_find_nocase(name, str_of(hex)) != STR_NOT_FOUND || str_find(name, str_of(padded)) != STR_NOT_FOUND;
}

enum host_kind host_kind_of(str name, const struct ip *ip)
{
    unsigned numbers[NUMBERS_MAX];
    size_t   count = read_numbers(name, numbers);
    bool     is_whole, is_half;

    if (ip->family != IP_V4 || name.len == 0 || has_word(name, mail_words, ARRAY_LEN(mail_words)))
        return HOST_NAMED;
    is_whole = has_octets(numbers, count, ip, 0) || has_address_in_one(name, ip);
    is_half  = is_whole || has_octets(numbers, count, ip, 2);
    if (is_half && has_word(name, dynamic_words, ARRAY_LEN(dynamic_words)))
        return HOST_DYNAMIC;
    return is_whole ? HOST_NUMBERED : HOST_NAMED;
}
