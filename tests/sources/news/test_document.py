"""A report comes in as it stands: its text, its day, and what was odd."""

from __future__ import annotations

import io
import subprocess
import sys
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from steppe.errors import UsageError
from steppe.sources.news.document import MADE_ON, gather_documents, read_documents
from steppe.sources.news.html_text import WHOLE_PAGE, without_tags
from steppe.sources.news.pdf_text import NO_TEXT, RUNNING_LINES
from steppe.sources.news.plain_text import dateline, day_in, decode
from tests.sources.news.made_documents import JOINED, drawn, page, pdf

DAY = date(2021, 8, 23)


def _read(folder, name, content, published=None):
    file = folder / name
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    (document,) = read_documents(file, published)
    return document


def test_plain_text_stays_as_it_is(tmp_path):
    text = "\u200fA\u00a0border\u200b\r\n\r\n  shut \t\n\ufeffNULL\n"
    document = _read(tmp_path, "report.txt", text)
    assert document.text == text
    assert (document.name, document.media, document.title) == ("report.txt", "text/plain", "")
    assert document.hash == document.source_hash == sha256(text.encode()).hexdigest()
    assert document.notes == ()


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-8"])
def test_the_same_text_is_read_from_every_unicode_encoding(encoding, tmp_path):
    text = "The border is shut, “they” said.\nThousands wait – at Termez.\n"
    document = _read(tmp_path, "report.txt", text.encode(encoding))
    assert document.text == text
    assert bool(document.notes) is (encoding in ("utf-16-le", "utf-16-be"))


def test_bytes_that_are_not_utf_8_are_read_as_windows_1252_and_the_others_are_kept(tmp_path):
    document = _read(tmp_path, "report.txt", "naïve ".encode() + "“café”".encode("cp1252") + b" \x81")
    assert document.text == "naïve “café” \ufffd"
    assert "Windows-1252" in document.notes[0]


def test_what_a_page_declares_is_believed_unless_it_unpacks():
    russian = '<meta charset="windows-1251">граница закрыта'.encode("cp1251")
    assert decode(russian, declares=True)[0].endswith("граница закрыта")
    text, notes = decode(b'<meta charset="unicode_escape">\\ud800 \xe9', declares=True)
    assert text.endswith("\\ud800 é") and notes


@given(
    st.binary(max_size=300)
    | st.text(max_size=100).map(lambda text: text.encode("utf-16-le", "surrogatepass"))
)
def test_any_bytes_are_decoded_and_can_be_hashed(content):
    for declares in (False, True):
        text, _ = decode(content, declares=declares)
        text.encode()
        dateline(text)
        without_tags(text).text.encode()


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=100))
def test_utf_8_is_told_back_to_the_letter(text):
    content = text.encode()
    decoded, notes = decode(b"\xef\xbb\xbf" + content)
    assert (decoded, notes) == (text, ())


@pytest.mark.parametrize(
    "line",
    [
        "Monday, Aug 23, 2021 - 02:03 PM",
        "23 August 2021",
        "2021-08-23",
        "2021-08-23T14:03:00Z",
        "(Reuters) - Aug 23, 2021",
        "KABUL, 23 August 2021 (AFP) - Fighters took the town.",
        "By a Reporter | August 23rd, 2021",
        "Mon 23 Aug 2021 14.03 BST",
        "Published: 23 August 2021",
        "Posted on Aug. 23, 2021 by admin",
        "Herat (Agency), 23 August 2021:",
        "Last updated 2021-08-23 14:00 GMT",
        "Updated 25 August 2021\n\nPublished 23 August 2021",
    ],
)
def test_a_dateline_is_read(line):
    assert dateline(f"Headline of a report\n\n{line}\n\nThe town fell on 12 July 2021.") == DAY


@pytest.mark.parametrize(
    "line",
    [
        "Timeline of events to August 15, 2021",
        "In the city, 15 August 2021, the fighters went",
        "On August 15, 2021, the Taliban took Kabul.",
        "The 23 August 2021 agreement was not kept.",
        "08/09/2021",
        "August 32, 2021",
        "August 2021",
    ],
)
def test_a_day_in_running_text_or_one_that_may_be_two_is_no_dateline(line):
    assert dateline(line) is None


