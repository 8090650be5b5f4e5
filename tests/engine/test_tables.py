"""The flat tables the kernel runs on hang together, and no two decisions share their luck."""

from __future__ import annotations

import numpy as np
import pytest

from steppe.engine import kernel, kernel_choice, kernel_push
from steppe.engine.kernel_state import BIN_STEP
from steppe.engine.plan import compile_plan
from steppe.scenario.folder import load
from tests.engine.worlds import PEER

SETTINGS = {"hours": {}, "peer": {**PEER, "awareness": 2, "start_on_foot": True}}


@pytest.fixture(params=SETTINGS)
def plan(request):
    return compile_plan(load("border-closes").with_settings(**SETTINGS[request.param]))


def test_every_cell_leads_to_a_cell_that_is_there(plan):
    cells = plan.cells
    everywhere = cells.places_at_night + cells.roads_at_night + len(cells.cells) - cells.places_at_night
    for name in ("low", "high"):
        assert ((cells.targets[name] >= 0) & (cells.targets[name] < everywhere)).all()
    for name in ("to", "orphan"):
        assert ((cells.roads[name] >= -1) & (cells.roads[name] < everywhere)).all()
    assert (cells.roads["to"] >= 0).all()
    for name in ("stay", "settle"):
        assert (cells.cells[name] < cells.places_at_night).all()


def test_those_who_leave_home_stand_in_their_own_place(plan):
    assert plan.cells.cells["place"][plan.cells.start_cell].tolist() == list(range(len(plan.place_names)))


def test_whoever_stays_stays_in_the_same_place(plan):
    cells = plan.cells.cells
    assert (cells["place"][cells["stay"]] == cells["place"]).all()


def test_rounds_cover_all_classes_one_after_another(plan):
    starts = plan.cells.round_start
    assert starts[0] == 0 and starts[-1] == len(plan.cells.cells) - plan.cells.places_at_night
    assert (np.diff(starts) > 0).all()


def test_a_menu_holds_the_candidates_of_its_place(plan):
    menus, routes = plan.menus, plan.menus.candidates["route"]
    for place in range(len(plan.place_names)):
        menu = slice(menus.menu_start[place], menus.menu_start[place + 1])
        assert (plan.route_start[routes[menu]] == place).all()
    assert menus.menu_start[-1] == len(menus.candidates)


def test_no_two_decisions_of_a_day_share_an_address(plan):
    """Leaving, choosing, being admitted, rounding, the gate, the call; leaving home in three ways."""
    bins = np.arange(5, dtype=np.uint64) * BIN_STEP
    cells, candidates = plan.cells.cells, plan.menus.candidates
    own = cells["address"][:, None] + bins
    addresses = [own, own + kernel._GATE, own + kernel._CALL]
    for number, cell in enumerate(cells):
        menu = slice(*plan.menus.menu_start[cell["menu"] : cell["menu"] + 2])
        here = own[number] + candidates["address"][menu, None] if cell["forced_route"] < 0 else own[number]
        if cell["forced_route"] < 0:
            addresses.append(here)
        addresses += [here + kernel_choice._ADMIT, here + kernel_choice._ROUNDING]
    home = plan.cells.place_address
    addresses += [home + each for each in (kernel_push._SHARED, kernel_push._RESIDENT, kernel_push._POISSON)]
    together = np.concatenate([each.ravel() for each in addresses])
    assert len(np.unique(together)) == len(together)
