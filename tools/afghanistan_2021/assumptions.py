"""
What the world ``afghanistan-2021`` assumes beyond the collected facts.

Read by the other files of this folder.  Every number here is round and chosen by
hand, not fitted; the sources named are those of the facts that suggested it.
The settings (chances, costs, the rate of the push) are in ``scenario.toml`` of
the world itself, which is written by hand.
"""

from __future__ import annotations

from dataclasses import dataclass

Row = dict[str, str]

PERIOD_START = "2021-06-01"
PERIOD_END = "2021-12-31"

COUNTRY_CODES = {
    "": "",
    "AF": "AFG",
    "PK": "PAK",
    "IR": "IRN",
    "TM": "TKM",
    "UZ": "UZB",
    "TJ": "TJK",
    "CN": "CHN",
    "TR": "TUR",
    "QA": "QAT",
    "AE": "ARE",
    "KW": "KWT",
    "BH": "BHR",
    "DE": "DEU",
    "IT": "ITA",
    "ES": "ESP",
    "XK": "XKX",
    "AL": "ALB",
    "MK": "MKD",
    "UG": "UGA",
    "RW": "RWA",
    "US": "USA",
    "GB": "GBR",
    "FR": "FRA",
    "CA": "CAN",
}

# The published count of people displaced from January to 31 May is who is there at the start.
DAY_ZERO_PEOPLE = 200_000
DAY_ZERO_SOURCE = (
    "https://docslib.org/doc/8102502/afghanistan-situation-regional-update-21-july-2021-pdf (OCHA)"
)

# Fighting before a capital fell.
FIGHTING_DAYS = 5
EARLY_INTENSITY = "0.25"
_ALARABIYA = "https://english.alarabiya.net/News/world/2021/06/22/Taliban-capture-Afghanistan-s-main-border-crossing-with-Tajikistan-officials"
_IRANWIRE = "https://iranwire.com/en/features/69895/"
_EARLY = "Assumption: fighting at a quarter of the intensity in the province from the day its border posts were taken"
EARLY_FIGHTING = {
    "Kunduz": ("2021-06-22", _ALARABIYA, f"Sher Khan Bandar taken 22 June. {_EARLY}."),
    "Fayzabad": (
        "2021-07-05",
        (
            "https://www.asiaplustj.info/en/news/tajikistan/security/20210705/more-than-1000-other-afghan-troops-"
            "forced-to-flee-into-tajikistan-says-tajik-border-service"
        ),
        f"Troops fled from several districts of Badakhshan on 5 July. {_EARLY}.",
    ),
    "Maymana": (
        "2021-07-05",
        "https://moyby.com/news/444217 ; https://adaspa.kz/ru/news/novosti/204",
        f"The post at Aqina stopped work days before 8 July. {_EARLY}.",
    ),
    "Herat": ("2021-07-08", _IRANWIRE, f"Islam Qala taken 8 July, Torghundi 9 July. {_EARLY}."),
    "Farah": ("2021-07-08", _IRANWIRE, f"Shaikh Abu Nasr Farahi taken 8 July. {_EARLY}."),
    "Kandahar": (
        "2021-07-14",
        "https://www.samaa.tv/news/2021/07/pakistan-reopens-chaman-border-for-pedestrians/",
        f"Spin Boldak taken 14 July. {_EARLY}.",
    ),
}
_WITHOUT = "Assumption: handed over without fighting, so conflict on that day only"
HANDED_OVER = {
    "Chaghcharan": _WITHOUT,
    "Tarinkot": _WITHOUT,
    "Nili": _WITHOUT,
    "Gardez": _WITHOUT,
    "Kabul": "Assumption: entered in one day as the government collapsed, so conflict on that day only",
}

# Whom a post lets through -> status, share admitted of those who set out to cross on a day, and the words for it.
_SHARE = "Assumption: as there are no groups in this world, {share} of those who try on a day are let through"
ADMIT_BY_STATUS = {
    ("restricted", "open"): ("restricted", "0.5", _SHARE.format(share="half")),
    ("closed", "restricted"): ("restricted", "0.02", _SHARE.format(share="one in fifty")),
    ("closed", "closed"): ("closed", "", ""),
}
# Tajik posts were shut to everybody, yet several thousand people got in: troops, and groups let in one by one.
AD_HOC_DECIDER = "Tajikistan"
AD_HOC = (
    "restricted",
    "0.02",
    "Assumption: shut, yet groups were let in ad hoc; one in fifty of those who try on a day",
)
# The Taliban's notice to taxi drivers of 7 September overlaps the row of the gate itself and was loosely applied.
UNUSED_STATUS_ROWS = {("chaman", "2021-09-07")}

