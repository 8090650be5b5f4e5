"""Who borders whom, and what follows for a border shut to a people: far from theirs, it is a refusal to host."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from steppe.sources.news.lexicon import lexicon
from steppe.sources.news.reader import read_text
from steppe.sources.news.shutting_out import RULE

ROOT = Path(__file__).resolve().parents[3]
DAY = date(2024, 5, 15)
NEIGHBOURS = (
    "AFG CHN", "AFG PAK", "AFG TJK", "AGO COG", "ARM IRN", "AZE TUR", "BGD MMR", "BWA ZMB", "COD SSD", "COL PAN", "DJI SOM",
    "EGY PSE", "ESP MAR", "ETH SSD", "ISR SYR", "KAZ RUS", "LTU RUS", "NOR RUS", "POL RUS", "PRK RUS", "RWA UGA",
    "SAU YEM", "SRB XKX", "TCD SDN", "TKM UZB", "THA MMR", "UKR MDA", "AZE IRN", "ITA VAT", "LSO ZAF", "DNK SWE",
)  # fmt: skip
STRANGERS = (
    "AFG RUS", "AFG KAZ", "AFG KGZ", "AFG IND", "AFG TUR", "ARM RUS", "BLR MDA", "CHL VEN", "CUB USA", "ECU BRA", "EGY JOR",
    "ERI SSD", "GRC SYR", "HUN SYR", "IRQ LBN", "JPN KOR", "KGZ TKM", "LBN JOR", "NAM ZWE", "NIC CUB", "NRU AUS",
    "PRY URY", "SYR EGY", "TUN EGY", "UKR LTU", "UGA BDI", "VEN PER",
)  # fmt: skip


@pytest.mark.parametrize("pair", NEIGHBOURS)
def test_they_share_a_land_border_both_ways(pair):
    neighbours, (one, other) = lexicon("en").neighbours, pair.split()
    assert other in neighbours[one]
    assert one in neighbours[other]


@pytest.mark.parametrize("pair", STRANGERS)
def test_they_share_none(pair):
    one, other = pair.split()
    assert other not in lexicon("en").neighbours.get(one, ())


def test_neighbours_are_countries_of_the_lexicon_and_nobody_is_his_own():
    known = lexicon("en")
    assert set(known.neighbours) <= set(known.country_names)
    assert [code for code, others in known.neighbours.items() if code in others] == []


def test_the_list_is_what_its_tool_makes(tmp_path):
    run = (
        "import sys; from pathlib import Path; sys.path.insert(0, 'tools'); import make_neighbours as tool\n"
        "before = (tool.LEXICON / 'neighbours.csv').read_bytes(); out = Path(sys.argv[1]); (out / 'en').mkdir()\n"
        "(out / 'en' / 'countries.csv').write_bytes((tool.LEXICON / 'en' / 'countries.csv').read_bytes())\n"
        "tool.LEXICON = out; tool.main(); assert (out / 'neighbours.csv').read_bytes() == before"
    )
    subprocess.run([sys.executable, "-c", run, str(tmp_path)], cwd=ROOT, check=True)


REFUSED = {
    "Canada has closed its borders to Haitians.": ("Canada", "done"),
    "Norway will shut its border to Syrian refugees from June, the prime minister said.": (
        "Norway",
        "announced",
    ),
    "The government of Ghana sealed its borders to Sudanese asylum seekers on Monday.": ("Ghana", "done"),
    "Brazil plans to close its borders to Haitian migrants.": ("Brazil", "intended"),
    "Cairo denied that it had shut its border to refugees from Yemen.": ("Egypt", "denied"),
    "Algeria has barred Syrians from entering.": ("Algeria", "done"),
    "Denmark's borders are shut to Eritreans, the minister said.": ("Denmark", "done"),
    "If more boats come, Australia would close its borders to Sri Lankans.": ("Australia", "hypothetical"),
    "Mongolia is considering closing its borders to North Koreans.": ("Mongolia", "intended"),
    "Sofia closed the border to Afghans and Iraqis.": ("Bulgaria", "done"),
}


@pytest.mark.parametrize("text", REFUSED)
def test_a_border_shut_to_people_from_afar_is_a_refusal_to_host(text):
    claims = [one for one in read_text(text, DAY) if one.rule == RULE]
    assert [(one.kind, one.actor, one.target, one.modality) for one in claims] == [
        ("hosting_refused", REFUSED[text][0], REFUSED[text][0], REFUSED[text][1])
    ]
    assert "share no land border" in " ".join(claims[0].reasons)
    assert "people" in {each.role for each in claims[0].fired}


CLOSED = {
    "Iran has shut its borders to Afghans.": ("Iran", "Afghanistan"),
    "Colombia closed its border to Venezuelan migrants.": ("Colombia", "Venezuela"),
    "Macedonia closed its border with Greece to Afghans.": ("North Macedonia", "Greece"),
    "Nicaragua has shut the Penas Blancas crossing to Cubans.": ("Nicaragua", "Penas Blancas"),
    "Kenya closed its border to refugees from Somalia.": ("Kenya", "Somalia"),
    "Russia has shut its borders.": ("Russia", ""),
    "Peru closed its border with Ecuador to Venezuelans.": ("Peru", "Ecuador"),
    "Spain closed the border at Melilla to Sudanese migrants.": ("Spain", "Melilla"),
    "Croatia shut its borders to migrants.": ("Croatia", ""),
    "Thailand has barred Burmese refugees from entering.": ("Thailand", "Myanmar"),
}


@pytest.mark.parametrize("text", CLOSED)
def test_a_border_shut_to_neighbours_or_at_a_crossing_stays_a_closed_border(text):
    assert [(one.kind, one.actor, one.target) for one in read_text(text, DAY)] == [
        ("border_closed", *CLOSED[text])
    ]


def test_a_later_refusal_of_the_same_people_repeats_it():
    text = (
        "Chile has shut its borders to Haitians. Chile is not accepting refugees from Haiti, a minister said."
    )
    first, later = read_text(text, DAY)
    assert (first.kind, later.kind, later.duplicate_of) == ("hosting_refused", "hosting_refused", first.id)