@pytest.mark.parametrize(
    "stamp", ["D:20210823140300+02'00'", "2021-08-23T14:03:00Z", "Mon, 23 Aug 2021 14:03:00 GMT", "20210823"]
)
def test_stamps_of_metadata_are_read(stamp):
    assert day_in(stamp) == DAY


def test_a_page_gives_its_report_and_leaves_what_is_around_it(tmp_path):
    document = _read(tmp_path, "page.html", page())
    paragraphs = document.text.split("\n\n")
    assert paragraphs[:2] == [
        "Border shut after clashes",
        (
            "Uzbekistan has shut its border with Afghanistan, officials said on Sunday, and will not open it "
            "before the end of the month, whatever is asked of it."
        ),
    ]
    assert "“We cannot take more,” said a governor" in document.text
    assert "no shelter and little to drink & eat." in document.text
    assert "One camp was opened at Termez by the Red Crescent." in paragraphs
    for elsewhere in ("Section", "Most read", "Copyright", "tracked", "color"):
        assert elsewhere not in document.text
    assert (document.title, document.media) == ("Border shut after clashes", "text/html")
    assert document.hash == sha256(document.text.encode()).hexdigest() != document.source_hash


@pytest.mark.parametrize(
    ("head", "body"),
    [
        ('<meta property="article:published_time" content="2021-08-23T14:03:00Z">', ""),
        ('<script type="application/ld+json">{"@graph": [{"datePublished": "2021-08-23"}]}</script>', ""),
        ('<meta name="DC.date.issued" content="2021-08-23">', ""),
        ("", '<time datetime="2021-08-23T10:00">Monday</time>'),
        ("", "<p>Monday, Aug 23, 2021 - 02:03 PM</p>"),
        ('<meta property="article:published_time" content="2021-08-23">', "<p>By A. B. | 25 August 2021</p>"),
        ('<script type="application/ld+json">{broken</script><meta name="date" content="23 Aug 2021">', ""),
    ],
)
def test_the_day_of_a_page_is_found(head, body, tmp_path):
    assert _read(tmp_path, "page.html", page(head, body)).published == DAY


def test_the_users_day_goes_before_all_others(tmp_path):
    told = date(2020, 1, 2)
    assert _read(tmp_path, "a.txt", "23 August 2021\n\nText", told).published == told
    stamped = page('<meta name="date" content="2021-08-23">')
    assert _read(tmp_path, "a.html", stamped, told).published == told
    assert _read(tmp_path, "b.txt", "Text").published is None


def test_a_page_without_a_report_is_read_whole_and_that_is_told(tmp_path):
    document = _read(tmp_path, "page.html", "<html>" + "<div>" * 3000 + "Border <i>shut</i></div>again")
    assert document.text == "Border shut\n\nagain"
    assert document.notes == (WHOLE_PAGE,)


def test_tags_are_taken_away_and_words_are_kept():
    found = without_tags(
        "<title>A &amp; B</title><!-- <p>no --><p>1 < 2 and <b>bold</b>&nbsp;too</p><SCRIPT>no</scRIPT >x<br>y &#9999999; z"
    )
    assert found.title == "A & B"
    assert found.text == "1 < 2 and bold\u00a0too\n\nx\n\ny \ufffd z"


def test_lines_of_a_pdf_are_joined_into_paragraphs(tmp_path):
    made = "/Title (A title) /CreationDate (D:20210823140300+02'00')"
    document = _read(tmp_path, "report.pdf", pdf([drawn()], told=made))
    assert document.text == JOINED
    assert (document.title, document.published, document.media) == ("A title", DAY, "application/pdf")
    assert document.notes == (MADE_ON,)


def test_paragraphs_of_a_pdf_are_found_without_gaps_too(tmp_path):
    assert _read(tmp_path, "report.pdf", pdf([drawn(gap=0)])).text == JOINED


def test_a_dateline_goes_before_the_day_a_pdf_was_made(tmp_path):
    lines = drawn([["22 August 2021"], ["The border is shut, officials of the province said."]])
    document = _read(tmp_path, "report.pdf", pdf([lines], told="/CreationDate (D:20240101)"))
    assert (document.published, document.notes) == (date(2021, 8, 22), ())


