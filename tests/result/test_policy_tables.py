"""Tables of borders, pathways and groups say what the arrays say, and are there only with the outputs."""

import json
import zipfile

import numpy as np
import polars
import pytest

from steppe.engine.policy import ACCOUNTS, STEPS
from steppe.errors import UsageError
from steppe.result import store
from steppe.result.export import export, readme_lines
from steppe.result.policy_outcomes import policy_outcomes
from steppe.result.policy_tables import OUTPUT_OF_TABLE
from tests.result.worlds import DAYS, POLICIES, counts, everything, simulated, with_policies
from tools.make_reference import FURTHER_JSON_KEYS, FURTHER_RUN_TABLES

STATISTICS = ["mean", "p05", "p25", "p50", "p75", "p95"]
FURTHER_TABLES = {"borders", "pathways", "groups"}
BORDER, PATHWAY = everything(8, "border", POLICIES), everything(8, "pathway", POLICIES)


@pytest.fixture(params=["memory", "disk", "summary"])
def result(request, tmp_path):
    return with_policies(request.param, tmp_path / "run")


def _truth(values):
    return np.concatenate(
        [values.mean(axis=0)[None], np.quantile(values, (0.05, 0.25, 0.5, 0.75, 0.95), axis=0)]
    )


def _only(table, **labels):
    found = table.filter(*(polars.col(name) == label for name, label in labels.items()))
    assert found.height == 1
    return found


def test_a_row_for_each_day_account_and_post(result):
    table = result.borders_table()
    words = ["date", "day", "from_country", "to_country", "post", "account"]
    assert table.columns == [*words, *STATISTICS, "unit"]
    row = _only(table, day=4, post="Quetta → Chaman", account="irregular")
    assert row.select("from_country", "to_country", "unit").row(0) == ("PAK", "IRN", "people/day")
    assert np.allclose(row.select(STATISTICS).row(0), _truth(BORDER)[:, 4, ACCOUNTS.index("irregular"), 1])
    assert set(table.filter(account="waiting")["unit"]) == {"people"}


def test_a_pair_of_countries_has_quantiles_of_sums_over_its_posts(result):
    row = _only(result.borders_table(), day=2, post="", from_country="AFG", account="refused")
    sums = BORDER[:, 2, ACCOUNTS.index("refused")][:, [0, 2]].sum(axis=1)
    assert np.allclose(row.select(STATISTICS).row(0), _truth(sums))


def test_a_stretch_of_days_at_a_time_changes_nothing(result, monkeypatch):
    whole = result.borders_table(), result.groups_table()
    monkeypatch.setattr("steppe.result.policy_tables.SLAB_BYTES", 1)
    assert result.borders_table().equals(whole[0])
    assert result.groups_table().equals(whole[1])


def test_a_row_for_each_day_pathway_and_step(result):
    row = _only(result.pathways_table(), day=5, pathway="return", step="departed")
    assert np.allclose(row.select(STATISTICS).row(0), _truth(PATHWAY)[:, 5, STEPS.index("departed"), 1])
    assert set(result.pathways_table().filter(step="waiting")["unit"]) == {"people"}


def test_a_row_for_each_day_group_and_place_with_households(result):
    row = _only(result.groups_table(), day=1, group="without papers", place="Quetta")
    people = everything(8, "group_stock", POLICIES)[:, 1, 1, 3]
    assert np.allclose(row.select(STATISTICS).row(0), _truth(people))
    assert row["households"][0] == pytest.approx(people.mean() / 5.0)
    alone = _only(result.groups_table(), day=1, group="with papers", place="Quetta")
    assert alone["households"][0] == alone["mean"][0]


def test_where_nothing_happens_there_is_no_row():
    result = with_policies()
    result.recorded.arrays["border"][:, 3:] = 0
    result.recorded.arrays["border"][:, :, ACCOUNTS.index("gave_up")] = 0
    table = result.borders_table()
    assert table["day"].max() == 2
    assert "gave_up" not in set(table["account"])


def test_totals_tell_who_waits_and_who_went_home(result):
    table = result.totals_table()
    waiting = _only(table, day=3, measure="waiting_at_borders")
    assert np.allclose(
        waiting.select(STATISTICS).row(0), _truth(BORDER[:, 3, ACCOUNTS.index("waiting")].sum(axis=1))
    )
    on_pathways = _only(table, day=3, measure="in_pathways")
    assert np.allclose(
        on_pathways.select(STATISTICS).row(0), _truth(PATHWAY[:, 3, STEPS.index("waiting")].sum(axis=1))
    )
    home = _only(table, day=DAYS - 1, measure="went_home")
    assert np.allclose(
        home.select(STATISTICS).row(0), _truth(everything(8, "went_home", POLICIES).sum(axis=1))
    )


