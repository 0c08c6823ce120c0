"""What became of mails, as the desk shows it: beside the answer, in words, with a way to a better address."""

import re

import pytest
from django.urls import reverse

from impact_spaces.lib.reports import COMPLAINT, DELIVERED, HARD, SOFT, Report
from impact_spaces.lib.status_codes import ADDRESS_IS_BAD, PASSES
from spaces.actions import feedback, suppressing
from spaces.actions.delivery import deliver_due
from spaces.actions.message_ids import id_of
from spaces.insights.arrival import NO_WORDS, WORDS, why
from spaces.models import Invitation, Message, Suppression
from tests import world as w

pytestmark = pytest.mark.django_db
TOKEN = re.compile(r'(csrfmiddlewaretoken" value|nonce)="[^"]*"')


@pytest.fixture
def space(desk):
    return w.a_space()


def told(name, kind, code="", space=None):
    """Somebody who was invited, and of whose mail this was told."""
    one = w.invited(space, name)
    deliver_due()
    feedback.note([Report(kind, (id_of(one.messages.get()),), code)], "test")
    return one


def rows(desk, space, **filters):
    page = desk.get(reverse("spaces:invitations", args=[space.pk]), filters)
    return {row.name: (row.mail, row.why, row.next) for row in page.context["rows"]}


def page(desk, one):
    return desk.get(reverse("spaces:invitation", args=[one.pk])).content.decode()


def test_the_list_says_of_each_mail_what_became_of_it(desk, space):
    told("dana", HARD, "5.1.1", space)
    told("avi", SOFT, "5.2.2", space)
    told("michal", DELIVERED, "", space)
    told("raed", COMPLAINT, "", space)
    found = rows(desk, space)
    assert {name: (mail, words) for name, (mail, words, _next) in found.items()} == {
        "Dana Cohen": ("did not arrive", "There is no such address."),
        "Avi Nahum": ("did not arrive", "The mailbox is full."),
        "Michal Lavi": ("delivered", ""),
        "Raed Khatib": ("marked as spam", ""),
    }
    assert (found["Dana Cohen"][2], found["Raed Khatib"][2]) == ("Correct the address", "Call rather than write")
    assert sorted(rows(desk, space, trouble="1")) == ["Avi Nahum", "Dana Cohen", "Raed Khatib"]


def test_the_list_asks_as_often_for_three_as_for_one(desk, space, queries):
    def open_list():
        desk.get(reverse("spaces:invitations", args=[space.pk]))

    told("dana", HARD, "5.1.1", space)
    one = queries(open_list)
    told("avi", HARD, "5.1.1", space)
    told("michal", SOFT, "4.4.1", space)
    assert queries(open_list) == one


def test_an_address_that_does_not_work_can_be_corrected_on_the_spot(desk, space):
    one = told("dana", HARD, "5.1.1", space)
    text = page(desk, one)
    assert "Ask for a better one." in text
    assert re.search(r'<details class="choice" open><summary class="button">Correct the address', text)
    answer = desk.post(reverse("spaces:invitation_do", args=[one.pk, "correct"]), {"email": "dana.c@world.example"})
    new = Invitation.objects.get(email="dana.c@world.example")
    assert answer.url == reverse("spaces:invitation", args=[new.pk])
    assert (new.state, Invitation.objects.get(pk=one.pk).state) == ("open", "withdrawn")
    assert new.token != one.token  # the link of the mail that came back opens nothing for somebody else
    deliver_due()
    assert sorted(Message.objects.values_list("address", "kind", "state")) == [
        ("dana.c@world.example", "invitation", "sent"),
        ("dana@world.example", "invitation", "bounced"),
    ]


def test_a_full_mailbox_is_told_as_one(desk, space):
    text = page(desk, told("dana", SOFT, "5.2.2", space))
    assert "The last mail did not arrive. The mailbox is full." in text


def test_a_complaint_is_told_kindly_and_asks_for_no_other_address(desk, space):
    text = page(desk, told("dana", COMPLAINT, "", space))
    assert "a telephone call may be kinder than another mail" in text
    assert "Ask for a better one" not in text


def test_a_complaint_about_another_spaces_mail_cannot_be_told_from_a_wish(desk, space):
    told("dana", COMPLAINT, "", w.a_space("Another field"))
    here = w.invited(space, "avi")
    Invitation.objects.filter(pk=here.pk).update(email="dana@world.example")
    complained = page(desk, here)
    Suppression.objects.update(reason=Suppression.Reason.ASKED)
    wished = page(desk, here)
    assert "This person asked not to be written to." in complained
    assert TOKEN.sub("", complained) == TOKEN.sub("", wished)


def test_a_members_complaint_is_not_told_of_their_next_invitation(desk, space):
    """Somebody left, or was a member twice over: the mails that a member gets tell nothing here either."""
    one = told("dana", DELIVERED, "", space)
    Message.objects.filter(invitation=one).update(invitation=None)
    feedback.note([Report(COMPLAINT, (id_of(Message.objects.get()),))], "test")
    assert "spam" not in page(desk, one)


def test_a_mail_tells_what_became_of_it_and_when(desk, space):
    one = told("dana", SOFT, "5.2.2", space)
    message = one.messages.get()
    feedback.note([Report(DELIVERED, (id_of(message),), event_id="later", at=message.sent_at)], "test")
    shown = desk.get(reverse("spaces:message", args=[message.pk]))
    assert [(fact.what, fact.why) for fact in shown.context["told"]] == [
        ("delivered", ""),
        ("did not arrive, may later", "The mailbox is full."),
    ]
    assert "<dt>Did not arrive, may later</dt>" in shown.content.decode()


def test_of_a_members_mail_no_facts_are_told(desk, space):
    """Else the one without any, among those that did not arrive, would be the one that was marked as spam."""
    one = told("dana", HARD, "5.1.1", space)
    membership = w.joined(space, "avi")
    Message.objects.filter(invitation=one).update(invitation=None, membership=membership)
    shown = desk.get(reverse("spaces:message", args=[Message.objects.filter(membership=membership).first().pk]))
    assert shown.context["told"] == []


def test_a_complaint_that_was_taken_back_is_no_mail_that_did_not_arrive(desk, space):
    one = told("dana", COMPLAINT, "", space)
    suppressing.lift_for(one.email)
    assert "mail-warning" not in page(desk, one)


def test_who_asked_not_to_be_written_to_is_told_as_such(desk, space):
    one = told("dana", DELIVERED, "", space)
    suppressing.suppress(one.email, Suppression.Reason.ASKED)
    assert "This person asked not to be written to. Their link still works." in page(desk, one)


def test_nothing_is_said_where_nothing_is_in_the_way(desk, space):
    assert "mail-warning" not in page(desk, told("dana", DELIVERED, "", space))


def test_a_list_says_why_somebody_cannot_be_invited(desk, space):
    told("dana", HARD, "5.1.1", space)
    another = w.a_space("Another field")
    answer = desk.post(
        reverse("spaces:invite", args=[another.pk]),
        {"name": "Dana", "email": "dana@world.example", "language": "he", "deadline": "2030-01-01"},
    )
    assert "Mails to this address come back: nobody can be reached there." in answer.content.decode()


@pytest.mark.parametrize("code", sorted(ADDRESS_IS_BAD | PASSES | {"4.0.0", "5.7.26", "4.7.1", "4.4.7"}))
def test_every_code_that_means_something_has_words(code):
    assert why(code) in {str(words) for words in WORDS.values()}


def test_a_code_that_nobody_knows_is_admitted():
    assert (why("5.6.9"), why("")) == (NO_WORDS, "")
