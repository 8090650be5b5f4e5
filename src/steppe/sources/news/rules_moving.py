"""Rules of people on the move: carried, sent back, going home, coming, waiting, fleeing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from steppe.sources.news.around import Around, Finding, finding, is_place
from steppe.sources.news.mentions import Mention
from steppe.sources.news.word_sets import word_set


def carrying(around: Around) -> Iterator[Finding]:
    """Resettlement and evacuation, and carrying in general."""
    classes, people = around.act.verb.classes, around.people()
    away = around.with_preposition("from", "of", "out")
    if "resettle" in classes and around.speaks_of_people():
        where = [
            each for each in around.with_preposition("in", "to", "into") if not _lives_there(around, each)
        ]
        helpers = set(around.act.helpers)
        agreed = any("agree" in each.verb.classes for each in around.act.chain)
        own = not where and (
            agreed or "will" in helpers or {"to", "is"} <= helpers or {"to", "are"} <= helpers
        )
        kind, rule = "third_country_relocation", "resettle"
        yield finding(kind, rule, around, where, group=people, targets_actor=own)
    elif "evacuate" in classes:
        yield finding("evacuation", "evacuate", around, away, group=people)
    elif people is None:
        return
    elif classes & _BRINGS and around.particle("out", "from", "home", "back", reach=6):
        yield from _carried_away(around, away, people)
    elif "carry" in classes and (where := around.with_preposition("to") or around.beyond(people, "to")):
        yield finding("third_country_relocation", "carried to", around, where, group=people)


def _lives_there(around: Around, where: Mention) -> bool:
    """Whether people are where they are to be brought from: "refugees now in Chad"."""
    return around.sentence.low(where.first - 2) in word_set("staying")


_BRINGS = frozenset({"flyout", "carry", "pull", "bring", "rescue"})


def _carried_away(around: Around, away: list[Mention], people: Mention) -> Iterator[Finding]:
    """Carried out is evacuated, carried back is deported."""
    act = around.act
    out = around.particle("out", "home", reach=6)
    if around.particle("back", reach=6) and "carry" in act.verb.classes and not out:
        yield finding("deportation", "carried back", around, around.with_preposition("to"), group=people)
    elif (
        "home" not in around.lows
        or act.passive
        or "flyout" in act.verb.classes
        or (away and _own(around, people))
    ):
        yield finding("evacuation", "carried out", around, away, group=people)


def _own(around: Around, people: Mention) -> bool:
    """Whether a state brings its own people."""
    return around.sentence.low(people.first - 1) in ("its", "their", "our") or "nationals" in people.words


def sending(around: Around) -> Iterator[Finding]:
    """Deportation in all its words."""
    classes, people = around.act.verb.classes, around.people()
    if _is_deportation(around):
        where = around.with_preposition("to", "into", "towards", "across")
        yield finding("deportation", "sent back", around, where, group=people)
    elif _drives_abroad(around, people):
        found = finding(
            "people_arrived", "sent across", around, _abroad(around)[-1:], group=people, counted=people
        )
        found.actors = [people] if people is not None else []
        yield found
    elif "send" in classes and people is not None and _is_sent(around, people):
        where = around.with_preposition("to") or around.beyond(people, "to")
        if where:
            yield finding("third_country_relocation", "sent to", around, where, group=people)


def _is_sent(around: Around, people: Mention) -> bool:
    """Whether people are sent, and not troops or aid because of them."""
    before = [each for each in around.after if each.first < people.first and each.kind != "country"]
    return people.detail in ("refugee", "migrant", "nation") and (around.act.passive or not before)


def _drives_abroad(around: Around, people: Mention | None) -> bool:
    """As in "the fall of the town sent 50,000 people across the border into Chad"."""
    sent = bool(around.act.verb.classes & {"send", "drive"}) and not around.act.passive
    agent = around.agent()
    by_event = agent is None or agent.kind not in ("country", "region", "organisation", "authority")
    counted = people is not None and people.quantity is not None
    return sent and by_event and counted and bool(_abroad(around))


def _abroad(around: Around) -> list[Mention]:
    return [each for each in around.with_preposition("into", "across") if is_place(each)]


def _is_deportation(around: Around) -> bool:
    """Expelled, sent or turned back, handed over, forcibly returned."""
    act, classes = around.act, around.act.verb.classes
    nobody_named = act.passive and act.subject is None and act.pronoun in ("they", "who")
    whom = around.speaks_of_people() or nobody_named
    if "deport" in classes:
        return whom or act.passive or bool(around.after)
    if classes & {"send", "push", "turn", "drive", "take"} and whom:
        far = around.particle("back", reach=6) or (
            not classes & {"drive", "take"} and around.particle("home", "away", reach=6)
        )
        return far or around.has(frozenset(("back",)), after=True) is not None
    if "hand" in classes and around.people() is not None:
        return around.particle("over", "back", reach=5)
    return "go_home" in classes and "forcibly" in around.lows


def returning(around: Around) -> Iterator[Finding]:
    """People who go home, or are helped to."""
    act, classes = around.act, around.act.verb.classes
    helped = next((each for each in act.chain if each.verb.lemma == "help"), None)
    who = act.subject
    if "repatriate" in classes:
        yield finding("return", "repatriate", around, around.with_preposition("to"), group=around.people())
    elif helped is not None and "go_home" in classes and who is not None and who.kind == "group":
        where = around.with_preposition("to", "in")
        found = finding("return", "helped home", around, where, group=who, counted=who)
        found.actors = [helped.subject] if helped.subject else []
        yield found
    elif _goes_home(around, who):
        where = around.with_preposition("to", "in", "into")
        yield finding("return", "go home", around, where, group=who, counted=who)


def _goes_home(around: Around, who: Mention | None) -> bool:
    """Whether people go home, and not back to work or to fire."""
    act = around.act
    home = "go" in act.verb.classes and around.particle("home", "back", reach=3)
    if not (home or "go_home" in act.verb.classes) or act.passive or "forcibly" in around.lows:
        return False
    if around.has(word_set("returns_of_other_kinds"), after=True) is not None:
        return False
    if who is None:
        return act.pronoun in ("they", "who", "most", "")
    return who.kind in ("group", "number")


def moving(around: Around) -> Iterator[Finding]:
    """People who come, wait, flee or leave, counted or not."""
    classes, who = around.act.verb.classes, around.act.subject
    if classes & {"amount", "arrive"} and (number := _number_before(around)) is not None:
        yield from _stands_at(around, number)
    elif classes & _MOTIONS and (who is None or who.kind in ("group", "number") or _drives(around)):
        yield from _by_motion(around, who)


_MOTIONS = frozenset(
    ["flee", "displace", "drive", "leave", "stream", "arrive", "come", "wait", "register", "go"]
)


def _number_before(around: Around) -> int | None:
    """Where "number of" stands before the verb, at most a relative clause away."""
    sentence, at = around.sentence, around.act.at
    words = range(at - 1, max(-1, at - _LONGEST_SUBJECT), -1)
    return next((n for n in words if sentence.low(n) == "number" and sentence.low(n + 1) == "of"), None)


def _stands_at(around: Around, first: int) -> Iterator[Finding]:
    """As in "the number of refugees in Lebanon has reached 800,000", "of Syrians who have come to Greece"."""
    before = [each for each in around.sentence.mentions if first < each.first and each.last < around.act.at]
    who = next((each for each in before if each.kind == "group"), None)
    number = next((each for each in around.after if each.quantity is not None), None)
    where = [each for each in before if is_place(each)] or [each for each in around.after if is_place(each)]
    if who is not None and _is_newcomer(who) and number is not None and where:
        found = finding("people_arrived", "number of people", around, where[:1], group=who, counted=number)
        found.actors, found.pronoun = [who], ""
        found.clause = replace(found.clause, first=min(first, found.clause.first))
        yield found


_LONGEST_SUBJECT = 25


def _is_newcomer(who: Mention) -> bool:
    """Whether those who come are more than visitors."""
    return who.words.split()[-1].lower() not in word_set("visitors")


def _drives(around: Around) -> bool:
    """Something drives people out."""
    return bool(around.act.verb.classes & {"drive", "displace"}) and around.people() is not None


def _by_motion(around: Around, who: Mention | None) -> Iterator[Finding]:
    """By what they do; those who are counted act."""
    counted = around.people() if _drives(around) and not around.act.passive else who
    classes = around.act.verb.classes
    away = around.with_preposition("from", "of", "out", "outside")
    flees = classes & {"flee", "displace"} or (
        "drive" in classes and around.has(word_set("driven_out_of"), after=True) is not None
    )
    if "wait" in classes:
        found = _waits(around, counted)
    elif flees:
        found = _flees(around, counted, who, away)
    elif classes & {"leave", "stream"} and (away or not _into(around)):
        found = _leaves(around, counted, who, away)
    else:
        found = _arrives(around, counted, away)
    if found is not None:
        found.actors = [counted] if counted is not None else found.actors
        yield found


def _into(around: Around) -> list[Mention]:
    """Where they go or wait."""
    return around.with_preposition(
        "in", "into", "to", "at", "through", "across", "over", "on", "towards", "near", "via", "between"
    )


def _direct(around: Around) -> list[Mention]:
    """Places that are the object of the verb."""
    return [each for each in around.after if is_place(each) and around.sentence.preposition(each) == ""]


def _waits(around: Around, counted: Mention | None) -> Finding | None:
    """A count of those who wait, queue or are stranded."""
    if counted is None or counted.quantity is None:
        return None
    if not (around.act.passive or around.act.verb.lemma in word_set("waiting")):
        return None
    return finding("people_waiting", "wait", around, _into(around), group=counted, counted=counted)


def _flees(
    around: Around, counted: Mention | None, who: Mention | None, away: list[Mention]
) -> Finding | None:
    """People who flee or are driven out."""
    act = around.act
    if "displace" in act.verb.classes and not act.passive and not _drives(around):
        return None
    number = counted if counted is not None and counted.quantity is not None else None
    if around.has(frozenset(("scene", "arrest", "justice")), after=True) is not None:
        return None
    if number is None and who is None:
        return None
    where = away or _direct(around) or around.with_preposition("in", "by")
    kind = "people_displaced" if number is not None else "outflow"
    return finding(kind, "flee", around, where, group=counted, counted=number)


def _leaves(
    around: Around, counted: Mention | None, who: Mention | None, away: list[Mention]
) -> Finding | None:
    """People who leave or stream out of a place."""
    number = counted if counted is not None and counted.quantity is not None else None
    far = away or _direct(around)
    homeward = around.particle("out", reach=2) and around.has(word_set("homelands")) is not None
    if not (far or homeward) or who is None or who.detail == "leader":
        return None
    if number is None and not around.act.helpers and "stream" not in around.act.verb.classes:
        return None
    kind = "people_displaced" if number is not None else "outflow"
    return finding(kind, "leave", around, far, group=who, counted=number)


def _arrives(around: Around, counted: Mention | None, away: list[Mention]) -> Finding | None:
    """A count of those who came."""
    classes = around.act.verb.classes
    if counted is None or counted.quantity is None or not _is_newcomer(counted):
        return None
    if not classes & {"arrive", "come", "stream", "register"}:
        return None
    into = [each for each in around.with_preposition("into", "to") if is_place(each)]
    where = into or [each for each in around.after if is_place(each) and each not in away] or _into(around)
    if not where and "arrive" not in classes:
        return None
    return finding("people_arrived", "arrive", around, where[:1], group=counted, counted=counted)
