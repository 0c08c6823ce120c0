import io
import zipfile
from datetime import date, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from spaces.actions.people_reading import table_of
from spaces.actions.people_table import MOST_ROWS, Unreadable
from tests.spaces.people import files as f

ROWS = [["שם", "מייל"], ["דנה כהן", "dana@yad.example"], ["אבי נחום", "avi@bayit.example"]]


def cells(content):
    found = table_of(content)
    return [found.titles, *[line.cells for line in found.lines]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "windows-1255", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_a_text_is_read_in_every_usual_encoding_and_with_every_separator(encoding, separator):
    assert cells(f.text(ROWS, separator, encoding)) == ROWS


def test_a_workbook_is_read():
    assert cells(f.workbook(ROWS)) == ROWS


def test_headings_are_found_below_a_title_and_lines_keep_their_numbers():
    found = table_of(f.workbook([["רשימת המנכ״לים, נובמבר"], [], *ROWS]))
    assert (found.titles, [line.number for line in found.lines]) == (ROWS[0], [4, 5])
    found = table_of(f.text([["רשימה, לפי סדר"], [], *ROWS]))
    assert found.titles == ROWS[0]


def test_headings_in_another_tongue_stand_above_the_first_address():
    assert cells(f.text([["Имя", "Почта"], ["Dana", "dana@yad.example"]]))[0] == ["Имя", "Почта"]


def test_quote_marks_line_breaks_and_blank_lines_are_part_of_life():
    text = 'שם,מייל\r\n"כהן, דנה",dana@yad.example\r\n\r\n"שם\nבשתי שורות",b@yad.example\r\n'
    found = table_of(text.encode())
    assert [line.cells for line in found.lines] == [
        ["כהן, דנה", "dana@yad.example"], ["שם בשתי שורות", "b@yad.example"],
    ]  # fmt: skip
    assert [line.number for line in found.lines] == [2, 4]


def test_marks_of_direction_and_odd_blanks_are_taken_off():
    assert cells("שם,מייל\n\u200fדנה\xa0 כהן\u200e,\u202adana@yad.example\u202c".encode())[1] == [
        "דנה כהן", "dana@yad.example",
    ]  # fmt: skip


def test_a_hint_that_a_spreadsheet_writes_for_itself_is_no_row():
    assert cells("sep=;\r\nשם;מייל\r\nדנה;d@yad.example".encode()) == [["שם", "מייל"], ["דנה", "d@yad.example"]]


def test_numbers_dates_and_formulas_in_cells_are_text():
    book = Workbook()
    book.active.append(["Name", "E-mail", "Number", "Since", "At", "Sum", "Wrong", "Yes"])
    book.active.append(
        ["Dana", "d@yad.example", 580000123.0, date(2020, 1, 2), datetime(2020, 1, 2, 3, 4), "=1+1", "#N/A", True]
    )  # fmt: skip
    assert cells(f.saved(book))[1] == ["Dana", "d@yad.example", "580000123", "2020-01-02", "2020-01-02", "", "", "True"]


def test_the_first_visible_sheet_with_something_in_it_is_read():
    book = Workbook()
    book.create_sheet("secret").append(["Name", "E-mail"])
    book["secret"].sheet_state = "hidden"
    for row in ROWS:
        book.create_sheet("people").append(row) if "people" not in book.sheetnames else book["people"].append(row)
    assert cells(f.saved(book)) == ROWS


# What cannot be read says why


def zipped(**parts):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/"), content)
    return file.getvalue()


def locked():
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500) + "EncryptedPackage".encode("utf-16-le") + bytes(500)


def bomb():
    return zipped(**{"xl__workbook.xml": "x", "xl__worksheets__sheet1.xml": " " * (60 * 1024 * 1024)})


def bytes_lost(content):
    return content[: len(content) // 2]


UNREADABLE = {
    "empty": (b"", "is empty"),
    "only marks": (b"\xef\xbb\xbf \r\n", "is empty"),
    "only blank rows": (f.workbook([[], ["", None]]), "is empty"),
    "only headings": (f.text([["שם", "מייל"]]), "nothing below"),
    "no headings": (f.text([["דנה", "dana@yad.example"], ["אבי", "avi@bayit.example"]]), "no line of headings"),
    "one word": (b"hello", "no line of headings"),
    "locked": (locked(), "locked with a password"),
    "old": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old kind of workbook"),
    "damaged": (bytes_lost(f.workbook(ROWS)), "damaged"),
    "no workbook in it": (zipped(**{"word__document.xml": "<x/>"}), "not a workbook"),
    "empty parts": (zipped(**{"xl__workbook.xml": ""}), "damaged"),
    "a bomb": (bomb(), "far more than a list"),
    "too large": (b"a" * (10 * 1024 * 1024 + 1), "larger than 10 MB"),
    "a web page": (b"<html><table><tr><td>Name</td></tr></table>", "web page"),
    "a picture": (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(100), "neither CSV nor XLSX"),
    "an open quote": (('name,email\n"Dana,d@y.example\n' + "Avi,a@y.example\n" * 60).encode(), "line 2 and never"),
}


@pytest.mark.parametrize("case", UNREADABLE)
def test_what_cannot_be_read_says_why(case):
    content, reason = UNREADABLE[case]
    with pytest.raises(Unreadable, match=reason):
        table_of(content)


def test_twenty_thousand_rows_are_read_and_one_more_is_too_many():
    rows = [["name", "email"], *[["A", f"a{n}@b.example"] for n in range(MOST_ROWS)]]
    assert len(table_of(f.text(rows)).lines) == MOST_ROWS
    with pytest.raises(Unreadable, match="more than 20,000 rows"):
        table_of(f.text([*rows, ["A", "one.more@b.example"]]))


def test_a_sheet_that_names_its_millionth_row_does_not_take_forever():
    book = Workbook()
    for row in ROWS:
        book.active.append(row)
    book.active.cell(1_000_000, 1, "far below")
    assert cells(f.saved(book)) == ROWS


def test_entities_that_grow_without_end_are_refused():
    laugh = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    xml = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a0 "ha">{laugh}]><workbook>&a11;</workbook>'
    with pytest.raises(Unreadable, match="damaged"):
        table_of(zipped(**{"xl__workbook.xml": xml, "[Content_Types].xml": xml}))


ONE_WORKBOOK = f.workbook([f.HEADINGS, *f.ceos(3)])


@given(st.binary(max_size=400))
@settings(max_examples=300, deadline=None)
def test_no_bytes_make_the_reader_trip(content):
    outcome(content)


@given(st.text(alphabet='שםדואל@,;\t|"\n\r a.\x00\x1a\ufeff', max_size=200), st.sampled_from(["utf-8", "utf-16"]))
@settings(max_examples=300, deadline=None)
def test_no_text_makes_the_reader_trip(text, encoding):
    outcome(text.encode(encoding))


@given(st.integers(0, len(ONE_WORKBOOK) - 1), st.binary(min_size=1, max_size=8))
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_damage_to_a_workbook_makes_the_reader_trip(at, damage):
    outcome(ONE_WORKBOOK[:at] + damage + ONE_WORKBOOK[at + len(damage) :])


def outcome(content):
    """Either a table whose lines have one width, or a reason."""
    try:
        found = table_of(content)
    except Unreadable:
        return
    assert {len(line.cells) for line in found.lines} == {len(found.titles)}
