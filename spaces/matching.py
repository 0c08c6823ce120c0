"""Which organisation of the map a name or a number in a list means. Reads only."""

from collections import defaultdict

from django.db import connection

from sectors.models import NumberState, Organisation, Sector
from sectors.names import cleaned, searchable
from sectors.registry import InvalidNumber, checked

NAMED = """
    SELECT DISTINCT o.id FROM sectors_organisation o, unnest(string_to_array(o.search_name, E'\\n')) AS line
    WHERE line = ANY(%s)
"""


def matches(named):
    """The organisation that each of (name, number) means, in order, or None. Three queries, however many they are.

    A verified number decides; then a name that means the same once both are cleaned. Where several bear one name,
    somebody outside of the third sector is named first, so that a doubt does not let them in; otherwise nobody is.
    """
    named = [(name.strip(), number_in(number)) for name, number in named]
    by_number = holders({number for _name, number in named if number})
    by_name = bearers({name for name, _number in named if name})
    return [by_number.get(number) or the_one(by_name.get(cleaned(name), [])) for name, number in named]


def number_in(text):
    try:
        return checked(text) if text else ""
    except InvalidNumber:
        return ""


def holders(numbers):
    found = Organisation.objects.filter(registry_number__in=numbers, registry_state=NumberState.VERIFIED)
    return {one.registry_number: one for one in found}


def bearers(names):
    """{cleaned name: organisations}; every name that an organisation is known by counts."""
    wanted = {form for name in names for form in (cleaned(name), searchable(name))} - {""}
    found = defaultdict(list)
    if not wanted:
        return found
    with connection.cursor() as cursor:
        cursor.execute(NAMED, [list(wanted)])
        ids = [pk for (pk,) in cursor.fetchall()]
    for one in Organisation.objects.filter(pk__in=ids):
        for form in {cleaned(name) for name in one.names}:
            found[form].append(one)
    return found


def the_one(bearers_of_a_name):
    outside = [one for one in bearers_of_a_name if one.sector != Sector.THIRD]
    if outside:
        return outside[0]
    return bearers_of_a_name[0] if len(bearers_of_a_name) == 1 else None
