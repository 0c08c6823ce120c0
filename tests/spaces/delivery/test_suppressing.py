"""The addresses that are not written to: whose word stands, what outlives an import, and who may lift it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from impact_spaces.lib.refusals import Forbidden, NotPossible
from spaces.actions import answering, suppressing
from spaces.actions import invitation as inviting
from spaces.models import Suppression
from spaces.vetting import verdicts
from tests import world as w

pytestmark = pytest.mark.django_db
Reason = Suppression.Reason


def reasons():
    return list(Suppression.objects.order_by("email").values_list("email", "reason"))


@pytest.mark.parametrize(
    ("first", "then", "stands"),
    [
        (Reason.BOUNCED, Reason.ASKED, Reason.ASKED),
        (Reason.ASKED, Reason.BOUNCED, Reason.ASKED),
        (Reason.ASKED, Reason.COMPLAINED, Reason.COMPLAINED),
        (Reason.COMPLAINED, Reason.BOUNCED, Reason.COMPLAINED),
        (Reason.COMPLAINED, Reason.ASKED, Reason.COMPLAINED),
    ],
)
def test_what_a_person_said_outweighs_what_a_server_said(first, then, stands):
    suppressing.suppress("Dana@world.example", first)
    suppressing.suppress("dana@world.example", then)
    assert reasons() == [("dana@world.example", stands)]


@pytest.mark.parametrize("reason", Reason)
def test_a_new_import_does_not_forget(reason):
    space = w.a_space()
    suppressing.suppress("dana@world.example", reason)
    (verdict,) = verdicts(space, "peer", [w.peer_named("dana")])
    assert verdict.code == "suppressed"
    assert inviting.invite_all(space, [w.peer_named("dana")], by=w.noa())[0].code == "suppressed"
    assert reasons() == [("dana@world.example", reason)]


@pytest.mark.parametrize("reason", [Reason.ASKED, Reason.COMPLAINED])
def test_what_a_person_said_is_lifted_by_nobody_else(reason):
    suppressing.suppress("dana@world.example", reason)
    with pytest.raises(NotPossible, match="only they can take it back"):
        suppressing.lift("dana@world.example", by=w.a_person("staff", is_staff=True))
    assert reasons() == [("dana@world.example", reason)]


def test_whoever_runs_the_site_may_try_an_address_again_and_a_facilitator_may_not():
    suppressing.suppress("dana@world.example", Reason.BOUNCED)
    with pytest.raises(Forbidden):
        suppressing.lift("Dana@world.example", by=w.noa())
    suppressing.lift("Dana@world.example", by=w.a_person("staff", is_staff=True))
    assert reasons() == []


def test_an_address_in_which_a_sign_in_code_arrived_is_written_to_again():
    person = w.a_person("dana")
    for reason, email in ((Reason.BOUNCED, "dana@world.example"), (Reason.BOUNCED, "nobody@world.example")):
        suppressing.suppress(email, reason)
    suppressing.lift_where_somebody_signed_in()
    assert len(reasons()) == 2  # nobody has signed in since
    person.last_login = timezone.now() + timedelta(minutes=1)
    person.save()
    suppressing.lift_where_somebody_signed_in()
    assert reasons() == [("nobody@world.example", "bounced")]


def test_signing_in_takes_back_no_complaint():
    w.a_person("dana", last_login=timezone.now() + timedelta(minutes=1))
    suppressing.suppress("dana@world.example", Reason.COMPLAINED)
    suppressing.lift_where_somebody_signed_in()
    assert reasons() == [("dana@world.example", "complained")]


@pytest.mark.parametrize("reason", Reason)
def test_the_person_themselves_may_take_anything_back(reason):
    suppressing.suppress("dana@world.example", reason)
    answering.write_again("dana@world.example")
    assert reasons() == []
