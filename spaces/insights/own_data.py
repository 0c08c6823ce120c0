"""A copy of what the product keeps about one person: their own words and facts, nobody else's."""

from members.profile import own_facts
from spaces.models import (
    Candidacy,
    Commitment,
    DependencySheet,
    File,
    Invitation,
    Membership,
    Message,
    Post,
    PulsePlace,
    Question,
    Relation,
    Reply,
    Response,
    Sharing,
    Signature,
    Suppression,
)


def copy_of(person):
    """Everything about this person, as plain values for JSON. What others wrote is left out; so are its titles."""
    told = (own_facts, in_spaces, in_meetings, in_rooms, in_confidence, written_to)
    return {name: value for about in told for name, value in about(person).items()}


def in_spaces(person):
    return {
        "places_in_spaces": rows(
            Membership.objects.filter(person=person),
            space="space__name", role="role", circle="circle", organisation="organisation_name",
            accepted="since", signed="active_since", ended="ended_at",
        ),
        "signatures": rows(
            Signature.objects.filter(membership__person=person),
            space="agreement__space__name", document="agreement__kind", version="agreement__version",
            name="name", signed="at",
        ),
        "asked_in_pulses": rows(
            PulsePlace.objects.filter(membership__person=person),
            space="pulse__space__name", pulse="pulse__number", opened="pulse__opened_at", has_answered="has_answered",
        ),
        "shared_with_partner_systems": rows(
            Sharing.objects.filter(membership__person=person).exclude(what=[]).with_end(),
            space="grant__space__name", system="grant__partner__name", what="what", since="at", ended="end",
        ),
        "answers_to_decisions": answers_of(person),
        "questions_to_decisions": rows(
            Question.objects.filter(asker__person=person), decision="decision", question="text"
        ),
    }  # fmt: skip


def in_meetings(person):
    return {
        "meetings": rows(
            Reply.objects.filter(membership__person=person),
            space="meeting__space__name", begins="meeting__starts_at", answer="answer", substitute="substitute",
            answered="answered_at", attendance="presence",
        ),
        "commitments": rows(
            Commitment.objects.filter(membership__person=person),
            space="meeting__space__name", what="what", until="until", done="done_at",
        ),
    }  # fmt: skip


def in_rooms(person):
    return {
        "said_in_rooms": rows(
            Post.objects.filter(author__person=person), "said_at",
            space="space__name", room="room", said="said_at", text="text", released="released_at",
            removed="removed_at",
        ),
        "files_in_rooms": rows(
            File.objects.filter(owner__person=person), "at",
            space="post__space__name", name="name", type="type", size="size", shared="at",
        ),
    }  # fmt: skip


def answers_of(person):
    """Their own answers, those under a seal too. What was confided is told to its author as it was given."""
    places = [(place, place.position) for place in Response.objects.filter(membership__person=person).order_by("pk")]
    return [
        {
            "decision": place.decision_id,
            "answer": str(position.answer),
            "reason": position.reason,
            "answered": position.answered_at,
            "through_the_facilitator": position.is_confided,
            "recorded": place.get_confirmed_by_display(),
        }
        for place, position in places
    ]


def in_confidence(person):
    """What nobody else reads: on whom they depend, with whom they asked to wait; and what they proposed, declared."""
    places = list(person.memberships.select_related("space"))
    sheets = DependencySheet.objects.filter(membership__in=places).select_related("membership__space")
    return {
        "dependencies": [
            {"space": one.membership.space.name, "how": line.kind, "body": line.name, "until": line.until}
            for one in sheets for line in one.readable_lines()
        ],
        "asked_to_wait_with": holds_of(places),
        "proposed": rows(Candidacy.objects.filter(by=person), candidate="pk", why="why", on="opened_at"),
        "declared_relations": rows(
            Relation.objects.filter(declaration__membership__in=places),
            relation="kind", note="note", since="since", until="until",
        ),
    }  # fmt: skip


def holds_of(places):
    """By the number of the candidate; the name is what somebody else wrote."""
    found = Candidacy.objects.filter(invitation__space__in=[one.space_id for one in places]).order_by("pk")
    keys = {one.pk for one in places}
    return [
        {"candidate": one.pk, "from": wish.since, "until": wish.until}
        for one in found for wish in one.holds.all if wish.membership in keys
    ]  # fmt: skip


def written_to(person):
    return {
        "invitations": rows(
            Invitation.objects.filter(email=person.email, opened_at__isnull=False),
            space="space__name", name="name", organisation="organisation_name", state="state", sent="opened_at",
            answered="answered_at", reason="decline_reason", words="answer_words",
        ),
        "mails": rows(Message.objects.filter(address=person.email, sent_at__isnull=False), kind="kind", sent="sent_at"),
        "not_to_be_written_to": rows(Suppression.objects.filter(email=person.email), reason="reason", since="at"),
    }  # fmt: skip


def rows(found, order="pk", **columns):
    """Chosen columns of a queryset under names that read well, oldest first."""
    values = found.order_by(order).values_list(*columns.values())
    return [dict(zip(columns, row, strict=True)) for row in values]
