"""The timeline says everything a world believes about policy, in order, and the picture shows what governs."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from matplotlib.colors import to_rgb

from steppe.engine.borders import governed
from steppe.engine.network import build_network
from steppe.errors import OutputError, UsageError
from steppe.insight.event_words import percent, weekday_words
from steppe.insight.timeline import (
    EVERYTHING,
    Choice,
    chosen,
    describe_event,
    occurrences,
    short_source,
    timeline,
    timeline_table,
)
from steppe.insight.timeline_bars import Bar
from steppe.insight.timeline_figure import face_colour, plot_timeline, timeline_figure
from steppe.insight.timeline_lanes import lanes
from steppe.scenario.events import (
    EVENT_TYPES,
    BorderRegime,
    CampOpens,
    CapacityChange,
    Conflict,
    HostLimit,
    PathwayChange,
    PlaceSealed,
    RedirectionRemoved,
    RouteRegime,
    RouteSpeed,
    Statement,
)
from steppe.scenario.folder import load
from steppe.scenario.model import Group, Place, Route
from steppe.scenario.paces import factor_on
from tests.insight.policy_world import EVENTS, WORLD

SENTENCES = [
    (Conflict, "Osk: fighting, intensity 0.25 (1 is usual)"),
    (BorderRegime, "Pakistan – Afghanistan: restricted, 50 % let through"),
    (
        RouteRegime,
        (
            "Afghanistan → Pakistan at Gate: restricted, 2 % let through, at most 1,200 people a day, Mon–Fri,"
            " 40 % of those refused queue, 5 % of the queue give up a day,"
            " 10 % of those not let through cross away from the post, 30 % of these are turned back,"
            " 20 % of those across are pushed back; for no papers"
        ),
    ),
    (PlaceSealed, "Osk: sealed, nobody gets in or out"),
    (CampOpens, "Camp: open as a camp, room for 400 people"),
    (CapacityChange, "Camp: room for 900 displaced people"),
    (HostLimit, "Pakistan: takes 700,000 displaced people at most"),
    (RouteSpeed, "Osk – Brenn: 50 % of the usual speed, every year; for herders"),
    (
        PathwayChange,
        (
            "Visas: now 10 % of those there apply a day, at most 7 applications a day,"
            " 90 days of waiting on average in 3 stages, 40 % approved, at most 10 seats a day"
        ),
    ),
    (Statement, "Pakistan on Afghanistan: will take nobody (changes nothing by itself)"),
    (RedirectionRemoved, "Osk – Gate: people are no longer sent that way"),
]


def first_of(kind):
    return next(event for event in EVENTS if isinstance(event, kind))


@pytest.mark.parametrize(("kind", "sentence"), SENTENCES)
def test_an_event_is_told_with_its_numbers_and_their_units(kind, sentence):
    assert describe_event(first_of(kind), WORLD) == sentence


@pytest.mark.parametrize("kind", EVENT_TYPES)
def test_every_type_of_event_has_a_sentence_and_a_row(kind):
    event = first_of(kind)
    assert len(describe_event(event, WORLD)) > 10
    assert kind.word in {row.event for row in timeline(WORLD)}


def test_a_way_away_from_posts_lets_nobody_through_and_says_who_is_turned_back():
    event = next(each for each in EVENTS if isinstance(each, RouteRegime) and each.place == "Brenn")
    assert describe_event(event, WORLD) == (
        "Afghanistan – Pakistan away from posts, Brenn – Tarn: 35 % of those who try are turned back"
    )


def test_a_post_with_two_ways_out_is_told_with_its_other_end():
    more = replace(WORLD, routes=(*WORLD.routes, Route("Gate", "Camp", 5)))
    said = describe_event(RouteRegime("Gate", "Tarn", "closed"), more)
    assert said == "Afghanistan – Pakistan, Gate – Tarn: closed"


def test_a_pathway_is_told_when_it_opens_and_when_it_is_over():
    opens, over = (row for row in timeline(WORLD) if row.event.startswith("pathway_"))
    assert (opens.start, opens.end, over.start) == (date(2025, 1, 10), date(2025, 6, 1), date(2025, 6, 1))
    assert opens.what == (
        "Visas: visas from Tarn to Away, 5 % of those there apply a day, at most 50 applications a day,"
        " 30 days of waiting on average in 3 stages, 1 % of those waiting give up a day, 60 % approved,"
        " at most 20 seats a day, the refused leave the next morning; for visa"
    )
    assert (opens.place, opens.country, opens.groups) == (("Tarn", "Away"), ("PAK", "Farland"), ("visa",))


@pytest.mark.parametrize(
    ("weekdays", "words"),
    [
        ("mon;tue;wed;thu;fri", "Mon–Fri"),
        ("Sun; mon", "Mon, Sun"),
        ("mon;tue", "Mon, Tue"),
        ("mon;wed;thu;fri", "Mon, Wed–Fri"),
        ("", ""),
    ],
)
def test_weekdays_that_follow_each_other_are_joined(weekdays, words):
    assert weekday_words(weekdays) == words


def test_a_share_is_told_without_rounding_a_small_one_away():
    assert [percent(share) for share in (1.0, 0.02, 0.0025, 0.333, 1e-4)] == [
        "100 %",
        "2 %",
        "0.25 %",
        "33.3 %",
        "0.01 %",
    ]


def test_rows_are_in_order_of_date_with_what_always_held_first():
    always = BorderRegime("AFG", "Farland", "open")
    rows = timeline(replace(WORLD, events=(*EVENTS, always)))
    assert rows[0].start is None
    starts = [row.start for row in rows[1:]]
    assert starts == sorted(starts)


def test_a_season_has_a_row_for_every_time_it_meets_the_world_and_holds_on_the_days_the_run_slows():
    season = first_of(RouteSpeed)
    spans = occurrences(season, replace(WORLD, days=730))
    assert [(start.year, end.year) for start, end in spans] == [(2024, 2025), (2025, 2026), (2026, 2027)]
    for number in range(730):
        day = WORLD.start + timedelta(days=number)
        assert any(start <= day < end for start, end in spans) == (factor_on(season, day) == 0.5), day


def test_the_29th_of_february_comes_back_as_the_28th():
    season = RouteSpeed("Osk", "Brenn", date(2024, 2, 29), date(2024, 3, 10), 0.5, every_year=True)
    assert occurrences(season, WORLD) == [(date(2025, 2, 28), date(2025, 3, 10))]


def test_only_what_holds_between_the_dates_is_wanted():
    held = {row.event for row in timeline(WORLD, Choice(first=date(2025, 2, 1), last=date(2025, 2, 9)))}
    assert {"sealed", "border", "speed", "host_limit"} <= held
    assert not held & {"conflict", "statement", "pathway", "camp_closed", "pathway_ends"}


def test_rows_are_found_by_kind_place_and_country():
    def words(**wanted):
        return {row.event for row in timeline(WORLD, chosen(WORLD, **wanted))}

    assert words(kinds=["pathway"]) == {"pathway", "pathway_opens", "pathway_ends"}
    assert words(place="Camp") == {"camp_opens", "camp_closed", "capacity"}
    assert words(country="Pakistan") == words(country="PAK")
    assert words(country="Farland") == {"route", "pathway", "pathway_opens", "pathway_ends"}
    assert words(place="Tarn", kinds=["host_limit"]) == set()


def test_everything_that_is_unknown_is_told_at_once():
    with pytest.raises(UsageError) as refused:
        chosen(WORLD, first="2025-02-30", kinds=["bordr"], place="Tran", country="Pakistn")
    told = str(refused.value)
    assert len(refused.value.problems) == 4
    for word in ("--from 2025-02-30", "'border'", "'Tarn'", "'Pakistan'"):
        assert word in told
    with pytest.raises(UsageError, match="before --from"):
        chosen(WORLD, first="2025-02-03", last="2025-02-01")


def test_a_source_is_shortened_to_the_sites_it_names():
    assert short_source(first_of(Conflict).source) == "dawn.com, reliefweb.int (2)"
    assert short_source("said " * 40).endswith("…")
    assert short_source("radio") == "radio"


def test_the_table_has_a_row_for_every_row_of_the_timeline():
    table = timeline_table(WORLD)
    assert table.height == len(timeline(WORLD))
    assert table.filter(table["event"] == "speed")["groups"].to_list() == ["herders"]


def test_a_statement_changes_nothing_and_says_so():
    assert [row.changes_nothing for row in timeline(WORLD) if row.event == "statement"] == [True]


def lane(label, choice=EVERYTHING):
    return [each for each in lanes(WORLD, choice) if each.label == label]


def test_a_post_has_a_lane_for_each_direction_and_groups_that_are_treated_alike():
    found = {each.groups: each.bars for each in lane("Gate → Tarn")}
    assert set(found) == {"no papers", "visa, herders"}
    assert [(bar.look, bar.first, bar.end) for bar in found["no papers"]] == [
        ("restricted", 0, 14),
        ("restricted", 14, 181),
    ]
    assert [(bar.look, bar.end) for bar in found["visa, herders"]] == [("restricted", 59), ("unsaid", 181)]
    assert found["no papers"][1].marks == ("irregular", "quota", "weekdays", "pushback")
    assert [each.groups for each in lane("Tarn → Gate")] == [""]


def test_many_groups_treated_alike_are_named_by_those_left_out():
    names = ("papers", "none", "card", "pass")
    event = BorderRegime("AFG", "PAK", "closed", groups="papers")
    many = replace(WORLD, groups=tuple(Group(name) for name in names), events=(event,), pathways=())
    assert [each.groups for each in lanes(many)] == ["papers"]
    post = RouteRegime("Gate", "Tarn", "open", groups="papers")
    many = replace(many, events=(post, BorderRegime("AFG", "PAK", "closed")))
    assert [each.groups for each in lanes(many)] == ["", "papers", "all but papers"]


def test_the_border_does_not_govern_a_way_away_from_posts():
    (away,) = lane("Brenn – Tarn (away from posts)")
    assert [(bar.first, bar.end, bar.words[0]) for bar in away.bars] == [(31, 181, "35 % turned back")]


@pytest.mark.parametrize("group", ["no papers", "visa", "herders"])
def test_a_lane_shows_on_every_day_what_governs_in_the_run(group):
    network = build_network(WORLD)
    admit = governed(WORLD, network, group, WORLD.days).admit
    for start, end in (("Gate", "Tarn"), ("Tarn", "Gate")):
        way = network.travelled[network.number_of[start], network.number_of[end]]
        (bars,) = (each.bars for each in lane(f"{start} → {end}") if group in each.groups or not each.groups)
        for bar in bars:
            assert set(admit[bar.first : bar.end, way]) == {bar.share}


def test_a_pathway_is_cut_where_its_numbers_change():
    (visas,) = lane("Visas")
    assert [(bar.first, bar.end, bar.words[-1]) for bar in visas.bars] == [
        (9, 59, "20"),
        (59, 90, "10"),
        (90, 151, "20"),
    ]


def test_every_part_of_policy_has_its_section_and_fighting_only_when_asked_for():
    sections = list(dict.fromkeys(each.section for each in lanes(WORLD)))
    assert sections == [
        "Borders and posts", "By air", "Pathways", "Countries' limits", "Camps", "Room", "Sealed places", "Seasons",
        "Redirections lifted", "Statements",
    ]  # fmt: skip
    assert [each.section for each in lanes(WORLD, Choice(kinds=("conflict",)))] == ["Fighting"]
    assert lane("Pakistan", choice=Choice(kinds=("statement",)))[0].moments == (19,)


def test_the_fewer_are_let_through_the_darker_the_bar():
    shades = [sum(to_rgb(face_colour(Bar(0, 1, "restricted", share)))) for share in (0.01, 0.1, 0.5, 1.0)]
    assert shades == sorted(shades)
    assert sum(to_rgb(face_colour(Bar(0, 1, "closed")))) < shades[0]


def test_the_picture_says_what_is_in_it_and_is_the_same_every_time(tmp_path):
    for name in ("a.svg", "b.svg"):
        plot_timeline(WORLD, tmp_path / name)
    words = (tmp_path / "a.svg").read_text(encoding="utf-8")
    for word in (
        "policies over time",
        "Gate → Tarn",
        "no papers",
        "at most 700,000 people",
        "20 seats a day",
        "pushbacks",
    ):
        assert word in words
    assert (tmp_path / "a.svg").read_bytes() == (tmp_path / "b.svg").read_bytes()


def test_the_picture_grows_with_its_lanes():
    posts = tuple(Place(f"Post {number}", "AFG", "crossing") for number in range(70))
    more = replace(
        WORLD,
        places=(*WORLD.places, *posts),
        routes=(*WORLD.routes, *(Route(post.name, "Tarn", 10) for post in posts)),
        events=tuple(RouteRegime(post.name, "Tarn", "closed", date(2025, 2, 1)) for post in posts),
    )
    small, large = (timeline_figure(world).get_figheight() for world in (WORLD, more))
    assert large > small + 8


def test_a_built_in_world_can_be_drawn(tmp_path):
    assert plot_timeline(load("afghanistan-2021"), tmp_path / "a.png").stat().st_size > 10_000


def test_nothing_to_draw_and_nowhere_to_write_are_told(tmp_path):
    with pytest.raises(UsageError, match="--kind conflict"):
        timeline_figure(replace(WORLD, events=(), pathways=()))
    with pytest.raises(OutputError):
        plot_timeline(WORLD, tmp_path / "missing" / "a.png")
