"""Rules of force: places that change hands, governments that fall, fighting."""

from __future__ import annotations

from collections.abc import Iterator

from steppe.sources.news.around import GOVERNMENT, Around, Finding, finding, is_place, of_government
from steppe.sources.news.mentions import Mention
from steppe.sources.news.word_sets import word_set

_WEAPONS = word_set("weapons")


def taking(around: Around) -> Iterator[Finding]:
    """Places that change hands."""
    act, classes, who = around.act, around.act.verb.classes, around.act.subject
    takes = "take" in classes and who is not None and who.kind in ("armed", "country", "authority")
    if classes & {"capture", "take"} and around.particle("power", reach=2):
        yield finding("conflict_driver", "power seized", around, [])
    elif "capture" in classes or takes:
        taken = _taken(around)
        if taken:
            yield finding("place_captured", "taken", around, taken[:4])
    elif "enter" in classes and who is not None and (who.kind == "armed" or who.detail in _FORCES):
        entered = [each for each in around.after if is_place(each)]
        if entered:
            yield finding("place_captured", "troops entered", around, entered[:1])
    elif "fall" in classes:
        yield from _falling(around, act.subject)


_FORCES = ("force", "militant")
_NEAR = 5
_BATTLES = frozenset(("battle", "battles", "fighting", "clashes", "combat", "war", "gunfight", "offensive"))


def _taken(around: Around) -> list[Mention]:
    """What is taken: the object, or what control is taken of."""
    direct = [
        each
        for each in (around.before if around.act.passive else around.after)
        if (is_place(each) or each.kind == "person") and around.sentence.preposition(each) in ("", "of")
    ]
    if "take" in around.act.verb.classes and not around.act.passive:
        direct = [
            each for each in direct if each.first - around.act.at <= _NEAR and not around.particle("in")
        ]
    return around.with_preposition("of", "over") if "control" in around.lows and not direct else direct


def _falling(around: Around, subject: Mention | None) -> Iterator[Finding]:
    if any(each.kind == "number" for each in around.before) or around.has(
        word_set("falls_of_other_kinds"), after=True
    ):
        return
    if of_government(around):
        yield finding("conflict_driver", "government fell", around, [])
    elif subject is not None and (is_place(subject) or subject.kind == "person"):
        to = around.with_preposition("to", "into", kinds=("armed", "country", "organisation"))
        found = finding("place_captured", "fell", around, [subject])
        found.actors = to[:1]
        yield found


def collapsing(around: Around) -> Iterator[Finding]:
    """Governments that collapse or are overthrown, states of war declared."""
    act, classes = around.act, around.act.verb.classes
    if "collapse" in classes and of_government(around):
        yield finding("conflict_driver", "government collapsed", around, [])
    elif (
        "overthrow" in classes
        and around.near(GOVERNMENT | {"king", "leader", "parliament", "minister"}, 6) is not None
    ):
        yield finding("conflict_driver", "overthrown", around, [])
    elif (
        act.verb.lemma == "declare"
        and around.has(frozenset(("martial", "emergency", "war")), after=True) is not None
    ):
        yield finding("conflict_driver", "declared", around, [])


def fighting(around: Around) -> Iterator[Finding]:
    """Fighting at a place."""
    if not _fights(around) or around.has(word_set("fights_of_other_kinds"), after=True) is not None:
        return
    agent = around.agent()
    places = [
        each
        for each in (*around.after, *around.before)
        if is_place(each) and each is not agent and each.detail != "adjective"
    ]
    direct = [each for each in places if each.kind == "place"] or places
    if direct:
        yield finding("fighting", "fight", around, direct[:1])


def _fights(around: Around) -> bool:
    """Verbs of fighting, and those that are so with troops or weapons."""
    act, classes = around.act, around.act.verb.classes
    if act.verb.lemma == "rage":
        return bool(_BATTLES & set(around.lows))
    if classes & {"fight", "invade"}:
        return True
    if "advance" in classes:
        return bool(around.with_preposition("on", "towards", "into"))
    if "strike" in classes:
        armed = act.subject is not None and act.subject.detail in (*_FORCES, "adjective")
        return armed or any(each in _WEAPONS for each in around.lows[: act.at - around.clause.first])
    if "exchange" in classes:
        return "fire" in around.lows
    weapons = frozenset(("rockets", "missiles", "shells"))
    return "fire" in classes and around.has(weapons, after=True) is not None
