"""The nearest known word to one that is unknown, for an offer in an error."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

NEAR_ENOUGH = 60.0
MOST_LISTED = 8


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word most like ``word``, or ``None`` where none is like it."""
    from rapidfuzz import fuzz, process

    best = process.extractOne(
        word, sorted(set(known)), scorer=fuzz.ratio, processor=str.casefold, score_cutoff=NEAR_ENOUGH
    )
    return None if best is None else str(best[0])


def _seen(word: str) -> str:
    """A word as a reader sees it: letters however they are coded, in one case, no blanks, nothing hidden."""
    plain = unicodedata.normalize("NFKC", word).casefold()
    return "".join(each for each in plain if each.isprintable() and not each.isspace())


def suggestion(word: str, known: Iterable[str], otherwise: str = "") -> str:
    """
    An offer of the nearest word, as a sentence.

    Parameters
    ----------
    word
        What was written.
    known
        What could have been meant.
    otherwise
        What to say where nothing is near; by default the known words, if they are few.

    Returns
    -------
    suggestion
        Such as ``"Did you mean 'Kidal'?"``.
    """
    words = [each for each in dict.fromkeys(known) if each]
    near = nearest(word, words)
    if near is not None and _seen(near) == _seen(word):
        return f"Copy '{near}' from where it stands: it differs in case, blanks or hidden characters."
    if near is not None:
        return f"Did you mean '{near}'?"
    if otherwise:
        return otherwise
    if words and len(words) <= MOST_LISTED:
        return f"Known are {', '.join(repr(each) for each in words)}."
    return "Check the spelling."
