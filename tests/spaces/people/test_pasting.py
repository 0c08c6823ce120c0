import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spaces.actions.people_pasting import Pasted, pasted_people, pasted_table
from spaces.actions.people_table import Unreadable

DANA = Pasted("dana@yad.example", "Dana Cohen")
AVI = Pasted("avi@bayit.example", "Avi Nahum")


@pytest.mark.parametrize(
    ("line", "people"),
    [
        ("dana@yad.example", [Pasted("dana@yad.example", "Dana")]),
        ("dana.cohen@yad.example", [Pasted("dana.cohen@yad.example", "Dana Cohen")]),
        ("info@yad.example", [Pasted("info@yad.example", "")]),
        ("Dana Cohen <dana@yad.example>", [DANA]),
        ('"Cohen, Dana" <dana@yad.example>', [Pasted("dana@yad.example", "Cohen, Dana")]),
        ("dana@yad.example, Dana Cohen", [DANA]),
        ("dana@yad.example, Dana Cohen, Yad", [Pasted("dana@yad.example", "Dana Cohen", "Yad")]),
        ("דנה כהן\tdana@yad.example\tיד ביד", [Pasted("dana@yad.example", "דנה כהן", "יד ביד")]),
        ("Dana Cohen dana@yad.example", [DANA]),
        ("Dana Cohen <dana@yad.example>; Avi Nahum <avi@bayit.example>", [DANA, AVI]),
        ("Dana Cohen <dana@yad.example>, Avi Nahum <avi@bayit.example>,", [DANA, AVI]),
        ("dana@yad.example; avi@bayit.example",
         [Pasted("dana@yad.example", "Dana"), Pasted("avi@bayit.example", "Avi")]),
        ("dana@yad.example avi@bayit.example",
         [Pasted("dana@yad.example", "Dana"), Pasted("avi@bayit.example", "Avi")]),
        ("Dana without an address", [Pasted("", "Dana without an address")]),
        ("\u200fdana@yad.example\u200e, Dana Cohen", [DANA]),
    ],
)  # fmt: skip
def test_a_line_is_understood(line, people):
    assert pasted_people(line) == people


def test_lines_of_every_kind_may_stand_together():
    text = "Dana Cohen <dana@yad.example>\n\n   \navi@bayit.example, Avi Nahum\r\nנועה"
    assert pasted_people(text) == [DANA, AVI, Pasted("", "נועה")]
    assert pasted_table(text) is None


def test_a_table_pasted_with_its_headings_is_a_table():
    found = pasted_table("עמותה\tשם\tמייל\nיד ביד\tדנה\tdana@yad.example\n")
    assert (found.titles, [line.cells for line in found.lines]) == (
        ["עמותה", "שם", "מייל"], [["יד ביד", "דנה", "dana@yad.example"]],
    )  # fmt: skip


def test_an_empty_list_says_so():
    with pytest.raises(Unreadable, match="nobody in this list"):
        pasted_people(" \n\t\n\u200f")


@given(st.text(alphabet='abc@.,;<>"\t\n |()\u200fש', max_size=120))
@settings(max_examples=300, deadline=None)
def test_no_text_makes_the_reader_trip(text):
    try:
        found = pasted_people(text)
    except Unreadable:
        return
    assert all(person.email in text.replace("\u200f", "") for person in found)
    assert 0 < len(found) <= len(text.splitlines()) + text.count("@")
