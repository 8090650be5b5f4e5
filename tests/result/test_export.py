"""Exports open where they are meant to and say what they are."""

import json
import zipfile

import polars
import pytest

from steppe.errors import OutputError, UsageError
from steppe.result.export import export
from steppe.result.store import save
from tests.result.worlds import simulated


def test_csv_is_utf8_with_a_mark_and_iso_dates(tmp_path):
    export(simulated(), format="csv", to=tmp_path / "out")
    written = (tmp_path / "out" / "routes.csv").read_bytes()
    assert written.startswith(b"\xef\xbb\xbf")
    lines = written.decode("utf-8-sig").splitlines()
    assert lines[0].startswith("date,day,route,start,end")
    assert lines[1].startswith("2021-08-01,0,Kabul → Post,Kabul,Post")
    assert "illustrative, not calibrated" in (tmp_path / "out" / "README.csv").read_text(encoding="utf-8-sig")


def test_parquet_holds_the_same_tables(tmp_path):
    result = simulated()
    export(result, format="parquet", to=tmp_path / "out")
    assert polars.read_parquet(tmp_path / "out" / "places.parquet").equals(result.places_table())
    assert "steppe_provenance" in polars.read_parquet_metadata(tmp_path / "out" / "places.parquet")


def test_a_workbook_has_a_readme_and_a_sheet_for_each_table(tmp_path):
    export(simulated(), format="xlsx", to=tmp_path / "run.xlsx")
    with zipfile.ZipFile(tmp_path / "run.xlsx") as book:
        sheets = book.read("xl/workbook.xml").decode()
        words = book.read("xl/sharedStrings.xml").decode()
    positions = [sheets.index(f'name="{name}"') for name in ("README", "places", "routes", "totals")]
    assert positions == sorted(positions)
    for word in ("illustrative, not calibrated", "steppe run small", "Unit: people", "Quetta"):
        assert word in words


def test_geojson_has_longitude_first_and_what_became_of_each_place(tmp_path):
    result = simulated()
    export(result, format="geojson", to=tmp_path / "run.geojson")
    written = json.loads((tmp_path / "run.geojson").read_text(encoding="utf-8"))
    places = {f["properties"]["name"]: f for f in written["features"] if f["properties"]["what"] == "place"}
    assert places["Quetta"]["geometry"] == {"type": "Point", "coordinates": [67.0, 30.2]}
    final = result.final.filter(polars.col("place") == "Quetta")
    assert places["Quetta"]["properties"]["final_p95"] == pytest.approx(final["p95"][0], abs=1e-3)
    stock = result.stock.at("Quetta").mean().values
    assert places["Quetta"]["properties"]["peak_mean"] == pytest.approx(stock.max(), abs=1e-3)
    assert places["Quetta"]["properties"]["peak_date"] == str(result.dates[stock.argmax()])
    routes = {f["properties"]["name"]: f for f in written["features"] if f["properties"]["what"] == "route"}
    assert routes["Kabul → Post"]["geometry"]["coordinates"] == [[69.2, 34.5], [66.5, 31.0]]
    total = result.flow.at("Kabul → Post").mean().values.sum()
    assert routes["Kabul → Post"]["properties"]["total_mean"] == pytest.approx(total, abs=1e-3)
    assert "illustrative, not calibrated" in written["steppe"]["about"]


@pytest.mark.parametrize("format", ["csv", "xlsx", "parquet", "geojson"])
def test_a_saved_run_exports_to_the_same_bytes_of_data_as_a_fresh_one(format, tmp_path):
    result = simulated()
    save(result, tmp_path / "run")
    export(tmp_path / "run", format=format, to=tmp_path / "saved")
    export(result, format=format, to=tmp_path / "fresh")
    if format == "csv":
        for name in ("places.csv", "routes.csv", "totals.csv"):
            assert (tmp_path / "saved" / name).read_bytes() == (tmp_path / "fresh" / name).read_bytes()
    assert sorted(each.name for each in tmp_path.iterdir()) == ["fresh", "run", "saved"]


def test_what_is_there_is_not_overwritten_and_unknown_formats_are_refused(tmp_path):
    (tmp_path / "mine.xlsx").write_text("mine")
    with pytest.raises(OutputError, match="is there already"):
        export(simulated(), format="xlsx", to=tmp_path / "mine.xlsx")
    assert (tmp_path / "mine.xlsx").read_text() == "mine"
    with pytest.raises(UsageError, match="'pdf' is unknown"):
        export(simulated(), format="pdf", to=tmp_path / "run.pdf")
    with pytest.raises(OutputError, match="cannot be written"):
        export(simulated(), format="csv", to=tmp_path / "mine.xlsx" / "out")
