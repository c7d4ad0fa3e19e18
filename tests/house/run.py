#!/usr/bin/python3
"""The house rules that a compiler does not hold: includes point one way, only io/sys.c calls the system, the tree is
where the documents say, nothing is left half done. Prints what breaks a rule and where."""
import os, re, sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

# DESIGN §4: what each folder of src/ may include, beside itself.
MAY_INCLUDE = {
    "base":    set(),
    "mail":    {"base"},
    "dns":     {"base"},
    "auth":    {"base", "mail", "dns"},
    "detect":  {"base", "mail", "dns", "auth"},
    "policy":  {"base", "mail", "dns", "auth", "detect"},
    "smtp":    {"base", "mail"},
    "milter":  {"base", "mail", "smtp"},
    "postfix": {"base", "mail", "smtp"},
    "io":      {"base", "dns"},
    "store":   {"base", "io"},
    "gateway": {"base", "mail", "dns", "auth", "detect", "policy", "smtp", "milter", "postfix", "io", "store"},
    "admin":   {"base", "mail", "dns", "auth", "detect", "policy", "smtp", "milter", "postfix", "io", "store", "gateway"},
    "program": {"base", "mail", "dns", "auth", "detect", "policy", "smtp", "milter", "postfix", "io", "store", "gateway", "admin"},
}

# Headers by which one reaches the system or a clock. They belong to io/, but for what is listed.
SYSTEM_HEADERS = re.compile(r"#include <(unistd\.h|fcntl\.h|sys/(?!types|uio).*|poll\.h|time\.h|signal\.h|pthread\.h|netinet/.*|netdb\.h|dirent\.h)>")
SYSTEM_CALLS = re.compile(r"(?<![\w.>])(open|openat|read|write|writev|pread|pwrite|close|socket|bind|listen|accept4?|connect|recv|send|"
                          r"fsync|fdatasync|rename|renameat|link|linkat|unlink|unlinkat|mkdir|mkdirat|mmap|munmap|mprotect|ftruncate|"
                          r"time|gettimeofday|clock_gettime|localtime|gmtime|usleep|nanosleep|sleep|rand|random|getrandom|kill|fork|system|popen|signal)\(")
FOREIGN = {                             # libraries behind one folder's door
    "event2/": {"io"}, "unbound": {"io"}, "openssl/ssl": {"io"}, "sqlite3.h": {"store"}, "confuse.h": {"gateway"},
    "microhttpd.h": {"admin"}, "maxminddb.h": {"io"},
    "unicode/": {"base", "mail"}, "libpsl.h": {"dns"},
}
CONSTANTS_ONLY = {"fcntl.h", "signal.h", "unistd.h"}    # for O_RDONLY, SIGHUP, STDOUT_FILENO; calls are looked for by name

failures, passed, failed = [], 0, 0


def check(holds, text):
    if not holds:
        failures.append(text)


def rule(function, *arguments):
    """Runs one rule over one file (or the tree) and counts it once, however many lines it looked at."""
    global passed, failed
    before = len(failures)
    function(*arguments)
    if len(failures) == before:
        passed += 1
    else:
        failed += 1


def source_files():
    """Every file of the tree but what is built; without git, which a machine need not have."""
    for folder, below, names in os.walk(ROOT):
        below[:] = sorted(d for d in below if d not in (".git", "build", "__pycache__"))
        for name in sorted(names):
            yield os.path.relpath(os.path.join(folder, name), ROOT)


def read(path):
    with open(os.path.join(ROOT, path), encoding="utf-8", errors="replace") as f:
        return f.read()


def without_comments(text):
    text = re.sub(r"/\*.*?\*/", lambda m: "\n" * m.group(0).count("\n"), text, flags=re.S)
    return re.sub(r'"(?:\\.|[^"\\\n])*"', '""', text)