def test_a_sentence_runs_on_over_the_page_and_running_heads_do_not_part_it(tmp_path):
    pages = [
        [(72, 770, "The Daily"), *drawn([[before, after]], top=700), (300, 40, f"Page {number} of 3")]
        for number, (before, after) in enumerate(
            [
                ("One camp was", "opened and another"),
                ("was shut, as the", "rains came"),
                ("too late", "there."),
            ],
            1,
        )
    ]
    document = _read(tmp_path, "report.pdf", pdf(pages))
    assert document.text == "One camp was opened and another was shut, as the rains came too late there."
    assert RUNNING_LINES in document.notes


def test_a_pdf_with_nothing_in_it_is_told(tmp_path):
    document = _read(tmp_path, "scan.pdf", pdf([[]]))
    assert (document.text, document.notes) == ("", (NO_TEXT,))


def test_a_locked_pdf_is_a_problem_and_one_locked_against_changes_is_read(tmp_path):
    from pypdf import PdfWriter

    for word, owner in (("secret", None), ("", "owner")):
        writer, written = PdfWriter(clone_from=io.BytesIO(pdf([drawn()]))), io.BytesIO()
        writer.encrypt(word, owner_password=owner, algorithm="RC4-128")
        writer.write(written)
        if word:
            with pytest.raises(UsageError, match="locked with a password"):
                _read(tmp_path, "report.pdf", written.getvalue())
        else:
            assert _read(tmp_path, "report.pdf", written.getvalue()).text == JOINED


def test_the_kind_is_known_by_the_first_bytes_when_the_ending_says_nothing(tmp_path):
    assert _read(tmp_path, "page.txt", page()).media == "text/html"
    assert _read(tmp_path, "report", pdf([drawn()])).media == "application/pdf"
    assert _read(tmp_path, "report.csv", "a,b\n").media == "text/plain"


def test_a_folder_is_read_in_order_and_what_is_left_out_is_told(tmp_path):
    inner = tmp_path / "in" / "deep"
    inner.mkdir(parents=True)
    (tmp_path / "b.txt").write_text("B")
    (inner / "a.txt").write_text("A")
    (tmp_path / ".hidden.txt").write_text("no")
    (tmp_path / "picture.png").write_bytes(b"\x89PNG")
    (tmp_path / "other").write_bytes(bytes(range(256)) * 4)
    (tmp_path.parent / "outside.txt").write_text("no")
    (tmp_path / "link.txt").symlink_to(tmp_path.parent / "outside.txt")
    (tmp_path / "round").symlink_to(tmp_path)
    reading = gather_documents(tmp_path)
    assert [each.text for each in reading.documents] == ["B", "A"]
    assert reading.problems == []
    assert {Path(each.where).name for each in reading.left_out} == {
        "picture.png", "other", "link.txt", "round",
    }  # fmt: skip
    assert {each.severity for each in reading.left_out} == {"warning"}


def test_every_problem_of_a_folder_is_told_at_once(tmp_path):
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.4 nothing")
    (tmp_path / "b.pdf").write_text("no PDF")
    (tmp_path / "c.txt").write_text("good")
    with pytest.raises(UsageError) as told:
        read_documents(tmp_path)
    assert [Path(each.where).name for each in told.value.problems] == ["a.pdf", "b.pdf"]


def test_a_file_that_is_not_there_and_an_empty_folder_are_problems(tmp_path):
    with pytest.raises(UsageError, match=r"absent\.txt: does not exist\."):
        read_documents(tmp_path / "absent.txt")
    with pytest.raises(UsageError, match="holds no report"):
        read_documents(tmp_path)


def test_plain_text_loads_no_library_for_pages_or_pdfs(tmp_path):
    (tmp_path / "a.txt").write_text("Text")
    (tmp_path / "a.html").write_text(page())
    code = (
        "import sys; from pathlib import Path; from steppe.sources.news.document import read_documents\n"
        "read_documents(Path(sys.argv[1]))\n"
        "assert not {'lxml', 'trafilatura', 'pypdf', 'numpy'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=True, timeout=60)
