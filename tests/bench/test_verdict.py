"""What the fault bench calls lost, doubled, and doubled without need."""

import pytest

from tests.bench.faulting.verdict import judge
from tests.bench.record import Record

ROWS = {"a@x": "sent", "b@x": "sent"}
ALL_WELL = ["+ 1 1", "T 2 1 9 <a> a@x", "T 3 1 9 <b> b@x", "Q 4 1", "- 4 1"]
CUT_AFTER_A = ["+ 1 1", "T 2 1 9 <a> a@x", "- 3 1", "+ 4 2", "T 5 2 9 <a> a@x", "T 6 2 9 <b> b@x", "Q 7 2"]
KILLED_WITH_ITS_SERVER = [line for line in CUT_AFTER_A if not line.startswith("-")]
TWICE_ON_ONE = ["+ 1 1", "T 2 1 9 <a> a@x", "T 3 1 9 <b> b@x", "T 4 1 9 <a> a@x", "Q 5 1"]
AFTER_GOODBYE = ["+ 1 1", "T 2 1 9 <a> a@x", "Q 3 1", "+ 4 2", "T 5 2 9 <a> a@x", "T 6 2 9 <b> b@x", "Q 7 2"]
ANOTHER_ID = [line.replace("5 2 9 <a>", "5 2 9 <c>") for line in CUT_AFTER_A]
STRANGER = [*ALL_WELL[:3], "T 3 1 9 <c> c@x", "Q 4 1"]


def judged(tmp_path, lines, rows=ROWS):
    path = tmp_path / "record"
    path.write_text("".join(f"{line}\n" for line in lines))
    found = judge(rows, Record(path).read_on())
    return (found.sent, found.lost, found.doubled, found.connections), found.faults


@pytest.mark.parametrize(
    ("lines", "figures"),
    [(ALL_WELL, (2, 0, 0, 0)), (CUT_AFTER_A, (2, 0, 1, 1)), (KILLED_WITH_ITS_SERVER, (2, 0, 1, 1))],
)
def test_only_the_mail_in_flight_on_a_cut_connection_may_go_twice(tmp_path, lines, figures):
    assert judged(tmp_path, lines) == (figures, [])


@pytest.mark.parametrize(
    ("lines", "faults"),
    [
        (TWICE_ON_ONE, ["1 doubled, with 0 connections cut", "1 were sent again although their connection went on"]),
        (AFTER_GOODBYE, ["1 doubled, with 0", "1 were sent again although their connection said goodbye"]),
        (ANOTHER_ID, ["1 Message-IDs or addresses are not one to one"]),
        (STRANGER, ["1 were taken that no row knows"]),
        (ALL_WELL[:2], ["1 are said to be sent and were never taken"]),
    ],
)
def test_everything_else_is_a_fault(tmp_path, lines, faults):
    _figures, found = judged(tmp_path, lines)
    assert [one[: len(start)] for one, start in zip(found, faults, strict=True)] == faults


@pytest.mark.parametrize("state", ["queued", "sending", "failed"])
def test_what_is_not_sent_at_the_end_is_lost_even_when_it_was_taken(tmp_path, state):
    figures, faults = judged(tmp_path, ALL_WELL, ROWS | {"b@x": state})
    assert (figures, faults) == ((2, 1, 0, 0), [f"not sent at the end: {{'{state}': 1}}"])


def test_a_line_that_is_being_written_is_read_when_it_is_whole(tmp_path):
    record = Record(tmp_path / "record")
    assert record.read_on().taken == []
    record.path.write_text("+ 1 1\nT 2 1 9 <a> a@")
    assert record.read_on().taken == []
    record.path.write_text("+ 1 1\nT 2 1 9 <a> a@x\n")
    assert [mail.address for mail in record.read_on().taken] == ["a@x"]