def test_a_reopened_run_has_the_same_tables(result, tmp_path):
    before = {name: getattr(result, f"{name}_table")() for name in (*store.TABLES, *FURTHER_TABLES)}
    store.save(result, tmp_path / "run")
    opened = store.open_run(tmp_path / "run")
    for name, table in before.items():
        assert getattr(opened, f"{name}_table")().equals(table)
        assert polars.read_parquet(tmp_path / "run" / f"{name}.parquet").equals(table)


def test_a_run_without_policies_has_the_tables_it_always_had(tmp_path):
    result = simulated()
    store.save(result, tmp_path / "run")
    assert {each.stem for each in (tmp_path / "run").glob("*.parquet")} == set(store.TABLES)
    assert set(result.totals_table()["measure"]) == {"entered", "standing", "en_route", "in_country"}
    with pytest.raises(UsageError, match="this scenario has no groups"):
        result.groups_table()
    with pytest.raises(UsageError, match="no pathways"):
        store.open_run(tmp_path / "run").pathways_table()
    words = {word for word, _ in readme_lines(result)}
    assert not words & {"Output border", "Column went_home"}


def test_a_missing_table_of_borders_is_told(tmp_path):
    store.save(with_policies(), tmp_path / "run")
    (tmp_path / "run" / "borders.parquet").unlink()
    with pytest.raises(Exception, match=r"borders.parquet: is missing"):
        store.open_run(tmp_path / "run")


@pytest.mark.parametrize("format", ["csv", "parquet"])
def test_exports_hold_the_further_tables(format, tmp_path):
    export(with_policies(), format=format, to=tmp_path / "out")
    written = {each.stem for each in (tmp_path / "out").iterdir()}
    assert written >= FURTHER_TABLES
    export(simulated(), format=format, to=tmp_path / "plain")
    assert not {each.stem for each in (tmp_path / "plain").iterdir()} & FURTHER_TABLES


def test_a_workbook_has_a_sheet_for_each_further_table_and_explains_it(tmp_path):
    export(with_policies(), format="xlsx", to=tmp_path / "run.xlsx")
    with zipfile.ZipFile(tmp_path / "run.xlsx") as book:
        sheets = book.read("xl/workbook.xml").decode()
        words = book.read("xl/sharedStrings.xml").decode()
    assert all(f'name="{name}"' in sheets for name in FURTHER_TABLES)
    assert "Output border" in words
    assert "Column waiting_at_borders" in words


def test_a_map_says_what_became_of_people_at_each_post(tmp_path):
    export(with_policies(), format="geojson", to=tmp_path / "run.geojson")
    features = json.loads((tmp_path / "run.geojson").read_text(encoding="utf-8"))["features"]
    routes = {
        f["properties"]["name"]: f["properties"] for f in features if f["properties"]["what"] == "route"
    }
    chaman = BORDER.mean(axis=0)[:, :, 1]
    post = routes["Quetta → Chaman"]
    assert post["admitted_mean"] == pytest.approx(chaman[:, ACCOUNTS.index("admitted")].sum(), abs=1e-3)
    assert post["waiting_mean"] == pytest.approx(chaman[-1, ACCOUNTS.index("waiting")], abs=1e-3)
    assert "admitted_mean" not in routes["Post → Quetta"]


def test_the_stand_in_for_the_engine_fills_every_further_output():
    assert all(
        getattr(counts(1, names=POLICIES), name).any() for name in ("group_stock", "border", "pathway")
    )


def test_the_page_of_outputs_lists_the_columns_of_the_further_tables():
    result = with_policies()
    assert set(FURTHER_RUN_TABLES) == FURTHER_TABLES == set(OUTPUT_OF_TABLE)
    for name, (_, columns) in FURTHER_RUN_TABLES.items():
        listed = [word for words in columns for word in words.split(", ")]
        assert listed == getattr(result, f"{name}_table")().columns


def test_the_page_of_outputs_lists_the_further_keys_that_a_program_is_told():
    told = policy_outcomes(with_policies())
    assert {words.strip("`") for words, _ in FURTHER_JSON_KEYS} == set(told)
