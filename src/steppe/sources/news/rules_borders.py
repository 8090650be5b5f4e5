"""Rules of borders: shut, opened, let through only some."""

from __future__ import annotations

from collections.abc import Iterator

from steppe.sources.news.around import BORDER, CAMP, PEOPLE_WORDS, Around, Finding, finding
from steppe.sources.news.mentions import Mention
from steppe.sources.news.word_sets import word_set

_GOODS = word_set("goods")
_GOVERN_BORDERS = frozenset({"shut", "open", "stop", "lift", "limit", "impose"})


def borders(around: Around) -> Iterator[Finding]:
    """A border with a verb, a post with a verb, a rule lifted, only some let through."""
    classes = around.act.verb.classes
    word = _border_word(around)
    if classes & _GOVERN_BORDERS and word is not None:
        if not _is_of_goods(around):
            yield _border_and_verb(around, word)
    elif (
        classes & {"shut", "open", "stop", "lift"}
        and (site := _site(around)) is not None
        and not around.has(CAMP)
    ):
        yield finding(_status(classes), "post and verb", around, [site], group=around.people())
    elif "lift" in classes and around.has(word_set("rules_lifted"), after=True):
        yield finding("border_opened", "rule lifted", around, [])
    elif _only_some_cross(around):
        found = finding("border_restricted", "only some may cross", around, border_targets(around))
        found.group, found.actors, found.pronoun = around.act.subject, [], ""
        yield found
    elif classes & {"allow", "bar", "stop", "demand_papers"}:
        yield from _passage(around)


def _border_word(around: Around) -> int | None:
    """Number of the word for a border that the verb is about."""
    if around.act.verb.lemma == "open" and any(
        each.verb.lemma in ("keep", "leave") for each in around.act.chain
    ):
        return around.has(BORDER)
    return around.near(BORDER)


def _is_of_goods(around: Around) -> bool:
    """Whether lorries and not people are stopped, or something else ends than a closure."""
    act = around.act
    corridor = around.has(frozenset(("corridor", "corridors")))
    if corridor is not None and not {"humanitarian", "refugees", "civilians", "safe"} & set(around.lows):
        return True
    if around.has(_GOODS, after=True) is not None and not around.speaks_of_people():
        return True
    ends = "stop" in act.verb.classes and act.verb.lemma in ("end", "cancel")
    return ends and around.has(frozenset(("closure", "ban"))) is None


def _border_and_verb(around: Around, word: int) -> Finding:
    """As in "closed its border with", "the border between ... was closed"."""
    classes = around.act.verb.classes
    kind = _status(classes) if classes & {"shut", "stop", "open", "lift"} else "border_restricted"
    limits = around.has(word_set("limits_at_borders")) is not None and (
        "only" in around.lows or "impose" in classes
    )
    all_but = around.particle("all") and around.sentence.low(around.act.at + 2) == "but"
    if all_but or (limits and kind != "border_closed"):
        kind = "border_restricted"
    people = next((each for each in around.after if each.kind == "group"), None)
    targets = border_targets(around)
    between = [each for each in targets if around.sentence.preposition(each) == "between"]
    if len(targets) > 1 and between == targets and around.agent() is None:
        found = finding(kind, "border between", around, targets[1:2], group=people)
        found.actors = targets[:1]
        return found
    fired = [("verb", around.act.at), ("border", word)]
    itself = around.act.subject
    if (
        not around.act.passive
        and itself is not None
        and itself.kind == "place"
        and itself.first <= word <= itself.last
    ):
        found = finding(kind, "border and verb", around, [itself], group=people, fired=fired)
        found.actors = []
        return found
    return finding(kind, "border and verb", around, targets, group=people, fired=fired)


def _only_some_cross(around: Around) -> bool:
    """As in "only Afghans with passports can cross"."""
    act = around.act
    if "arrive" not in act.verb.classes or act.subject is None:
        return False
    led_in = around.sentence.low(act.subject.first - 1) == "only"
    return led_in and bool({"can", "may", "could"} & set(act.helpers))


def _status(classes: frozenset[str]) -> str:
    """Shut or open, by the class of the verb."""
    return "border_closed" if classes & {"shut", "stop"} else "border_opened"


def _site(around: Around) -> Mention | None:
    """A place shut or opened to people, such as a post or a port."""
    found = around.before if around.act.passive else around.after
    for each in found:
        if each.kind == "place" and around.sentence.preposition(each) in ("", "of"):
            if each.detail == "site" and each.words.split()[-1].lower() in BORDER:
                return each
            if around.people() is not None or around.has(frozenset(("port",))) is not None:
                return each
    return None


def _passage(around: Around) -> Iterator[Finding]:
    """Letting in, letting only some in, not letting in."""
    act = around.act
    enters = around.has(
        word_set("ways_in"),
        after=True,
    )
    if enters is None and act.verb.lemma == "admit" and "only" in around.lows:
        enters = act.at
    nobody = act.passive and "nobody" in around.lows
    someone = around.people() is not None or around.has(PEOPLE_WORDS, after=True) is not None
    if enters is None or not (someone or nobody or "entry" in around.lows):
        return
    only = "only" in around.lows or around.has(word_set("papers_at_borders")) is not None
    shuts = (bool(act.verb.classes & {"bar", "stop"}) or act.negated or nobody) and not _without_papers(
        around
    )
    only = only or _without_papers(around)
    kind = (
        "border_closed"
        if shuts
        else "border_restricted"
        if only or "demand_papers" in act.verb.classes
        else "border_opened"
    )
    if act.verb.lemma in ("stop", "prevent", "keep") and around.has(word_set("entering")) is None:
        return
    found = finding(kind, "letting in", around, border_targets(around), group=around.people())
    if shuts and act.negated:
        found.notes = frozenset({"negation_used"})
    found.fired.append(("passage", enters))
    yield found


def _without_papers(around: Around) -> bool:
    """Whether it is about people without papers only."""
    without = around.has(frozenset(("without", "lacking")), after=True)
    papers = word_set("papers_at_borders") | word_set("visas")
    return without is not None and any(around.sentence.low(without + n) in papers for n in range(1, 5))


def border_targets(around: Around) -> list[Mention]:
    """With whom the border is; else the post."""
    everything = [*around.after, *(around.before if around.act.passive else [])]
    led = [
        each
        for each in everything
        if each.kind in ("country", "region")
        and around.sentence.preposition(each) in ("with", "between", "from", "to", "and")
        and not (each.detail == "capital" and around.sentence.preposition(each) == "from")
    ]
    if not led:
        led = [each for each in everything if each.kind == "country" and each.detail == "adjective"]
    between = [each for each in everything if around.sentence.preposition(each) == "between"]
    if len(between) > 1:
        return between
    if led:
        return [each for each in led if each is not around.agent()]
    return [each for each in everything if each.kind == "place" and each is not around.agent()][:3]
