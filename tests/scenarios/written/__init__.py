"""The scenario cases of our own (README.md beside this folder): cases() yields them in the form of check --context."""
import importlib, pkgutil

from . import categories
from .authoring import Business, case_of


def cases():
    """Every case, always in the same order; pairs as attack, then twin."""
    numbers = {}
    for module in sorted(m.name for m in pkgutil.iter_modules(categories.__path__)):
        for item in importlib.import_module("%s.%s" % (categories.__name__, module)).CASES:
            numbers[item.category] = number = numbers.get(item.category, 0) + 1
            for role in ("business",) if isinstance(item, Business) else ("attack", "twin"):
                yield case_of(item, role, number)
