"""What a group writes, decides and signs, from the facilitator's side."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from spaces.actions import agreement, decision
from spaces.actions.space import move_space
from spaces.models import Agreement, Decision, Message, Need
from spaces.models.decision import Answer
from spaces.states import Stage
from tests import world as w

pytestmark = pytest.mark.django_db


@pytest.fixture
def space(db):
    return w.consolidated()


def in_days(n):
    return (timezone.localdate() + timedelta(days=n)).isoformat()


def open_one(desk, space, **changes):
    about = {"topic": "general", "title": "Monthly?", "proposal": "We meet monthly.", "closes_at": in_days(3)}
    return desk.post(reverse("spaces:decision_new", args=[space.pk]), about | changes)


def look(desk, asked):
    return desk.get(reverse("spaces:desk_decision", args=[asked.pk]))


def test_a_decision_opens_and_asks_every_active_peer(desk, space):
    answer = open_one(desk, space)
    asked = Decision.objects.get()
    assert answer.url == reverse("spaces:desk_decision", args=[asked.pk])
    assert asked.responses.count() == 3
    assert timezone.localtime(asked.closes_at).strftime("%H:%M") == "18:00"
    assert Message.objects.filter(kind="decision").count() == 3


@pytest.mark.parametrize(
    "changes", [{"title": ""}, {"proposal": ""}, {"closes_at": in_days(-1)}, {"topic": "nonsense"}]
)
def test_a_decision_that_cannot_be_is_not_opened(desk, space, changes):
    assert set(open_one(desk, space, **changes).context["form"].errors) == set(changes)
    assert not Decision.objects.exists()


def test_the_form_says_who_will_read_the_question(desk, space):
    page = desk.get(reverse("spaces:decision_new", args=[space.pk]))
    assert page.context["audience"] == "3 people will read this: 3 from the social sector, and the facilitator."


def test_while_a_decision_is_open_one_sees_who_answered_and_not_what(desk, space):
    open_one(desk, space)
    asked = Decision.objects.get()
    decision.respond(asked, by=w.a_person("dana"), answer=Answer.OBJECTION, reason="Too often for a small team")
    page = look(desk, asked)
    assert (page.context["answered"], page.context["waiting"]) == (["Dana Cohen"], ["Avi Nahum", "Michal Lavi"])
    assert "Too often" not in page.text
    assert "objection" not in page.text.replace("nobody has a reasoned objection", "")
    assert "result" not in page.context


def test_after_it_closed_one_sees_consents_and_objections_with_their_reasons(desk, space):
    asked = decision.open_decision(
        space, by=w.noa(), title="Monthly?", proposal="Yes", closes_at=timezone.now() + timedelta(days=1)
    )
    for name, answer, reason in (("dana", "objection", "Too often"), ("avi", "consent", ""), ("michal", "consent", "")):
        decision.respond(asked, by=w.a_person(name), answer=answer, reason=reason)
    page = look(desk, asked)
    assert [(one.membership.person.name, one.answer, one.reason) for one in page.context["result"].positions] == [
        ("Avi Nahum", "consent", ""), ("Dana Cohen", "objection", "Too often"), ("Michal Lavi", "consent", ""),
    ]  # fmt: skip
    assert "An objection stands" in page.text


def test_only_those_who_have_not_answered_are_reminded_once_a_day(desk, space):
    open_one(desk, space)
    asked = Decision.objects.get()
    decision.respond(asked, by=w.a_person("dana"), answer="consent")
    for _twice in range(2):
        desk.post(reverse("spaces:decision_remind", args=[asked.pk]))
    reminders = Message.objects.filter(occasion__contains="reminder")
    assert sorted(reminders.values_list("address", flat=True)) == ["avi@world.example", "michal@world.example"]


def test_a_document_is_looked_at_before_it_is_published(desk, space):
    page = desk.post(
        reverse("spaces:agreement_new", args=[space.pk]), {"kind": "annex", "text": "Together", "preview": "yes"}
    )
    assert page.context["asked"] == ["Dana Cohen", "Avi Nahum", "Michal Lavi"]
    assert page.context["draft"].version == 1
    assert not Agreement.objects.filter(kind="annex").exists()
    back = desk.post(
        reverse("spaces:agreement_new", args=[space.pk]), {"kind": "annex", "text": "Together", "back": "yes"}
    )
    assert back.context["form"]["text"].value() == "Together"


def test_a_published_document_asks_for_signatures(desk, space):
    desk.post(reverse("spaces:agreement_new", args=[space.pk]), {"kind": "annex", "text": "Together", "publish": "yes"})
    annex = Agreement.objects.get(kind="annex")
    assert annex.text == "Together"
    assert Message.objects.filter(kind="signing", occasion__contains="annex").count() == 3
    member = space.memberships.get(person=w.a_person("dana"))
    agreement.sign(annex, member, by=member.person, name="Dana Cohen")
    page = desk.get(reverse("spaces:desk_agreement", args=[annex.pk]))
    assert ([one.name for one in page.context["signatures"]], page.context["waiting"]) == (
        ["Dana Cohen"], ["Avi Nahum", "Michal Lavi"],
    )  # fmt: skip


def test_a_new_version_starts_from_the_one_before_which_stays_to_read(desk, space):
    form = desk.get(reverse("spaces:agreement_new", args=[space.pk]) + "?kind=foundation").context["form"]
    first = space.agreements.get()
    assert form["text"].value() == first.text
    agreement.publish(space, "foundation", "A second one", by=w.noa())
    page = desk.get(reverse("spaces:desk_agreement", args=[first.pk]))
    assert "There is a newer version." in page.text
    assert page.context["waiting"] == []
    assert [one.version for one in page.context["others"]] == [2]


def test_every_decision_is_listed_however_many_there_are(desk, space):
    for n in range(7):
        open_one(desk, space, title=f"Question {n}")
    shown = desk.get(reverse("spaces:space", args=[space.pk])).text
    assert ("Question 2" in shown, "Question 1" in shown) == (True, False)
    rows = desk.get(reverse("spaces:desk_decisions", args=[space.pk])).context["page"].rows
    assert [(one.title, one.asked, one.answered) for one in rows] == [(f"Question {n}", 3, 0) for n in range(6, -1, -1)]


@pytest.mark.parametrize(
    ("stage", "is_offered"), [("gathering", False), ("consolidated", True), ("cross_sector", False)]
)
def test_opening_the_door_is_a_question_for_a_consolidated_group(desk, stage, is_offered):
    page = desk.get(reverse("spaces:decision_new", args=[w.space_at(stage).pk]))
    assert ("open_door" in dict(page.context["form"].fields["topic"].choices)) is is_offered


@pytest.mark.parametrize("data", [{"kind": "nonsense", "text": "x"}, {"kind": "annex", "text": ""}, {}])
def test_a_document_without_words_or_kind_is_not_published(desk, space, data):
    page = desk.post(reverse("spaces:agreement_new", args=[space.pk]), data | {"publish": "yes"})
    assert page.context["form"].errors
    assert Agreement.objects.count() == 1


def test_the_need_is_written_in_versions(desk, space):
    address = reverse("spaces:need_new", args=[space.pk])
    assert "3 people will read this" in desk.get(address).text
    for text in ("We cannot do it alone", "We cannot do it without the ministry"):
        desk.post(address, {"text": text})
    assert list(Need.objects.order_by("version").values_list("version", "text")) == [
        (1, "We cannot do it alone"), (2, "We cannot do it without the ministry"),
    ]  # fmt: skip
    page = desk.get(address)
    assert page.context["form"]["text"].value() == "We cannot do it without the ministry"
    assert "We cannot do it alone" in page.text


def test_an_empty_need_is_none(desk, space):
    assert desk.post(reverse("spaces:need_new", args=[space.pk]), {"text": "  "}).context["form"].errors
    assert not Need.objects.exists()


def test_who_reads_is_counted_by_sector(desk):
    space = w.cross_sector()
    w.ruth_joined(space)
    page = desk.post(
        reverse("spaces:agreement_new", args=[space.pk]), {"kind": "annex", "text": "Anew", "preview": "yes"}
    )
    assert page.context["audience"] == (
        "4 people will read this: 3 from the social sector, 1 from government, and the facilitator."
    )
    assert "Ruth Regev" in page.context["asked"]


def test_where_nobody_is_in_yet_the_facilitator_alone_reads(desk):
    page = desk.get(reverse("spaces:need_new", args=[w.a_space().pk]))
    assert page.context["audience"] == "Only the facilitator will read this for now; later the members of the group."


def test_the_same_form_sent_twice_asks_once(desk, space):
    sent = Message.objects.count()
    new = {"kind": "annex", "text": "We share what we learn.", "publish": "yes"}
    first, second = (desk.post(reverse("spaces:agreement_new", args=[space.pk]), new).url for _ in range(2))
    assert first == second
    first, second = (open_one(desk, space).url for _ in range(2))
    assert first == second
    for _ in range(2):
        desk.post(reverse("spaces:need_new", args=[space.pk]), {"text": "Why others."})
    assert list(space.needs.values_list("version", flat=True)) == [1]
    assert Message.objects.count() == sent + 3 + 3


def test_words_that_come_back_after_others_are_a_new_version(desk, space):
    for text in ("Alone.", "Together.", "Alone."):
        desk.post(reverse("spaces:need_new", args=[space.pk]), {"text": text})
    assert list(space.needs.order_by("version").values_list("version", "text")) == [
        (1, "Alone."), (2, "Together."), (3, "Alone."),
    ]  # fmt: skip


def test_a_question_that_nobody_can_decide_is_not_lost(desk):
    page = open_one(desk, w.a_space(), proposal="A long proposal.")
    assert "There is nobody yet who could decide" in page.content.decode()
    assert "A long proposal." in page.content.decode()
    assert not Decision.objects.exists()


@pytest.mark.parametrize(
    ("name", "data"),
    [("agreement_new", {"kind": "annex", "text": "Late.", "publish": "yes"}), ("need_new", {"text": "Late."})],
)
def test_a_closed_space_gets_no_more_papers(desk, space, name, data):
    move_space(space, Stage.CLOSED, by=w.noa())
    assert desk.post(reverse(f"spaces:{name}", args=[space.pk]), data).status_code == 409
    assert not space.needs.exists()
    assert space.agreements.count() == 1
