"""Whom on the map does a row speak of? By id, by verified number, by exact name; in doubt by nobody."""

from collections import defaultdict

from django.db.models import Q

from sectors.models import Identifier, NumberState, Organisation
from sectors.names import cleaned


class Known:
    """The organisations that a batch of rows may speak of, looked up with a fixed number of queries."""

    def __init__(self, bodies):
        self.by_identifier, self.by_number, self.by_name = {}, defaultdict(list), defaultdict(list)
        found = _candidates(bodies)
        for organisation in found.values():
            self.add(organisation)
        for pk, value in Identifier.objects.filter(organisation__in=found).values_list("organisation_id", "value"):
            self.identify(found[pk], value)

    def match(self, body):
        """The organisation that `body` is, or None when it is a new one or can't be told from another."""
        if body.identifier in self.by_identifier:
            return self.by_identifier[body.identifier]
        candidates = self.by_name.get(body.name, [])
        if body.identifier:
            return _only([one for one in candidates if not one.is_identified])
        if body.vouched:
            return self._holder(body) or _only([one for one in candidates if not one.registry_number])
        return self._by_name(body, candidates)

    def add(self, organisation):
        """An organisation that the next rows are to find."""
        organisation.is_identified = False
        if organisation.registry_number:
            self.by_number[organisation.registry_number].append(organisation)
        for name in organisation.names:
            self.by_name[name].append(organisation)

    def identify(self, organisation, identifier):
        self.by_identifier[identifier] = organisation
        organisation.is_identified = True

    def _holder(self, body):
        """Who has the number: verified, or suggested under a name that means the same."""
        for one in self.by_number.get(body.number, []):
            if one.registry_state == NumberState.VERIFIED or cleaned(body.name) in map(cleaned, one.names):
                return one
        return None

    def _by_name(self, body, candidates):
        """Of several with one name, the one with the same number, else the first without any mark of its own."""
        same = [one for one in candidates if body.number and one.registry_number == body.number]
        if same or len(candidates) == 1:
            return (same or candidates)[0]
        return next((one for one in candidates if not one.registry_number and not one.is_identified), None)


def _only(found):
    return found[0] if len(found) == 1 else None


def _candidates(bodies):
    """{id: organisation}, the oldest first."""
    names = list({body.name for body in bodies})
    numbers = {body.number for body in bodies if body.number}
    identified = Identifier.objects.filter(value__in={body.identifier for body in bodies if body.identifier})
    ids = set(identified.values_list("organisation_id", flat=True))
    for condition in (
        Q(registry_number__in=numbers), Q(name_he__in=names), Q(name_en__in=names), Q(name_ar__in=names),
        Q(other_names__overlap=names) & ~Q(other_names=[]),
    ):  # fmt: skip
        ids.update(Organisation.objects.filter(condition).values_list("id", flat=True))
    return {one.pk: one for one in Organisation.objects.filter(id__in=ids).order_by("id")}
