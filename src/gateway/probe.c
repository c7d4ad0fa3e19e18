#include "gateway/probe.h"

/* Not among those that RFC 5321 §4.3.5 has for RCPT about its recipient, and about commands (§4.2.2), about TLS or a login (RFC 3207
 * §4, RFC 4954 §6), or about the whole server (RFC 7504 §3). 501 is not here: it is also said of an address. */
static const int codes_about_us[] = { 432, 454, 455, 500, 502, 503, 504, 521, 530, 534, 535, 538, 555 };

/* The same without the class (RFC 3463). "X.7.1" is not here: "per-host or per-recipient filtering" (§3.8), so it may be either;
 * nor is X.5.0, which says no more than its code, and which servers say of unknown mailboxes. */
static const str details_about_us[] = {
    STR_INIT(".1.7"),  STR_INIT(".1.8"),                                        /* the sender's address, §3.2 */
    STR_INIT(".5.1"),  STR_INIT(".5.2"),  STR_INIT(".5.3"),  STR_INIT(".5.4"), STR_INIT(".5.5"), STR_INIT(".5.6"),    /* commands, §3.6 */
    STR_INIT(".7.8"),  STR_INIT(".7.9"),  STR_INIT(".7.10"), STR_INIT(".7.11"), /* a login or TLS is missing, RFC 5248, 4954 */
    STR_INIT(".7.14"),                                                          /* trust, RFC 4468 */
    STR_INIT(".7.20"), STR_INIT(".7.21"), STR_INIT(".7.22"), STR_INIT(".7.23"), STR_INIT(".7.24"),      /* who sent it, RFC 7372 */
    STR_INIT(".7.25"), STR_INIT(".7.26"), STR_INIT(".7.27"), STR_INIT(".7.28"), STR_INIT(".7.29"),      /* RFC 7372, 7505, 8617 */
};

static bool is_about_us(const struct smtp_reply *said)
{
    for (size_t i = 0; i < ARRAY_LEN(codes_about_us); i++)
        if (said->code == codes_about_us[i])
            return true;
    for (size_t i = 0; said->enhanced.len > 0 && i < ARRAY_LEN(details_about_us); i++)
        if (str_equal(str_from(said->enhanced, 1), details_about_us[i]))
            return true;
    return false;
}

/* A mailbox that may well exist: it is full or closed (RFC 3463 §3.3), or the server behind has a fault (§3.4) or a rule (§3.8). Nor
 * does 554, "transaction failed" (RFC 5321 §4.2.3), speak of a mailbox unless by an address (§3.2) or its host (§3.5). */
static bool is_for_another_reason(const struct smtp_reply *said)
{
    if (said->code == 554)
        return !str_starts(said->enhanced, STR("5.1.")) && !str_starts(said->enhanced, STR("5.4."));
    return str_starts(said->enhanced, STR("5.2.")) || str_starts(said->enhanced, STR("5.3.")) || str_starts(said->enhanced, STR("5.7."));
}

enum probe_answer probe_answer_to_rcpt(const struct smtp_reply *said)
{
    if (said->code < 400)
        return PROBE_KNOWN;
    if (is_about_us(said))
        return PROBE_UNWELCOME;
    if (smtp_reply_is_temporary(said))
        return PROBE_LATER;
    return is_for_another_reason(said) ? PROBE_REFUSED : PROBE_UNKNOWN;
}
