"""The demo world, loaded once for all of these."""

from collections import Counter
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import timezone

from impact_spaces.lib.calendar import is_calm
from members.models import Person
from sectors.models import Organisation
from spaces.models import Grant, Invitation, Meeting, Membership, Message, Move, Space
from spaces.states import InvitationState, MessageState, Stage

pytestmark = pytest.mark.django_db


def run_demo(*options):
    said = StringIO()
    call_command("demo", *options, stdout=said)
    return said.getvalue()


@pytest.fixture(scope="module")
def said(django_db_setup, django_db_blocker):
    """What the command said when it loaded the demo."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield run_demo()
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _loaded(said):
    pass


def test_there_is_one_space_in_every_stage():
    assert sorted(Space.objects.values_list("stage", flat=True)) == sorted(Stage.values)


def test_it_looks_alive():
    assert Person.objects.count() == 62
    assert Invitation.objects.count() == 90
    assert set(Invitation.objects.values_list("state", flat=True)) == set(InvitationState)


def test_everybody_and_everything_says_that_it_is_made_up():
    assert not Person.objects.exclude(email__endswith=".example").exists()
    assert not Invitation.objects.exclude(email__endswith=".example").exists()
    assert set(Organisation.objects.values_list("source", flat=True)) == {"made up for the demo"}


def test_its_spaces_have_a_name_in_both_languages():
    assert not Space.objects.filter(name_en="").exists()
    assert not Space.objects.exclude(name__regex="[א-ת]").exists()


def test_its_history_is_two_weeks_of_calm_hours():
    now = timezone.now()
    moments = [
        *Move.objects.values_list("at", flat=True),
        *Message.objects.exclude(sent_at=None).values_list("sent_at", flat=True),
    ]
    past = [moment for moment in moments if moment < now - timezone.timedelta(minutes=10)]
    assert len(past) > 400
    assert [moment for moment in past if not is_calm(moment, country="IL")] == []
    assert len({timezone.localdate(moment) for moment in past}) == 10


def test_a_few_mails_wait_to_go_out_and_the_others_are_past():
    states = Counter(Message.objects.values_list("state", flat=True))
    assert 1 <= states[MessageState.QUEUED] <= 5
    assert states[MessageState.SENT] > 200
    assert states[MessageState.BOUNCED] == 1


def test_past_mails_can_be_read_as_sent():
    assert not Message.objects.exclude(sent_at=None).filter(letter=None).exists()


def test_only_the_open_space_has_stakeholders():
    inside = Membership.objects.stakeholders().values_list("space__stage", flat=True)
    assert set(inside) == {Stage.CROSS_SECTOR}


def test_a_space_lets_a_partner_system_in_and_some_members_let_it_know_of_them():
    (granted,) = Grant.objects.live()
    assert (granted.space.stage, granted.partner.contacts.get().email) == (Stage.CONSOLIDATED, "shai@netivim.example")
    seen = Membership.objects.visible_to_partner(granted.partner).values_list("person__email", flat=True)
    assert sorted(seen) == ["dana@bayit.example", "michal@or-baheder.example"]
    assert Meeting.objects.visible_to_partner(granted.partner).exists()


def test_it_prints_one_sign_in_each(said):
    roles = [line.split()[0] for line in said.splitlines()[1:]]
    assert roles == ["facilitator", "CEO", "stakeholder", "operator", "partner"]
    assert said == run_demo("--sign-ins")


@pytest.mark.parametrize("options", [(), ("--if-empty",)])
def test_a_second_run_changes_nothing(options):
    before = Move.objects.count(), Message.objects.count(), Organisation.objects.count(), Person.objects.count()
    run_demo(*options)
    assert before == (
        Move.objects.count(),
        Message.objects.count(),
        Organisation.objects.count(),
        Person.objects.count(),
    )


def test_it_is_refused_in_production(settings):
    settings.PRODUCTION = True
    with pytest.raises(CommandError, match="not for production"):
        run_demo()
