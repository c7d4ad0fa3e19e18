#include "milter/packet.h"

enum { LENGTH_OCTETS = 4 };

static uint32_t number_at(const char *at)
{
    const unsigned char *o = (const unsigned char *)at;

    return (uint32_t)o[0] << 24 | (uint32_t)o[1] << 16 | (uint32_t)o[2] << 8 | o[3];
}

enum milter_reading milter_packet_read(struct buf *in, size_t max, struct milter_packet *packet)
{
    str    octets = buf_str(in);
    size_t len;

    if (octets.len < LENGTH_OCTETS)
        return MILTER_INCOMPLETE;
    len = number_at(octets.ptr);
    if (len == 0 || len > max)
        return MILTER_BROKEN;
    if (octets.len < LENGTH_OCTETS + len)
        return MILTER_INCOMPLETE;
    packet->command = octets.ptr[LENGTH_OCTETS];
    packet->data    = str_slice(octets, LENGTH_OCTETS + 1, LENGTH_OCTETS + len);
    buf_consume(in, LENGTH_OCTETS + len);
    return MILTER_COMPLETE;
}

bool milter_take_text(str *data, str *text)
{
    ptrdiff_t end = str_find_char(*data, '\0');

    if (end == STR_NOT_FOUND)
        return false;
    *text = str_slice(*data, 0, (size_t)end);
    *data = str_from(*data, (size_t)end + 1);
    return true;
}

bool milter_take_number(str *data, uint32_t *number)
{
    if (data->len < LENGTH_OCTETS)
        return false;
    *number = number_at(data->ptr);
    *data   = str_from(*data, LENGTH_OCTETS);
    return true;
}

size_t milter_packet_begin(struct buf *out, char command)
{
    size_t begun = buf_len(out);

    milter_add_number(out, 0);                  /* the length, known at the end */
    buf_add_char(out, command);
    return begun;
}

void milter_packet_end(struct buf *out, size_t begun)
{
    size_t len = buf_len(out) - begun - LENGTH_OCTETS;
    char  *at  = out->octets + out->start + begun;

    ASSERT(len <= UINT32_MAX);
    for (int i = 0; i < LENGTH_OCTETS; i++)
        at[i] = (char)(len >> (24 - 8 * i) & 0xff);
}

void milter_add_number(struct buf *out, uint32_t number)
{
    for (int shift = 24; shift >= 0; shift -= 8)
        buf_add_char(out, (char)(number >> shift & 0xff));
}

void milter_add_text(struct buf *out, str text)
{
    ptrdiff_t end = str_find_char(text, '\0');

    buf_add(out, end == STR_NOT_FOUND ? text : str_slice(text, 0, (size_t)end));
    buf_add_char(out, '\0');
}
