#include "detect/person.h"

#include "detect/look.h"
#include "detect/text.h"

enum { NAME_WORDS_MAX = 12 };           /* what is longer is not a person's name */

/* Titles and functions, as people put them before or behind a name in many countries, and as look_plain writes them (it takes letters
 * beyond the Latin ones for others, so words in these are missing). What is a name as well (Don, Pan, Eng, Bay) is none of these:
 * without it, other people would have that name. */
static const char *const titles[] = {
    /* how one is addressed */
    "bayan", "dhr", "dona", "fraulein", "frau", "fru", "hanim", "herr", "hon", "madame", "meneer", "mevr", "mevrouw", "mlle", "mme",
    "monsieur", "mr", "mrs", "ms", "mx", "pani", "sayin", "senor", "senora", "senhor", "senhora", "sig", "signor",
    "signora", "sir", "sra", "ssa",
    /* degrees and professions */
    "adv", "advocaat", "advokat", "advocate", "arch", "arq", "avocat", "avv", "avvocato", "abogada", "abogado", "bsc", "cpa",
    "dipl", "docteur", "dott", "dottor", "dottoressa", "dottssa", "dr", "dra", "drs", "esq", "geom", "ing", "inz", "ir", "judr",
    "lic", "llm", "mag", "magister", "maitre", "mba", "mec", "mgr", "md", "msc", "mudr", "phd", "phdr", "prof", "professor",
    "professore", "profesor", "rag", "rechtsanwalt", "rechtsanwaltin", "steuerberater",
    /* of a family */
    "jr", "sr",
};

/* And of those who lead a house. */
static const char *const functions[] = {
    "amministratore", "ceo", "cfo", "chair", "chairman", "chairwoman", "chief", "coo", "cto", "delegato", "dg", "dir",
    "direccion", "directeur", "director", "directora", "directrice", "direktor", "direktorin", "direttore", "direttrice", "dyrektor", "evp",
    "executive", "geschaftsfuhrer", "geschaftsfuhrerin", "gerente", "igazgato", "managing", "mudur", "officer", "pdg", "president",
    "presidente", "presidenta", "prezes", "reditel", "reditelka", "riaditel", "svp", "toimitusjohtaja", "vorstand", "vorsitzende",
    "vorsitzender",
};

/* The same in other letters, as they stand alone. */
static const char *const wide_functions[] = {
    "代表取締役", "代表取締役社長", "取締役社長", "社長", "会長", "董事长", "董事長", "总经理", "總經理", "总裁", "總裁", "首席执行官",
    "대표이사", "대표", "사장", "회장", "генеральный директор", "генеральний директор", "директор", "председатель", "διευθυντης",
    "διευθυντής", "διευθυνων συμβουλος", "διευθύνων σύμβουλος", "المدير العام", "المدير التنفيذي",
};

/* Of what parts of a house are called: words of which no name is made. Those that look after mailboxes, computers and pay are not among
 * them, for others like to be taken for these (dn-desk). */
static const char *const departments[] = {
    "accounting", "accounts", "administration", "billing", "customer", "department", "dept", "desk", "dispatch", "export", "finance",
    "front", "import", "info", "invoices", "invoicing", "logistics", "marketing", "office", "orders", "payable", "payables", "procurement",
    "purchasing", "quality", "receivable", "receivables", "reception", "sales", "secretary", "service", "services", "shipping", "team",
    "warehouse",
    "abteilung", "auftragsabwicklung", "bestellungen", "buchhaltung", "buro", "disposition", "einkauf", "empfang", "kundendienst",
    "kundenservice", "lager", "rechnungswesen", "sekretariat", "verkauf", "versand", "vertrieb", "verwaltung", "zentrale",
    "accueil", "achats", "client", "clients", "commandes", "commercial", "comptabilite", "facturation", "secretariat", "ventes",
    "acquisti", "amministrazione", "clienti", "commerciale", "contabilita", "fatturazione", "logistica", "magazzino", "ordini",
    "segreteria", "spedizioni", "ufficio", "vendite",
    "administracion", "almacen", "atencion", "cliente", "compras", "contabilidad", "departamento", "electronica", "elettronica",
    "eletronica", "facturacion", "pedidos", "recepcion", "secretaria", "ventas", "contabilidade", "encomendas", "faturacao",
    "faturamento", "financeiro", "vendas",
    "administratie", "boekhouding", "crediteuren", "debiteuren", "inkoop", "klantenservice", "receptie", "secretariaat", "verkoop",
    "biuro", "dzial", "handlowy", "ksiegowosc", "zakupow", "zakupy", "zamowienia", "fakturace", "nakup", "obchod", "prodej", "uctarna",
    "bogholderi", "ekonomi", "forsaljning", "indkob", "inkop", "innkjop", "kundeservice", "kundtjanst", "ordrer", "okonomi", "regnskab",
    "regnskap", "salg", "asiakaspalvelu", "kirjanpito", "laskutus", "myynti", "osto", "taloushallinto", "toimisto",
    "beszerzes", "ertekesites", "iroda", "konyveles", "penzugy", "titkarsag", "achizitii", "contabilitate", "vanzari",
    "alma", "finans", "muhasebe", "satin", "satis", "nabava", "prodaja", "racunovodstvo", "keuangan", "pembelian", "penjualan",
};

