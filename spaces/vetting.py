"""Who may be invited to a space: the same questions for one address on a page and for five thousand in a file.

Reads only; the database holds the rules of the door besides (`models/door.py`).
"""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from members.models import Person, clean_address
from sectors.models import Organisation, Sector
from spaces.matching import matches
from spaces.models import Invitation, Suppression
from spaces.models.door import FIRST_SECTOR_DOMAINS
from spaces.models.invitation import Kind
from spaces.states import Stage

CANDIDATE_STAGES = (Stage.CONSOLIDATED, Stage.CROSS_SECTOR)
INVITING_STAGES = (Stage.EXPLORING, Stage.GATHERING, Stage.CONSOLIDATED, Stage.CROSS_SECTOR)


@dataclass
class Invitee:
    """Somebody who may be invited, as a page or a row of a file names them."""

    email: str
    name: str
    organisation: Organisation | None = None
    organisation_name: str = ""
    language: str = ""

    def __post_init__(self):
        self.email = clean_address(self.email)
        self.name = " ".join(self.name.split())


@dataclass(frozen=True)
class Verdict:
    """Whether somebody may be invited: a code for programs, a reason for people, and the invitation that is there."""

    code: str  # ok, invalid, outside, member, invited, suppressed, twice, closed
    reason: str = ""
    invitation: Invitation | None = None

    @property
    def is_ok(self):
        return self.code == "ok"


OK = Verdict("ok")


def verdicts(space, kind, invitees):
    """A verdict for each, in order. Six queries at most, however many they are."""
    addresses = [invitee.email for invitee in invitees if "\x00" not in invitee.email]
    live = {i.email: i for i in space.invitations.live().filter(email__in=addresses)}
    inside = set(
        space.memberships.present().filter(person__email__in=addresses).values_list("person__email", flat=True)
    )
    suppressed = Suppression.objects.reasons(addresses)
    known, seen, found = (live, inside, suppressed), set(), []
    for invitee, body in zip(invitees, bodies(kind, invitees), strict=True):
        verdict = verdict_on(space, kind, invitee, body, *known)
        if verdict.is_ok and invitee.email in seen:
            verdict = Verdict("twice", _("This address stands in the list more than once."))
        seen.add(invitee.email)
        found.append(verdict)
    return found


def bodies(kind, invitees):
    """The organisation of each: the one that was chosen, or for a peer the one on the map that bears the name given,
    so that writing the name of a ministry instead of choosing it makes no difference.
    """
    if kind != Kind.PEER or all(invitee.organisation or not invitee.organisation_name for invitee in invitees):
        return [invitee.organisation for invitee in invitees]
    named = matches([("" if invitee.organisation else invitee.organisation_name, "") for invitee in invitees])
    return [invitee.organisation or body for invitee, body in zip(invitees, named, strict=True)]


def verdict_on(space, kind, invitee, body, live, inside, suppressed):
    return (
        wrong_stage(space, kind)
        or invalid(invitee)
        or from_outside(kind, invitee, body)
        or known_already(invitee, live, inside, suppressed)
        or OK
    )


def wrong_stage(space, kind):
    if space.stage not in INVITING_STAGES:
        return Verdict("closed", _("The space is paused or closed; nobody is invited now."))
    if kind == Kind.STAKEHOLDER and space.stage not in CANDIDATE_STAGES:
        reason = _("The group is still forming. People from other sectors are proposed once it has consolidated.")
        return Verdict("closed", reason)
    return None


def invalid(invitee):
    if not invitee.name:
        return Verdict("invalid", _("The name is missing."))
    if not invitee.email:
        return Verdict("invalid", _("The address is missing."))
    if len(invitee.name) > 150 or len(invitee.email) > 254 or "\x00" in invitee.name + invitee.email:
        return Verdict("invalid", _("The name or the address is too long, or holds a sign that cannot be kept."))
    try:
        validate_email(invitee.email)
    except ValidationError:
        return Verdict("invalid", _("“{email}” is not a mail address.").format(email=invitee.email))
    return None


def from_outside(kind, invitee, body):
    """A peer comes from the third sector; by its organisation, or by an address that only the state gives out."""
    if kind != Kind.PEER:
        return None
    if body and body.sector != Sector.THIRD:
        reason = _("{name} is not in the third sector. Its people can be proposed as stakeholders.")
        return Verdict("outside", reason.format(name=body.name))
    domain = invitee.email.rpartition("@")[2]
    if any(domain == ours or domain.endswith(f".{ours}") for ours in FIRST_SECTOR_DOMAINS):
        reason = _("{domain} is an address of a government body. Its people can be proposed as stakeholders.")
        return Verdict("outside", reason.format(domain=domain))
    return None


def known_already(invitee, live, inside, suppressed):
    if invitee.email in inside:
        return Verdict("member", _("Already a member of this space."))
    if invitee.email in live:
        return Verdict("invited", _("Already invited; the invitation is kept as it is."), live[invitee.email])
    if invitee.email in suppressed:
        return Verdict("suppressed", why_silent(suppressed[invitee.email]))
    return None


def why_silent(reason):
    """Whether somebody asked or complained is between them and the site."""
    if reason == Suppression.Reason.BOUNCED:
        return _("Mails to this address come back: nobody can be reached there. Ask for a better one.")
    return _("This address asked not to be written to.")


def existing_person(email):
    return Person.objects.filter(email=clean_address(email)).first()
