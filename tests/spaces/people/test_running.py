"""The good rows go out: once each, whatever happens to the workers."""

import threading
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection
from django.utils import timezone

from impact_spaces.lib.refusals import Forbidden, NotPossible
from spaces.actions import people_import
from spaces.actions import people_running as running
from spaces.actions.invitation import usual_deadline
from spaces.actions.space import move_space
from spaces.models import Invitation, Membership, Message, PeopleImport
from spaces.models.people_import import Outcome, Step
from spaces.states import InvitationState, Stage
from tests import world as w
from tests.spaces.people.test_checking import checked

pytestmark = pytest.mark.django_db


def ready(count=3, space=None, **how):
    rows = [[f"P{n}", f"p{n}@many.example", f"Association {n}"] for n in range(1, count + 1)]
    return checked(space or w.a_space(), rows, **how)


def start(found, **more):
    running.start(found, by=w.noa(), **{"deadline": usual_deadline(), **more})


def sent(found):
    """How many invitations and how many mails there are in the space."""
    space = found.space
    return space.invitations.filter(state=InvitationState.OPEN).count(), space.messages.count()


def test_each_good_row_becomes_an_invitation_with_one_mail():
    found = ready()
    deadline = timezone.now() + timedelta(days=30)
    start(found, deadline=deadline, note="Looking forward")
    running.run(found.pk)
    found.refresh_from_db()
    assert (found.step, sent(found)) == (Step.DONE, (3, 3))
    assert [(row.outcome, row.invitation.email) for row in found.rows.all()] == [
        (Outcome.INVITED, f"p{n}@many.example") for n in (1, 2, 3)
    ]
    one = found.rows.first().invitation
    assert (one.kind, one.organisation_name, one.language, one.is_confirmation) == (
        "peer",
        "Association 1",
        "he",
        False,
    )
    assert (one.deadline, one.messages.get().note) == (deadline, "Looking forward")


def test_bad_rows_stay_and_go_once_they_are_mended():
    found = checked(w.a_space(), [["A", "a@w.example", ""], ["B", "", ""]])
    start(found)
    running.run(found.pk)
    bad = found.rows.last()
    assert (bad.outcome, bad.code) == (Outcome.WAITING, "invalid")
    people_import.mend(bad, by=w.noa(), name="B", email="b@w.example", organisation_name="")
    start(found)
    running.run(found.pk)
    assert sent(found) == (2, 2)
    assert set(found.rows.values_list("outcome", flat=True)) == {Outcome.INVITED}


def test_nothing_is_kept_of_columns_that_nobody_asked_for():
    found = checked(w.a_space(), [["A", "a@w.example", "050-1234567"]], ("Name", "E-mail", "Phone"))
    start(found)
    assert found.rows.get().cells == []


def test_members_who_only_confirm_are_asked_so():
    found = ready(1, is_confirmation=True)
    start(found)
    running.run(found.pk)
    assert Invitation.objects.get().is_confirmation is True


def test_running_again_changes_nothing():
    found = ready()
    start(found)
    for _time in range(3):
        running.run(found.pk)
    assert sent(found) == (3, 3)


def test_nothing_to_go_is_refused_and_so_is_a_second_start():
    found = checked(w.a_space(), [["A", "", ""]])
    with pytest.raises(NotPossible, match="no row that can go"):
        start(found)
    found = ready()
    start(found)
    with pytest.raises(NotPossible, match="going out"):
        start(found)
    with pytest.raises(NotPossible, match="going out"):
        people_import.mend(found.rows.first(), by=w.noa(), name="", email="", organisation_name="")


def test_a_stopped_import_keeps_the_rest_and_goes_on(monkeypatch):
    monkeypatch.setattr(running, "BATCH", 2)
    found = ready(5)
    start(found)
    running.send_batch(found.pk)
    running.stop(found, by=w.noa())
    running.run(found.pk)
    found.refresh_from_db()
    assert (found.step, sent(found)) == (Step.STOPPED, (2, 2))
    start(found)
    running.run(found.pk)
    assert sent(found) == (5, 5)


def the_database_refuses(table, event, condition):
    """A rule of the database that nobody reckoned with, for the length of a test."""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE OR REPLACE FUNCTION refuse() RETURNS trigger AS $$ BEGIN"
            " RAISE EXCEPTION 'refused' USING ERRCODE = 'check_violation'; END; $$ LANGUAGE plpgsql;"
            f"CREATE TRIGGER refuses BEFORE {event} ON {table} FOR EACH ROW WHEN ({condition})"
            " EXECUTE FUNCTION refuse()"
        )


