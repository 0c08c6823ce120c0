"""Where we stand: the evidence of both axes beside the group's own levels. It informs, and names nobody."""

from datetime import timedelta

import pytest
from django.db import DatabaseError
from django.urls import reverse
from django.utils import timezone

from impact_spaces.lib.refusals import Forbidden, NotPossible
from sectors.models import Field, Organisation
from spaces.actions import pulse_counting
from spaces.actions.levels import set_levels
from spaces.actions.space import move_space
from spaces.insights.readiness import evidence, were_set_late
from spaces.insights.signs import Standing
from spaces.models import Levels
from spaces.pulse_items import ITEMS, OPENNESS
from spaces.states import Stage
from tests import world as w

pytestmark = pytest.mark.django_db
KEYS = [item.key for item in ITEMS]
LEVELS = {"attendance_percent": 80, "openness": "talk", "coverage_percent": 25, "days_between": 30}


@pytest.fixture
def space():
    return w.consolidated()


@pytest.fixture
def calm_lot(monkeypatch):
    """The lot near a band's border moves nothing, so that a reading is what was answered."""
    monkeypatch.setattr(pulse_counting, "heads", lambda chance: 0)


def sign_of(space, label):
    _levels, of_the_group, of_the_task = evidence(space)
    (found,) = [one for one in [*of_the_group, *of_the_task] if one.label == label]
    return found


def told(space, label):
    found = sign_of(space, label)
    return found.text, found.standing


def test_a_new_group_has_little_to_show_and_nothing_is_held_against_it(space):
    _levels, of_the_group, of_the_task = evidence(space)
    assert [(one.label, one.text) for one in [*of_the_group, *of_the_task]] == [
        ("Who came to the last meetings", "No attendance was noted yet."),
        ("Foundation document", "3 of 3 peers signed version 1"),
        ("Objections that changed a proposal", "None so far. It may be agreement, and it may be silence."),
        ("Answers to the last pulse", "No pulse was taken yet."),
        ("Openness, confidentiality, fairness", "No pulse was taken yet."),
        ("“I could say my view even with somebody I depend on in the room”", "No pulse was taken yet."),
        ("Readings over time", "Fewer than two"),
        ("Asked about dependencies", "0 of 3 peers were asked in private"),
        ("Dependence on candidates", "Nobody is on the list of candidates."),
        (
            "Need for people from other sectors",
            "None is written. A space that never invites anybody is a healthy space.",
        ),
        ("Coverage of the field", "The space has no field or place on the map yet."),
        ("Decisions by consent", "0 of 0 rounds ended in agreement"),
    ]


def test_what_few_answered_is_withheld_also_here(space):
    w.pulsed(space)
    assert told(space, "Answers to the last pulse") == ("3 of 3", Standing.REACHED)
    assert told(space, "Openness, confidentiality, fairness") == ("withheld", Standing.WITHHELD)


def test_openness_stands_beside_the_level_of_the_group(space, time_machine, calm_lot):
    w.peers_of(space, 6)
    w.pulsed(space)  # everybody answers four
    assert told(space, "Openness, confidentiality, fairness") == ("5 of 5 items", Standing.REACHED)
    time_machine.move_to(timezone.now() + timedelta(days=61))
    w.pulsed(space, {name: {OPENNESS[0]: 1} for name in ("dana", "avi", "michal")})
    assert told(space, "Readings over time") == ("61 days since the one before", Standing.REACHED)
    assert told(space, "Openness, confidentiality, fairness") == (
        "4 of 5 items; some are left behind",
        Standing.BELOW,
    )


