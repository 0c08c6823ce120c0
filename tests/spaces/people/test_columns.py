import pytest

from spaces.actions.people_cells import address, is_outside, language
from spaces.actions.people_columns import guessed, meaning
from spaces.actions.people_import import read
from spaces.actions.people_table import Line
from spaces.models import ImportRow


@pytest.mark.parametrize(
    ("title", "field"),
    [
        ("שם", "name"), ("שם מלא", "name"), ("שם המנכ״ל/ית", "name"), ("Full Name", "name"), ("الاسم الكامل", "name"),
        ("שם פרטי", "first_name"), ("שם משפחה", "last_name"), ("First name", "first_name"), ("Surname", "last_name"),
        ('דוא"ל', "email"), ("דוא״ל", "email"), ("מייל", "email"), ("אימייל", "email"), ("כתובת מייל", "email"),
        ("E-mail", "email"), ("Email address", "email"), ("דואר אלקטרוני", "email"), ("البريد الإلكتروني", "email"),
        ("ארגון", "organisation_name"), ("שם העמותה", "organisation_name"), ("Organization", "organisation_name"),
        ("الجمعية", "organisation_name"), ("שפה", "language"), ("Language", "language"), ("اللغة", "language"),
        ("מספר עמותה", "registry_number"), ('ח"פ', "registry_number"), ("סוג", "side"), ("מגזר", "side"),
        ("kind", "side"), ("סוג ארגון", "side"), ("טלפון", ""), ("טלפון בעמותה", ""), ("כתובת", ""), ("הערות", ""),
        ("", ""),
    ],
)  # fmt: skip
def test_headings_are_understood(title, field):
    assert meaning(title) == field


def test_each_field_takes_the_first_column_that_fits():
    assert guessed(["מייל", "מייל נוסף", "שם"], []) == {"email": 0, "name": 2}


def test_addresses_give_themselves_away_below_a_strange_heading():
    lines = [Line(2, ["Dana", "d@y.example"]), Line(3, ["Avi", "a@y.example"])]
    assert guessed(["שם", "Почта"], lines) == {"name": 0, "email": 1}


@pytest.mark.parametrize(
    ("columns", "cells", "name"),
    [
        ({"name": 0}, ["דנה כהן"], "דנה כהן"),
        ({"first_name": 0, "last_name": 1}, ["דנה", "כהן"], "דנה כהן"),
        ({"name": 0, "last_name": 1}, ["דנה", "כהן"], "דנה כהן"),
        ({"name": 0, "first_name": 1, "last_name": 2}, ["דנה כהן", "", ""], "דנה כהן"),
        ({"last_name": 0}, ["כהן"], "כהן"),
        ({"name": 5}, ["דנה"], ""),
    ],
)
def test_a_name_is_put_together_from_what_there_is(columns, cells, name):
    row = ImportRow(cells=cells)
    read(row, columns)
    assert row.name == name


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("dana@yad.example", "dana@yad.example"), ("mailto:dana@yad.example", "dana@yad.example"),
        ("Dana <dana@yad.example>", "dana@yad.example"), ("dana@yad.example;", "dana@yad.example"),
        ("a@b.example; c@d.example", "a@b.example; c@d.example"), ("", ""),
    ],
)  # fmt: skip
def test_addresses_are_taken_as_people_write_them(written, meant):
    assert address(written) == meant


@pytest.mark.parametrize(
    ("written", "code"),
    [("עברית", "he"), ("HE", "he"), ("Arabic", "ar"), ("العربية", "ar"), ("אנגלית", "en"), ("Русский", ""), ("", "")],
)
def test_languages_are_understood(written, code):
    assert language(written) == code


@pytest.mark.parametrize(
    ("side", "outside"),
    [
        ("stakeholder", True), ("Stakeholder", True), ("בעל עניין", True), ("בעלת עניין", True), ("בעל/ת עניין", True),
        ("ממשלתי", True), ("משרד ממשלתי", True), ("מגזר ציבורי", True), ("ראשון", True), ("עסקי", True),
        ("Government", True), ("أصحاب المصلحة", True), ("עמותה", False), ("peer", False), ("שלישי", False),
        ("מגזר שני", True), ("עיריית חיפה", True), ("מועצה אזורית", True), ("רשות מקומית", True),
        ("القطاع العام", True),
        ("מגזר שלישי", False), ("חברתי", False), ("", False), ("ארגון צעירים", False), ("עסק חברתי", False),
        ("charitable company", False), ("קרן", False), ("not-for-profit", False),
    ],
)  # fmt: skip
def test_a_column_on_sides_only_leaves_people_out(side, outside):
    assert is_outside(side) is outside
