"""What those who run the installation see of sending: counts, ages and codes, and nothing about anybody."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from impact_spaces.lib import lost_codes
from spaces.actions import mailing
from spaces.actions.moving import advance
from spaces.insights import operator as insights
from spaces.models import Feedback, Message, Suppression
from tests import world as w

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(signed_in):
    return signed_in(w.a_person("staff", is_staff=True, language="en"))


@pytest.fixture
def space():
    return w.a_space("A space of some name")


def look(client):
    return client.get(reverse("spaces:operator"))


def answers():
    return [(one.code, one.count) for one in insights.answers(timezone.now())]


def went(messages, state="sent", ago=timedelta(0), problem=""):
    advance(messages, "sending")
    advance(messages, "sent", sent_at=timezone.now() - ago, problem=problem)
    if state != "sent":
        advance(messages, state)


def test_the_queue_is_counted_by_why_its_mails_wait(space):
    w.invited(space, "dana")
    w.invited(space, "avi").messages.update(due_at=timezone.now() + timedelta(hours=1), attempts=1)
    advance(w.invited(space, "michal").messages.all(), "sending")
    w.a_mailing(space, 2)
    mailing.pause(w.a_mailing(w.a_space("Another"), 3), by=w.noa())
    assert insights.queue(timezone.now()) == insights.Queue(due=1, later=3, again=1, going=1, held=3, mailings=1)
    assert insights.paused_mailings() == [("paused by hand", 1)]


def test_what_left_is_counted_by_minute_and_by_hour(space):
    made = w.a_mailing(space, 5)
    one, two, three, *_waiting = made.messages.order_by("pk")
    for message, ago in ((one, timedelta(0)), (two, timedelta(minutes=10)), (three, timedelta(hours=5))):
        went(Message.objects.filter(pk=message.pk), ago=ago)
    now = timezone.now()
    minutes, hours = insights.per_minute(now), insights.per_hour(now)
    assert (len(minutes), sum(one.count for one in minutes)) == (60, 2)
    assert (len(hours), sum(one.count for one in hours)) == (24, 3)
    assert minutes[-1].height == minutes[-11].height == 100


def test_servers_answers_are_shown_as_codes_and_domains_from_three_mails_on(space):
    made = w.a_mailing(space, 4)
    keys = list(made.messages.order_by("pk").values_list("pk", flat=True))
    words = "550 5.1.1 <ceo@world.example> does not live here"
    went(Message.objects.filter(pk__in=keys[:2]), "bounced", problem=words)
    assert (answers(), insights.domains(timezone.now())) == ([("5.1.1", 2)], [])
    went(Message.objects.filter(pk=keys[2]), "bounced", problem="a word of no code")
    assert answers() == [("5.1.1", 2), ("", 1)]
    assert insights.domains(timezone.now()) == [("world.example", 3)]


def test_what_a_provider_reported_counts_with_its_code_and_its_meaning(space):
    made = w.a_mailing(space, 4)
    keys = list(made.messages.order_by("pk").values_list("pk", flat=True))
    went(Message.objects.filter(pk__in=keys[:3]), "bounced")
    for key, code in zip(keys, ("5.2.2", "5.2.2", ""), strict=False):
        Feedback.objects.create(message_id=key, kind="soft", code=code, source="mailgun", event_id=str(key))
    went(Message.objects.filter(pk=keys[3]), "bounced", problem="554 no")
    found = insights.answers(timezone.now())
    assert [(one.code, one.meaning, one.count) for one in found] == [
        ("5.2.2", "The mailbox is full.", 2), ("", "", 1), ("554", "", 1),
    ]  # fmt: skip


def test_what_was_marked_as_spam_is_counted_apart(staff, space):
    went(w.a_mailing(space, 2).messages.all(), "complained")
    assert insights.answers(timezone.now()) == []
    assert "2 mails were marked as spam." in look(staff).content.decode()


def test_digests_and_sign_in_codes_that_were_lost_are_seen_by_somebody(staff, space):
    w.invited(space, "dana")
    Message.objects.update(space=None, invitation=None, kind="digest", person=w.a_person("dana"))
    went(Message.objects.all(), "bounced")
    lost_codes.count_one()
    lost_codes.count_one()
    assert look(staff).context["unseen"] == [("Digests this week", 1), ("Sign-in codes this week", 2)]


def test_a_process_that_sends_is_named_when_it_was_heard(staff, all_alive):
    heard = [(term, fact) for term, fact in look(staff).context["facts"] if term.endswith("heard")]
    assert [term for term, _fact in heard] == ["Mail worker heard", "Worker heard", "Timetable heard"]
    assert "never" not in [fact for _term, fact in heard]


def test_nobody_and_no_space_stands_on_the_page(staff, space):
    made = w.a_mailing(space, 3)
    went(made.messages.all(), "bounced", problem="550 5.1.1 <ceo1@world.example> is gone")
    mailing.pause(w.a_mailing(w.a_space("Another name"), 2), by=w.noa())
    Suppression.objects.create(email="ceo1@world.example", reason="bounced")
    text = look(staff).content.decode()
    assert "5.1.1" in text
    assert text.count('id="answers"') == 1
    for word in ("ceo", "CEO", "some name", "Another name", "Noa"):
        assert word not in text


def test_it_warns_when_mails_wait_for_long(staff, space, all_alive):
    w.invited(space, "dana")
    assert look(staff).context["warnings"] == []
    Message.objects.update(due_at=timezone.now() - timedelta(minutes=30))
    assert [text[:31] for text in look(staff).context["warnings"]] == ["A mail has been due for 30 minu"]


def test_it_costs_the_same_with_nothing_and_with_much(staff, space, queries):
    before = queries(lambda: look(staff))
    for n in range(3):
        made = w.a_mailing(w.a_space(f"Space {n}"), 4)
        went(made.messages.all(), "bounced", problem=f"55{n} no")
    assert queries(lambda: look(staff)) == before


def test_an_address_that_works_again_is_written_to_and_what_people_asked_for_stands(staff):
    Suppression.objects.create(email="back@world.example", reason="bounced")
    Suppression.objects.create(email="no@world.example", reason="asked")
    lift = reverse("spaces:operator_lift")
    assert staff.post(lift, {"email": " Back@World.example"}).url == reverse("spaces:operator")
    assert list(Suppression.objects.values_list("email", flat=True)) == ["no@world.example"]
    for email in ("no@world.example", "unknown@world.example", "", "x" * 300):
        answer = staff.post(lift, {"email": email})
        assert (answer.status_code, set(answer.context["form"].errors)) == (200, {"email"})
    assert Suppression.objects.count() == 1