def test_coverage_counts_the_mapped_organisations_of_the_field(space):
    field = Field.objects.create(code="9", name_en="Mental health")
    space.field = field
    space.save()
    for organisation in Organisation.objects.filter(name_he__in=["יד ביד", "בית חם", "ניצן הדרום", "אלמנארה"]):
        organisation.fields.add(field)
    w.an_organisation("עמותה שאיננה").fields.add(field)
    assert told(space, "Coverage of the field") == ("3 of 4 organisations on the map are in", Standing.PLAIN)
    set_levels(space, by=w.noa(), **LEVELS | {"coverage_percent": 76})
    assert told(space, "Coverage of the field")[1] == Standing.BELOW
    set_levels(space, by=w.noa(), **LEVELS | {"coverage_percent": 75})
    assert told(space, "Coverage of the field")[1] == Standing.REACHED


def test_levels_are_kept_in_versions_and_the_same_again_is_none(space):
    first = set_levels(space, by=w.noa(), **LEVELS)
    assert set_levels(space, by=w.noa(), **LEVELS) == first
    set_levels(space, by=w.noa(), **LEVELS | {"days_between": 90}, pulse_fresh_days=60)
    assert list(space.levels.order_by("pk").values_list("days_between", flat=True)) == [30, 90]
    space.refresh_from_db()
    assert space.pulse_fresh_days == 60


def test_no_level_is_changed_afterwards(space):
    set_levels(space, by=w.noa(), **LEVELS)
    for write in (lambda: space.levels.update(days_between=1), space.levels.all().delete):
        with pytest.raises(DatabaseError), w.savepoint():
            write()


def test_levels_set_after_the_look_are_said_to_be(space):
    set_levels(space, by=w.noa(), **LEVELS)
    w.pulsed(space)
    assert not were_set_late(space, Levels.objects.in_force(space))
    late = set_levels(space, by=w.noa(), **LEVELS | {"days_between": 90})
    assert late.at >= timezone.now() - timedelta(minutes=1)
    assert were_set_late(space, late)


def test_only_the_facilitator_writes_levels_down_and_not_in_a_closed_space(space):
    with pytest.raises(Forbidden):
        set_levels(space, by=w.a_person("dana"), **LEVELS)
    move_space(space, Stage.CLOSED, by=w.noa())
    with pytest.raises(NotPossible):
        set_levels(space, by=w.noa(), **LEVELS)


def test_no_figure_opens_the_door_and_none_closes_it(space, time_machine, calm_lot):
    """A group whose pulse is low may open its door: it was asked, and it decided."""
    peers = w.peers_of(space, 6)
    set_levels(space, by=w.noa(), **LEVELS | {"openness": "good"})
    w.with_evidence(space)
    time_machine.move_to(timezone.now() + timedelta(days=20))
    w.pulsed(space, {one.email.partition("@")[0]: dict.fromkeys(KEYS, 1) for one in peers})
    assert told(space, "Openness, confidentiality, fairness")[1] == Standing.BELOW
    assert move_space(space, Stage.CROSS_SECTOR, by=w.noa()).door_is_open


def test_the_page_is_for_the_peers_and_their_facilitator(client):
    space = w.cross_sector()
    ruth = w.ruth_joined(space)
    path = reverse("spaces:readiness", args=[space.pk])
    answers = {}
    for name, person in {"noa": w.noa(), "dana": w.a_person("dana"), "ruth": ruth.person, "omer": w.omer()}.items():
        client.force_login(person)
        answers[name] = client.get(path).status_code
    assert answers == {"noa": 200, "dana": 200, "ruth": 404, "omer": 404}


def test_the_form_names_what_is_wrong_and_keeps_what_was_typed(client, space):
    client.force_login(w.noa())
    path = reverse("spaces:levels", args=[space.pk])
    sent = {**LEVELS, "pulse_share_percent": 20, "pulse_fresh_days": 90, "hold_days": 7}
    page = client.post(path, sent)
    assert page.context["form"].errors == {"pulse_share_percent": ["Ensure this value is greater than or equal to 50."]}
    assert not space.levels.exists()
    assert client.post(path, sent | {"pulse_share_percent": 70}).headers["Location"] == reverse(
        "spaces:readiness", args=[space.pk]
    )
    assert space.levels.get().attendance_percent == 80
