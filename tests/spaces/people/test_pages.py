"""The way through the pages, from a file to mails, without JavaScript."""

import csv
import io
import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from spaces.actions import people_running as running
from spaces.models import Message, PeopleImport
from spaces.models.people_import import Step
from tests import world as w
from tests.spaces.people import files as f

pytestmark = pytest.mark.django_db


@pytest.fixture
def noa(client):
    client.force_login(w.noa())
    return client


def url(name, pk):
    return reverse(f"spaces:{name}", args=[pk])


def uploaded(client, space, content, name="people.xlsx", **more):
    file = SimpleUploadedFile(name, content)
    return client.post(url("people_import", space.pk), {"file": file, **more})


def pasted(client, space, text, **more):
    return client.post(url("people_import", space.pk), {"text": text, **more})


def columns_of(found):
    return {**found.columns, "default_language": "he"}


def in_two_weeks():
    return (timezone.localdate() + timedelta(days=14)).isoformat()


def test_the_story_25_ceos_with_three_bad_rows_become_22_invitations(noa):
    space, _ministry = w.a_space(), w.the_ministry()
    uploaded(noa, space, f.the_story())
    found = PeopleImport.objects.get()
    assert noa.get(url("people_import_columns", found.pk)).context["form"]["email"].value() == 1
    run = noa.post(url("people_import_columns", found.pk), columns_of(found)).url

    trial = noa.get(run)
    assert counts(trial) == {"total": 25, "ready": 22, "problems": 3, "invited": 0}
    assert "Invite 22 people" in trial.text
    assert [row.code for row in noa.get(run + "?show=problems").context["rows"]] == ["invalid", "invalid", "outside"]

    plan = noa.get(url("people_import_go", found.pk))
    assert "22 mails go out: Hebrew 22." in plan.text
    assert plan.context["send"].skipped == [("not complete", 2, []), ("not of the social sector", 1, [])]
    assert Message.objects.count() == 0

    noa.post(url("people_import_go", found.pk), {"deadline": in_two_weeks(), "note": ""})
    assert "0 of 22 invited" in noa.get(run).text
    running.run(found.pk)
    assert (space.invitations.filter(state="open").count(), space.messages.count()) == (22, 22)
    assert counts(noa.get(run)) == {"total": 25, "ready": 0, "problems": 3, "invited": 22}


def counts(page):
    tally = page.context["tally"]
    return {name: getattr(tally, name) for name in ("total", "ready", "problems", "invited")}


def test_a_mended_row_goes_with_the_next_run(noa):
    space = w.a_space()
    pasted(noa, space, "Dana <dana@w.example>\ninfo@w.example")
    found = PeopleImport.objects.get()
    noa.post(url("people_import_go", found.pk), {"deadline": in_two_weeks()})
    running.run(found.pk)
    bad = found.rows.last()
    mended = {"name": "Info Desk", "email": bad.email, "organisation_name": "", "show": "problems"}
    answer = noa.post(url("people_import_row", bad.pk), mended)
    assert answer.url == url("people_import_run", found.pk) + "?show=problems"
    noa.post(url("people_import_go", found.pk), {"deadline": in_two_weeks()})
    running.run(found.pk)
    assert space.invitations.filter(state="open").count() == 2


def test_a_row_that_is_still_wrong_says_so_and_one_that_is_left_out_says_nothing(noa):
    pasted(noa, w.a_space(), "Dana <dana@w.example>\nNobody")
    bad = PeopleImport.objects.get().rows.last()
    answer = noa.post(url("people_import_row", bad.pk), {"name": "Nobody", "email": "x"}, follow=True)
    assert "Line 2: “x” is not a mail address." in answer.text
    answer = noa.post(url("people_import_row", bad.pk), {"name": "N" * 200, "email": "x"}, follow=True)
    assert "Line 2: a field is too long." in answer.text
    answer = noa.post(url("people_import_row_out", bad.pk), follow=True)
    assert answer.context["tally"].left_out == 1
    noa.post(url("people_import_row_out", bad.pk), {"back": "yes"})
    assert PeopleImport.objects.get().rows.last().outcome == ""


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({}, "Please choose a file or paste a list."),
        ({"file": SimpleUploadedFile("empty.csv", b"")}, "This file is empty."),
        ({"file": SimpleUploadedFile("x.xls", b"\xd0\xcf\x11\xe0" + bytes(99))}, "old kind of workbook"),
        ({"file": SimpleUploadedFile("x.csv", b"a,b\n"), "text": "a@b.example"}, "not both"),
        ({"file": SimpleUploadedFile("x.csv", b"x" * (10 * 1024 * 1024 + 1))}, "larger than 10 MB"),
        ({"file": SimpleUploadedFile("x.csv", b"dana,dana@w.example")}, "no line of headings"),
        ({"text": " \n "}, "Please choose a file or paste a list."),
        ({"text": "\u200f,"}, "nobody in this list"),
    ],
)  # fmt: skip
def test_a_list_that_cannot_be_read_says_why_and_nothing_is_kept(noa, given, reason):
    answer = noa.post(url("people_import", w.a_space().pk), given)
    assert answer.status_code == 200
    assert reason in answer.text
    assert not PeopleImport.objects.exists()


def test_columns_must_make_sense(noa):
    uploaded(noa, w.a_space(), f.text([["שם", "שם", "מייל"], ["א", "ב", "a@w.example"]]), "people.csv")
    found = PeopleImport.objects.get()
    page = noa.get(url("people_import_columns", found.pk))
    assert "Several columns bear the same heading (שם)" in page.text
    assert "שם (2)" in page.text
    for given, reason in (
        ({"email": 2, "name": 2}, "chosen twice"),
        ({"email": 2}, "in which column the name stands"),
        ({"name": 0}, "This field is required"),
        ({"email": 9, "name": 0}, "Select a valid choice"),
    ):
        answer = noa.post(url("people_import_columns", found.pk), {**given, "default_language": "he"})
        assert reason in answer.text
    assert noa.get(url("people_import_run", found.pk)).url == url("people_import_columns", found.pk)


