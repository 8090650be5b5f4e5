"""Who the people of the world are: groups by their papers, and the share of each among those who leave a place."""

from __future__ import annotations

from collections.abc import Iterator

Row = dict[str, str]

NO_PAPERS = "no papers"
LOCAL_CARD = "Kandahar card"
PASSPORT = "passport and visa"
EMPLOYEES = "worked with foreign forces"

# "About 5,000 families" were 35,000 people in Kandahar.
_FAMILY = "7"
_FAMILY_SOURCE = "https://docslib.org/doc/9065889/humanitarians-resumed-their-activities-north-east (OCHA)"
_FAMILY_NOTE = "35,000 people displaced in Kandahar were about 5,000 families."
_DAWN = "https://www.dawn.com/news/1640568/chaman-border-reopens-after-talks-with-taliban"
_STATE_DEPARTMENT = (
    "https://www.state.gov/briefing-with-senior-state-department-officials-on-the-u-s-refugee-admissions-program-"
    "priority-2-p-2-designation-for-afghan-nationals/"
)
_APPLICANTS = (
    "https://www.bnnbloomberg.ca/u-s-asks-central-asian-nations-to-take-afghans-seeking-visas-1.1624366"
)
# Name -> papers, source, what it is.
_GROUPS = {
    NO_PAPERS: ("none", _FAMILY_SOURCE, "Nothing that a neighbour's post takes."),
    LOCAL_CARD: (
        "tazkira",
        _DAWN,
        "Identity card (tazkira) of Kandahar or a province beside it, which Chaman took from 13 August.",
    ),
    PASSPORT: (
        "passport-visa",
        _FAMILY_SOURCE,
        "A passport and the visa of a neighbour. Assumption: as they can go, they leave five times as soon.",
    ),
    EMPLOYEES: (
        "none",
        f"{_APPLICANTS} ; {_STATE_DEPARTMENT}",
        (
            "Applicants for the special immigrant visa of the United States and those whom P-2 admits, with their "
            "families. Assumption: at a land border they have no papers that count, and as they are in danger they leave three times as soon."
        ),
    ),
}
# Who can go, or is in danger, leaves sooner.
_LEAVE_FACTORS = {PASSPORT: "5", EMPLOYEES: "3"}
# The gate took cards "for Kandahar and adjoining provinces"; the notice of 7 September named these four.
LOCAL_PROVINCES = ("Kandahar", "Lashkargah", "Tarinkot", "Qalat")
_LOCAL_SOURCE = (
    f"{_DAWN} ; https://reliefweb.int/report/afghanistan/unhcr-afghanistan-official-crossing-points-status-weekly-"
    "update-16-september-2021"
)
_HALF = (
    "https://reliefweb.int/report/pakistan/unhcr-pakistan-new-arrivals-afghanistan-update-11-september-2021 "
    "(49 % of those interviewed had no papers)"
)
# Place -> share of each group, source, why.
_SHARES: dict[str, tuple[dict[str, str], str, str]] = {
    "": (
        {NO_PAPERS: "0.95", PASSPORT: "0.02", EMPLOYEES: "0.03"},
        _APPLICANTS,
        (
            "Assumption: one in fifty holds a passport and a visa. 18,000 people had applied for the special visa; set "
            "against the 690,000 displaced in the year that is three in a hundred. Assumption: so many of them, as how "
            "many applicants and relatives were among the displaced is not known."
        ),
    ),
    **{
        capital: (
            {NO_PAPERS: "0.45", LOCAL_CARD: "0.5", PASSPORT: "0.02", EMPLOYEES: "0.03"},
            f"{_LOCAL_SOURCE} ; {_HALF}",
            (
                "Kandahar and the three provinces whose people were let through to Spin Boldak. Assumption: half carry "
                "the card of their province, as half of those interviewed in Pakistan had no papers; the other shares as elsewhere."
            ),
        )
        for capital in LOCAL_PROVINCES
    },
    "Kabul": (
        {NO_PAPERS: "0.85", PASSPORT: "0.05", EMPLOYEES: "0.1"},
        _APPLICANTS,
        (
            "Assumption: in the capital more have visas, and more worked with foreign forces and embassies, than "
            "elsewhere."
        ),
    ),
    "Kabul airport": (
        {EMPLOYEES: "1"},
        "https://nationworldnews.com/some-afghan-refugees-are-relocating-to-the-us-under-the-p-2-program/",
        (
            "The published totals count everybody flown out, of any nationality. Assumption: all of them are taken as "
            "of this group, as the totals do not part them."
        ),
    ),
}


def groups() -> Iterator[Row]:
    """Every group, with its papers."""
    for name, (papers, source, note) in _GROUPS.items():
        yield {
            "name": name,
            "documents": papers,
            "nationality": "AFG",
            "mode": "vehicle",
            "household_size": _FAMILY,
            "leave_factor": _LEAVE_FACTORS.get(name, "1"),
            "source": " ; ".join(dict.fromkeys((source, _FAMILY_SOURCE))),
            "note": f"{note} {_FAMILY_NOTE}",
        }


def shares() -> Iterator[Row]:
    """The share of each group among those who leave a place."""
    for place, (of_group, source, note) in _SHARES.items():
        for group, share in of_group.items():
            yield {"group": group, "share": share, "place": place, "source": source, "note": note}
