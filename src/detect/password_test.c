#include "detect/password.h"

#include "facts_fixture.h"
#include "unit.h"

TEST(password_is_told)
{
    static const struct { const char *name, *text, *want; } cases[] = {
        { "with a colon",              "Open the file. Password: tiger now",               "password: tiger" },
        { "with a number",             "the password is 4711",                             "password is 4711" },
        { "for the file",              "Password for the file: Ab-12",                     "password for the file: ab-12" },
        { "in quotes",                 "password = \"x9y\"",                               "password = \"x9y\"" },
        { "German",                    "Das Kennwort lautet Sommer2026",                   "kennwort lautet sommer2026" },
        { "French",                    "Mot de passe : soleil",                            "mot de passe : soleil" },
        { "Spanish",                   "La contraseña es 1234",                            "contraseña es 1234" },
        { "Russian",                   "Пароль: 12345",                                    "пароль: 12345" },
        { "Japanese, with a wide colon", "パスワード：a1b2",                                "パスワード:a1b2" },
        { "Chinese",                   "密码是8888",                                        "密码是8888" },
        { "only spoken of",            "Never tell anybody your password.",                "" },
        { "by another way",            "The password is in the next message",              "" },
        { "a link",                    "Reset your password: https://x.example/reset/1",   "" },
        { "at the end",                "your password:",                                   "" },
        { "nothing",                   "",                                                 "" },
    };

    FOR_EACH_CASE(c, cases) {
        ARENA_SCOPE arena    = { 0 };
        str         evidence = { 0 };

        CHECK_EQ(password_is_told(fixture_libraries().unicode, &arena, str_of(c->text), &evidence), c->want[0] != '\0');
        CHECK_CSTR(evidence, c->want);
    }
}
