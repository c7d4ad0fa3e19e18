"""The sample mail as a fit sees it: what every rule found in each message, its words by number, its class and campaign.

A class of honest mail has a fixed share, so that the largest corpus does not dictate (DETECTION "Putting signals together"),
and a campaign counts by the root of its messages. Folds are made of whole campaigns, by their names alone."""
import collections, csv, dataclasses, functools, hashlib, json, math, os, pathlib, re, subprocess, tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
SHARED = pathlib.Path(os.environ.get("GATEPOST_SHARED", ROOT.parent / "shared"))
BINARY = os.environ.get("GATEPOST_BIN", str(ROOT / "build/release/gatepost"))
FITTER = os.environ.get("GATEPOST_FITTER", str(ROOT / "build/test/fit_vocabulary"))
MODEL = ROOT / "src/detect/model/signals.model"
VOCABULARY = ROOT / "src/detect/model/vocabulary.model"
INDEX = SHARED / "mail/index.tsv"

FOLDS = 10
FRAUD = "phish"
SHARES = {"list": 0.35, "bulk": 0.30, "old": 0.20, "mixed": 0.10, "reports": 0.05}
MACRO = ("list", "bulk", "old", "mixed")        # whose false alarms are averaged
WORDS_MIN, WORDS_WEIGHT_MIN, WORDS_WEIGHT_MAX = 12, 0.3, 3.0    # src/detect/rules/vocabulary.c

# Every message is to alex.doe@corp.example. No model: the weights of the tables, and the compounds.
CONFIG = """
hostname = "mx.corp.example"
own-domains = { "corp.example" }
listener mx { address = "127.0.0.1:2525" }
route corp { domains = { "corp.example" }  next-hop = "smtp:127.0.0.1:2526"  recipients = "any" }
"""


@dataclasses.dataclass
class Finding:
    id: str
    group: str
    weight: float
    hard: bool


@dataclasses.dataclass
class Message:
    file: str
    kind: str                   # phish, spam, or one of SHARES
    campaign: str
    fold: int
    findings: list
    compounds: dict             # id: weight
    words: list
    action: str = ""
    band: str = ""
    weight: float = 0.0         # of its campaign; by class: class_weights
    resembles: list = None      # what a vocabulary says of it that saw neither its fold nor that of the column


def kind_of(file, origin):
    folder = file.split("/")[0]
    if folder in ("phish", "spam", "bulk"):
        return folder
    if folder == "bounce":
        return "reports"
    return "list" if origin.startswith("ml_") else "old" if origin == "sa_easy" else "mixed"


def bare_model():
    """The shipped model without its numbers: what the tables say, and the same compounds, groups and known senders."""
    kept = [line for line in MODEL.read_text(encoding="utf-8").split("\n") if re.match(r"(group|known|compound|hard-compound) ", line)]
    return "model 1\nversion bare\nprovenance the tables of the rules\n" + "\n".join(kept) + "\n"


