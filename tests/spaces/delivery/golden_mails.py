"""Every mail there is, in three languages, made of rows that stand in no database: the same bytes each time."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from uuid import UUID

from members.models import Person
from spaces.actions.message import to_invitee, to_member, to_person
from spaces.models import Decision, Endpoint, Invitation, Meeting, Membership, Message, Reply, Space
from spaces.models.invitation import Kind
from spaces.models.membership import Role
from spaces.models.message import MailKind
from spaces.states import Stage

NOW = datetime(2027, 1, 20, 9, 30, tzinfo=UTC)
LANGUAGES = ("he", "ar", "en")
# Names in the reader's own language: a word of another one is then a text that was not translated.
CAST = {
    "he": {
        "space": "בריאות הנפש בקהילה",
        "purpose": "רצף טיפול אחד, מהמחלקה ועד הבית, שאף ארגון לא יכול להחזיק לבדו",
        "rhythm": "שעתיים, פעם בשבועיים",
        "noa": "נועה ברק",
        "dana": "דנה כהן",
        "avi": "אבי נחום",
        "ruth": "רות רגב",
        "note": "חסר לנו הקול שלך.\nאשמח לדבר בטלפון: \u200e02-555-0123",
        "title": "מליאה",
        "where": "בית הקהילה, רחוב הגפן 7",
    },
    "ar": {
        "space": "الصحة النفسية في المجتمع",
        "purpose": "مسار علاج واحد، من القسم حتى البيت، لا تستطيع أي منظمة حمله وحدها",
        "rhythm": "ساعتان كل أسبوعين",
        "noa": "نوعا براك",
        "dana": "دانا كوهين",
        "avi": "رائد خطيب",
        "ruth": "روت ريغيف",
        "note": "نفتقد صوتك.\nيسعدني الحديث هاتفيًا: \u200e02-555-0123",
        "title": "الهيئة العامة",
        "where": "بيت المجتمع، شارع الكرمة 7",
    },
    "en": {
        "space": "Mental health in the community",
        "purpose": "One continuum of care, from the ward to the home",
        "rhythm": "Two hours, every second week",
        "noa": "Noa Barak",
        "dana": "Dana Cohen",
        "avi": "Avi Nahum",
        "ruth": "Ruth Regev",
        "note": "We miss your voice.\nCall me: 02-555-0123",
        "title": "Plenum",
        "where": "7 Vine Street",
    },
}


def mails():
    """The messages by the names of their files, in an order that reads like a story."""
    return {f"{name}.{language}": make(language) for name, make in WAYS.items() for language in LANGUAGES}


def invited(kind, occasion="sent", /, *, whom="dana", note=False, **how):
    def make(language):
        cast = CAST[language]
        found = Invitation(
            pk=42, space=space(language), email=f"{whom}@world.example", name=cast[whom], language=language,
            deadline=NOW + timedelta(days=14, hours=6), opened_at=NOW - timedelta(days=7), nonce="golden",
            inviter=Person(name=cast["noa"]), **{name: value(cast) for name, value in how.items()},
        )  # fmt: skip
        found.fill_token_hash()
        return ready(to_invitee(found, kind, occasion, cast["note"] if note else ""), found.space, language)

    return make


def member(kind, occasion, whom="dana", role=Role.PEER, ended_at=None):
    def make(language):
        name = CAST[language][whom]
        person = Person(pk=3, name=name, email=f"{whom}@world.example", language=language)
        place = Membership(pk=4, space=space(language), person=person, role=role, ended_at=ended_at)
        return ready(to_member(place, kind, occasion), place.space, language)

    return make


def contact(kind, occasion):
    def make(language):
        person = Person(pk=3, name=CAST[language]["dana"], email="dana@world.example", language=language)
        message = to_person(person, kind, occasion)
        message.pk, message.nonce, message.contact_name, message.contact_address = 79, "golden", None, None
        return message

    return make


def digest(language):
    person = Person(pk=3, name=CAST[language]["dana"], email="dana@world.example", language=language)
    message = Message(
        person=person, kind=MailKind.DIGEST, occasion="person:3:digest:20270120:1", address=person.email,
        language=language, pk=78, nonce="golden",
    )  # fmt: skip
    message.contact_name = message.contact_address = None
    message.lines = [WAYS[name](language) for name in ("decision", "summary", "signing", "pulse_result")]
    return message


def space(language):
    cast = CAST[language]
    return Space(
        pk=5, name=cast["space"], purpose=cast["purpose"], rhythm=cast["rhythm"], initiator_name=cast["dana"],
        language=language, country="IL", stage=Stage.CONSOLIDATED,
    )  # fmt: skip


def ready(message, space, language):
    message.pk, message.space, message.nonce = 77, space, "golden"
    message.contact_name, message.contact_address = CAST[language]["noa"], "noa@world.example"
    return message


def place_of(message):
    """The place in the meeting that a mail is about."""
    cast, starts_at = CAST[message.language], datetime(2027, 2, 3, 14, 0, tzinfo=UTC)
    meeting = Meeting(
        pk=6, space=message.space, title=cast["title"], where=cast["where"], online="https://meet.world.example/plenum",
        starts_at=starts_at, ends_at=starts_at + timedelta(hours=2), uid=UUID(int=6), sequence=1,
        cancelled_at=NOW if message.occasion.endswith("called-off") else None,
    )  # fmt: skip
    answer = "yes" if message.occasion.endswith("changed") else ""
    return Reply(pk=8, meeting=meeting, membership=message.membership, answer=answer, told=1)


FACTS = SimpleNamespace(
    place_of=place_of,
    agreement_of=lambda message: 9,
    endpoint_of=lambda message: Endpoint(pk=7, partner_id=2, url="https://crm.world.example/hooks?key=secret"),
    first_of=lambda message: (
        Message(pk=70, occasion="invitation:42:sent", nonce="first")
        if message.invitation and message.kind != MailKind.INVITATION
        else None
    ),
)

OUTSIDE = {"kind": lambda cast: Kind.STAKEHOLDER, "whom": "ruth"}
DECIDED = {"decision": lambda cast: Decision(closed_at=NOW - timedelta(days=30))}
PASSED_ON = {"delegated_from": lambda cast: Invitation(pk=41, name=cast["dana"]), "whom": "avi"}

WAYS = {
    "invitation": invited(MailKind.INVITATION, note=True),
    "invitation-passed-on": invited(MailKind.INVITATION, **PASSED_ON),
    "invitation-confirmation": invited(MailKind.INVITATION, is_confirmation=lambda cast: True),
    "invitation-stakeholder": invited(MailKind.INVITATION, note=True, **OUTSIDE, **DECIDED),
    "invitation_again": invited(MailKind.INVITATION_AGAIN, "again"),
    "reminder": invited(MailKind.REMINDER, "reminder:1"),
    "reminder-last": invited(MailKind.REMINDER, "reminder:2"),
    "ask_again": invited(MailKind.ASK_AGAIN, "again:1"),
    "withdrawn": invited(MailKind.WITHDRAWN, "withdrawn"),
    "welcome": member(MailKind.WELCOME, "welcome"),
    "welcome-stakeholder": member(MailKind.WELCOME, "welcome", "ruth", Role.STAKEHOLDER),
    "signing": member(MailKind.SIGNING, "sign:foundation:2"),
    "decision": member(MailKind.DECISION, "decision:7"),
    "decision-reminder": member(MailKind.DECISION, "decision:7:reminder"),
    "questions": member(MailKind.QUESTIONS, "questions:7"),
    "open_names": member(MailKind.OPEN_NAMES, "open_names:7", "noa", Role.FACILITATOR),
    "confided": member(MailKind.CONFIDED, "confided:7", "noa", Role.FACILITATOR),
    "recorded": member(MailKind.RECORDED, "recorded:7"),
    "dependencies": member(MailKind.DEPENDENCIES, "dependencies"),
    "candidates": member(MailKind.CANDIDATES, "candidates"),
    "pulse": member(MailKind.PULSE, "pulse:7"),
    "pulse_reminder": member(MailKind.PULSE_REMINDER, "pulse:7:reminder"),
    "pulse_result": member(MailKind.PULSE_RESULT, "pulse:7:result"),
    "meeting": member(MailKind.MEETING, "meeting:6:1"),
    "meeting-changed": member(MailKind.MEETING, "meeting:6:1:changed"),
    "meeting_off": member(MailKind.MEETING_OFF, "meeting:6:1:called-off"),
    "meeting_off-taken-out": member(MailKind.MEETING_OFF, "meeting:6:1"),
    "meeting_reminder": member(MailKind.MEETING_REMINDER, "meeting:6:1"),
    "summary": member(MailKind.SUMMARY, "meeting:6:peers"),
    "glass": member(MailKind.GLASS, "glass:7"),
    "door_closed": member(MailKind.DOOR_CLOSED, "door_closed", "ruth", Role.STAKEHOLDER, NOW),
    "space_moved": member(MailKind.SPACE_MOVED, "moved:7"),
    "digest": digest,
    "mailing_paused": member(MailKind.MAILING_PAUSED, "mailing:7:paused", "noa", Role.FACILITATOR),
    "endpoint_off": contact(MailKind.ENDPOINT_OFF, "endpoint_off:7:20270120093000"),
}
