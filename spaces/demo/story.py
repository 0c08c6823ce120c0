"""The verbs of the demo's stories: the product's own actions, by the short names of the cast."""

from datetime import datetime, time, timedelta
from random import Random

from django.utils import timezone

from sectors.models import Field, Place
from spaces.actions import (
    agreement,
    amending,
    answering,
    asking,
    candidacy,
    decision,
    dependency,
    grant,
    holding,
    invitation,
    membership,
    need,
    objecting,
    post,
    pulse,
    relation,
    release,
    space,
)
from spaces.demo.cast import SYSTEM, words_of
from spaces.models import Partner
from spaces.models.agreement import Agreement
from spaces.models.decision import Answer, Topic
from spaces.models.dependency import Line
from spaces.models.invitation import Kind
from spaces.models.membership import Circle, Role
from spaces.models.room import Room
from spaces.states import Stage

TODAY = (99, "")  # a step of this moment, at the real clock
FOUNDATION, ANNEX = Agreement.Kind.FOUNDATION, Agreement.Kind.ANNEX


class Story:
    """One space and what happens in it. `now` is the real moment, from which what is still to come is counted."""

    def __init__(self, cast, name, facilitator, now):
        self.cast, self.facilitator, self.now = cast, cast.person(facilitator), now
        self.about, self.words = words_of(name)
        self.space = None

    def person(self, key):
        return self.cast.person(key)

    def place(self, key):
        return self.space.memberships.present().get(person=self.person(key))

    def invitation(self, key):
        return self.space.invitations.get(email=self.cast.address(key))

    def ahead(self, days):
        """Six in the evening, so many days from now."""
        return timezone.make_aware(datetime.combine(timezone.localdate(self.now) + timedelta(days), time(18)))

    # --- The space ---------------------------------------------------------------------------------------------------

    def open(self, stage=Stage.EXPLORING):
        field = Field.objects.filter(code=self.about.pop("field", "")).first()
        place = Place.objects.filter(name_he=self.about.pop("place", "")).first()
        history = self.words.get("history", "")
        self.space = space.open_space(
            by=self.facilitator, stage=stage, reported_history=history, field=field, place=place, **self.about
        )

    def move(self, stage, reason=""):
        self.space = space.move_space(self.space, stage, by=self.facilitator, reason=reason)

    def publish(self, kind):
        agreement.publish(self.space, kind, self.words[kind], by=self.facilitator)

    def write_need(self, key, text):
        need.write_need(self.space, text, by=self.person(key))

    def lead(self, initiator, others=""):
        """Name the initiator and the lead team."""
        membership.set_place(self.place(initiator), by=self.facilitator, role=Role.INITIATOR, circle=Circle.LEAD)
        for key in others.split():
            membership.set_place(self.place(key), by=self.facilitator, circle=Circle.LEAD)

    # --- Inviting ----------------------------------------------------------------------------------------------------

    def invite(self, keys, note="", **how):
        invitees = [self.cast.invitee(key) for key in keys.split()]
        how.setdefault("deadline", self.ahead(9))
        invitation.invite_all(self.space, invitees, by=self.facilitator, note=note, **how)

    def draft(self, key, kind=Kind.PEER, by=None):
        who = self.person(by) if by else self.facilitator
        return invitation.draft(self.space, kind, self.cast.invitee(key), by=who, deadline=self.ahead(12))

    def propose(self, key, kind=Kind.PEER, by=None):
        invitation.propose(self.draft(key, kind, by), by=self.person(by) if by else self.facilitator)

    # --- Candidates of other sectors ---------------------------------------------------------------------------------

    def put_forward(self, key, by, with_name=True):
        need = self.space.needs.order_by("-version").first()
        candidacy.put_forward(
            self.space, self.cast.invitee(key), by=self.person(by), need=need, why=self.words[f"why_{key}"],
            with_name=with_name,
        )  # fmt: skip

    def candidacy(self, key):
        return self.invitation(key).candidacy

    def hold_back(self, key, by):
        holding.ask_hold(self.candidacy(key), by=self.person(by))

    def ask_group(self, keys):
        found = [self.candidacy(key) for key in keys.split()]
        closes = timezone.now() + timedelta(14)
        candidacy.ask_group(self.space, found, by=self.facilitator, closes_at=closes)

    def ask_dependencies(self):
        dependency.ask_all(self.space, by=self.facilitator)

    def depends(self, key, *bodies):
        """A peer says, sealed, on whom they depend for a year: (how, body of the cast)."""
        until = timezone.localdate(self.now) + timedelta(365)
        found = [(kind, self.cast.organisations[body]) for kind, body in bodies]
        lines = [Line(kind, body.name, until, body.pk) for kind, body in found]
        dependency.save(self.place(key), by=self.person(key), lines=lines)

    def declare(self, key, *relations):
        """A stakeholder declares (how, member's body), or that there is none."""
        place, person = self.place(key), self.person(key)
        for kind, body in relations:
            relation.declare(place, by=person, kind=kind, organisation=self.cast.organisations[body] if body else None)
        if not relations:
            relation.declare_none(place, by=person)

    def approve(self, keys):
        for key in keys.split():
            invitation.approve(self.invitation(key), by=self.facilitator)

    def send(self, keys, note=""):
        for key in keys.split():
            invitation.send(self.invitation(key), by=self.facilitator, note=note)

    def withdraw(self, key, reason):
        invitation.withdraw(self.invitation(key), by=self.facilitator, reason=reason)

    # --- Answering ---------------------------------------------------------------------------------------------------

    def accept(self, key):
        answering.accept(self.invitation(key))

    def decline(self, key, reason, words=""):
        answering.decline(self.invitation(key), reason=reason, words=words)

    def defer(self, key, days):
        answering.defer(self.invitation(key), timezone.localdate(self.now) + timedelta(days))

    def delegate(self, key, to):
        answering.delegate(self.invitation(key), name=self.cast.people[to]["name"], email=self.cast.address(to))

    def sign(self, key, kind=FOUNDATION):
        document = self.space.agreements.filter(kind=kind).order_by("-version").first()
        agreement.sign(document, self.place(key), by=self.person(key), name=self.cast.people[key]["name"])

    # --- Deciding ----------------------------------------------------------------------------------------------------

    def ask(self, key, number="", topic=Topic.GENERAL, closes=None):
        question, proposal = self.words[f"question{number}"], self.words[f"proposal{number}"]
        closes = closes or timezone.now() + timedelta(14)  # no holiday is longer
        decision.open_decision(
            self.space, by=self.person(key), topic=topic, title=question, proposal=proposal, closes_at=closes
        )

    def consent(self, key):
        decision.respond(self.latest_question(), by=self.person(key), answer=Answer.CONSENT)

    def object(self, key, reason):
        decision.respond(self.latest_question(), by=self.person(key), answer=Answer.OBJECTION, reason=reason)

    def confide(self, key, reason, words):
        """Object through the facilitator, who writes the words that the group reads."""
        confided = objecting.object_by_proxy(self.latest_question(), by=self.person(key), reason=reason)
        objecting.word_objection(confided, by=self.facilitator, text=words)

    def amend(self, key, number, how, closes):
        """A new version that takes up every objection to the one before."""
        former = self.latest_question()
        taken_up = [(objection, how) for objection in former.objections.all()]
        proposal = self.words[f"proposal{number}"]
        amending.amend(former, by=self.person(key), proposal=proposal, closes_at=closes, integrates=taken_up)

    def inquire(self, key, text, answer):
        """A clarifying question without a name, and what whoever proposed it answers."""
        found = asking.ask(self.latest_question(), by=self.person(key), text=text, with_name=False)
        asking.answer_question(found, by=found.decision.by, text=answer)

    def latest_question(self):
        return self.space.decisions.order_by("-id").first()

    # --- How the group is --------------------------------------------------------------------------------------------

    def ask_pulse(self):
        pulse.open_wave(self.space, by=self.facilitator, closes_at=timezone.now() + timedelta(14))

    def answer_pulse(self, key):
        """Mostly content, each in their own way, always the same."""
        wave, chance = self.space.pulses.open().get(), Random(key)
        answers = {item: chance.choice([2, 3, 4, 4, 4, 5, 5, 5, None]) for item in wave.items}
        pulse.answer(wave, by=self.person(key), answers=answers)

    def count_pulse(self):
        pulse.close(self.space.pulses.open().get(), by=self.facilitator)

    # --- Saying ------------------------------------------------------------------------------------------------------

    def say(self, key, words, room=Room.PEERS, to=None):
        """Somebody says something, or answers what stands under the words `to`."""
        parent = self.space.posts.get(text=self.words[to]) if to else None
        return post.say(self.space, by=self.person(key), room=room, text=self.words[words], parent=parent)

    def release(self, key, words):
        release.release(self.space.posts.get(text=self.words[words]), by=self.person(key))

    # --- A partner system -------------------------------------------------------------------------------------------

    def let_in(self):
        """The space grants the system of the demo whatever it can ask for."""
        system = Partner.objects.get(name=SYSTEM)
        return grant.grant(self.space, system, by=self.facilitator, scopes=system.scopes_of_spaces)

    def share(self, key, *what):
        """What somebody lets the system have about themselves."""
        granted = self.space.grants.live().get()
        return grant.share(granted, self.place(key), by=self.person(key), what=what)

    # --- Many, one after another -------------------------------------------------------------------------------------

    def each(self, verb, keys, day, start, gap=17):
        """Steps: `verb` for each of them, `gap` minutes apart."""
        hour, minute = map(int, start.split(":"))
        for number, key in enumerate(keys.split()):
            late = minute + number * gap
            yield day, f"{hour + late // 60:02}:{late % 60:02}"
            verb(key)

    def come_in(self, keys, day, start, gap=17):
        """Steps: each accepts and signs the foundation document."""
        yield from self.each(self.accept_and_sign, keys, day, start, gap)

    def accept_and_sign(self, key):
        self.accept(key)
        self.sign(key)

    def sign_annex(self, key):
        self.sign(key, ANNEX)
