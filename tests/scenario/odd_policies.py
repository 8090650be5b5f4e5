"""What is odd about groups, borders, hosts and pathways; each must be told as one warning."""

from __future__ import annotations

from tests.scenario.policy_world import (
    BORDERS,
    EVENTS,
    GROUPS,
    PATHWAYS,
    PLACES,
    ROUTES,
    added,
    dropped,
    run_with,
    spoilt,
    with_policies,
)
from tests.scenario.worlds import Change, Odd, both


def odd(name: str, change: Change, where: str, found: str, remedy: str) -> Odd:
    return Odd(name, both(with_policies, change), where, found, remedy)


ODD_POLICIES = [
    odd("a group that looks like another", both(spoilt(GROUPS, 3, name="drivers"), added(
        GROUPS, name="Drivers"), added("shares.csv", group="Drivers", share=0)), "groups.csv line 4",
        "'Drivers' looks like 'drivers' (groups.csv line 3)", "one spelling"),
    # regimes
    odd("a quota on a closed border", spoilt(EVENTS, 3, status="closed", admit=None), "events.csv line 3",
        "quota has no effect: nobody is let through", "Write open"),
    odd("a queue where nobody is refused", spoilt(EVENTS, 3, status="open", admit=None), "events.csv line 3",
        "wait has no effect: nobody is refused", "restricted or closed"),
    odd("irregular crossing beside an open door", both(dropped(EVENTS, 6), spoilt(
        EVENTS, 3, status="open", admit=None, quota=None, weekdays=None, wait=None, give_up=None)), "events.csv line 3",
        "irregular has no effect: everybody is let through", "Write restricted or closed"),
    odd("caught, but nobody tries", spoilt(EVENTS, 3, irregular=None), "events.csv line 3",
        "irregular_returned has no effect: irregular is 0", "Give irregular"),
    odd("nobody there to give up", both(dropped(EVENTS, 6), spoilt(
        EVENTS, 3, quota=None, weekdays=None, wait=None)), "events.csv line 3",
        "give_up has no effect: nobody ever waits there", "Give a quota"),
    odd("a quota away from posts", added(
        EVENTS, event="route", start="2025-02-01", place="Midway", other_place="Inn", status="open", quota=5,
        wait=0.2, irregular_returned=0.2), "events.csv line 10",
        "quota, wait have no effect on a route away from posts", "Use irregular_returned"),
    odd("a border that is crossed away from posts alone", both(
        spoilt(ROUTES, 4, away_from_posts="yes"), dropped(EVENTS, 4), dropped(EVENTS, 6)), "events.csv line 3",
        "all routes across the border of 'Aland' and 'Bland' run away from posts", "Use the event 'route'"),
    # borders away from posts, modes, seasons
    odd("a border nobody crosses away from its posts", spoilt(ROUTES, 6, away_from_posts=None), "borders.csv line 2",
        "no route away from posts crosses the border of 'Bland' and 'Aland'", "Add the route"),
    odd("a border nobody knows anything of", dropped(BORDERS, 2), "routes.csv line 6",
        "the border of 'Aland' and 'Bland' is not among the borders", "Add the border"),
    odd("a route closed to all", spoilt(ROUTES, 6, closed_to="vehicle;foot"), "routes.csv line 6",
        "nobody can use the route from 'Midway' to 'Inn': it is closed to all who travel by foot, vehicle",
        "Correct closed_to"),
    odd("a season between places no route joins", spoilt(EVENTS, 7, other_place="Inn", place="Gate"), "events.csv line 7",
        "no route joins 'Gate' and 'Inn' directly", "two ends"),
    odd("a season that changes nothing", spoilt(EVENTS, 7, speed_factor=1), "events.csv line 7",
        "speed_factor is 1", "Correct it"),
    odd("a season in the air", spoilt(ROUTES, 2, mode="air"), "events.csv line 7",
        "people fly between 'Midway' and 'Origin': speed_factor has no effect", "Delete the row"),
    # hosts
    odd("overflow where nobody is turned away", spoilt(PLACES, 5, hard_capacity=None), "places.csv line 5",
        "overflow_to has no effect", "Write yes under hard_capacity"),
    odd("places that pass people to each other", spoilt(
        PLACES, 6, hard_capacity="yes", capacity=90, overflow_to="Camp One"), "places.csv line 5",
        "'Camp One' and 'Inn' pass people on to each other", "with room"),
    odd("a limit where nobody comes", both(
        added(PLACES, name="Port", country="Dland", latitude=10, longitude=25),
        added(ROUTES, start="Port", end="Inn", distance_km=120, two_way="no"),
        spoilt(EVENTS, 6, country="Dland")), "events.csv line 6",
        "no route and no pathway leads into 'Dland' from abroad", "Add the way in"),
    # pathways
    odd("a pathway within its host country", spoilt(PATHWAYS, 3, kind="evacuation", destination="Inn", settles=None),
        "pathways.csv line 3", "which lies there too", "Name the place where people apply"),
    odd("the refused arrive", spoilt(PATHWAYS, 2, refused_to="Far City"), "pathways.csv line 2",
        "refused_to 'Far City' is the destination", "Write host"),
    odd("stages of no wait", spoilt(PATHWAYS, 2, wait_days=None), "pathways.csv line 2",
        "stages has no effect: 'visa' decides at once", "Give wait_days"),
    odd("a wait longer than the pathway", spoilt(PATHWAYS, 2, wait_days=700), "pathways.csv line 2",
        "the mean wait of 700 days is longer than 'visa' lasts (41 days)", "Check wait_days"),
    odd("nobody applies", spoilt(PATHWAYS, 2, apply=0), "pathways.csv line 2",
        "apply is 0: nobody ever departs by 'visa'", "by an event 'pathway'"),
    odd("nobody is approved", spoilt(PATHWAYS, 2, approval=0), "pathways.csv line 2", "approval is 0", "Correct approval"),
    odd("nobody waits to give up", spoilt(PATHWAYS, 3, give_up=0.1), "pathways.csv line 3",
        "give_up has no effect: nobody waits in 'going home'", "Give wait_days or seats"),
    odd("nobody is refused", spoilt(PATHWAYS, 3, refused_to="onward"), "pathways.csv line 3",
        "refused_to has no effect: approval is 1", "Give approval"),
    odd("at home abroad", spoilt(PATHWAYS, 2, settles="yes"), "pathways.csv line 2",
        "settles is yes, but 'Far City' lies abroad, in 'Cland'", "Write no"),
    odd("a return to elsewhere", spoilt(PATHWAYS, 2, kind="forced_return"), "pathways.csv line 2",
        "'visa' is a forced_return, but 'Far City' lies in 'Cland'", "Correct the kind"),
    odd("a change after the pathway is over", spoilt(EVENTS, 8, start="2025-02-21", end=None), "events.csv line 8",
        "the change has no effect: 'visa' is over on 2025-02-20", "Correct the dates"),
    odd("a change to what it is already", spoilt(EVENTS, 8, seats=15), "events.csv line 8",
        "'visa' has these numbers already", "delete it"),
    # settings
    odd("a speed of animals without any", run_with("[movement]\nanimal_speed_km_per_day = 40"), "scenario.toml line 10",
        "animal_speed_km_per_day has no effect: no group travels with animals", "Delete it"),
    odd("patrols that are none", both(spoilt(BORDERS, 2, patrols=None), run_with("[borders]\npatrol_reach_km = 9")),
        "scenario.toml line 10", "patrol_reach_km has no effect: no border has patrols", "Delete it"),
]  # fmt: skip