# How fast one gets on.
SLOW_SURFACES = (("track", "60"), ("unpaved", "150"), ("gravel", "150"))
SMUGGLERS_SPEED_KM_PER_DAY = "160"
HILLS_SPEED_KM_PER_DAY = "60"
MOUNTAIN_SPEED_KM_PER_DAY = "20"
AIR_SPEED_KM_PER_DAY = "12000"

# Ways past a post, from the capital to the first town beyond: start, end, km by road, km a day, what tells of them.
DETOUR = 1.5
_IRAN_SOURCE = (
    "https://reliefweb.int/report/iran-islamic-republic/afghanistan-situation-emergency-preparedness-and-"
    "response-iran-27 (75 % of those interviewed crossed at unofficial points)"
)
_PAKISTAN_SOURCE = (
    "https://reliefweb.int/report/pakistan/unhcr-pakistan-new-arrivals-afghanistan-update-11-september-2021 "
    "(9 % of those interviewed came another way than Chaman)"
)
WAYS_ROUND_POSTS = (
    ("cap:AF-HER", "d:taybad", 122 + 9 + 21, HILLS_SPEED_KM_PER_DAY, _IRAN_SOURCE),
    ("cap:AF-FRA", "d:birjand", 125 + 5 + 185, HILLS_SPEED_KM_PER_DAY, _IRAN_SOURCE),
    ("cap:AF-NAN", "d:landi_kotal", 75 + 1 + 8, MOUNTAIN_SPEED_KM_PER_DAY, _PAKISTAN_SOURCE),
    ("cap:AF-KHO", "d:miranshah", 38 + 3 + 18, MOUNTAIN_SPEED_KM_PER_DAY, _PAKISTAN_SOURCE),
    ("cap:AF-PIA", "d:parachinar", 105 + 3 + 20, MOUNTAIN_SPEED_KM_PER_DAY, _PAKISTAN_SOURCE),
    ("cap:AF-PKA", "d:wana", 115 + 3 + 55, MOUNTAIN_SPEED_KM_PER_DAY, _PAKISTAN_SOURCE),
)
THROUGH_TOWNS = {
    f"d:{name}"
    for name in [
        "landi_kotal",
        "miranshah",
        "bannu",
        "parachinar",
        "wana",
        "taybad",
        "zabol",
        "maku",
        "kerki",
        "dusti",
    ]
}

# The airlift: sites that host for a time (capacity, why), when their route opened, and who had the seats.
LEFT_OUT_NODES = {"a:dushanbe"}
# Towns whose coordinates in the facts are those of the border post itself.
SAME_AS_POST = {"d:chaman": "x:chaman:PK", "d:serhetabat": "x:torghundi:TM", "d:qalaikhumb": "x:nusay:TJ"}
_TEN_DAYS = "Assumption: stays of about ten days, as agreed with the United Arab Emirates and Germany"
HOSTING_SITES = {
    "a:al_udeid": ("", _TEN_DAYS),
    "a:abu_dhabi": (
        "",
        (
            "5,000 agreed on 20 August, yet 36,500 were helped out this way by 29 August: "
            f"Assumption: the 5,000 did not bind. {_TEN_DAYS}"
        ),
    ),
    "a:kuwait": ("", _TEN_DAYS),
    "a:bahrain": ("", _TEN_DAYS),
    "a:ramstein": ("12000", f"12,000 at a time. {_TEN_DAYS}"),
    "a:sigonella": ("", _TEN_DAYS),
    "a:rota": ("", _TEN_DAYS),
    "a:bondsteel": ("2000", f"2,000 from general knowledge. {_TEN_DAYS}"),
    "a:tirana": ("4000", f"Up to 4,000 from general knowledge. {_TEN_DAYS}"),
    "a:skopje": ("450", f"450 agreed on 17 August. {_TEN_DAYS}"),
    "a:entebbe": ("2000", f"2,000 agreed on 17 August. {_TEN_DAYS}"),
    "a:kigali": ("", "No number and no onward flight in the facts"),
    "a:islamabad": ("4000", f"About 4,000 asked for on 27 August. {_TEN_DAYS}"),
    "a:tashkent": ("", f"Transit by air only. {_TEN_DAYS}"),
}
AIRLIFT_START, AIRLIFT_END = "2021-08-14", "2021-08-31"
_BLINKEN = (
    "https://www.deccanherald.com/international/world-news-politics/"
    "blinken-says-12-nations-to-host-afghan-evacuees-1022030.html"
)
AIR_OPENINGS = {
    "a:bahrain": ("2021-08-20", _BLINKEN),
    "a:kuwait": ("2021-08-20", _BLINKEN),
    "a:abu_dhabi": (
        "2021-08-20",
        "https://themedialine.org/headlines/uae-will-host-afghans-evacuated-by-us-on-way-to-3rd-country/",
    ),
    "a:sigonella": ("2021-08-20", _BLINKEN),
    "a:ramstein": (
        "2021-08-20",
        "https://conservativebase.com/afghanistan-evacuation-eucom-commander-welcomes-assistance",
    ),
    "a:rota": ("2021-08-27", "https://eucom-web-app.azurewebsites.us/media-gallery"),
    "a:bondsteel": ("2021-08-15", "https://rferl.org/a/afghanistan-rmacedonia-450-refugees/31415363.html"),
    "a:tirana": (
        "2021-08-15",
        "https://www.votramagazine.com/albania-kosovo-north-macedonia-prepare-to-shelter-fleeing-afghans/",
    ),
    "a:skopje": ("2021-08-17", "https://rferl.org/a/afghanistan-rmacedonia-450-refugees/31415363.html"),
    "a:entebbe": (
        "2021-08-17",
        (
            "https://digital-staging.thehill.com/policy/defense/568285-uganda-balkan-nations-to-take-afghan-"
            "refugees-after-us-request"
        ),
    ),
    "a:kigali": (
        "2021-08-24",
        "https://en.igihe.com/news/article/rwanda-agrees-to-host-refugees-from-afghanistan",
    ),
    "a:islamabad": (
        "2021-08-27",
        (
            "https://www.newindianexpress.com/world/2021/aug/27/"
            "pakistan-preparing-to-receive-4000-evacuees-from-afghanistan-2350752.html"
        ),
    ),
    "a:tashkent": (
        "2021-08-16",
        "https://crimeandmoreworld.com/unpacking-eurasias-role-in-the-afghanistan-evacuation",
    ),
}
# Hubs that the published counts give more than 10,000 people, and the share who get a seat to any other on a day.
BUSY_HUBS = {"a:al_udeid", "a:abu_dhabi", "a:ramstein", "a:brize_norton"}
OTHER_SEATS = "0.2"


