"""Sets of words that rules look for, as data files that can be extended."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files


@cache
def _sets(language: str) -> dict[str, frozenset[str]]:
    path = files("steppe.sources.news") / "lexicon" / language / "words.toml"
    return {name: frozenset(words) for name, words in tomllib.loads(path.read_text(encoding="utf-8")).items()}


def word_set(name: str, language: str = "en") -> frozenset[str]:
    """
    The words of a set.

    Parameters
    ----------
    name
        A key of ``words.toml``.
    language
        A folder of the lexicon.

    Raises
    ------
    KeyError
        Where there is no such set.
    """
    return _sets(language)[name]
