from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from spaces.models import Invitation, Message
from spaces.states import Stage
from tests import world as w

pytestmark = pytest.mark.django_db


def dana(**changes):
    deadline = (timezone.localdate() + timedelta(days=14)).isoformat()
    about = {"name": "Dana Cohen", "email": "dana@world.example", "organisation_name": "", "language": "en"}
    return about | {"deadline": deadline, "note": "Remember our talk?"} | changes


def invite(desk, space, button, **changes):
    return desk.post(reverse("spaces:invite", args=[space.pk]), dana(**changes) | {button: "yes"})


def test_the_mail_is_looked_at_before_it_goes(desk):
    space = w.a_space()
    page = invite(desk, space, "preview")
    mail = page.context["mail"]
    assert space.name in mail.subject
    assert "Remember our talk?" in mail.text
    assert "Dana Cohen" in mail.text
    assert not Invitation.objects.exists()


def test_what_was_looked_at_is_what_goes(desk):
    space = w.a_space()
    answer = invite(desk, space, "send")
    one = Invitation.objects.get()
    assert answer.url == reverse("spaces:invitation", args=[one.pk])
    assert (one.state, one.email, one.language, one.inviter) == ("open", "dana@world.example", "en", w.noa())
    assert timezone.localtime(one.deadline).strftime("%H:%M") == "18:00"
    assert one.messages.get().note == "Remember our talk?"


def test_from_the_mail_one_comes_back_to_the_filled_form(desk):
    page = invite(desk, w.a_space(), "look")
    assert page.context["form"]["note"].value() == "Remember our talk?"
    assert not Invitation.objects.exists()


def test_an_organisation_is_looked_up_on_the_map_and_chosen(desk):
    space = w.a_space()
    ours = w.an_organisation("יד ביד")
    page = invite(desk, space, "look", organisation_name="יד ביד")
    assert [value for value, _label in page.context["form"].fields["organisation"].choices] == ["", ours.pk]
    invite(desk, space, "send", organisation_name="יד ביד", organisation=ours.pk)
    assert Invitation.objects.get().organisation == ours


def test_an_organisation_that_is_not_on_the_map_stays_as_written(desk):
    invite(desk, w.a_space(), "send", organisation_name="A circle of parents")
    one = Invitation.objects.get()
    assert (one.organisation, one.organisation_name) == (None, "A circle of parents")


