"""PDFs and pages for the tests, written by hand."""

from __future__ import annotations

import zlib

PARAGRAPHS = (
    ("Border shut after clashes",),
    (
        "Uzbekistan has shut its border with Afghanistan, offi-",
        "cials said on Sunday, and will not open it before the end of",
        "the month.",
    ),
    (
        "At least 1,500 people wait at the cross-border post of Termez,",
        "where they have no shelter. The cross-",
        "border trade has stopped.",
    ),
)
JOINED = (
    "Border shut after clashes\n\n"
    "Uzbekistan has shut its border with Afghanistan, officials said on Sunday, and will not open it before "
    "the end of the month.\n\n"
    "At least 1,500 people wait at the cross-border post of Termez, where they have no shelter. "
    "The cross-border trade has stopped."
)


def drawn(paragraphs=PARAGRAPHS, *, top=740, gap=9):
    """Lines of paragraphs with their places on a page."""
    height, lines = top, []
    for paragraph in paragraphs:
        for line in paragraph:
            lines.append((72, height, line))
            height -= 13
        height -= gap
    return lines


def pdf(pages, *, told="", stream=None):
    """A PDF with the lines given, or with a stream of drawing commands of its own on every page."""
    kids = " ".join(f"{4 + 2 * at} 0 R" for at in range(len(pages)))
    things = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for at, lines in enumerate(pages):
        drawing = " ".join(f"1 0 0 1 {x} {y} Tm ({words}) Tj" for x, y, words in lines)
        packed = zlib.compress(f"BT /F1 11 Tf {drawing} ET".encode("cp1252") if stream is None else stream, 9)
        things.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] "
            b"/Resources << /Font << /F1 3 0 R >> >> /Contents %d 0 R >>" % (5 + 2 * at)
        )
        things.append(b"<< /Filter /FlateDecode /Length %d >>\nstream\n%b\nendstream" % (len(packed), packed))
    things.append(f"<< {told} >>".encode())
    written, places = b"%PDF-1.4\n", []
    for number, thing in enumerate(things, 1):
        places.append(len(written))
        written += b"%d 0 obj\n%b\nendobj\n" % (number, thing)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    count, start = len(things) + 1, len(written)
    return (
        written
        + b"xref\n0 %d\n0000000000 65535 f \n%b" % (count, table)
        + b"trailer\n<< /Size %d /Root 1 0 R /Info %d 0 R >>\n" % (count, count - 1)
        + b"startxref\n%d\n%%%%EOF\n" % start
    )


def page(head="", body=""):
    """A page of a newspaper with its usual surroundings."""
    links = "".join(f'<li><a href="/{at}">Section {at}</a></li>' for at in range(30))
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>Border shut after clashes | The Daily</title>
{head}<script>var tracked = "<p>not text</p>";</script><style>p {{ color: red }}</style></head><body>
<header><nav><ul>{links}</ul></nav></header><main><article><h1>Border shut after clashes</h1>{body}
<p>Uzbekistan has <b>shut</b> its border with <a href="/af">Afghanistan</a>, officials said on Sunday, and
will not open it before the end of the month, whatever is asked of it.</p>
<p>At least 1,500 people wait at Termez, where they have no shelter and little to drink &amp; eat.</p>
<p>&ldquo;We cannot take more,&rdquo; said a governor of the province who did not want to be named.</p>
<h2>Relief</h2><ul><li>One camp was opened at Termez by the Red Crescent.</li><li>Another is planned.</li></ul>
</article></main><aside><h3>Most read</h3><ul>{links}</ul></aside>
<footer><p>Copyright. Subscribe to our letter today.</p></footer></body></html>"""
