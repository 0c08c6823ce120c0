"""The trial: what stands against each row, how rows are mended, and that nothing goes out by it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from impact_spaces.lib.refusals import Forbidden, NotPossible
from sectors.models import NumberState
from spaces.actions import answering, people_import
from spaces.actions.people_pasting import pasted_people
from spaces.actions.people_reading import table_of
from spaces.models import Invitation, Message, PeopleImport
from spaces.models.people_import import Step
from tests import world as w
from tests.spaces.people import files as f

pytestmark = pytest.mark.django_db


def checked(space, rows, headings=("Name", "E-mail", "Organisation"), **how):
    begun = people_import.begin(space, table_of(f.text([headings, *rows])), by=w.noa(), **how)
    people_import.name_columns(begun, begun.columns, by=w.noa(), language="he")
    return PeopleImport.objects.get(pk=begun.pk)


def codes(found):
    return list(found.rows.values_list("code", flat=True))


def test_every_row_gets_its_verdict_and_nothing_goes_out():
    space = w.consolidated()
    w.invited(space, "raed")
    answering.stop_writing("silent@world.example")
    w.the_ministry()
    before = (Invitation.objects.count(), Message.objects.count())
    found = checked(space, [
        ["Good", "good@world.example", "Somewhere"], ["", "nameless@world.example", ""], ["No address", "", ""],
        ["Broken", "broken at world", ""], ["Dana", "DANA@world.example", ""], ["Raed", "raed@world.example", ""],
        ["Silent", "silent@world.example", ""], ["Ruth", "ruth@health.gov.il", ""],
        ["Yoav", "yoav@mail.example", "משרד הבריאות"], ["Good again", "Good@World.example", ""],
    ])  # fmt: skip
    assert codes(found) == [
        "ok", "invalid", "invalid", "invalid", "member", "invited", "suppressed", "outside", "outside", "twice",
    ]  # fmt: skip
    assert all(found.rows.exclude(code="ok").values_list("reason", flat=True))
    assert (Invitation.objects.count(), Message.objects.count()) == before
    assert found.step == Step.CHECKED


def test_an_organisation_is_found_by_any_spelling_of_its_name():
    space, body = w.a_space(), w.an_organisation('עמותת "אור" (ע״ר)')
    found = checked(space, [
        ["A", "a@world.example", "עמותת אור"], ["B", "b@world.example", "עמותת 'אור' ע\"ר"],
        ["C", "c@world.example", "עמותת אור וצל"], ["D", "d@world.example", ""],
    ])  # fmt: skip
    assert list(found.rows.values_list("organisation", flat=True)) == [body.pk, body.pk, None, None]


def test_only_a_verified_number_decides():
    verified = w.an_organisation("אחת")
    verified.registry_number, verified.registry_state = "580000016", NumberState.VERIFIED
    verified.save()
    suggested = w.an_organisation("שתיים")
    suggested.registry_number, suggested.registry_state = "580000024", NumberState.SUGGESTED
    suggested.save()
    rows = [["A", "a@w.example", "580000016"], ["B", "b@w.example", "58-000002-4"], ["C", "c@w.example", "12"]]
    found = checked(w.a_space(), rows, ("Name", "E-mail", "Registry number"))
    assert list(found.rows.values_list("organisation", flat=True)) == [verified.pk, None, None]


def test_two_organisations_of_one_name_are_not_told_apart():
    for kind in ("association", "foundation"):
        w.Organisation.objects.create(name_he="אור", sector="third", kind=kind)
    found = checked(w.a_space(), [["A", "a@w.example", "אור"]])
    assert [(row.organisation, row.organisation_name, row.code) for row in found.rows.all()] == [(None, "אור", "ok")]


@pytest.mark.parametrize(("heading", "kind"), [("kind", "stakeholder"), ("סוג", "בעל עניין"), ("מגזר", "ראשון")])
def test_a_list_cannot_make_a_stakeholder(heading, kind):
    found = checked(w.cross_sector(), [["Ruth", "ruth@mail.example", kind]], ("שם", "מייל", heading))
    row = found.rows.get()
    assert (row.code, kind in row.reason) == ("outside", True)
    assert not Invitation.objects.filter(email="ruth@mail.example").exists()


def test_a_paused_space_invites_nobody():
    assert codes(checked(w.space_at("paused"), [["A", "a@w.example", ""]])) == ["closed"]


def test_a_mended_row_is_judged_again_with_the_others():
    found = checked(w.a_space(), [["A", "a@w.example", ""], ["B", "a@w.example", ""], ["C", "", ""]])
    first, second, third = found.rows.all()
    people_import.mend(first, by=w.noa(), name="A", email=" A2@w.example\u200f", organisation_name="")
    assert codes(found) == ["ok", "ok", "invalid"]
    people_import.mend(third, by=w.noa(), name="C", email="c at w", organisation_name="")
    assert codes(found) == ["ok", "ok", "invalid"]
    people_import.mend(third, by=w.noa(), name="C", email="c@w.example", organisation_name="יד ביד")
    assert codes(found) == ["ok", "ok", "ok"]
    third.refresh_from_db()
    assert third.organisation_name == "יד ביד"


def test_a_row_left_out_makes_room_and_may_come_back():
    found = checked(w.a_space(), [["A", "a@w.example", ""], ["B", "a@w.example", ""]])
    first = found.rows.first()
    people_import.leave_out(first, by=w.noa())
    assert list(found.rows.values_list("outcome", "code")) == [("skipped", "ok"), ("", "ok")]
    with pytest.raises(NotPossible):
        people_import.leave_out(first, by=w.noa())
    people_import.leave_out(first, by=w.noa(), out=False)
    assert codes(found) == ["ok", "twice"]


def test_columns_may_be_named_anew_until_the_list_has_gone_out():
    found = checked(w.a_space(), [["a@w.example", "A", ""]])
    assert codes(found) == ["invalid"]
    people_import.name_columns(found, {"email": 0, "name": 1}, by=w.noa(), language="ar")
    row = found.rows.get()
    assert (row.name, row.email, row.code) == ("A", "a@w.example", "ok")
    PeopleImport.objects.filter(pk=found.pk).update(step=Step.DONE)
    with pytest.raises(NotPossible):
        people_import.name_columns(found, {"email": 1, "name": 0}, by=w.noa(), language="ar")


def test_checking_again_sees_who_was_invited_meanwhile():
    space = w.a_space()
    found = checked(space, [["Raed", "raed@world.example", ""]])
    w.invited(space, "raed")
    people_import.check_again(found, by=w.noa())
    assert codes(found) == ["invited"]


def test_a_pasted_list_is_checked_at_once():
    pasted = pasted_people("Dana <dana@w.example>\nnobody\ninfo@w.example")
    found = people_import.begin_pasted(w.a_space(), pasted, by=w.noa())
    assert (found.step, codes(found)) == (Step.CHECKED, ["ok", "invalid", "invalid"])


def test_only_the_facilitator_of_the_space_imports():
    space = w.consolidated()
    table = table_of(f.text([["name", "email"], ["A", "a@w.example"]]))
    found = checked(space, [["A", "a@w.example", ""]])
    for other in (w.a_person("dana"), w.omer()):
        for attempt in (
            lambda by: people_import.begin(space, table, by=by),
            lambda by: people_import.begin_pasted(space, [], by=by),
            lambda by: people_import.name_columns(found, {}, by=by, language="he"),
            lambda by: people_import.mend(found.rows.get(), by=by, name="", email="", organisation_name=""),
            lambda by: people_import.leave_out(found.rows.get(), by=by),
            lambda by: people_import.check_again(found, by=by),
        ):
            with pytest.raises(Forbidden):
                attempt(other)


def test_checking_costs_the_same_number_of_queries_however_many_rows():
    costs = []
    for count in (5, 500):
        rows = [[f"P{n}", f"p{n}@w{count}.example", f"עמותה {n}"] for n in range(count)]
        found = checked(w.a_space(f"Space of {count}"), rows)
        with CaptureQueriesContext(connection) as captured:
            people_import.check_again(found, by=w.noa())
        costs.append(len(captured))
    assert costs[0] == costs[1]