@pytest.mark.parametrize(
    ("changes", "field", "problem"),
    [
        ({"email": "nonsense"}, "email", "Enter a valid email address."),
        ({"name": ""}, "name", "This field is required."),
        ({"email": "x@muni.il"}, "email", "muni.il is an address of a government body."),
        ({"deadline": "2020-01-01"}, "deadline", "Please choose a day that lies ahead."),
        ({"language": "xx"}, "language", "Select a valid choice."),
        ({"organisation": "999999"}, "organisation", "Select a valid choice."),
        ({"name": "a\x00b"}, "name", "Null characters are not allowed."),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(desk, changes, field, problem):
    page = invite(desk, w.a_space(), "send", **changes)
    assert problem in page.context["form"].errors[field][0]
    assert not Invitation.objects.exists()


def test_somebody_from_a_ministry_is_not_invited_as_a_peer(desk):
    page = invite(desk, w.a_space(), "send", organisation_name="משרד הבריאות", organisation=w.the_ministry().pk)
    assert "is not in the third sector" in page.context["form"].errors["email"][0]


def test_somebody_invited_already_leads_to_the_invitation_that_is_there(desk):
    space = w.a_space()
    one = w.invited(space, "dana")
    page = invite(desk, space, "send")
    assert "Already invited" in page.context["form"].errors["email"][0]
    assert reverse("spaces:invitation", args=[one.pk]) in page.text
    assert Message.objects.filter(kind="invitation").count() == 1


def test_a_group_entered_in_mid_process_asks_its_members_to_confirm(desk):
    space = w.a_space(stage=Stage.CONSOLIDATED, reported_history="A forum for two years")
    invite(desk, space, "send", is_confirmation="on")
    assert Invitation.objects.get().is_confirmation
    ordinary = w.a_space("Another")
    invite(desk, ordinary, "send", is_confirmation="on")
    assert not ordinary.invitations.get().is_confirmation


@pytest.mark.parametrize("stage", [Stage.PAUSED, Stage.CLOSED])
def test_nobody_is_invited_to_a_space_that_rests(desk, stage):
    space = w.space_at(stage)
    page = desk.get(reverse("spaces:invite", args=[space.pk]))
    assert "nobody is invited now" in page.text
    before = Invitation.objects.count()
    invite(desk, space, "send", email="new@world.example")
    assert Invitation.objects.count() == before


RUTH = {
    "name": "Ruth Regev", "email": "ruth@health.gov.il", "organisation_name": "The ministry", "language": "en",
    "why": "She decides on discharge",
}  # fmt: skip


def test_a_candidate_is_put_before_the_group_and_not_written_to(desk):
    space = w.consolidated()
    w.a_need(space)
    answer = desk.post(reverse("spaces:candidate_new", args=[space.pk]), RUTH)
    one = Invitation.objects.get(kind="stakeholder")
    assert answer.url == reverse("spaces:invitation", args=[one.pk])
    assert (one.state, one.messages.count()) == ("proposed", 0)
    assert set(Message.objects.filter(kind="candidates").values_list("address", flat=True)) == {
        "dana@world.example", "avi@world.example", "michal@world.example",
    }  # fmt: skip


def test_without_a_need_nobody_is_put_before_the_group(desk):
    space = w.consolidated()
    address = reverse("spaces:candidate_new", args=[space.pk])
    assert "Please write the need" in desk.get(address).text
    assert "Please write the need" in desk.post(address, RUTH).text
    assert not Invitation.objects.filter(kind="stakeholder").exists()


@pytest.mark.parametrize("stage", [Stage.EXPLORING, Stage.GATHERING])
def test_a_group_that_is_still_forming_has_no_candidates(desk, stage):
    space = w.space_at(stage)
    address = reverse("spaces:candidate_new", args=[space.pk])
    assert "The group is still forming" in desk.get(address).text
    desk.post(address, RUTH)
    assert not Invitation.objects.filter(kind="stakeholder").exists()


@pytest.mark.parametrize("words", ["?", "((", "—", "(" * 100_000])
def test_an_organisation_without_a_letter_finds_nothing_and_breaks_nothing(desk, words):
    page = invite(desk, w.a_space(), "look", organisation_name=words)
    assert page.status_code == 200
    assert page.context["form"].fields["organisation"].widget.is_hidden


# When it goes out, before it does

TUESDAY = datetime(2026, 12, 1, 10, tzinfo=ZoneInfo("Asia/Jerusalem"))
SHABBAT = datetime(2026, 12, 5, 10, tzinfo=ZoneInfo("Asia/Jerusalem"))
SUNDAY = datetime(2026, 12, 6, 8, tzinfo=ZoneInfo("Asia/Jerusalem"))


def test_the_page_before_says_when_it_goes_and_in_which_language(desk):
    with time_machine.travel(TUESDAY, tick=False):
        page = invite(desk, w.a_space(), "preview", language="ar")
        plan = page.context["send"]
    assert (plan.total, plan.languages, plan.calm_at) == (1, [("Arabic", 1)], None)
    assert "At once, when you confirm." in page.text
    assert "Arabic" in page.text


def test_at_a_quiet_time_one_may_let_it_wait_for_the_calm_hour(desk):
    space = w.a_space()
    with time_machine.travel(SHABBAT, tick=False):
        assert invite(desk, space, "preview").context["send"].calm_at == SUNDAY
        answer = invite(desk, space, "send", calmly="yes")
        said = [str(message) for message in desk.get(answer.url).context["messages"]]
    one = Invitation.objects.get()
    (mail,) = one.messages.all()
    assert (mail.due_at, mail.mailing.goes_at, said) == (
        SUNDAY, SUNDAY, ["The invitation goes out on Sunday, 6 December, 08:00."],
    )  # fmt: skip
    assert one.next_reminder_at >= SUNDAY + timedelta(days=2)


def test_whoever_does_not_want_to_wait_sends_it_at_once(desk):
    with time_machine.travel(SHABBAT, tick=False):
        invite(desk, w.a_space(), "send")
    (mail,) = Message.objects.filter(kind="invitation")
    assert (mail.due_at, mail.mailing) == (SHABBAT, None)
