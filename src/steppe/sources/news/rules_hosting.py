"""Rules of hosting: who takes people in, where they are put up, and who gives them papers."""

from __future__ import annotations

from collections.abc import Iterator

from steppe.sources.news.around import BORDER, CAMP, Around, Finding, finding
from steppe.sources.news.word_sets import word_set

_NEAR = 4
_READY = frozenset(("ready", "operational", "open"))
_CAMP_NOT = word_set("camp_not")


_VISAS = word_set("visas")


_GENERIC_SITES = word_set("generic_sites")


_SITE_KINDS = word_set("site_kinds")


def hosting(around: Around) -> Iterator[Finding]:
    """Who takes people in, or puts them in a country."""
    act = around.act
    puts = "put" in act.verb.classes and around.people() is not None
    where = around.with_preposition("in", "across") if puts else []
    if not (where or _hosts(around) or _takes(around)) or _other_sense(around):
        return
    if act.verb.lemma == "admit" and "only" in around.lows:
        return
    people = around.people()
    if around.has(frozenset(("resettlement", "relocation")), after=True) is not None:
        kind, rule = "third_country_relocation", "accept for resettlement"
        yield finding(kind, rule, around, [], group=people, targets_actor=True)
    elif where:
        found = finding("hosting_requested", "put people in a country", around, where, group=people)
        found.notes = frozenset({"put"})
        yield found
    else:
        place = around.with_preposition("on", "at", kinds=("place",))[:1]
        yield finding("hosting_agreed", "take people in", around, place, group=people)


def _takes(around: Around) -> bool:
    """As in "take in", "take them in", "take refugees"."""
    act = around.act
    if "take" not in act.verb.classes:
        return False
    following = around.sentence.low(act.at + 1)
    promised = any(each.verb.classes & {"ask", "call", "refuse", "agree", "offer"} for each in act.chain)
    if promised and any(
        around.sentence.low(act.at + n) in ("them", "refugees", "migrants") for n in range(1, 5)
    ):
        return True
    held = following in ("them", "people", "refugees") and around.particle("in", reach=2)
    return following == "in" or held or _takes_people(around)


def _hosts(around: Around) -> bool:
    """A verb of hosting with people as its object."""
    act = around.act
    if "host" not in act.verb.classes:
        return False
    if around.speaks_of_people():
        return True
    asked = any(each.verb.classes & {"ask", "call", "refuse", "agree", "plan"} for each in act.chain)
    return asked and around.people() is not None


def _takes_people(around: Around) -> bool:
    """People right after the verb."""
    following = around.after[0] if around.after else None
    if following is None or following.kind != "group" or following.first - around.act.at > _NEAR:
        return False
    if following.detail in ("refugee", "migrant", "nation"):
        return True
    return any(each.verb.classes & {"ask", "call", "refuse", "agree", "offer"} for each in around.act.chain)


def _other_sense(around: Around) -> bool:
    """Hosting talks, accepting an invitation, admitting a mistake."""
    words = word_set("hosting_of_other_kinds")
    return around.near(words, 5) is not None


def camps(around: Around) -> Iterator[Finding]:
    """Camps and centres that are opened, widened or closed."""
    classes = around.act.verb.classes
    word = around.near(CAMP, 12 if "turn" in classes else 9)
    if word is None or not _is_for_people(around, word):
        return
    opens = (
        classes & {"camp_open", "camp_make", "widen"}
        or (classes & {"set", "put"} and around.particle("up", reach=1))
        or ("turn" in classes and "into" in around.lows)
        or ("expect" in classes and around.has(_READY, after=True) is not None)
    )
    closes = classes & {"camp_shut", "camp_end"}
    at_border = around.has(BORDER, after=True) is not None and not around.near(CAMP, 4)
    if not (opens or closes) or at_border:
        return
    agent = around.agent()
    places = [
        each
        for each in (*around.after, *around.before)
        if each.kind == "place" and each is not agent and around.sentence.preposition(each) != "from"
    ]
    fired = [("verb", around.act.at), ("camp", word)]
    kind = "camp_opened" if opens else "camp_closed"
    yield finding(kind, "camp and verb", around, places[:1], fired=fired)


def _is_for_people(around: Around, word: int) -> bool:
    """Whether a camp or centre is one for people on the move, not of an army or a company."""
    sentence, meant = around.sentence, around.speaks_of_people()
    if meant:
        return True
    if sentence.low(word - 1) in _CAMP_NOT or sentence.low(word) == "site":
        return False
    kinds = {sentence.low(n) for n in range(word - 3, word)} & _SITE_KINDS
    return sentence.low(word) not in _GENERIC_SITES or bool(kinds)


def visas(around: Around) -> Iterator[Finding]:
    """Visas and permits given or ended, and waiting for them in another country."""
    classes, word = around.act.verb.classes, around.has(_VISAS, after=True)
    if word is None or _other_papers(around, word):
        return
    following = around.sentence.low(word + 1)
    new = around.act.verb.lemma == "announce" and following in _SCHEMES
    if "limit" in classes and around.has(BORDER) is not None:
        return
    fired = [("verb", around.act.at), ("visa", word)]
    if classes & {"give", "launch", "stop", "widen", "limit"} or new:
        where = [
            each
            for each in around.with_preposition("in", "for", kinds=("country",))
            if each.detail != "adjective"
        ]
        yield finding("visa_programme", "visas given", around, where, group=around.people(), fired=fired)
    elif classes & {"wait"} and around.people() is None:
        yield _waiting_for_visas(around, word, fired)


_SCHEMES = ("programme", "program", "scheme", "pathway", "route")


def _other_papers(around: Around, word: int) -> bool:
    """Papers that are no permit to stay, unless they are said to be."""
    low = around.sentence.low(word)
    if low in ("status", "protection", "papers"):
        return not {"temporary", "refugee", "humanitarian"} & set(around.lows)
    return low == "asylum" and "give" not in around.act.verb.classes


def _waiting_for_visas(around: Around, word: int, fired: list[tuple[str, int]]) -> Finding:
    """Those who grant them act; the target is where people wait."""
    both = ("country", "region")
    granting = [each for each in around.after if each.kind in both and each.first > word]
    where = [
        each
        for each in around.sentence.mentions
        if each.kind in both
        and each.last < around.act.at
        and around.sentence.preposition(each) in ("to", "in", "into")
    ]
    found = finding("visa_programme", "waiting for visas", around, where[-1:], fired=fired)
    found.notes = frozenset({"waits"})
    found.actors, found.pronoun = granting[:1], ""
    return found
