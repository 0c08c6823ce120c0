import pytest
from django.urls import reverse

from spaces.actions import answering, need
from spaces.models import Space
from spaces.states import STAGES, Stage
from tests import world as w

pytestmark = pytest.mark.django_db

ABOUT = {
    "name": "בריאות הנפש בקהילה",
    "name_en": "Mental health in the community",
    "purpose": "One continuum of care",
    "leadership": "Dana, out of ten years in the field",
    "readiness": "Five CEOs said yes",
    "context": "field",
    "initiator_kind": "ceo",
    "initiator_name": "Dana Cohen",
    "rhythm": "Two hours, every second week",
    "language": "he",
    "disclosure": "names",
    "stage": "exploring",
    "reported_history": "",
}


def opened(desk, **changes):
    return desk.post(reverse("spaces:space_new"), ABOUT | changes)


def page_of(desk, space):
    return desk.get(reverse("spaces:space", args=[space.pk]))


def test_a_space_opens_with_the_answers_to_the_three_questions(desk):
    answer = opened(desk)
    space = Space.objects.get()
    assert answer.url == reverse("spaces:space", args=[space.pk])
    said = {name: getattr(space, name) for name in ABOUT if name != "reported_history"}
    assert said == {name: value for name, value in ABOUT.items() if name != "reported_history"}
    assert [(one.person, one.role) for one in space.memberships.all()] == [(w.noa(), "facilitator")]


def test_a_space_needs_a_name_and_a_purpose(desk):
    page = opened(desk, name="", purpose="")
    assert set(page.context["form"].errors) == {"name", "purpose"}
    assert not Space.objects.exists()


@pytest.mark.parametrize("stage", ["gathering", "consolidated"])
def test_a_group_at_work_enters_with_its_history_as_reported(desk, stage):
    opened(desk, stage=stage, reported_history="Met as a forum for two years")
    space = Space.objects.get()
    assert (space.stage, space.is_reported) == (stage, True)
    (move,) = page_of(desk, space).context["moves"]
    assert move["reason"] == "Met as a forum for two years"
    assert "Entered" in move["text"]


def test_a_group_at_work_is_not_entered_without_its_history(desk):
    page = opened(desk, stage="consolidated")
    assert set(page.context["form"].errors) == {"reported_history"}


@pytest.mark.parametrize("stage", ["cross_sector", "paused", "closed", "nonsense"])
def test_no_space_is_entered_with_its_door_open(desk, stage):
    assert set(opened(desk, stage=stage, reported_history="x").context["form"].errors) == {"stage"}


@pytest.mark.parametrize(
    ("kind", "is_said"), [("ceo", False), ("umbrella", False), ("foundation", True), ("ministry", True)]
)
def test_the_page_says_where_a_funder_or_a_ministry_started_it(desk, kind, is_said):
    opened(desk, initiator_kind=kind)
    assert ("Peers speak less freely" in page_of(desk, Space.objects.get()).text) is is_said


def test_what_a_space_says_about_itself_can_be_changed_and_its_stage_cannot(desk):
    space = w.a_space()
    desk.post(reverse("spaces:space_edit", args=[space.pk]), ABOUT | {"purpose": "Another", "stage": "consolidated"})
    space.refresh_from_db()
    assert (space.purpose, space.stage) == ("Another", "exploring")


def test_a_closed_space_stays_as_it_was(desk):
    space = w.space_at(Stage.CLOSED)
    desk.post(reverse("spaces:space_edit", args=[space.pk]), ABOUT | {"purpose": "Another"})
    space.refresh_from_db()
    assert space.purpose == "One continuum of care, from the ward to the home"


@pytest.mark.parametrize("stage", [Stage.EXPLORING, Stage.GATHERING, Stage.CONSOLIDATED, Stage.CROSS_SECTOR])
def test_the_page_offers_what_the_table_of_stages_names(desk, stage):
    ways = page_of(desk, w.space_at(stage)).context["ways"]
    assert [to for to, _label, _why in ways] == list(STAGES[stage].next)


def test_from_a_pause_a_space_resumes_where_it_was_or_closes(desk):
    page = page_of(desk, w.space_at(Stage.PAUSED))
    assert [(to, label) for to, label, _why in page.context["ways"]] == [
        ("consolidated", "Resume"), ("closed", "Close the space for good"),
    ]  # fmt: skip


def test_the_door_shows_what_is_met_and_leads_to_what_is_missing(desk):
    space = w.consolidated()
    page = page_of(desk, space)
    links = {line["label"]: line["url"] for line in page.context["criteria"] if line["mark"] == "missing"}
    assert links == {
        "The need is written": reverse("spaces:need_new", args=[space.pk]),
        "Every peer has signed the cross-sector annex": reverse("spaces:agreement_new", args=[space.pk])
        + "?kind=annex",
        "The group decided by consent to open the door": reverse("spaces:decision_new", args=[space.pk])
        + "?topic=open_door",
        "Everybody was asked in private about dependencies": reverse("spaces:desk_candidates", args=[space.pk]),
        "A fresh pulse of the group": reverse("spaces:desk_pulses", args=[space.pk]),
    }
    assert all(desk.get(url).status_code == 200 for url in links.values())
    assert reverse("spaces:space_move", args=[space.pk, "cross_sector"]) not in page.text


def test_the_button_of_the_door_is_there_when_everything_is(desk):
    space = w.with_evidence(w.consolidated())
    assert reverse("spaces:space_move", args=[space.pk, "cross_sector"]) in page_of(desk, space).text


def test_an_open_door_shows_the_decision_that_opened_it(desk):
    space = w.cross_sector()
    lines = page_of(desk, space).context["criteria"]
    assert {line["mark"] for line in lines} == {"met"}
    (decision,) = [line for line in lines if line["url"]]
    assert decision["url"] == reverse("spaces:desk_decision", args=[space.decisions.get().pk])
    assert "Shall we invite the ministry?" in decision["evidence"]


def test_a_part_that_is_written_no_longer_asks_for_itself(desk):
    space = w.consolidated()
    need.write_need(space, "We cannot do it alone", by=w.noa())
    page = page_of(desk, space)
    assert "We cannot do it alone" in page.text
    assert "The need is written" not in [one["label"] for one in page.context["criteria"] if one["url"]]


def test_members_stand_by_circle_and_sector(desk):
    space = w.cross_sector()
    w.ruth_joined(space)
    context = page_of(desk, space).context
    ((circle, people, more),) = context["circles"]
    assert (str(circle), [one["name"] for one in people], more) == (
        "plenum", ["Dana Cohen", "Avi Nahum", "Michal Lavi", "Ruth Regev"], 0,
    )  # fmt: skip
    assert [(sector, n) for sector, _label, n in context["by_sector"]] == [("third", 3), ("first", 1)]


def test_a_document_says_who_has_not_signed(desk):
    space = w.consolidated()
    answering.accept(w.invited(space, "raed"))
    (foundation,) = page_of(desk, space).context["documents"]
    assert (foundation["signed"], foundation["asked"], foundation["open"]) == (3, 4, ["Raed Khatib"])


def test_the_page_of_a_large_space_asks_as_often_as_that_of_a_small_one(desk, queries):
    space = w.consolidated(peers=("dana", "avi"))
    w.invited(space, "raed")
    few = queries(lambda: page_of(desk, space))
    w.joined(space, "michal")
    for n in range(30):
        w.invitation.invite(space, w.Invitee(f"n{n}@world.example", f"Name {n}"), by=w.noa())
    assert queries(lambda: page_of(desk, space)) == few
