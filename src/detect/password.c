#include "detect/password.h"

#include "base/ascii.h"

/* Folded. Written by us; a word that is also another's (code) is not among them, or only as it is used here (la clave). */
static const str words[] = {
    STR_INIT("password"), STR_INIT("passcode"), STR_INIT("passphrase"), STR_INIT("passwort"), STR_INIT("kennwort"),
    STR_INIT("mot de passe"), STR_INIT("contraseña"), STR_INIT("contrasena"), STR_INIT("la clave"), STR_INIT("senha"),
    STR_INIT("palavra-passe"),
    STR_INIT("wachtwoord"), STR_INIT("hasło"), STR_INIT("haslo"), STR_INIT("heslo"), STR_INIT("parola"), STR_INIT("пароль"),
    STR_INIT("şifre"), STR_INIT("lösenord"), STR_INIT("adgangskode"), STR_INIT("kodeord"), STR_INIT("passord"),
    STR_INIT("salasana"), STR_INIT("jelszó"), STR_INIT("κωδικός"), STR_INIT("パスワード"), STR_INIT("密码"), STR_INIT("密碼"),
    STR_INIT("비밀번호"),
};

/* What may stand between the word and the password, beside blanks. */
static const str joints[] = {
    STR_INIT("for the file"), STR_INIT("to open"), STR_INIT("is"), STR_INIT("ist"), STR_INIT("lautet"), STR_INIT("est"), STR_INIT("es"),
    STR_INIT("è"), STR_INIT("é"), STR_INIT("to"), STR_INIT("jest"), STR_INIT("je"), STR_INIT("är"), STR_INIT("er"), STR_INIT("on"),
    STR_INIT("は"), STR_INIT("是"), STR_INIT("为"),
};

enum { JOINTS_MAX = 3, PASSWORD_MIN_OCTETS = 3, PASSWORD_MAX_OCTETS = 40 };

static str skip_blanks(str text)
{
    while (text.len > 0 && ascii_is_blank(text.ptr[0]))
        text = str_from(text, 1);
    return text;
}

static bool is_word_end(str rest)
{
    return rest.len == 0 || !(ascii_is_alnum(rest.ptr[0]) || ascii_is_8bit(rest.ptr[0]));
}

/* Moves past ":" or "=", and quotes; true if there was one: what stands behind is meant as it is. */
static bool skip_sign(str *text)
{
    bool told = false;

    while (text->len > 0 && str_has_char(STR(":=\"'*>-"), text->ptr[0])) {
        told |= text->ptr[0] == ':' || text->ptr[0] == '=';
        *text = skip_blanks(str_from(*text, 1));
    }
    return told;
}

static bool skip_joint(str *text)
{
    for (size_t i = 0; i < ARRAY_LEN(joints); i++) {
        str rest = *text;

        if (str_skip_prefix(&rest, joints[i]) && (ascii_is_8bit(joints[i].ptr[0]) || is_word_end(rest))) {
            *text = skip_blanks(rest);
            return true;
        }
    }
    return false;
}

static str take_token(str text)
{
    size_t len = 0;

    while (len < text.len && len <= PASSWORD_MAX_OCTETS && !ascii_is_blank(text.ptr[len]))
        len++;
    return str_slice(text, 0, len);
}

static bool has_digit(str token)
{
    for (size_t i = 0; i < token.len; i++)
        if (ascii_is_digit(token.ptr[i]))
            return true;
    return false;
}

/* "Password: tiger" tells one, "the password is 4711" too; "the password is in the next message" does not, and neither does
 * "password: https://..." */
static bool tells(str behind, str *password)
{
    bool sign = false;

    behind = skip_blanks(behind);
    for (size_t i = 0; i < JOINTS_MAX; i++) {
        sign |= skip_sign(&behind);
        if (!skip_joint(&behind))
            break;
    }
    sign |= skip_sign(&behind);
    *password = take_token(behind);
    return password->len >= PASSWORD_MIN_OCTETS && password->len <= PASSWORD_MAX_OCTETS && (sign || has_digit(*password)) &&
           str_find(*password, STR("://")) == STR_NOT_FOUND;
}

bool password_is_told(const struct unicode *unicode, struct arena *arena, str text, str *evidence)
{
    str folded = unicode_fold(unicode, arena, str_slice(text, 0, text.len < PASSWORD_TEXT_MAX ? text.len : PASSWORD_TEXT_MAX));

    for (size_t i = 0; i < ARRAY_LEN(words); i++) {
        str       rest = folded, password;
        ptrdiff_t at;

        while ((at = str_find(rest, words[i])) != STR_NOT_FOUND) {
            str from = str_from(rest, (size_t)at);

            rest = str_from(from, words[i].len);
            if (tells(rest, &password)) {
                *evidence = str_slice(from, 0, (size_t)(password.ptr + password.len - from.ptr));
                return true;
            }
        }
    }
    return false;
}