/* The same in other letters, as they stand alone. */
static const char *const wide_departments[] = {
    "経理課", "経理部", "総務課", "総務部", "購買課", "購買部", "営業部", "営業課", "财务部", "財務部", "采购部", "採購部", "销售部", "業務部", "会计部",
    "경리팀", "총무팀", "구매팀", "영업팀", "재무팀", "бухгалтерия", "бухгалтерія", "отдел продаж", "отдел закупок", "відділ продажів",
    "відділ закупівель", "приемная", "приймальня", "счетоводство", "λογιστήριο", "προμήθειες", "πωλήσεις", "المحاسبة", "المبيعات",
    "المشتريات", "הנהלת חשבונות", "רכש", "מכירות",
};

static bool is_among(const char *const *words, size_t count, str word)
{
    for (size_t i = 0; i < count; i++)
        if (str_equal(word, str_of(words[i])))
            return true;
    return false;
}

static bool is_function(str word)
{
    return is_among(functions, ARRAY_LEN(functions), word);
}

static bool is_title(str word)
{
    return is_among(titles, ARRAY_LEN(titles), word) || is_function(word);
}

/* One letter; in East Asia that is a whole name. */
static bool is_initial(str word)
{
    return text_length(word) < 2 && (word.len < 3 || (unsigned char)word.ptr[0] < 0xe3);
}

/* Drops "(Finance)" and "| Example Ltd", where something is left. */
static str before_remark(str name)
{
    for (size_t i = 1; i < name.len; i++)
        if ((name.ptr[i] == '(' || name.ptr[i] == '|' || name.ptr[i] == '[') && str_trim(str_slice(name, 0, i)).len > 0)
            return str_slice(name, 0, i);
    return name;
}

static void insert_sorted(str *words, size_t count, str word)
{
    size_t i = count;

    for (; i > 0 && str_compare(words[i - 1], word) > 0; i--)
        words[i] = words[i - 1];
    words[i] = word;
}

str person_key(const struct unicode *unicode, struct arena *arena, str name)
{
    str    plain = look_plain(unicode, arena, before_remark(name));
    str    rest  = plain, word, words[NAME_WORDS_MAX];
    size_t count = 0, len = 0;

    while (text_next_word(&rest, &word)) {
        if (is_initial(word) || is_title(word))
            continue;
        if (count == NAME_WORDS_MAX)
            return (str){ 0 };
        insert_sorted(words, count++, look_seen(arena, look_unspelled(arena, word), LOOK_WIDE));
    }

    char *out = arena_octets(arena, plain.len + 1);

    for (size_t i = 0; i < count; i++) {
        if (i > 0)
            out[len++] = ' ';
        memcpy(out + len, words[i].ptr, words[i].len);
        len += words[i].len;
    }
    return (str){ out, len };
}

bool person_is_function(const struct unicode *unicode, struct arena *arena, str name)
{
    str    rest = look_plain(unicode, arena, name), folded = unicode_fold(unicode, arena, str_trim(name)), word;
    size_t functions_said = 0;

    if (is_among(wide_functions, ARRAY_LEN(wide_functions), folded))
        return true;
    for (; text_next_word(&rest, &word); functions_said += is_function(word))
        if (!is_title(word))
            return false;
    return functions_said > 0;
}

bool person_is_department(const struct unicode *unicode, struct arena *arena, str name)
{
    str    rest = look_plain(unicode, arena, name), folded = unicode_fold(unicode, arena, str_trim(name)), word;
    size_t count = 0;

    if (is_among(wide_departments, ARRAY_LEN(wide_departments), folded))
        return true;
    for (; text_next_word(&rest, &word); count++)
        if (!is_among(departments, ARRAY_LEN(departments), word))
            return false;
    return count > 0;
}
