"""What can be wrong with groups, borders, hosts and pathways; each spoils one thing in a world that is right."""

from __future__ import annotations

from tests.scenario.policy_world import (
    BORDERS,
    EVENTS,
    GROUPS,
    PATHWAYS,
    PLACES,
    ROUTES,
    SHARES,
    added,
    dropped,
    run_with,
    spoilt,
    with_policies,
)
from tests.scenario.worlds import FILES, Bad, Change, both, gone, whole

TOML = "scenario.toml"
FLEE = "cannot be run with routing = 'flee'"


def bad(name: str, change: Change, where: str, found: str, remedy: str, *others: tuple[str, str, str]) -> Bad:
    return Bad(name, both(with_policies, change), where, found, remedy, others)


def only(table: str, text: str) -> Change:
    """The small world without policies, but for one table."""
    return both(
        *(gone(file) for file in (GROUPS, SHARES, BORDERS, PATHWAYS)),
        *(whole(file, FILES[file]) for file in (PLACES, ROUTES, EVENTS)),
        whole(table, text),
    )


def under_flee(table: str, text: str) -> Change:
    return both(only(table, text), run_with('[routing]\nrouting = "flee"'))


BAD_POLICIES = [
    # groups and shares
    bad("a group in an event nobody knows", spoilt(EVENTS, 4, groups="famlies"), "events.csv line 4",
        "group 'famlies' is unknown", "Did you mean 'families'?"),
    bad("a group like no other", spoilt(EVENTS, 4, groups="families;zz"), "events.csv line 4",
        "group 'zz' is unknown", "Add it to the groups"),
    bad("a group of a pathway nobody knows", spoilt(PATHWAYS, 2, groups="driver"), "pathways.csv line 2",
        "group 'driver' is unknown", "Did you mean 'drivers'?"),
    bad("a group of a season nobody knows", spoilt(EVENTS, 7, groups="Families"), "events.csv line 7",
        "group 'Families' is unknown", "Copy 'families'"),
    bad("a share of a group nobody knows", spoilt(SHARES, 2, group="familes"), "shares.csv line 2",
        "group 'familes' is unknown", "Did you mean 'families'?"),
    bad("a group named twice in a cell", spoilt(EVENTS, 4, groups="families; families"), "events.csv line 4",
        "group 'families' is named twice", "Name each group once"),
    bad("a cell of groups that names nobody", spoilt(EVENTS, 4, groups=" ; "), "events.csv line 4",
        "groups ';' names nobody", "Empty the cell for everybody"),
    bad("two groups of one name", added(GROUPS, name="drivers"), "groups.csv line 4",
        "group 'drivers' is there already (groups.csv line 3)", "a name of its own"),
    bad("a group that could not be listed", both(added(GROUPS, name="the old;the sick"), added(
        SHARES, group="the old;the sick", share=0)), "groups.csv line 4",
        "the name 'the old;the sick' holds ';'", "Leave it out"),
    bad("a group at fault is not also unknown", spoilt(GROUPS, 2, hours_per_day=25), "groups.csv line 2",
        "hours_per_day '25' is above 24", "from 0.1 to 24 (hours)"),
    bad("hours that are not known", spoilt(GROUPS, 2, hours_per_day="n/a"), "groups.csv line 2",
        "hours_per_day 'n/a' is not a number", "Leave the cell empty"),
    bad("an unknown mode", spoilt(GROUPS, 2, mode="walking"), "groups.csv line 2",
        "mode 'walking' is not one of foot, animal, vehicle, air", "Choose one"),
    bad("households of nobody", spoilt(GROUPS, 2, household_size=0), "groups.csv line 2",
        "household_size '0' is below 1", "from 1 to 100 (people)"),
    bad("a hazard below nothing", spoilt(GROUPS, 2, leave_factor=-1), "groups.csv line 2",
        "leave_factor '-1' is below 0", "from 0 to 1,000"),
    bad("a share of a group above one", spoilt(SHARES, 2, share=70), "shares.csv line 2", "share '70' is above 1", "from 0 to 1"),
    bad("a share in per cent", spoilt(SHARES, 2, share="70 %"), "shares.csv line 2",
        "share '70 %' is not a number", "Write 0.7"),
    bad("a share in an unknown place", spoilt(SHARES, 4, place="Midwy"), "shares.csv line 4",
        "place 'Midwy' is unknown", "Did you mean 'Midway'?"),
    bad("a share twice", added(SHARES, group="drivers", share=0.3), "shares.csv line 6",
        "group 'drivers' has a share without a place already (shares.csv line 3)", "Keep one"),
    bad("shares that are not of everybody", spoilt(SHARES, 2, share=0.6), "shares.csv line 2",
        "the shares without a place add up to 0.9, not to 1", "everybody is of one group"),
    bad("shares of a place that are not of everybody", spoilt(SHARES, 4, share=0.6), "shares.csv line 4",
        "the shares at 'Midway' add up to 1.1", "everybody is of one group"),
    bad("a group without any share", added(GROUPS, name="herders", mode="animal"), "groups.csv line 4",
        "group 'herders' has no share anywhere", "Add its shares"),
    bad("shares for some places only", both(dropped(SHARES, 2), dropped(SHARES, 3)), SHARES,
        "people who enter at Origin, Gate, Camp One, Inn, Far City are of no group", "rows without a place"),
    bad("groups without shares", gone(SHARES), SHARES, "the groups have no shares", "rows without a place"),
    bad("shares without groups", only(SHARES, "group,share\na,1\n"), SHARES, "there are shares, but no groups",
        "Add the table groups"),
    # regimes
    bad("a quota below nobody", spoilt(EVENTS, 3, quota=-1), "events.csv line 3", "quota '-1' is below 0",
        "from 0 to 2,000,000,000 (people)"),
    bad("half a person", spoilt(EVENTS, 3, quota=2.5), "events.csv line 3", "quota '2.5' is not a whole number", "Give"),
    bad("more than all wait", spoilt(EVENTS, 3, wait=1.5), "events.csv line 3", "wait '1.5' is above 1", "from 0 to 1"),
    bad("a pushback below nothing", spoilt(EVENTS, 3, pushback=-0.1), "events.csv line 3",
        "pushback '-0.1' is below 0", "from 0 to 1"),
    bad("an irregular chance in per cent", spoilt(EVENTS, 3, irregular="10%"), "events.csv line 3",
        "irregular '10%' is not a number", "Write 0.1"),
    bad("a day of another language", spoilt(EVENTS, 3, weekdays="mon;mardi"), "events.csv line 3",
        "'mardi' under weekdays is no day", "mon, tue, wed"),
    bad("days in full", spoilt(EVENTS, 3, weekdays="Monday"), "events.csv line 3", "'Monday' under weekdays", "mon, tue"),
    bad("a day twice", spoilt(EVENTS, 3, weekdays="mon;tue;mon"), "events.csv line 3",
        "'mon' stands twice under weekdays", "each day once"),
    bad("days that are none", spoilt(EVENTS, 3, weekdays=";"), "events.csv line 3", "names no day", "every day"),
    bad("overlapping regimes of a border in one direction", added(
        EVENTS, event="border", start="2025-02-01", country="Bland", other_country="Aland", one_way="yes",
        status="closed"), "events.csv line 10", "another row on the border Aland – Bland (events.csv line 3)", "End one"),
    bad("overlapping regimes of a route for a group", added(
        EVENTS, event="route", start="2025-02-01", place="Camp One", other_place="Gate", status="closed",
        groups="drivers;families"), "events.csv line 10",
        "another row on the route Camp One – Gate for 'families' (events.csv line 4)", "End one before"),
    bad("a closure that stops nobody away from posts", added(
        EVENTS, event="route", start="2025-02-01", place="Midway", other_place="Inn", status="closed"),
        "events.csv line 10", "stops nobody on a route away from posts", "Give irregular_returned"),
    bad("a use for the group of a conflict", spoilt(EVENTS, 2, groups="families"), "events.csv line 2",
        "groups 'families' means nothing for the event 'conflict'", "Empty that cell"),
    # borders away from posts, modes
    bad("a border nobody knows", spoilt(BORDERS, 2, country="Blnd"), "borders.csv line 2",
        "no place lies in the country 'Blnd'", "Did you mean 'Bland'?"),
    bad("a border twice", added(BORDERS, country="Aland", other_country="Bland", length_km=5), "borders.csv line 3",
        "the border of 'Aland' and 'Bland' is there already (borders.csv line 2)", "Keep one"),
    bad("a border with itself", spoilt(BORDERS, 2, country="Aland"), "borders.csv line 2",
        "a border of 'Aland' with itself", "on the other side"),
    bad("a border without length", spoilt(BORDERS, 2, length_km=0), "borders.csv line 2",
        "length_km '0' is below 0.1", "from 0.1 to 50,000 (km)"),
    bad("a border on the moon", spoilt(BORDERS, 2, terrain="crater"), "borders.csv line 2",
        "terrain 'crater' is not one of steppe, hills", "Choose one"),
    bad("fewer patrols than none", spoilt(BORDERS, 2, patrols=-3), "borders.csv line 2", "patrols '-3' is below 0", "from 0"),
    bad("away from posts inside a country", spoilt(ROUTES, 2, away_from_posts="yes"), "routes.csv line 2",
        "'Origin' and 'Midway' both lie in 'Aland'", "Write no"),
    bad("closed to a mode nobody knows", spoilt(ROUTES, 6, closed_to="vehicles;animal"), "routes.csv line 6",
        "closed_to 'vehicles' is no mode of travel", "Did you mean 'vehicle'?"),
    bad("closed to a mode twice", spoilt(ROUTES, 6, closed_to="vehicle;vehicle"), "routes.csv line 6",
        "'vehicle' stands twice under closed_to", "each mode once"),
    bad("closed to nothing", spoilt(ROUTES, 6, closed_to=";;"), "routes.csv line 6", "names no mode", "Empty the cell"),
    bad("a way across a long border that costs too little", both(
        spoilt(ROUTES, 6, two_way="yes", distance_km=330), spoilt(BORDERS, 2, length_km=40_000),
        spoilt(GROUPS, 2, mode="vehicle"), spoilt(ROUTES, 6, two_way="yes", closed_to=None)),
        "scenario.toml [routing]", "going round in circles costs too little", "or raise crossing_spacing_km"),
    # seasons
    bad("every year without end", spoilt(EVENTS, 7, end=None), "events.csv line 7",
        "every_year is yes, but there is no end", "Give the end"),
    bad("every year for more than a year", spoilt(EVENTS, 7, end="2024-12-02"), "events.csv line 7",
        "from 2023-12-01 to 2024-12-02 is longer than a year", "End it within a year"),
    bad("a season on no day of the period", spoilt(EVENTS, 7, start="2024-04-01", end="2024-06-01"),
        "events.csv line 7", "holds on no day from 2025-01-01 to 2025-03-01, in whatever year", "Correct the dates"),
    bad("a speed from a place to itself", spoilt(EVENTS, 7, other_place="Midway"), "events.csv line 7",
        "a route from 'Midway' to itself is none", "Name the other place"),
    bad("a road without any speed", spoilt(EVENTS, 7, speed_factor=0), "events.csv line 7",
        "speed_factor '0' is below 0.01", "from 0.01 to 10"),
    # hosts
    bad("overflow to nowhere", spoilt(PLACES, 5, overflow_to="In"), "places.csv line 5", "place 'In' is unknown",
        "Did you mean 'Inn'?"),
    bad("overflow to itself", spoilt(PLACES, 5, overflow_to="Camp One"), "places.csv line 5",
        "overflow_to of 'Camp One' is 'Camp One'", "another place"),
    bad("overflow to far away", spoilt(PLACES, 5, overflow_to="Origin"), "places.csv line 5",
        "no route leads from 'Camp One' to 'Origin' directly", "Add the route"),
    bad("a town that opens as a camp", spoilt(EVENTS, 5, place="Inn"), "events.csv line 5",
        "'Inn' is not a camp but a town", "Correct the name or its kind"),
    bad("a camp that opens and closes", added(
        EVENTS, event="camp_closed", start="2025-01-01", end="2025-01-03", place="Camp One"), "events.csv line 5",
        "camp_opens here and camp_closed elsewhere (events.csv line 10)", "Use one of them"),
    bad("a camp that opens twice", added(EVENTS, event="camp_opens", start="2025-01-20", place="Camp One"),
        "events.csv line 10", "another row on the place Camp One (events.csv line 5)", "End one before"),
    bad("a limit of a country nobody knows", spoilt(EVENTS, 6, country="Bleand"), "events.csv line 6",
        "no place lies in the country 'Bleand'", "Did you mean 'Bland'?"),
    bad("two limits at once", added(EVENTS, event="host_limit", start="2025-02-01", country="Bland", limit=1),
        "events.csv line 10", "another row on the country Bland (events.csv line 6)", "End one before"),
    bad("a limit without a number", spoilt(EVENTS, 6, limit=None), "events.csv line 6", "limit is empty",
        "people a country takes at most"),
    # pathways
    bad("a pathway without a destination", spoilt(PATHWAYS, 2, destination=None), "pathways.csv line 2",
        "destination is empty", "where those who depart arrive"),
    bad("a pathway without an end", spoilt(PATHWAYS, 2, end=None), "pathways.csv line 2", "end is empty",
        "the first day on which it is over"),
    bad("a pathway that ends before it starts", spoilt(PATHWAYS, 2, end="2025-01-05"), "pathways.csv line 2",
        "ends 2025-01-05, before it starts 2025-01-10", "give a later one"),
    bad("a pathway that ends as it starts", spoilt(PATHWAYS, 2, end="2025-01-10"), "pathways.csv line 2",
        "ends 2025-01-10, on the day it starts 2025-01-10", "give a later one"),
    bad("a pathway after the period", spoilt(PATHWAYS, 3, start="2026-01-05", end="2026-03-01"), "pathways.csv line 3",
        "begins 2026-01-05, after the last day 2025-03-01", "Correct the date"),
    bad("a pathway before the period", spoilt(PATHWAYS, 3, end="2024-03-01"), "pathways.csv line 3",
        "is over on 2024-03-01, before the first day", "Correct the date"),
    bad("a pathway of nowhere", spoilt(PATHWAYS, 2, place=None), "pathways.csv line 2",
        "'visa' names neither a place nor a country", "Fill in one"),
    bad("a pathway of a place and a country", spoilt(PATHWAYS, 2, country="Bland"), "pathways.csv line 2",
        "names both the place 'Camp One' and the country 'Bland'", "Empty one"),
    bad("a pathway of an unknown place", spoilt(PATHWAYS, 2, place="Camp Two"), "pathways.csv line 2",
        "place 'Camp Two' is unknown", "Did you mean 'Camp One'?"),
    bad("a pathway of an unknown country", spoilt(PATHWAYS, 3, country="Blond"), "pathways.csv line 3",
        "no place lies in the country 'Blond'", "Did you mean 'Bland'?"),
    bad("a pathway to an unknown place", spoilt(PATHWAYS, 2, destination="Far Town"), "pathways.csv line 2",
        "place 'Far Town' is unknown", "Did you mean 'Far City'?"),
    bad("a pathway to where it is", spoilt(PATHWAYS, 2, destination="Camp One"), "pathways.csv line 2",
        "leads from 'Camp One' to itself", "another destination"),
    bad("two pathways of one name", spoilt(PATHWAYS, 3, name="visa"), "pathways.csv line 3",
        "pathway 'visa' is there already (pathways.csv line 2)", "a name of its own"),
    bad("a kind of pathway nobody knows", spoilt(PATHWAYS, 2, kind="visas"), "pathways.csv line 2",
        "kind 'visas' is not one of visa, resettlement", "Did you mean 'visa'?"),
    bad("a pathway without stages", spoilt(PATHWAYS, 2, stages=0), "pathways.csv line 2", "stages '0' is below 1",
        "from 1 to 100"),
    bad("a wait shorter than its stages", spoilt(PATHWAYS, 2, wait_days=2), "pathways.csv line 2",
        "wait_days 2 is below the 3 stages of 'visa'", "Lower stages to 2"),
    bad("the refused go nowhere", spoilt(PATHWAYS, 2, refused_to="onwards"), "pathways.csv line 2",
        "refused_to 'onwards' is neither host nor onward nor a place", "Did you mean 'onward'?"),
    bad("the refused go where they are", spoilt(PATHWAYS, 2, refused_to="Camp One"), "pathways.csv line 2",
        "refused_to 'Camp One' is where they are", "Write host"),
    bad("a change of an unknown pathway", spoilt(EVENTS, 8, pathway="vsa"), "events.csv line 8",
        "pathway 'vsa' is unknown", "Did you mean 'visa'?"),
    bad("a change of nothing", spoilt(EVENTS, 8, seats=None), "events.csv line 8",
        "nothing of the pathway 'visa' changes", "Fill in one of apply, quota, seats, approval, wait_days"),
    bad("a changed wait shorter than its stages", spoilt(EVENTS, 8, wait_days=2), "events.csv line 8",
        "wait_days 2 is below the 3 stages of 'visa'", "Give at least 3"),
    bad("a wait that comes and goes", spoilt(EVENTS, 8, pathway="going home", wait_days=2), "events.csv line 8",
        "'going home' decides at once", "Give the pathway itself wait_days"),
    bad("two changes of one number at once", added(
        EVENTS, event="pathway", start="2025-02-01", pathway="visa", quota=5, seats=7), "events.csv line 10",
        "another row on the pathway visa (events.csv line 8)", "End one before"),
    bad("a pathway at fault is not also unknown", spoilt(PATHWAYS, 2, approval=50), "pathways.csv line 2",
        "approval '50' is above 1", "from 0 to 1"),
    # settings that know no policies
    bad("queues in units of many people", run_with("[run]\npeople_per_count = 100"), "events.csv line 3",
        "a regime with a quota or a queue counts single people, but people_per_count is 100", "people_per_count = 1",
        ("events.csv line 6", "the event 'host_limit' counts single people", "people_per_count = 1"),
        ("pathways.csv line 2", "a pathway counts single people", "people_per_count = 1")),
    bad("groups under the peer's routing", under_flee(GROUPS, "name\na\nb\n"), "groups.csv line 2",
        f"groups {FLEE} (1 more like it)", 'Write routing = "recursive-logit"'),
    bad("a pathway under the peer's routing", under_flee(
        PATHWAYS, "name,kind,destination,end,country\na,visa,Origin,2025-02-01,Bland\n"), "pathways.csv line 2",
        f"a pathway {FLEE}", "take it out"),
    bad("a limit under the peer's routing", under_flee(
        EVENTS, "event,start,country,limit\nhost_limit,2025-02-01,Bland,5\n"), "events.csv line 2",
        f"the event 'host_limit' {FLEE}", "take it out"),
    bad("a quota under the peer's routing", under_flee(
        EVENTS, "event,start,country,other_country,status,quota\nborder,2025-02-01,Aland,Bland,open,5\n"),
        "events.csv line 2", f"a regime with more than a share let through {FLEE}", "take it out"),
    bad("one direction under the peer's routing", under_flee(
        EVENTS, "event,start,country,other_country,status,one_way\nborder,2025-02-01,Aland,Bland,closed,yes\n"),
        "events.csv line 2", f"a regime for one direction or for some groups {FLEE}", "take it out"),
    bad("a season under the peer's routing", under_flee(
        EVENTS, "event,start,place,other_place\nspeed,2025-02-01,Origin,Midway\n"), "events.csv line 2",
        f"the event 'speed' {FLEE}", "take it out"),
    bad("a route away from posts under the peer's routing", under_flee(
        ROUTES, FILES[ROUTES].replace("source\n", "source,away_from_posts\n").replace(",map\nGate", ",map,\nGate")
        .replace("118,yes,map\n", "118,yes,map,yes\n")), "routes.csv line 4", f"away_from_posts {FLEE}", "take it out"),
    bad("a pathway under the peer's rules", both(only(
        PATHWAYS, "name,kind,destination,end,country\na,visa,Origin,2025-02-01,Bland\n"),
        run_with('[run]\nrules = "flee"')), "pathways.csv line 2", "cannot be run with rules = 'flee'",
        'Write rules = "steppe"'),
]  # fmt: skip
