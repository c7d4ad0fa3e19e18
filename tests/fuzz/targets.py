"""The fuzz targets: what each plays, and the sources that it answers for.

fuzz_X.c is a target. Its head comment names its sources, as paths from the root of the tree, on lines of this form:

    Covers: src/auth/spf/record.c src/auth/spf/macro.c

Its seeds are in seeds/fuzz_X/, its dictionary, if it has one, is dict/fuzz_X.dict.
"""
import hashlib
import pathlib
import re

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]


class Target:
    def __init__(self, source):
        head = source.read_text(encoding="utf-8").split("*/")[0]
        self.name, self.source = source.stem, source
        self.covers = [path for line in re.findall(r"^[ /]\* Covers: (.*)$", head, re.M) for path in line.split()]

    @property
    def seeds(self):
        folder = HERE / "seeds" / self.name
        return [folder] if folder.is_dir() else []

    @property
    def dictionary(self):
        path = HERE / "dict" / (self.name + ".dict")
        return path if path.exists() else None

    def digest(self):
        """Of the target and its sources: time spent on other code proves nothing of this."""
        digest = hashlib.sha256()
        for path in [self.source, *(ROOT / path for path in sorted(self.covers))]:
            digest.update(path.read_bytes())
        return digest.hexdigest()


def targets():
    return [Target(source) for source in sorted(HERE.glob("fuzz_*.c"))]
