"""What governments said and did that changes nothing by itself: rows of the facts' policies as statements."""

from __future__ import annotations

from collections.abc import Iterator

from facts import Facts, Row, day_after, sentences

# Who spoke -> code of the country, or the name of the organisation.
_ACTORS = {
    "United States": "USA",
    "Russia": "RUS",
    "Kazakhstan": "KAZ",
    "Kyrgyzstan": "KGZ",
    "Tajikistan": "TJK",
    "Uzbekistan": "UZB",
    "Pakistan": "PAK",
    "Iran": "IRN",
    "Turkey": "TUR",
    "Albania": "ALB",
    "Kosovo": "XKX",
    "North Macedonia": "MKD",
    "Uganda": "UGA",
    "Rwanda": "RWA",
    "UAE": "ARE",
    "Qatar": "QAT",
    "Bahrain": "BHR",
    "Kuwait": "KWT",
    "Germany": "DEU",
    "Italy": "ITA",
    "Denmark": "DNK",
    "United Kingdom": "GBR",
    "Canada": "CAN",
    "Australia": "AUS",
    "Chile": "CHL",
    "Colombia": "COL",
    "Costa Rica": "CRI",
    "Mexico": "MEX",
    "Poland": "POL",
    "Ukraine": "UKR",
    "European Union (15 states)": "European Union",
}
# What is on the timeline as a regime, a conflict or a pathway already.
_ELSEWHERE = {
    "border_closed",
    "border_opened",
    "border_restricted",
    "crossing_captured",
    "government_collapse",
    "evacuation_ended",
    "onward_evacuation",
}
# To whom, where the target is one country and not the speaker's own.
_TO = {
    ("2021-07-19", "Tajikistan"): "AFG",
    ("2021-07-23", "Tajikistan", "returned"): "AFG",
    ("2021-08-20", "Uzbekistan", "returned"): "AFG",
    ("2021-08-22", "Turkey"): "IRN",
    ("2021-08-23", "Kyrgyzstan"): "USA",
    ("2021-07-23", "Uzbekistan"): "USA",
    ("2021-11-11", "Tajikistan"): "AFG",
    ("2021-12-02", "Iran"): "AFG",
    ("2021-07-05", "Tajikistan"): "AFG",
}
_REQUESTED = ("KAZ", "TJK", "UZB")
_NO_EFFECT = {
    "hosting_requested": "Asked, never agreed on land: no effect in the run; the study asks what if it had been",
    "hosting_agreed": "Enters the run only through a limit, a capacity or a pathway, where there is one",
    "arms_offer": (
        "Security assistance; it would enter only through a border regime that somebody says it changes, and no "
        "weapons are modelled"
    ),
    "border_reinforced": (
        "Security at the border; it enters only through the regime of that border, where there is one"
    ),
}


def statements(facts: Facts) -> Iterator[Row]:
    """Rows of the policies that stand on the timeline as statements."""
    for row in facts.read("policies"):
        if row["kind"] in _ELSEWHERE:
            continue
        for speaker in row["actor"].split(", ") if "(" not in row["actor"] else [row["actor"]]:
            for other in _others(row):
                yield _statement(row, _ACTORS.get(speaker, speaker), other)


def _others(row: Row) -> tuple[str, ...]:
    if row["kind"] == "hosting_requested" and row["quantity"] == "9000":
        return _REQUESTED
    key = (row["date"], row["actor"], row["kind"])
    return (_TO.get(key, _TO.get(key[:2], "")),)


def _statement(row: Row, speaker: str, other: str) -> Row:
    quantity = f" {row['quantity']}" if row["quantity"] else ""
    where = f": {row['target']}" if row["target"] and row["target"] != row["actor"] else ""
    who = f", {row['group']}" if row["group"] else ""
    return {
        "event": "statement",
        "start": row["date"],
        "end": day_after(row["date_end"] or row["date"]),
        "country": speaker,
        "other_country": other,
        "about": f"{row['kind'].replace('_', ' ')}{where}{who}{quantity}",
        "source": row["source"],
        "note": sentences(
            row["note"], f"{row['confidence'].capitalize()} confidence", _NO_EFFECT.get(row["kind"], "")
        ),
    }