def the_database_allows(table):
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER refuses ON {table}")


def test_a_worker_that_dies_in_a_batch_leaves_nothing_half_done():
    found = ready()
    start(found)
    the_database_refuses("spaces_importrow", "UPDATE", "NEW.number = 4")
    with pytest.raises(IntegrityError):
        running.run(found.pk)
    assert sent(found) == (0, 0)
    the_database_allows("spaces_importrow")
    running.run(found.pk)
    assert sent(found) == (3, 3)


def test_one_row_that_spoils_its_batch_is_refused_alone():
    found = ready()
    start(found)
    refused = "NEW.state = 'approved' AND NEW.email = 'p2@many.example'"
    the_database_refuses("spaces_invitation", "UPDATE", refused)
    running.run(found.pk)
    assert list(found.rows.values_list("outcome", "code")) == [("invited", "ok"), ("", "refused"), ("invited", "ok")]
    assert found.rows.get(code="refused").reason
    assert sent(found) == (2, 2)


def test_a_space_that_is_paused_meanwhile_stops_the_import():
    found = ready()
    start(found)
    move_space(found.space, Stage.PAUSED, by=w.noa())
    running.run(found.pk)
    found.refresh_from_db()
    assert (found.step, sent(found)[0]) == (Step.STOPPED, 0)
    assert "paused" in found.problem
    assert found.rows.filter(code="ok", outcome="").count() == 3


def test_a_facilitator_who_left_meanwhile_invites_nobody():
    found = ready()
    start(found)
    Membership.objects.filter(person=w.noa()).update(ended_at=timezone.now())
    running.run(found.pk)
    found.refresh_from_db()
    assert (found.step, sent(found)) == (Step.STOPPED, (0, 0))


def test_who_was_invited_by_hand_meanwhile_is_not_invited_twice():
    space = w.a_space()
    found = checked(space, [["Raed", "raed@world.example", ""], ["A", "a@w.example", ""]])
    start(found)
    by_hand = w.invited(space, "raed")
    running.run(found.pk)
    row = found.rows.first()
    assert (row.outcome, row.code, row.invitation) == (Outcome.WAITING, "invited", by_hand)
    assert sent(found) == (2, 2)


def test_silent_imports_are_taken_up_and_lively_ones_left_alone():
    found = ready()
    start(found)
    assert running.take_up_silent() == 0
    later = timezone.now() + timedelta(minutes=2)
    assert running.take_up_silent(later) == 1
    assert sent(found) == (3, 3)
    assert running.take_up_silent(later) == 0


def test_a_list_that_nobody_sent_is_forgotten_after_a_month():
    found, sent_one = ready(), ready(space=w.a_space("Another"))
    start(sent_one)
    later = timezone.now() + timedelta(days=31)
    assert running.forget_unsent() == 0
    assert running.forget_unsent(later) == 1
    assert list(PeopleImport.objects.all()) == [sent_one]
    assert found.pk != sent_one.pk


def test_only_the_facilitator_starts_and_stops():
    found = ready(space=w.consolidated())
    with pytest.raises(Forbidden):
        running.start(found, by=w.a_person("dana"), deadline=usual_deadline())
    with pytest.raises(Forbidden):
        running.stop(found, by=w.a_person("dana"))


@pytest.mark.django_db(transaction=True)
def test_four_workers_at_once_send_each_mail_once(monkeypatch):
    monkeypatch.setattr(running, "BATCH", 10)
    found = ready(95)
    start(found)
    gate, troubles = threading.Barrier(4), []

    def work():
        gate.wait()
        try:
            running.run(found.pk)
        except Exception as error:  # the test looks at it
            troubles.append(error)
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _one in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert troubles == []
    running.run(found.pk)
    found.refresh_from_db()
    assert (found.step, sent(found)) == (Step.DONE, (95, 95))
    assert Message.objects.values("address").distinct().count() == 95


def test_a_real_worker_sends_the_list_and_a_killed_one_is_made_up_for(celery_stack):
    import signal

    from tests.fixtures.processes import wait_until

    found = ready(1200)
    worker = celery_stack.worker()
    start(found)
    assert wait_until(lambda: sent(found)[0] > 0)
    celery_stack.stop(worker, signal.SIGKILL)
    celery_stack.worker()
    if PeopleImport.objects.get(pk=found.pk).is_running:
        running.take_up_silent(timezone.now() + timedelta(minutes=2))
    assert wait_until(lambda: not PeopleImport.objects.get(pk=found.pk).is_running)
    invited, mails = sent(found)
    assert (invited, mails) == (1200, 1200)