def check_includes(path, text):
    folder = path.split("/")[1]
    for number, line in enumerate(text.split("\n"), 1):
        m = re.match(r'#include "([^"]+)"', line)
        if not m:
            continue
        target = m.group(1).split("/")[0]
        if target == "unit.h" or "/" not in m.group(1):
            check(path.endswith("_test.c") or path.endswith("_test.h"), "%s:%d: %s is for tests" % (path, number, m.group(1)))
            continue
        check(target == folder or target in MAY_INCLUDE.get(folder, set()),
              "%s:%d: %s/ must not include %s/" % (path, number, folder, target))


def check_system(path, text):
    folder = path.split("/")[1]
    test = path.endswith("_test.c") or path.endswith("_test.h")
    for number, line in enumerate(without_comments(text).split("\n"), 1):
        m = SYSTEM_HEADERS.match(line)
        if m and folder not in ("io", "store") and not test:
            check(m.group(1) in CONSTANTS_ONLY or m.group(1) == "pthread.h", "%s:%d: <%s> belongs to io/" % (path, number, m.group(1)))
        if folder != "io" and not test:
            for call in SYSTEM_CALLS.finditer(line):
                check(is_own(path, call.group(1)), "%s:%d: %s() goes around io/sys.h" % (path, number, call.group(1)))
    for number, line in enumerate(text.split("\n"), 1):
        for name, folders in FOREIGN.items():
            if line.startswith("#include <" + name):
                check(folder in folders or test, "%s:%d: %s belongs to %s/" % (path, number, name, " or ".join(sorted(folders))))


def is_own(path, name):
    """A static function of that name in the same file is no system call."""
    return re.search(r"^static [\w\s\*]*\b%s\(" % name, read(path), re.M) is not None


def check_form(path, text):
    for number, line in enumerate(text.split("\n"), 1):
        check(len(line) <= (180 if "_test." in path else 140), "%s:%d: %d columns" % (path, number, len(line)))
        check("\t" not in line, "%s:%d: a tab" % (path, number))
        check(line == line.rstrip(), "%s:%d: blanks at the end" % (path, number))
        check(not re.search(r"\b(TODO|FIXME|XXX)\b", line), "%s:%d: a mark of unfinished work" % (path, number))
    if path.endswith(".h") and not path.endswith("_test.h"):
        guard = path[len("src/"):].upper().replace("/", "_").replace(".", "_")
        check("#ifndef " + guard in text, "%s: its include guard should be %s" % (path, guard))
        check(text.startswith("/*"), "%s: a header begins with what it promises" % path)


def check_tables():
    """Every id of a table stands once."""
    for path, pattern in (("src/smtp/replies.def", r"^REPLY\((\w+),"), ("src/auth/spf/reasons.def", r"^REASON\((\w+),"),
                          ("src/auth/dkim/reasons.def", r"^REASON\((\w+),"), ("src/auth/dmarc/reasons.def", r"^REASON\((\w+),")):
        ids = re.findall(pattern, read(path), re.M)
        check(len(ids) > 0, "%s: no entries" % path)
        for one in ids:
            check(ids.count(one) == 1, "%s: %s stands %d times" % (path, one, ids.count(one)))


def check_metrics():
    """doc/metrics.md has a row for each metric of the table, with its labels and its words."""
    table, document = read("src/gateway/metrics.def"), read("doc/metrics.md")
    rows = []
    for macro, arguments in re.findall(r"^(PLAIN|LABELS?|TIMES)\((.*)\)$", table, re.M):
        kind = "histogram" if macro == "TIMES" else arguments.split(",")[1].strip().lower()
        name, *labels, words = re.findall(r'"([^"]*)"', arguments)
        rows.append("| `%s` | %s | %s | %s |" % (name, kind, ", ".join(labels), words))
    check(len(rows) > 0, "src/gateway/metrics.def: no metrics")
    for row in rows:
        check(row in document, "doc/metrics.md has no row: " + row)
    for line in document.splitlines():
        check(not line.startswith("| `gatepost_") or line in rows, "doc/metrics.md: src/gateway/metrics.def does not say: " + line)


def check_tests(files):
    """Each folder has unit tests; program/ is tested from outside."""
    for folder in MAY_INCLUDE:
        if folder != "program":
            check(any(f.startswith("src/%s/" % folder) and f.endswith("_test.c") for f in files), "src/%s has no unit test" % folder)


