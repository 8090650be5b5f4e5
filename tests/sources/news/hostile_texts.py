"""
Texts that a reader could choke on, about a megabyte each, and how long each takes to be read.

``python -m tests.sources.news.hostile_texts NAME CHARACTERS`` reads one of them and prints its seconds of
processor time and how many claims were found.
"""

from __future__ import annotations

import sys
from datetime import date
from random import Random
from time import process_time

CLAIM = "Bulgaria closed its border with Greece on Tuesday, and 3,000 people fled Idomeni for Athens"
LETTERS = "abcdefghijklmnopqrstuvwxyz        \u200b\u200f\u202e\ufeff\u0301\x00\ud800éж吴ع😀.,;:!?\"'“”()-"

PARTS = {
    "sentences on one line": CLAIM + ". ",
    "one sentence without a stop": CLAIM + " and ",
    "words without a stop": "refugees border closed flee Greece said that ",
    "letters without a space": "a",
    "capital letters without a space": "A",
    "capitalised words": "Border ",
    "country names": "Greece ",
    "countries joined": "Greece, Turkey and ",
    "verbs": "closed ",
    "borders": "closed the border ",
    "sayings": "said that Greece said that ",
    "who": "who fled who ",
    "to": "to flee to ",
    "quotation marks": '"',
    "curly quotation marks": "“",
    "quoted claims": f'"{CLAIM}" ',
    "quotation marks between words": 'the border " closed " ',
    "apostrophes": "'",
    "possessives": "Greece's ",
    "commas": ",",
    "commas between words": "border, ",
    "and": "and ",
    "opening parentheses": "(",
    "closing parentheses": ")",
    "parentheses around a claim": "(Greece closed its border ",
    "digits": "1",
    "numbers": "1,000 ",
    "numbers with marks": "1,",
    "numbers of people": "3,000 people ",
    "number words": "thousands of hundreds of ",
    "hundred": "hundred thousand ",
    "times": "on Sunday last week in August since 15 August ",
    "months": "in August ",
    "years": "2015 ",
    "full stops": ".",
    "full stops apart": ". ",
    "initials": "A. ",
    "initials together": "U.S.",
    "dashes": "—",
    "hyphens": "-",
    "hyphenated words": "border-",
    "question marks": "?",
    "newlines": "\n",
    "carriage returns": "\r",
    "spaces": " ",
    "no-break spaces": "\u00a0",
    "tabs": "\t",
    "one word a line": "border\n",
    "one claim a line": CLAIM + "\n",
    "one claim a paragraph": CLAIM + ".\n\n",
    "lines that repeat": CLAIM + " again and again\n",
    "newlines and spaces": "\n \t",
    "datelines": "KABUL (Reuters) - ",
    "capital dateline without end": "KABUL, ",
    "zero-width spaces": "bor\u200bder ",
    "only zero-width": "\u200b",
    "right to left": "\u202eborder closed\u202c عبر الحدود ",
    "combining marks": "e\u0301",
    "only combining marks": "\u0301",
    "NUL": "\0",
    "NUL between letters": "b\0o\0r\0d\0e\0r\0 ",
    "lone surrogates": "\ud800 border \udfff closed ",
    "emoji": "😀",
    "no Latin letters": "難民在邊境等待。",
    "Cyrillic": "Граница закрыта, беженцы ждут. ",
    "underscores": "_",
    "markup": "<p><b>Greece closed its border</b></p>",
    "unclosed markup": "<",
    "addresses": "https://example.org/border-closed?refugees=3,000&from=Greece ",
    "per cent": "50% of ",
    "bylines": "By Greece\n",
}


def numbered_claims(characters: int) -> str:
    """Paragraphs of which no two are the same."""
    one = "Bulgaria closed its border with Greece on Tuesday, and {:,} people of camp{} fled Idomeni for Athens.\n\n"
    found, length, number = [], 0, 0
    while length < characters:
        number += 1
        found.append(one.format(1000 + number * 7, chr(97 + number % 26) * (1 + number % 17)))
        length += len(found[-1])
    return "".join(found)


def noise(characters: int) -> str:
    """Letters and marks at random, the same ones every time."""
    return "".join(Random(4).choices(LETTERS, k=characters))


def word_noise(characters: int) -> str:
    """Words of claims at random."""
    words = (
        CLAIM + ' officials said that if Turkey had not agreed to host ( ) " , ; refugees who were to be'
    ).split()
    return " ".join(Random(4).choices(words, k=characters // 6))


MADE = {"numbered claims": numbered_claims, "noise": noise, "words at random": word_noise}


def names() -> list[str]:
    """Every hostile text."""
    return [*PARTS, *MADE]


def hostile_text(name: str, characters: int = 1_000_000) -> str:
    """One of them, as long as asked."""
    if name in MADE:
        return MADE[name](characters)
    part = PARTS[name]
    return (part * (characters // len(part) + 1))[:characters]


def main() -> int:
    """Read one and print how long it took."""
    from steppe.sources.news.reader import read_text

    text = hostile_text(sys.argv[1], int(sys.argv[2]))
    read_text("Greece closed its border.", date(2021, 8, 23))
    begun = process_time()
    found = read_text(text, date(2021, 8, 23))
    seconds = process_time() - begun
    assert all(each.passage == text[each.start : each.end] for each in found)
    print(f"{seconds:.3f} {len(found)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
