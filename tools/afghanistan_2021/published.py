"""Which published figures are compared with the run, as what they count, and why others are not."""

from __future__ import annotations

from dataclasses import dataclass

from assumptions import PERIOD_END, PERIOD_START

Row = dict[str, str]

# Which place of the world a published figure is for.
OBSERVED_PLACES = {
    "Kabul airport": "a:kabul_airport",
    "Kabul province": "cap:AF-KAB",
    "Kandahar city": "cap:AF-KAN",
    "Ramstein": "a:ramstein",
    "Sigonella": "a:sigonella",
    "Pakistan (Torkham)": "x:torkham:PK",
    "Uzbekistan (Tashkent air bridge)": "a:tashkent",
    "Qatar (helped)": "a:al_udeid",
    "UAE (helped)": "a:abu_dhabi",
    "United Kingdom": "a:brize_norton",
    "Germany": "a:frankfurt",
    "France": "a:paris",
    "Canada": "a:toronto",
}
_STOCKS = ("idp_stock", "idp_temporary", "in_camp_termez", "on_site", "refugee_stock", "planning")
_FLOWS = (
    "idp_new_in_period",
    "irregular_entries_per_day",
    "newly_accepted",
    "returned_to_afghanistan",
    "idp_from",
)
_COMPARED = (
    "idp_conflict_cumulative",
    "new_arrivals_cumulative",
    "on_site",
    "evacuated_by_country",
    "entries_through_torkham",
    "transit_cumulative",
    "idp_temporary",
)
_NOT_COMPARED = {
    ("idp_conflict_cumulative", "2021-08-08"): "the next day's count shows that it lagged by 161,000",
    ("idp_conflict_cumulative", "2021-09-15"): "rounded; the count of 19 September is kept",
    ("idp_conflict_cumulative", "2021-10-18"): "revised down by 15 November",
    ("idp_conflict_cumulative", "2021-11-02"): "revised down by 15 November",
    ("new_arrivals_cumulative", "2021-07-07"): "all of July's arrivals had been flown back by 23 July",
}
_SETS_SEATS = {
    ("evacuated_by_country", "2021-08-26", "Qatar (helped)"),
    ("evacuated_by_country", "2021-08-29", "UAE (helped)"),
    ("evacuated_by_country", "2021-08-26", "United Kingdom"),
    ("evacuated_by_country", "2021-08-26", "France"),
    ("evacuated_by_country", "2021-08-26", "Germany"),
    ("evacuated_by_country", "2021-08-26", "Canada"),
    ("evacuated_by_country", "2021-08-28", "United Kingdom"),
    ("transit_cumulative", "2021-08-26", "Uzbekistan (Tashkent air bridge)"),
}
_PUBLISHED = {
    ("new_arrivals_cumulative", "2021-11-02", "Neighbouring countries"): "2021-11-06",
    ("new_arrivals_cumulative", "2021-12-08", "Neighbouring countries"): "2021-12-22",
    ("idp_conflict_cumulative", "2021-12-08", "Afghanistan"): "2021-12-22",
    ("idp_conflict_cumulative", "2021-10-18", "Afghanistan"): "2021-10-19",
}


@dataclass(frozen=True)
class Judgement:
    """What a published figure counts, whether it is compared with, and why not."""

    measure: str
    use: bool
    reason: str
    as_of: str


def judge_observation(row: Row) -> Judgement:
    """Decide on one row of the published figures."""
    metric, reason = row["metric"], _reason_not_to_compare(row)
    if metric.startswith(_STOCKS):
        measure = "stock"
    elif metric.startswith(_FLOWS):
        measure = "flow"
    else:
        measure = "cumulative"
    as_of = _PUBLISHED.get((metric, row["date"], row["place"]), "")
    return Judgement(measure, not reason, f"Not compared: {reason}" if reason else "", as_of)


def _reason_not_to_compare(row: Row) -> str:
    """Why a figure is only for reading; empty where it is compared with the run."""
    metric = row["metric"]
    if not PERIOD_START <= row["date"] <= PERIOD_END:
        return "outside the period"
    if not row["kind"].startswith("observed"):
        return f"{row['kind'].split(' ')[0].rstrip(',')}, not an observation"
    if metric == "evacuated_cumulative":
        return "it drives the airlift"
    if (metric, row["date"], row["place"]) in _SETS_SEATS:
        return "it sets how the seats of the airlift are shared"
    if not metric.startswith(_COMPARED):
        return "counts what this world does not have, or a part of another figure"
    if not row["iso"] and row["place"] not in OBSERVED_PLACES:
        return "the countries' own rows are compared, and this is their sum"
    return _NOT_COMPARED.get((metric, row["date"]), "")
