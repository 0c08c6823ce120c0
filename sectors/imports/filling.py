"""What a row adds to an organisation: what is missing, never over a person's correction, sector or verified number."""

from django.utils import timezone

from sectors.kinds import judge
from sectors.models import Kind, NumberState, Organisation, Review
from sectors.names import language_of

FIELDS = (
    "name_he", "name_en", "name_ar", "other_names", "kind", "registry_number", "registry_state", "place", "purpose",
)  # fmt: skip


def new(body, place, source):
    organisation = Organisation(
        sector=body.sector, kind=body.kind, place=place, purpose=body.purpose, registry_number=body.number,
        source=source, source_date=timezone.localdate(),
    )  # fmt: skip
    if body.number:
        organisation.registry_state = NumberState.VERIFIED if body.vouched else NumberState.SUGGESTED
    _add_names(organisation, body)
    return organisation


def fill(organisation, body, place, refused):
    """Adds what is missing, in memory. True if something was; `refused` are the numbers that a person took away."""
    before = _facts(organisation)
    _add_names(organisation, body)
    _add_number(organisation, body, refused)
    if organisation.edited_at is None:
        _add_facts(organisation, body, place)
    return _facts(organisation) != before


def differences(organisation, body, refused):
    """(reason, detail) of what the row says otherwise: for a person to look at."""
    if body.number not in ("", organisation.registry_number) and body.number not in refused:
        yield Review.Reason.NUMBER_DIFFERS, body.number
    if body.vouched and body.sector != organisation.sector:
        yield Review.Reason.SECTOR_DIFFERS, body.sector


def _facts(organisation):
    names = {"place": "place_id"}
    return [str(getattr(organisation, names.get(field, field))) for field in FIELDS]


def _add_names(organisation, body):
    for name in filter(None, (body.name, body.name_en)):
        slot = f"name_{language_of(name)}"
        if name in organisation.names:
            continue
        if getattr(organisation, slot) or organisation.edited_at:
            organisation.other_names.append(name)
        else:
            setattr(organisation, slot, name)


def _add_number(organisation, body, refused):
    """A number found by name is a suggestion, even where the source is the register: the name may be another's."""
    if body.number and not organisation.registry_number and body.number not in refused:
        organisation.registry_number, organisation.registry_state = body.number, NumberState.SUGGESTED


def _add_facts(organisation, body, place):
    if organisation.place_id is None:
        organisation.place = place
    organisation.purpose = organisation.purpose or body.purpose
    if organisation.kind == Kind.SOCIAL:  # the form was unknown until now
        sector, kind = judge(body.name, number=body.number, purpose=body.purpose)
        organisation.kind = kind if sector == organisation.sector else organisation.kind
