/* DKIM by libopendkim, as its milter uses it: one library handle, and for each message dkim_verify, dkim_header, dkim_eoh,
 * dkim_body and dkim_eom. The fields are cut out beforehand, as a mail server hands them over; keys come from memory.
 *
 *     dkim_libopendkim RECORDS     cases: MESSAGE
 *
 * A program of its own: nothing else links the peer. */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>

#include <dkim.h>

#include "contest.h"

enum { FIELDS_MAX = 100, KEYS_MAX = 32, MESSAGE_MAX_OCTETS = 1 << 28 };

struct slice { u_char *octets; size_t len; };

static DKIM_LIB    *library;
static struct { char *name, *text; } keys[KEYS_MAX];
static size_t       key_count, field_count;
static char        *message;
static struct slice fields[FIELDS_MAX], body;

static void add_key(const char *name, const char *type, const char *data)
{
    if (strcmp(type, "TXT") != 0 || strstr(name, "._domainkey.") == NULL)
        return;
    if (key_count == KEYS_MAX)
        contest_fail("too many keys", name);
    keys[key_count].name   = strdup(name);
    keys[key_count++].text = strdup(data);
}

static DKIM_CBSTAT look_up(DKIM *dkim, DKIM_SIGINFO *signature, u_char *out, size_t size)
{
    char name[512];

    (void)dkim;
    snprintf(name, sizeof name, "%s._domainkey.%s", (const char *)dkim_sig_getselector(signature),
             (const char *)dkim_sig_getdomain(signature));
    for (size_t i = 0; i < key_count; i++)
        if (strcmp(keys[i].name, name) == 0 && strlen(keys[i].text) < size) {
            strcpy((char *)out, keys[i].text);
            return DKIM_CBSTAT_CONTINUE;
        }
    return DKIM_CBSTAT_NOTFOUND;
}

static size_t read_file(const char *path, char **octets)
{
    FILE *file = fopen(path, "rb");

    if (file == NULL || fseek(file, 0, SEEK_END) != 0)
        contest_fail("cannot open", path);
    long size = ftell(file);

    rewind(file);
    if (size < 0 || size > MESSAGE_MAX_OCTETS || (*octets = malloc((size_t)size + 1)) == NULL ||
        fread(*octets, 1, (size_t)size, file) != (size_t)size)
        contest_fail("cannot read", path);
    (*octets)[size] = '\0';
    fclose(file);
    return (size_t)size;
}

static char *end_of_field(char *text)
{
    char *end = strstr(text, "\r\n");

    while (end != NULL && (end[2] == ' ' || end[2] == '\t'))
        end = strstr(end + 2, "\r\n");
    if (end == NULL)
        contest_fail("a header without an end", text);
    return end;
}

static void prepare(char **words, size_t count)
{
    if (count < 1)
        contest_fail("a case is", "MESSAGE");
    free(message);
    size_t len  = read_file(words[0], &message);
    char  *text = message;

    for (field_count = 0; strncmp(text, "\r\n", 2) != 0; field_count++) {
        char *end = end_of_field(text);

        if (field_count == FIELDS_MAX)
            contest_fail("too many fields", words[0]);
        fields[field_count] = (struct slice){ (u_char *)text, (size_t)(end - text) };
        text = end + 2;
    }
    text += 2;
    body = (struct slice){ (u_char *)text, len - (size_t)(text - message) };
}

static const char *word_of(DKIM_STAT status)
{
    switch (status) {
    case DKIM_STAT_OK:       return "pass";
    case DKIM_STAT_BADSIG:   return "fail";
    case DKIM_STAT_NOSIG:    return "none";
    case DKIM_STAT_NOKEY:
    case DKIM_STAT_REVOKED:
    case DKIM_STAT_CANTVRFY: return "permerror";
    case DKIM_STAT_KEYFAIL:  return "temperror";
    default:                 return dkim_getresultstr(status);
    }
}

static const char *evaluate(void)
{
    DKIM_STAT status = DKIM_STAT_OK;
    DKIM     *dkim   = dkim_verify(library, (const unsigned char *)"bench", NULL, &status);
    bool      is_test_key;

    for (size_t i = 0; i < field_count && status == DKIM_STAT_OK; i++)
        status = dkim_header(dkim, fields[i].octets, fields[i].len);
    if (status == DKIM_STAT_OK)
        status = dkim_eoh(dkim);
    if (status == DKIM_STAT_OK)
        status = dkim_body(dkim, body.octets, body.len);
    if (status == DKIM_STAT_OK)
        status = dkim_eom(dkim, &is_test_key);
    dkim_free(dkim);
    return word_of(status);
}

int main(int argc, char **argv)
{
    if (argc != 2)
        contest_fail("usage", "dkim_libopendkim RECORDS");
    contest_read_records(argv[1], add_key);
    library = dkim_init(NULL, NULL);
    if (library == NULL || dkim_set_key_lookup(library, look_up) != DKIM_STAT_OK)
        contest_fail("libopendkim", "no library handle");
    return contest(&(struct contestant){ prepare, evaluate });
}
