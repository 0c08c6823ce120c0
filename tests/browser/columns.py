"""Every column of the work that holds words, and why some hold none of the peers'."""

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import models

WORDS = (models.CharField, models.TextField, models.JSONField, ArrayField)

MADE_UP = "made by the program, not written by people"
SEALED = "sealed by a key outside the database"
OPEN = "read by everybody who is in, or invited"
# model.column: why no canary stands there
REASONS = {
    "Agreement.text": "its replaced versions do",
    "Signature.name": "stands below a document that others sign as well",
    "Candidacy.sealed_holds": SEALED,
    "Decision.matters": MADE_UP,
    "DependencySheet.sealed": SEALED,
    "Feed.digest": MADE_UP,
    "Membership.organisation_name": OPEN,
    "Endpoint.key": MADE_UP,
    "Endpoint.kinds": MADE_UP,
    "Endpoint.sealed_former": SEALED,
    "Endpoint.sealed_secret": SEALED,
    "Endpoint.url": "the address of a system, given by itself",
    "Event.about": MADE_UP,
    "Event.key": MADE_UP,
    "Event.state": MADE_UP,
    "File.type": MADE_UP,
    "File.stored": MADE_UP,
    "GlassBreak.reason": "everybody in the space is shown why",
    "Invitation.email": "an address; the name beside it does",
    "Invitation.nonce": MADE_UP,
    "Invitation.token_hash": MADE_UP,
    "Feedback.code": MADE_UP,
    "Feedback.event_id": MADE_UP,
    "Feedback.source": MADE_UP,
    "MailDomain.name": "a domain",
    "Message.occasion": MADE_UP,
    "Message.address": "an address",
    "Message.problem": "what a mail server said",
    "Message.nonce": MADE_UP,
    "Message.filled": "a mail carries nothing that is said",
    "Letter.digest": MADE_UP,
    "Letter.subject": "a mail carries nothing that is said",
    "Letter.text": "a mail carries nothing that is said",
    "Letter.html": "a mail carries nothing that is said",
    "Move.from_state": MADE_UP,
    "Move.to_state": MADE_UP,
    "PeopleImport.columns": MADE_UP,
    "PeopleImport.problem": MADE_UP,
    "ImportRow.registry_number": "a number",
    "ImportRow.email": "an address; the name beside it does",
    "ImportRow.side": "one word, compared with the kinds and sectors",
    "ImportRow.language": MADE_UP,
    "ImportRow.code": MADE_UP,
    "ImportRow.reason": MADE_UP,
    "Grant.scopes": MADE_UP,
    "Partner.name": "the name of a system, given by an operator",
    "Partner.scopes": MADE_UP,
    "Partner.networks": "network addresses",
    "PartnerAnswer.key": "chosen by a partner's program",
    "PartnerAnswer.fingerprint": MADE_UP,
    "PartnerAnswer.sealed": SEALED,
    "PartnerCall.method": MADE_UP,
    "PartnerCall.route": MADE_UP,
    "PartnerKey.client_id": MADE_UP,
    "PartnerKey.secret_digest": MADE_UP,
    "PartnerToken.digest": MADE_UP,
    "PartnerToken.scopes": MADE_UP,
    "Sharing.fingerprint": MADE_UP,
    "Sharing.what": MADE_UP,
    "Pulse.items": MADE_UP,
    "PulseReading.item": MADE_UP,
    "Relation.note": "declared before everybody",
    "Response.sealed": SEALED,
    "Suppression.email": "an address",
    "Space.name": OPEN,
    "Space.name_en": OPEN,
    "Space.purpose": OPEN,
    "Space.rhythm": OPEN,
    "Space.initiator_name": OPEN,
    "Space.country": MADE_UP,
    "Urn.keyhole": MADE_UP,
}


def without(canary):
    """The columns that hold words in no row of the world, and have no reason to."""
    for model in apps.get_app_config("spaces").get_models():
        for column in model._meta.local_fields:
            name = f"{model.__name__}.{column.name}"
            if isinstance(column, WORDS) and not column.choices and name not in REASONS:
                held = model.objects.values_list(column.name, flat=True).iterator()
                if not any(canary in str(value) for value in held):
                    yield name


def unknown():
    """Reasons for columns that are there no more."""
    columns = {
        f"{model.__name__}.{column.name}"
        for model in apps.get_app_config("spaces").get_models()
        for column in model._meta.local_fields
    }
    return REASONS.keys() - columns
