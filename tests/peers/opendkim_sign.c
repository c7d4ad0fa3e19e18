/* Signs messages with libopendkim. Reads requests as dkim_signers.py writes them, one a line; prints the signature
 * field of each in hex, without its CRLF, or "error" and why. A program of its own: nothing else links the peer. */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>

#include <dkim.h>

enum { NAMES_MAX = 128, FILE_MAX_OCTETS = 1 << 22 };

enum column {
    MESSAGE_FILE, KEY_FILE, SELECTOR, DOMAIN, CANON, SIGNED_AT, EXPIRES_AT, IDENTITY, ALL_NAMES, NAMES, OVERSIGNED,
    COLUMNS
};

static char *read_file(const char *path, size_t *len)
{
    FILE *file   = fopen(path, "rb");
    char *octets = calloc(1, FILE_MAX_OCTETS + 1);

    if (file == NULL || octets == NULL) {
        perror(path);
        exit(1);
    }
    *len = fread(octets, 1, FILE_MAX_OCTETS, file);
    fclose(file);
    return octets;
}

/* Cuts text at each colon; the list ends with NULL. */
static void split_names(char *text, u_char *names[NAMES_MAX + 1])
{
    size_t count = 0;

    for (char *name; count < NAMES_MAX && (name = strsep(&text, ":")) != NULL; )
        if (*name != '\0')
            names[count++] = (u_char *)name;
    names[count] = NULL;
}

static DKIM_STAT set(DKIM_LIB *library, dkim_opts_t option, void *value, size_t size)
{
    return dkim_options(library, DKIM_OP_SETOPT, option, value, size);
}

static DKIM_STAT set_options(DKIM_LIB *library, char *columns[COLUMNS])
{
    u_char  *names[NAMES_MAX + 1], *oversigned[NAMES_MAX + 1];
    uint64_t signed_at = strtoull(columns[SIGNED_AT], NULL, 10);
    uint64_t lifetime  = columns[EXPIRES_AT][0] == '\0' ? 0 : strtoull(columns[EXPIRES_AT], NULL, 10) - signed_at;
    DKIM_STAT status;

    split_names(columns[NAMES], names);
    split_names(columns[OVERSIGNED], oversigned);
    status = set(library, DKIM_OPTS_SIGNHDRS, names, sizeof(u_char **));
    if (status == DKIM_STAT_OK)
        status = set(library, DKIM_OPTS_OVERSIGNHDRS, oversigned, sizeof(u_char **));
    if (status == DKIM_STAT_OK)
        status = set(library, DKIM_OPTS_FIXEDTIME, &signed_at, sizeof signed_at);
    if (status == DKIM_STAT_OK && lifetime > 0)
        status = set(library, DKIM_OPTS_SIGNATURETTL, &lifetime, sizeof lifetime);
    return status;
}

/* The end of the field that begins at text, before its CRLF; NULL if text is the empty line or the end. */
static char *field_end(char *text, const char *end)
{
    if (text >= end || text[0] == '\r')
        return NULL;
    for (char *line = strstr(text, "\r\n"); line != NULL; line = strstr(line + 2, "\r\n"))
        if (line[2] != ' ' && line[2] != '\t')
            return line;
    return (char *)end;
}

static DKIM_STAT feed(DKIM *dkim, char *text, size_t len)
{
    char     *end    = text + len;
    DKIM_STAT status = DKIM_STAT_OK;

    for (char *stop; status == DKIM_STAT_OK && (stop = field_end(text, end)) != NULL; text = stop + 2)
        status = dkim_header(dkim, (u_char *)text, (size_t)(stop - text));
    if (status == DKIM_STAT_OK)
        status = dkim_eoh(dkim);
    text += 2;                          /* the empty line */
    if (status == DKIM_STAT_OK && text < end)
        status = dkim_body(dkim, (u_char *)text, (size_t)(end - text));
    return status == DKIM_STAT_OK ? dkim_eom(dkim, NULL) : status;
}

static void print_signature(DKIM *dkim)
{
    static const char name[] = "DKIM-Signature: ";
    u_char *value;
    size_t  len;

    if (dkim_getsighdr_d(dkim, sizeof name - 1, &value, &len) != DKIM_STAT_OK) {
        printf("error %s\n", dkim_geterror(dkim));
        return;
    }
    for (size_t i = 0; i < sizeof name - 1; i++)
        printf("%02x", (unsigned char)name[i]);
    for (size_t i = 0; i < len; i++)
        printf("%02x", value[i]);
    putchar('\n');
}

static void sign(char *columns[COLUMNS])
{
    size_t    message_len, key_len;
    char     *message = read_file(columns[MESSAGE_FILE], &message_len);
    char     *key     = read_file(columns[KEY_FILE], &key_len);
    char     *slash   = strchr(columns[CANON], '/');
    DKIM_LIB *library = dkim_init(NULL, NULL);
    DKIM_STAT status  = set_options(library, columns);
    DKIM     *dkim    = dkim_sign(library, (u_char *)"case", NULL, (u_char *)key, (u_char *)columns[SELECTOR],
                                  (u_char *)columns[DOMAIN],
                                  columns[CANON][0] == 'r' ? DKIM_CANON_RELAXED : DKIM_CANON_SIMPLE,
                                  slash != NULL && slash[1] == 'r' ? DKIM_CANON_RELAXED : DKIM_CANON_SIMPLE,
                                  DKIM_SIGN_RSASHA256, -1, &status);

    if (dkim != NULL && columns[IDENTITY][0] != '\0')
        status = dkim_set_signer(dkim, (u_char *)columns[IDENTITY]);
    if (dkim != NULL && status == DKIM_STAT_OK)
        status = feed(dkim, message, message_len);
    if (dkim != NULL && status == DKIM_STAT_OK)
        print_signature(dkim);
    else
        printf("error %s\n", dkim_getresultstr(status));
    if (dkim != NULL)
        dkim_free(dkim);
    dkim_close(library);
    free(message);
    free(key);
}

int main(void)
{
    char  *line = NULL;
    size_t size = 0;

    while (getline(&line, &size, stdin) > 0) {
        char  *columns[COLUMNS] = { 0 }, *rest = line;
        size_t count = 0;

        line[strcspn(line, "\n")] = '\0';
        while (count < COLUMNS && (columns[count] = strsep(&rest, "\t")) != NULL)
            count++;
        if (count == COLUMNS)
            sign(columns);
        else
            puts("error a request has too few columns");
    }
    free(line);
    return 0;
}
