"""Whatever stands in the files, a world is read or its problems are told; nothing breaks."""

from __future__ import annotations

import shutil
from pathlib import Path

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from steppe.scenario.folder import Examined, examine
from tests.scenario.worlds import FILES, make_world

PIECES = st.sampled_from(
    [b",", b"\n", b'"', b";", b"\r", b"[", b"]", b"=", b"#", b"\x00", b"\xff", b"\xef\xbb\xbf", b"-", b".", b"e9",
     b"nan", b"inf", b"1e400", b"9" * 5000, b"yes", b"2025-02-30", b"Origin", b"Camp One", b"route", b"border",
     b"[push]\n", b'"""', b"{}", b"conflict", b"Aland", b"open", b"restricted", b" ", b"\t", "\u200b".encode()]
)  # fmt: skip
CUTS = st.tuples(
    st.sampled_from(sorted(FILES)), st.integers(0, 400), st.integers(0, 30), st.one_of(PIECES, st.binary(max_size=4))
)  # fmt: skip


def told_well(examined: Examined) -> None:
    assert (examined.scenario is None) == bool(examined.errors)
    for problem in examined.problems:
        assert problem.where.strip()
        assert problem.found.strip()
        assert problem.remedy.strip()
        assert "\n" not in str(problem)


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@example(cuts=[("events.csv", 0, 0, b'"'), ("events.csv", 97, 7, b'"')])
@given(cuts=st.lists(CUTS, min_size=1, max_size=4))
def test_pieces_cut_out_of_files_and_others_put_in(cuts, tmp_path_factory):
    folder = make_world(tmp_path_factory.mktemp("any") / "world")
    try:
        for name, place, length, piece in cuts:
            raw = (folder / name).read_bytes()
            (folder / name).write_bytes(raw[:place] + piece + raw[place + length :])
        told_well(examine(folder))
    finally:
        shutil.rmtree(folder.parent)


@settings(max_examples=100, deadline=None)
@given(
    name=st.sampled_from(sorted(FILES)),
    content=st.one_of(st.binary(), st.text().map(lambda text: text.encode("utf-8", "replace"))),
)
def test_anything_at_all_in_a_file(name, content, tmp_path_factory):
    folder: Path = make_world(tmp_path_factory.mktemp("any") / "world")
    try:
        (folder / name).write_bytes(content)
        told_well(examine(folder))
    finally:
        shutil.rmtree(folder.parent)
