#include "smtp/xclient.h"

#include "smtp/xtext.h"

/* "IPV6:" before an IPv6 address, nothing before an IPv4 address. */
static bool read_address(struct xclient *out, str value)
{
    str  rest  = value;
    bool is_v6 = str_starts_nocase(value, STR("IPV6:"));

    if (is_v6)
        rest = str_from(value, STR("IPV6:").len);
    return str_has_char(rest, ':') == is_v6 && ip_parse(rest, &out->client);
}

static bool read_port(struct xclient *out, str value)
{
    uint64_t port;

    if (!str_to_u64(value, 65535, &port))
        return false;
    out->port = (uint16_t)port;
    return true;
}

static bool read_protocol(struct xclient *out, str value)
{
    out->is_smtp = str_equal_nocase(value, STR("SMTP"));
    return out->is_smtp || str_equal_nocase(value, STR("ESMTP"));
}

static bool read_helo(struct xclient *out, str value)
{
    out->helo = value;
    return value.len > 0;
}

static bool read_name(struct xclient *out, str value)
{
    (void)out;
    return value.len > 0;
}

static const struct attribute {
    str    name;
    bool (*read)(struct xclient *out, str value);
} attributes[] = {
    { STR_INIT("NAME"),  read_name     },
    { STR_INIT("ADDR"),  read_address  },
    { STR_INIT("PORT"),  read_port     },
    { STR_INIT("PROTO"), read_protocol },
    { STR_INIT("HELO"),  read_helo     },
};

/* The proxy does not know, now or ever. */
static bool is_unknown(str value)
{
    return str_equal_nocase(value, STR("[UNAVAILABLE]")) || str_equal_nocase(value, STR("[TEMPUNAVAIL]"));
}

static bool read_one(struct xclient *out, struct arena *arena, str word, unsigned *seen)
{
    str name, value;

    if (!str_has_char(word, '=') || !str_cut(&word, '=', &name) || !xtext_decode(arena, word, &value))
        return false;
    for (size_t i = 0; i < ARRAY_LEN(attributes); i++) {
        if (!str_equal_nocase(name, attributes[i].name))
            continue;
        bool is_first = (*seen & 1u << i) == 0;

        *seen |= 1u << i;
        out->names_client |= attributes[i].read == read_address;
        return is_first && (is_unknown(value) || attributes[i].read(out, value));
    }
    return false;
}

bool xclient_read(struct xclient *out, struct arena *arena, str argument)
{
    unsigned seen = 0;
    str      word;

    *out = (struct xclient){ 0 };
    while (str_cut(&argument, ' ', &word))
        if (word.len > 0 && !read_one(out, arena, word, &seen))
            return false;
    return seen != 0;
}
