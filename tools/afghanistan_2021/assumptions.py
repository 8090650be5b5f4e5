"""
What the world ``afghanistan-2021`` assumes beyond the collected facts.

Read by the other files of this folder.  Every number here is round and chosen by
hand, not fitted; the sources named are those of the facts that suggested it.
The settings (chances, costs, the rate of the push) are in ``scenario.toml`` of
the world itself, which is written by hand.
"""

from __future__ import annotations

Row = dict[str, str]

PERIOD_START = "2021-06-01"
PERIOD_END = "2021-12-31"
# A pathway that no source ends goes on beyond any run of this world.
PATHWAYS_END = "2024-01-01"

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
_TIMES = (
    "https://www.thetimes.co.uk/article/taliban-fighters-surround-at-least-ten-afghan-cities-as-government-forces-"
    "face-weapons-crisis-qm2z3gm9z"
)
_EARLY = "Assumption: fighting in the province at a quarter of the intensity from that day"
_SURROUNDED = f"Fighting reported at the city on 12 July, among at least ten that were surrounded. {_EARLY}."
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
    "Qala-e-Naw": (
        "2021-07-07",
        "https://andronetalksnews.com/taliban-battle-their-way-into-western-afghan-city/ (BBC 7 July 2021)",
        f"The Taliban entered the city for a time on 7 July. {_EARLY}.",
    ),
    "Herat": ("2021-07-08", _IRANWIRE, f"Islam Qala taken 8 July, Torghundi 9 July. {_EARLY}."),
    "Farah": ("2021-07-08", _IRANWIRE, f"Shaikh Abu Nasr Farahi taken 8 July. {_EARLY}."),
    "Kandahar": (
        "2021-07-10",
        "https://reliefweb.int/report/afghanistan/afghanistan-weekly-humanitarian-update-5-11-july-2021 (OCHA)",
        f"Fighting in the city from 10 July, 11,200 people displaced; Spin Boldak taken 14 July. {_EARLY}.",
    ),
    "Lashkargah": ("2021-07-12", _TIMES, _SURROUNDED),
    "Ghazni": ("2021-07-12", _TIMES, _SURROUNDED),
    "Pul-e-Khumri": ("2021-07-12", _TIMES, _SURROUNDED),
    "Taloqan": ("2021-07-12", _TIMES, _SURROUNDED),
}
# Capitals fought over for longer than those days: since when, source.
_THREE_CITIES = (
    "2021-07-31",
    "https://news.yahoo.com/afghanistan-fighting-rages-taliban-besiege-120701637.html (BBC 1 August 2021)",
)
BESIEGED = {"Herat": _THREE_CITIES, "Lashkargah": _THREE_CITIES, "Kandahar": _THREE_CITIES}
_ONE_DAY = "so conflict on that day only"
_WITHOUT = f"Assumption: handed over without fighting, {_ONE_DAY}"
_COLLAPSE = (
    "Assumption: no fighting for the city was found reported, and it changed hands as the government collapsed, "
    + _ONE_DAY
)
HANDED_OVER = {
    "Chaghcharan": _WITHOUT,
    "Tarinkot": _WITHOUT,
    "Nili": _WITHOUT,
    "Gardez": _WITHOUT,
    "Jalalabad": (
        "Fell without a fight (EFE 15 August 2021, "
        "https://www.efe.com/efe/english/world/taliban-take-three-more-provincial-afghan-capitals-without-a-fight/"
        f"50000262-4608469). {_WITHOUT}"
    ),
    "Sharana": (
        "The governor and other officials surrendered and left for Kabul "
        f"(https://shahzebkhanzada.com/taliban-captured-the-capital-of-paktika-province/). {_WITHOUT}"
    ),
    "Kabul": f"Assumption: entered in one day as the government collapsed, {_ONE_DAY}",
    **dict.fromkeys(
        ("Bamyan", "Khost", "Mehtarlam", "Parun", "Asadabad", "Charikar", "Mahmud-e-Raqi"), _COLLAPSE
    ),
}

# How fast one gets on.
SLOW_SURFACES = (("track", "60"), ("unpaved", "150"), ("gravel", "150"))
SMUGGLERS_SPEED_KM_PER_DAY = "160"
HILLS_SPEED_KM_PER_DAY = "60"
MOUNTAIN_SPEED_KM_PER_DAY = "20"
AIR_SPEED_KM_PER_DAY = "20000"

# Ways past a post: start, end, km by road as far as the first town beyond, km from there on, km a day until there.
DETOUR = 1.5
ORDINARY_SPEED_KM_PER_DAY = 360.0
_IRAN_SOURCE = (
    "https://reliefweb.int/report/iran-islamic-republic/afghanistan-situation-emergency-preparedness-and-"
    "response-iran-27 (75 % of those interviewed crossed at unofficial points)"
)
_PAKISTAN_SOURCE = (
    "https://reliefweb.int/report/pakistan/unhcr-pakistan-new-arrivals-afghanistan-update-11-september-2021 "
    "(9 % of those interviewed came another way than Chaman)"
)
WAYS_ROUND_POSTS = (
    ("cap:AF-HER", "d:mashhad", 122 + 9 + 21, 225, HILLS_SPEED_KM_PER_DAY, _IRAN_SOURCE),
    ("cap:AF-FRA", "d:birjand", 125 + 5 + 185, 0, HILLS_SPEED_KM_PER_DAY, _IRAN_SOURCE),
    ("cap:AF-NAN", "d:peshawar", 75 + 1 + 8, 48, MOUNTAIN_SPEED_KM_PER_DAY, _PAKISTAN_SOURCE),
    ("cap:AF-KHO", "d:bannu", 38 + 3 + 18, 60, MOUNTAIN_SPEED_KM_PER_DAY, _PAKISTAN_SOURCE),
    ("cap:AF-PIA", "d:peshawar", 105 + 3 + 20, 250, MOUNTAIN_SPEED_KM_PER_DAY, _PAKISTAN_SOURCE),
    ("cap:AF-PKA", "d:bannu", 115 + 3 + 55, 200, MOUNTAIN_SPEED_KM_PER_DAY, _PAKISTAN_SOURCE),
)
# Towns where nobody is taken to settle: the roads on their two sides are joined into one.
THROUGH_TOWNS = {
    "d:landi_kotal",
    "d:miranshah",
    "d:parachinar",
    "d:wana",
    "d:chaman",
    "d:taybad",
    "d:zabol",
    "d:maku",
    "d:serhetabat",
    "d:kerki",
    "d:dusti",
}
# The far side of a post is a place of its own only where something was counted there.
COUNTED_FAR_SIDES = {"x:torkham:PK"}