def run_batch(with_model=True, words=False, index=INDEX):
    """The record of each message of the index, by the shipped model or by the tables alone."""
    with tempfile.TemporaryDirectory() as folder:
        config, model = pathlib.Path(folder, "gatepost.conf"), pathlib.Path(folder, "bare.model")
        model.write_text(bare_model(), encoding="utf-8")
        config.write_text(CONFIG + ("" if with_model else 'model = "%s"\nsignal "text-resembles" { mode = "off" }\n' % model))
        done = subprocess.run([BINARY, "check", "-c", str(config), "--batch", str(index), "--json"] + (["--words"] if words else []),
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
    if done.returncode != 0:
        raise SystemExit("check --batch: exit status %d: %s" % (done.returncode, done.stderr[-500:].decode()))
    return [json.loads(line) for line in done.stdout.splitlines()]


def load():
    """The messages, and the cap of each group."""
    with open(INDEX, encoding="utf-8", newline="") as index:
        entries = list(csv.DictReader(index, delimiter="\t", quoting=csv.QUOTE_NONE))
    messages, caps = [], {}
    for record, entry in zip(run_batch(with_model=False, words=True), entries):
        assert record["file"] == entry["file"]
        campaign = entry["campaign"] or entry["file"]
        findings = [Finding(f["id"], f["group"], f["weight"], f["hard"]) for f in record["findings"]]
        compounds = {c["id"]: c["weight"] for c in record["assessment"]["compounds"]}
        messages.append(Message(entry["file"], kind_of(entry["file"], entry["set"]), campaign, fold_of(campaign), findings, compounds,
                                record["words"], record["verdict"]["action"], record["verdict"]["band"]))
        caps.update((g["group"], g["cap"]) for g in record["assessment"]["groups"])
    weigh(messages)
    return messages, caps


def fold_of(campaign):
    return int(hashlib.sha256(campaign.encode()).hexdigest(), 16) % FOLDS


def weigh(messages):
    sizes = collections.Counter((m.kind, m.campaign) for m in messages)
    for m in messages:
        m.weight = 1 / math.sqrt(sizes[(m.kind, m.campaign)])


def class_weights(messages, left_out=()):
    """What each message counts: fraud a half, honest mail a half, in its fixed shares; what is in no class counts nothing."""
    totals = collections.Counter()
    for m in messages:
        totals[m.kind] += m.weight
    shares = {kind: share for kind, share in SHARES.items() if kind not in left_out and totals[kind] > 0}
    whole = sum(shares.values())
    return [0.5 * m.weight / totals[m.kind] if m.kind == FRAUD else
            0.5 * shares[m.kind] / whole * m.weight / totals[m.kind] if m.kind in shares else 0.0 for m in messages]


# ---- letters that were written for us (tests/detect/letters) ----

LETTERS = ROOT / "tests/detect/letters"
HONEST_LETTERS = {"everyday", "stranger", "notice"}
# The sample has honest mail in few languages, and fraud in many: without letters, "und" and "der" would speak of fraud.
LETTERS_SHARE = 0.2             # of the weight of all
GRAMMAR_SHARE = 0.12            # of the honest letters of a language, whose words are its grammar


def read_letters():
    """(is it fraud, subject, text, language) of each."""
    for path in sorted(LETTERS.glob("*/*.txt")):
        for entry in re.split(r"^= ", path.read_text(encoding="utf-8"), flags=re.M)[1:]:
            label, subject, text = entry.split("\n", 2)
            yield label.strip() not in HONEST_LETTERS, subject, text, path.stem


@functools.lru_cache(None)
def letters():
    """(is it fraud, its words by number, its language) of each."""
    read = list(read_letters())
    with tempfile.TemporaryDirectory() as folder:
        index = pathlib.Path(folder, "index.tsv")
        index.write_text("file\n" + "".join("%d.eml\n" % i for i in range(len(read))))
        for i, (_, subject, text, _) in enumerate(read):
            pathlib.Path(folder, "%d.eml" % i).write_text(
                "From: <a@b.example>\nSubject: %s\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n"
                "Content-Transfer-Encoding: 8bit\n\n%s" % (subject, text), encoding="utf-8")
        records = run_batch(with_model=False, words=True, index=index)
    return [(bad, record["words"], language) for (bad, _, _, language), record in zip(read, records, strict=True)]


@functools.lru_cache(None)
def grammar():
    """Words that many honest letters of a language have, whatever they are about. They say which language it is, and the sample
    has fraud in languages in which it has no honest mail."""
    seen, counts = collections.defaultdict(collections.Counter), collections.Counter()
    for bad, words, language in letters():
        if not bad:
            counts[language] += 1
            seen[language].update(set(words))
    return {word for language, of in seen.items() for word, n in of.items() if n >= GRAMMAR_SHARE * counts[language]}


def telling(words):
    return " ".join(str(word) for word in words if word not in grammar())


# ---- the vocabulary, by fit_vocabulary.c ----

PENALTY = "1e-4"


def letters_for_fitter(first_campaign):
    """A kind of their own among honest mail, each a campaign of its own."""
    counts = collections.Counter(bad for bad, _, _ in letters())
    for i, (bad, words, _) in enumerate(letters()):
        kind = 0 if bad else len(SHARES) + 1
        yield "%d %d %d %r %s" % (i % FOLDS, kind, first_campaign + i, 0.5 * LETTERS_SHARE / counts[bad], telling(words))


def for_fitter(messages, left_out=()):
    kinds = {FRAUD: 0, **{kind: i + 1 for i, kind in enumerate(SHARES)}}
    campaigns = {name: i for i, name in enumerate(sorted({m.campaign for m in messages}))}
    lines = []
    for m, weight in zip(messages, class_weights(messages, left_out)):
        kind = 9 if m.kind in left_out else kinds.get(m.kind, 9)
        lines.append("%d %d %d %r %s" % (m.fold, kind, campaigns[m.campaign], (1 - LETTERS_SHARE) * weight, telling(m.words)))
    lines += letters_for_fitter(len(campaigns))
    return "\n".join(lines) + "\n"


def run_fitter(task, messages, left_out=()):
    return subprocess.run([FITTER, task, PENALTY], input=for_fitter(messages, left_out), stdout=subprocess.PIPE, text=True,
                          check=True).stdout.splitlines()


def add_resemblance(messages, left_out=()):
    for m, line in zip(messages, run_fitter("score", messages, left_out)):
        padded = any(f.id == "html-far-below" for f in m.findings)
        m.resembles = [0.0 if len(m.words) < WORDS_MIN or (padded and float(number) < 0) else float(number) for number in line.split()]
