"""What the facts say and the world assumes about the airlift from Kabul: sites, dates, seats and stages."""

from __future__ import annotations

Row = dict[str, str]

# A site without a number of its own; a flight whose people are counted on another (Germany flew by Tashkent); and
# roads out of airports that were for transit by air only.
LEFT_OUT_NODES = {"a:dushanbe"}
LEFT_OUT_LINKS = {
    ("a:kabul_airport", "a:frankfurt"),
    ("d:tashkent", "a:tashkent"),
    ("d:islamabad", "a:islamabad"),
}
# Sites that host for a time: capacity, and why.
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
# People flown to each site, and where that is said; what has no number is assumed.
_TALLY = "https://news.yahoo.com/factbox-evacuations-afghanistan-country-110330765.html"
_CGTN = "https://news.cgtn.com/news/2021-08-31/"
_REPUBLICWORLD = (
    "https://www.republicworld.com/world-news/rest-of-the-world-news/afghanistan-crisis-countrywise-tally-of-people-"
    "evacuated-since-taliban-takeover.html"
)
_EUCOM = "https://conservativebase.com/afghanistan-evacuation-eucom-commander-welcomes-assistance"
_NO_NUMBER = "Assumption"
FLOWN = {
    "a:al_udeid": (40_000, f"{_CGTN} (over 40,000 helped out by 26 August)"),
    "a:abu_dhabi": (36_500, f"{_CGTN} (36,500 helped out by 29 August)"),
    "a:brize_norton": (15_000, f"{_REPUBLICWORLD} (15,000 by 28 August)"),
    "a:ramstein": (4_000, _NO_NUMBER),
    "a:tashkent": (
        5_300,
        "https://crimeandmoreworld.com/unpacking-eurasias-role-in-the-afghanistan-evacuation (about 5,300 by 26 August)",
    ),
    "a:paris": (2_100, f"{_REPUBLICWORLD} (about 2,100 by 26 August)"),
    "a:kuwait": (6_000, _NO_NUMBER),
    "a:bahrain": (4_000, _NO_NUMBER),
    "a:sigonella": (1_000, f"{_EUCOM} (662 on site about 25 August) ; {_NO_NUMBER}"),
    "a:rota": (2_000, _NO_NUMBER),
    "a:islamabad": (
        4_000,
        (
            "https://www.newindianexpress.com/world/2021/aug/27/pakistan-preparing-to-receive-4000-evacuees-from-"
            "afghanistan-2350752.html (about 4,000 asked)"
        ),
    ),
    "a:bondsteel": (500, _NO_NUMBER),
    "a:tirana": (500, _NO_NUMBER),
    "a:entebbe": (500, _NO_NUMBER),
    "a:kigali": (500, _NO_NUMBER),
    "a:skopje": (450, "https://rferl.org/a/afghanistan-rmacedonia-450-refugees/31415363.html"),
}
# Onward from a site: to where, mean days of waiting, seats a day (empty is no limit), why.
_TRANSIT = "Assumption: ten days, the longest stay that Germany agreed to and what the United Arab Emirates announced"
_HOST = "Assumption: 90 days, as announced for Uganda"
ONWARD = {
    ("a:al_udeid", "a:ramstein"): (
        "2",
        "1200",
        "Assumption: 1,200 a day are flown on to Germany after two days, in view of how many Ramstein held",
    ),
    ("a:al_udeid", "a:dulles"): ("10", "", _TRANSIT),
    ("a:abu_dhabi", "a:toronto"): (
        "2",
        "400",
        "3,700 people reached Canada by 26 August. Assumption: 400 a day by Abu Dhabi, after two days",
    ),
    ("a:abu_dhabi", "a:dulles"): ("10", "", _TRANSIT),
    ("a:kuwait", "a:dulles"): ("10", "", _TRANSIT),
    ("a:bahrain", "a:dulles"): ("10", "", _TRANSIT),
    ("a:ramstein", "a:dulles"): ("10", "", _TRANSIT),
    ("a:sigonella", "a:dulles"): ("10", "", _TRANSIT),
    ("a:rota", "a:dulles"): ("10", "", _TRANSIT),
    ("a:islamabad", "a:dulles"): ("10", "", _TRANSIT),
    ("a:tashkent", "a:frankfurt"): (
        "1",
        "",
        "Assumption: one day, as the airport was for transit by air only",
    ),
    ("a:bondsteel", "a:dulles"): ("90", "", _HOST),
    ("a:tirana", "a:dulles"): ("90", "", _HOST),
    ("a:skopje", "a:dulles"): ("90", "", _HOST),
    ("a:entebbe", "a:dulles"): ("90", "", "Three months by the announcement of 17 August"),
}
# In the facts, but not flown in the world: these sites' people go on from Germany's base or not by Germany.
LEFT_OUT_FLIGHTS = {
    ("a:kuwait", "a:ramstein"),
    ("a:bahrain", "a:ramstein"),
    ("a:abu_dhabi", "a:ramstein"),
}
# Countries whose only hosts are these sites, and the number they named.
HOST_LIMITS = {
    "XKX": ("a:bondsteel", "2021-08-15", 2_000),
    "ALB": ("a:tirana", "2021-08-15", 4_000),
    "MKD": ("a:skopje", "2021-08-17", 450),
    "UGA": ("a:entebbe", "2021-08-17", 2_000),
}


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


# What was published of the airlift, as spans of days and people flown out in them.
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
