/* Compiler attributes by the words that we use, and ASSERT.
 *
 * ASSERT states what our own code has promised. It stays in release builds and ends the process:
 * SMTP lets us, since until our 250 the sender still owns the message (RFC 5321 §6.1). It must never
 * be reachable by anything that a stranger sends. */
#ifndef BASE_ATTR_H
#define BASE_ATTR_H

#define MUST_USE                __attribute__((warn_unused_result))
#define PRINTF_LIKE(fmt, args)  __attribute__((format(printf, fmt, args)))
#define RETURNS_NONNULL         __attribute__((returns_nonnull))
#define UNUSED                  __attribute__((unused))
#define NORETURN                __attribute__((noreturn))
#define FALLTHROUGH             __attribute__((fallthrough))
#define CLEANUP(function)       __attribute__((cleanup(function)))

#define ARRAY_LEN(array)        (sizeof(array) / sizeof((array)[0]))

NORETURN void assert_failed(const char *file, int line, const char *what);

#define ASSERT(condition) \
    (__builtin_expect(!!(condition), 1) ? (void)0 : assert_failed(__FILE__, __LINE__, #condition))
#define UNREACHABLE()  assert_failed(__FILE__, __LINE__, "unreachable")

#endif
