"""Deciding by consent: everybody on the roster answers, blind; an objection with a reason stands; silence is not
consent. After sociocracy's consent decision and Sheatufim's "agreement, not majority".
"""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from impact_spaces.lib.calendar import next_calm_moment
from impact_spaces.lib.refusals import NotPossible
from spaces import access
from spaces.actions.habits import habits_of
from spaces.actions.message import enqueue, to_member
from spaces.actions.moving import hold
from spaces.actions.rounds import AT_REST, held, take
from spaces.models import Decision, Response
from spaces.models.decision import Topic, rule_in_force
from spaces.models.matter import SHARED
from spaces.models.message import MailKind
from spaces.models.position import Answer, Position
from spaces.models.room import Room
from spaces.states import Stage


def open_decision(space, *, by, title, proposal, closes_at, topic=Topic.GENERAL, room=Room.PEERS, **more):
    """Put a proposal to those who decide it, who are frozen as its roster. Returns the decision.

    `more` may hold `questions_until`, `review_on` and, for the rule on shared matters, `matters`. The same question
    while it is open is the same decision. Facilitators and peers may. Raises Forbidden, NotPossible.
    """
    access.require(access.belongs_inside(by, space))
    with transaction.atomic():
        space = hold(space.pk)
        asked = {"topic": topic, "room": room, "title": title, "proposal": proposal, "matters": shared(topic, more)}
        same = space.decisions.open().filter(**asked).first()
        if same is not None:
            return same
        dates = {"closes_at": closes_at, "questions_until": more.get("questions_until")}
        return put(space, **asked, **dates, by=by, review_on=more.get("review_on"))


def shared(topic, more):
    """The matters that a rule would share, in the order of the list."""
    wanted = more.get("matters") or ()
    return [str(matter) for matter in SHARED if matter in wanted] if topic == Topic.MATTERS else []


def put(space, **about):
    """A new decision in a space that the caller holds, with its roster and the mails. Raises NotPossible."""
    roster = list(who_decides(space, about["room"]).select_related("person"))
    require_decidable(space, roster, **about)
    decision = Decision.objects.create(space=space, **about)
    places = [Response(decision=decision, membership=member, sealed=Position().sealed()) for member in roster]
    Response.objects.bulk_create(places)
    enqueue([mail for member in roster for mail in mails_to(member, decision)])
    return decision


def who_decides(space, room):
    """The memberships that decide: the active peers, and in the whole the active stakeholders too."""
    active = space.memberships.active()
    return active.peers() | active.stakeholders() if room == Room.WHOLE else active.peers()


def mails_to(member, decision):
    """What tells a member of a decision: at once, and once more when the time for questions is over."""
    until, asking_ends = decision.closes_at, decision.questions_until
    if asking_ends is None:
        return [to_member(member, MailKind.DECISION, f"decision:{decision.pk}", until=until)]
    calm = next_calm_moment(asking_ends, **habits_of(member.person).calm_in(decision.space.country))
    at = calm if calm and calm < until else asking_ends
    return [
        to_member(member, MailKind.QUESTIONS, f"questions:{decision.pk}", until=asking_ends),
        to_member(member, MailKind.DECISION, f"decision:{decision.pk}", at=at, until=until),
    ]


def require_decidable(space, roster, *, topic, room, closes_at, questions_until=None, **_about):
    if space.stage in AT_REST:
        raise NotPossible(_("The space rests at the moment; nothing is decided now."))
    if not roster:
        raise NotPossible(_("There is nobody yet who could decide: no peer has signed."))
    if closes_at <= timezone.now():
        raise NotPossible(_("The time to answer must lie ahead."))
    if questions_until and not timezone.now() < questions_until < closes_at:
        raise NotPossible(_("The time for questions ends before the time to answer does."))
    if topic == Topic.OPEN_DOOR:
        require_door(space)
    if room == Room.WHOLE:
        require_shared(space, topic)


def require_door(space):
    if space.stage != Stage.CONSOLIDATED:
        raise NotPossible(_("Opening the door is decided by a consolidated group."))
    if space.decisions.open().filter(topic=Topic.OPEN_DOOR).exists():
        raise NotPossible(_("This is being decided already."))


def require_shared(space, topic):
    """Stakeholders take part in what the group's rule names, while the door is open."""
    if topic not in SHARED:
        raise NotPossible(_("This is the peers' own matter; they decide it alone."))
    if not space.door_is_open:
        raise NotPossible(_("The whole space decides only while the door is open."))
    if topic not in rule_in_force(space):
        raise NotPossible(_("The group has not agreed that stakeholders take part in this matter."))


def respond(decision, *, by, answer, reason=""):
    """Consent, or object with a reason. May be changed until the decision closes; the last answer closes it.

    Raises Forbidden for anybody who is not on the roster, NotPossible.
    """
    return take(decision, an_answer(answer, reason), by=by)


def an_answer(answer, reason):
    """The position that somebody takes. Raises NotPossible."""
    if answer not in (Answer.CONSENT, Answer.OBJECTION):
        raise NotPossible(_("Please consent, or object with a reason."))
    if answer == Answer.OBJECTION and not reason.strip():
        raise NotPossible(_("An objection needs its reason: it is what the group works with."))
    return Position(str(answer), reason.strip())


def recuse(decision, *, by, reason=""):
    """Step out of one decision as an interested party: neither consent nor silence. Raises Forbidden, NotPossible."""
    if decision.topic == Topic.OPEN_DOOR:
        raise NotPossible(_("Opening the door needs the consent of every peer; nobody steps out of it."))
    return take(decision, Position(str(Answer.RECUSED), reason.strip()), by=by)


def remind_open_names(decision, *, by):
    """A gentle line to those who have not answered, once a day at most. Returns how many. Raises Forbidden."""
    access.require_facilitator(by, decision.space)
    if not decision.is_open:
        raise NotPossible(_("This decision is closed."))
    return remind(decision, f"{timezone.localdate():%Y%m%d}")


def remind(decision, when):
    names = [
        response.membership
        for response in decision.responses.silent().defer("sealed").select_related("membership__person")
    ]
    occasion = f"decision:{decision.pk}:reminder:{when}"
    enqueue([to_member(one, MailKind.DECISION, occasion, until=decision.closes_at) for one in names])
    return len(names)


def extend(decision, closes_at, *, by):
    """Give more time, also after it was over, and tell those who have not answered. Raises Forbidden, NotPossible."""
    access.require_facilitator(by, decision.space)
    with transaction.atomic():
        decision = held(decision)
        if not decision.is_open:
            raise NotPossible(_("This decision is closed."))
        if closes_at == decision.closes_at:
            return decision
        if closes_at <= max(decision.closes_at, timezone.now()):
            raise NotPossible(_("More time means a later moment, which lies ahead."))
        decision.closes_at = closes_at
        decision.save(update_fields=["closes_at"])
        remind(decision, f"{closes_at:%Y%m%d%H%M}")
    return decision
