#include "smtp/extension.h"

static const struct { enum smtp_extension extension; str keyword; } extensions[] = {
    { SMTP_EXT_PIPELINING,          STR_INIT("PIPELINING")          },      /* RFC 2920 */
    { SMTP_EXT_SIZE,                STR_INIT("SIZE")                },      /* RFC 1870 */
    { SMTP_EXT_8BITMIME,            STR_INIT("8BITMIME")            },      /* RFC 6152 */
    { SMTP_EXT_SMTPUTF8,            STR_INIT("SMTPUTF8")            },      /* RFC 6531 */
    { SMTP_EXT_ENHANCEDSTATUSCODES, STR_INIT("ENHANCEDSTATUSCODES") },      /* RFC 2034 */
    { SMTP_EXT_CHUNKING,            STR_INIT("CHUNKING")            },      /* RFC 3030 */
    { SMTP_EXT_BINARYMIME,          STR_INIT("BINARYMIME")          },      /* RFC 3030 */
    { SMTP_EXT_DSN,                 STR_INIT("DSN")                 },      /* RFC 3461 */
    { SMTP_EXT_LIMITS,              STR_INIT("LIMITS")              },      /* RFC 9422 */
    { SMTP_EXT_STARTTLS,            STR_INIT("STARTTLS")            },      /* RFC 3207 */
    { SMTP_EXT_REQUIRETLS,          STR_INIT("REQUIRETLS")          },      /* RFC 8689 */
};

bool smtp_extension_at(size_t index, enum smtp_extension *extension, str *keyword)
{
    if (index >= ARRAY_LEN(extensions))
        return false;
    *extension = extensions[index].extension;
    *keyword   = extensions[index].keyword;
    return true;
}

unsigned smtp_extension_of(str keyword)
{
    for (size_t i = 0; i < ARRAY_LEN(extensions); i++)
        if (str_equal_nocase(keyword, extensions[i].keyword))
            return (unsigned)extensions[i].extension;
    return 0;
}
