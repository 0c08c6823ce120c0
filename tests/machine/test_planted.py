"""The machine finds what is planted: a fault against each thing that always holds, and it fails with its name."""

from importlib import import_module

import pytest
from django.db import connection
from django.shortcuts import get_object_or_404

from impact_spaces.lib.refusals import Forbidden
from spaces.actions import answering, counting, invitation, moving, pulse, pulse_counting, space
from spaces.actions import details as mail_details
from spaces.actions.message import about
from spaces.insights import my
from spaces.models import Decision, Need, Post, Space
from spaces.models.candidacy import Figure
from spaces.models.decision import DecisionQuerySet
from spaces.models.need import NeedQuerySet
from spaces.models.post import PostQuerySet
from spaces.models.room import in_sight
from tests.machine.process import Fault, Stage
from tests.machine.rules.candidates import CandidateRules
from tests.machine.rules.listening import ListeningRules
from tests.machine.rules.people import PeopleRules
from tests.machine.rules.process import ProcessRules
from tests.machine.rules.pulses import PulseRules
from tests.machine.rules.rooms import RoomRules
from tests.machine.running import run
from tests.machine.watching import WATCHED

pytestmark = pytest.mark.django_db


def finds(staged, fault, *steps, watched=WATCHED):
    """Run the machine, with those of its steps and glances that have to do with it, until it finds a fault of this
    description.
    """
    machine = type("Narrow", (*steps, Stage), {"watched": watched})
    with pytest.raises(Fault, match=fault):
        run(staged, examples=400, machine=machine)  # ends at the first fault; chance may need more than usual


def without_trigger(table):
    """Let the door's trigger of a table do nothing. Undone with the test."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgfoid::regproc FROM pg_trigger WHERE tgrelid = %s::regclass AND tgname LIKE '%%the_door%%'",
            [table],
        )
        (function,) = cursor.fetchone()
        nothing = "RETURNS trigger AS 'BEGIN RETURN NEW; END' LANGUAGE plpgsql"
        cursor.execute(f"CREATE OR REPLACE FUNCTION {function}() {nothing}")


def everything_there(queryset, person):
    return queryset.filter(space__in=person.memberships.values("space"))


def test_a_queryset_without_the_wall(staged, monkeypatch):
    monkeypatch.setattr(DecisionQuerySet, "visible_to", everything_there)
    faults = "sees Decision|reads at .*: decision kestrel"
    finds(staged, faults, PeopleRules, ListeningRules, watched=[Decision])


def test_a_wall_that_forgets_who_left(staged, monkeypatch):
    inside = NeedQuerySet.visible_to

    def also_former(queryset, person):
        return inside(queryset, person) | queryset.filter(space__in=person.memberships.peers().values("space"))

    monkeypatch.setattr(NeedQuerySet, "visible_to", also_former)
    finds(staged, "sees Need", PeopleRules, ListeningRules, watched=[Need])


def test_a_room_that_newcomers_read_from_its_beginning(staged, monkeypatch):
    def all_of_the_whole(queryset, person):
        mine = person.memberships.active()
        return queryset.filter(in_sight(person)) | queryset.filter(room="whole", space__in=mine.values("space"))

    monkeypatch.setattr(PostQuerySet, "visible_to", all_of_the_whole)
    faults = "sees Post|reads at .*: post"
    finds(staged, faults, PeopleRules, RoomRules, ListeningRules, watched=[Post])


def test_a_page_that_says_too_much(staged, monkeypatch):
    monkeypatch.setattr(my, "group_of", lambda membership, reader: str(Need.objects.last()))
    finds(staged, "reads at /my/spaces/.*: need kestrel", PeopleRules, ListeningRules)


def test_a_page_that_tells_that_something_exists(staged, monkeypatch):
    def there_but_not_yours(queryset, **about):
        if queryset.filter(**about).exists() or not Decision.objects.filter(**about).exists():
            return get_object_or_404(queryset, **about)
        raise Forbidden

    monkeypatch.setattr(import_module("spaces.views.my.decision"), "get_object_or_404", there_but_not_yours)
    finds(
        staged, "is told 403 of a decision, and 404 of what does not exist", PeopleRules, ProcessRules, ListeningRules
    )


def test_a_mail_that_says_too_much(staged, monkeypatch):
    details = mail_details.member_details

    def with_the_question(message, facts, spelling):
        shared, own = details(message, facts, spelling)
        if message.kind == "decision":
            own["name"] = Decision.objects.get(pk=about(message)[1]).title
        return shared, own

    monkeypatch.setattr(mail_details, "member_details", with_the_question)
    finds(staged, "a mail of the kind decision to .* says decision kestrel", ProcessRules)


def test_an_invitation_that_passes_the_door(staged, monkeypatch):
    without_trigger("spaces_invitation")
    monkeypatch.setattr(invitation, "allowing", lambda space: None)
    finds(staged, "invitation .* is (approved|open) while the space is", PeopleRules, ProcessRules)


def test_a_door_that_closes_and_leaves_invitations_outside(staged, monkeypatch):
    without_trigger("spaces_space")
    monkeypatch.setattr(space, "freeze_outside_invitations", lambda space, by: None)
    finds(staged, "invitation .* is (approved|open) while the space is", PeopleRules, ProcessRules)


def test_a_door_that_closes_behind_a_guest(staged, monkeypatch):
    without_trigger("spaces_space")
    monkeypatch.setattr(space, "end_outside_access", lambda space: None)
    finds(staged, "a stakeholder is in while the space is", PeopleRules, ProcessRules)


def test_a_state_that_is_written_without_a_move(staged, monkeypatch):
    def write(invitation, to, *, by, **changes):
        type(invitation).objects.filter(pk=invitation.pk).update(state=to, **changes)

    monkeypatch.setattr(answering, "move", write)
    finds(staged, "its last move went elsewhere", PeopleRules)


def test_a_move_that_starts_from_somewhere_else(staged, monkeypatch):
    trace = moving.leave_trace

    def forgetful(row, seen, to, **about):
        trace(row, "" if isinstance(row, Space) else seen, to, **about)

    monkeypatch.setattr(moving, "leave_trace", forgetful)
    finds(staged, "move .* starts from", ProcessRules)


def test_a_pulse_that_leaves_nobody_out_by_lot(staged, monkeypatch):
    monkeypatch.setattr(pulse, "left_out", lambda answered, earlier: 0)
    finds(staged, "waves .* differ by .*, and 0 were left out", PulseRules, PeopleRules)


def test_a_line_that_is_shown_of_few(staged, monkeypatch):
    monkeypatch.setattr(pulse_counting, "reading", lambda answers, chance: pulse_counting.Reading("high", False))
    finds(staged, "wave .* shows “.*”, answered by [0-4]", PulseRules, PeopleRules)


def test_a_figure_that_is_told_of_few(staged, monkeypatch):
    monkeypatch.setattr(counting, "step", lambda n, peers: Figure.FIVE if n else Figure.NONE)
    finds(staged, "[0-4] of .* depend on a body, and it is told", CandidateRules, PeopleRules)