# What fuzzing has to reach: every source of these folders, where all octets are strangers', must be named on a "Covers:"
# line of some target in tests/fuzz, or stand here with the reason why it needs none.
FUZZED = ("base", "mail", "dns", "auth", "detect", "policy", "smtp", "milter", "postfix")
NOT_FUZZED = {
    "src/detect/model_options.c": "takes numbers and names that the configuration has read",
    "src/auth/reason.c":     "a table of our own words",
    "src/auth/results.c":    "names of our own results",
    "src/base/arena.c":      "memory; every target uses it under the sanitizers",
    "src/base/ascii.c":      "a table of octets",
    "src/base/attr.c":       "where an assertion ends",
    "src/base/buf.c":        "memory; every target uses it under the sanitizers",
    "src/base/digest.c":     "OpenSSL's digests; octets are only passed on",
    "src/base/hash.c":       "arithmetic over octets of any kind",
    "src/base/hash_index.c": "a table by hash; it reads no text",
    "src/base/mac.c":        "OpenSSL's HMAC; octets are only passed on",
    "src/base/metrics.c":    "counts of our own events; its labels are words of ours",
    "src/base/mistake.c":    "puts a file, a line and a sentence of ours side by side",
    "src/base/view.c":       "questions and answers; it reads no text",
    "src/detect/note.c":     "sentences of our own",
    "src/detect/shipped.c":  "finds a file of our own",
    "src/dns/cache.c":       "keeps answers; packets are read by src/dns/packet.c",
    "src/policy/chapter.c":  "tells tables of our own",
    "src/policy/rate.c":     "arithmetic on counts and times; it reads no text",
    "src/smtp/pace.c":       "arithmetic on counts and times; it reads no text",
}
# In the other folders: every source whose header promises a function of such a name.
READERS = re.compile(r"^[^/\n]*\b(?!cmd_)\w+_(parse|scan|decode)\(", re.M)


def check_fuzzed(files):
    sys.path.insert(0, os.path.join(ROOT, "tests/fuzz"))
    from targets import targets
    covered = set()
    for target in targets():
        check(target.covers, "tests/fuzz/%s.c: its head comment has no line \"Covers: src/...\"" % target.name)
        covered.update(target.covers)
        for path in target.covers:
            check(path in files, "tests/fuzz/%s.c covers %s, which is not there" % (target.name, path))
    for path in files:
        if not path.startswith("src/") or not path.endswith(".c") or path.endswith("_test.c"):
            continue
        header = path[:-2] + ".h"
        if path.split("/")[1] in FUZZED or (header in files and READERS.search(without_comments(read(header)))):
            check(path in covered or path in NOT_FUZZED,
                  "%s: no target of tests/fuzz covers it; add it to a \"Covers:\" line (tests/fuzz/targets.py), or to NOT_FUZZED "
                  "in tests/house/run.py with the reason" % path)
    for path in NOT_FUZZED:
        check(path in files and path not in covered, "NOT_FUZZED in tests/house/run.py: %s is gone, or covered" % path)


def check_example():
    """Every option of the configuration is shown, with its default, in the example that people copy."""
    example = read("examples/gatepost.conf")
    for option in re.findall(r'CFG_(?:STR|STR_LIST|INT|FLOAT|BOOL|SEC)\("([\w-]+)"', read("src/gateway/config_options.c")):
        check(re.search(r"\b%s\b" % re.escape(option), example), "examples/gatepost.conf does not show the option %s" % option)


def main():
    files = list(source_files())
    for path in files:
        if path.startswith("src/") and path.endswith((".c", ".h")):
            text = read(path)
            for one in (check_includes, check_system, check_form):
                rule(one, path, text)
    rule(check_tables)
    rule(check_example)
    rule(check_metrics)
    rule(check_fuzzed, set(files))
    rule(check_tests, files)
    for text in sorted(set(failures)):
        print(text)
    print("%d passed, %d failed, 0 skipped" % (passed, failed))
    sys.exit(1 if failures else 0)


main()