def test_a_kind_in_the_list_never_makes_a_stakeholder(noa):
    space = w.cross_sector()
    rows = [["name", "email", "kind"], ["Ruth", "ruth@mail.example", "stakeholder"], ["A", "a@w.example", "peer"]]
    uploaded(noa, space, f.text(rows), "people.csv")
    found = PeopleImport.objects.get()
    noa.post(url("people_import_columns", found.pk), columns_of(found) | {"kind": "stakeholder"})
    noa.post(url("people_import_go", found.pk), {"deadline": in_two_weeks(), "kind": "stakeholder"})
    running.run(found.pk)
    made = space.invitations.exclude(email__endswith="world.example")
    assert list(made.values_list("email", "kind")) == [("a@w.example", "peer")]


def test_the_report_is_a_file_whose_cells_are_no_formulas(noa):
    pasted(noa, w.a_space(), '=HYPERLINK("x") <a@w.example>\n@SUM <b@w.example>\nDana, dana at w')
    found = PeopleImport.objects.get()
    answer = noa.get(url("people_import_report", found.pk))
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[0] == ["Line", "Name", "E-mail", "Organisation", "Outcome", "Why"]
    assert len(rows) == 1 + found.rows.count()
    assert not [cell for row in rows for cell in row if re.match("[=+@-]", cell)]
    assert any(cell.startswith("'=") for row in rows for cell in row)


def test_a_long_list_is_shown_by_pages_without_losing_a_row(noa):
    pasted(noa, w.a_space(), "\n".join(f"p{n}@w.example, Person {n}" for n in range(1, 121)))
    found = PeopleImport.objects.get()
    seen, query, pages = [], "", []
    while True:
        page = noa.get(url("people_import_run", found.pk) + query)
        seen += [row.number for row in page.context["rows"]]
        pages.append(page)
        if not (query := page.context["older"]):
            break
    assert seen == list(range(1, 121))
    back = noa.get(url("people_import_run", found.pk) + pages[2].context["newer"])
    assert [row.number for row in back.context["rows"]] == list(range(51, 101))
    assert noa.get(url("people_import_run", found.pk) + "?after=x&show=y&before=").context["rows"][0].number == 1


def test_progress_is_shown_and_stops_by_a_button(noa):
    pasted(noa, w.a_space(), "a@w.example, A")
    found = PeopleImport.objects.get()
    noa.post(url("people_import_go", found.pk), {"deadline": in_two_weeks()})
    page = noa.get(url("people_import_run", found.pk))
    assert '<noscript><meta http-equiv="refresh" content="3"></noscript>' in page.text
    part = noa.get(url("people_import_progress", found.pk))
    assert "0 of 1 invited" in part.text
    assert "HX-Refresh" not in part
    noa.post(url("people_import_stop", found.pk))
    assert PeopleImport.objects.get().step == Step.STOPPED
    assert noa.get(url("people_import_progress", found.pk))["HX-Refresh"] == "true"
    assert "http-equiv" not in noa.get(url("people_import_run", found.pk)).text


def test_nothing_to_send_leads_back(noa):
    pasted(noa, w.a_space(), "Nobody")
    found = PeopleImport.objects.get()
    assert noa.get(url("people_import_go", found.pk)).url == url("people_import_run", found.pk)
    answer = noa.post(url("people_import_go", found.pk), {"deadline": in_two_weeks()})
    assert answer.status_code == 409


PAGES = ["people_import_run", "people_import_columns", "people_import_go", "people_import_progress"]
POSTS = ["people_import_check", "people_import_stop"]


@pytest.mark.parametrize("who", ["dana", "omer", "another_facilitator"])
def test_it_does_not_exist_for_anybody_else(client, who):
    space = w.consolidated()
    client.force_login(w.noa())
    uploaded(client, space, f.text([["name", "email"], ["A", "a@w.example"]]), "people.csv")
    found = PeopleImport.objects.get()
    row = found.rows.get()
    client.force_login(w.a_person(who, is_facilitator=who == "another_facilitator"))
    for name in (*PAGES, "people_import_report"):
        assert client.get(url(name, found.pk)).status_code == 404
    for name in POSTS:
        assert client.post(url(name, found.pk)).status_code == 404
    assert client.get(url("people_import", space.pk)).status_code == 404
    for name in ("people_import_row", "people_import_row_out"):
        assert client.post(url(name, row.pk)).status_code == 404


@pytest.mark.parametrize("name", POSTS)
def test_what_changes_something_is_posted(noa, name):
    pasted(noa, w.a_space(), "a@w.example, A")
    assert noa.get(url(name, PeopleImport.objects.get().pk)).status_code == 405


def test_the_pages_cost_the_same_number_of_queries_with_3_and_with_300_rows(noa):
    costs = []
    for count in (3, 300):
        space = w.a_space(f"Space of {count}")
        pasted(noa, space, "\n".join(f"p{n}@w.example, P{n}, Association {n}" for n in range(count)))
        found = PeopleImport.objects.latest("pk")
        with CaptureQueriesContext(connection) as captured:
            for name in ("people_import_run", "people_import_go", "people_import_progress", "people_import_report"):
                assert noa.get(url(name, found.pk)).status_code == 200
        costs.append(len(captured))
    assert costs[0] == costs[1]