def _stage(start: str, end: str, before: int, after: int, source: str, note: str = "") -> Row:
    words = f"Flown out since 14 August: {before:,} before, {after:,} after. Everybody flown out, of any nationality."
    return {
        "start": start,
        "end": end,
        "people": str(after - before),
        "place": "Kabul airport",
        "source": source,
        "note": f"{words} {note}".strip(),
    }


STAGES_OF_THE_AIRLIFT = (
    _stage("2021-08-14", "2021-08-20", 0, 9_000, "https://news.am/eng/news/659163.html"),
    _stage(
        "2021-08-21",
        "2021-08-23",
        9_000,
        48_000,
        "https://www.albawaba.com/news/white-house-around-48000-people-evacuated-afghanistan-1443784",
    ),
    _stage(
        "2021-08-24",
        "2021-08-25",
        48_000,
        88_000,
        "https://news.yahoo.com/factbox-evacuations-afghanistan-country-110330765.html",
    ),
    _stage(
        "2021-08-26",
        "2021-08-26",
        88_000,
        95_700,
        "https://todaynewsafrica.com/u-s-has-evacuated-and-facilitated-evacuation-of-nearly-95700-people-from-"
        "afghanistan-since-august-14/",
    ),
    _stage(
        "2021-08-27",
        "2021-08-27",
        95_700,
        105_000,
        "https://nationalpost.com/pmn/news-pmn/u-s-says-105000-people-evacuated-from-afghanistan-since-mid-aug",
    ),
    _stage(
        "2021-08-28",
        "2021-08-28",
        105_000,
        111_900,
        "https://www.newsweek.com/u-s-evacuated-6800-people-kabul-24-hours-says-white-house-1623963",
    ),
    _stage(
        "2021-08-29",
        "2021-08-29",
        111_900,
        117_000,
        "https://www.graphicnews.com/nl/pages/41752/defesa-evacuacao-de-cabul-1",
    ),
    _stage(
        "2021-08-30",
        "2021-08-30",
        117_000,
        124_000,
        "https://nationworldnews.com/some-afghan-refugees-are-relocating-to-the-us-under-the-p-2-program/",
        "The final figure, more than 124,000, was published on 31 August.",
    ),
)

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
    ("new_arrivals_cumulative", "2021-07-07"): "all of July's arrivals had been flown back by 23 July",
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
    if not metric.startswith(_COMPARED):
        return "counts what this world does not have, or a part of another figure"
    if not row["iso"] and row["place"] not in OBSERVED_PLACES:
        return "the countries' own rows are compared, and this is their sum"
    return _NOT_COMPARED.get((metric, row["date"]), "")
