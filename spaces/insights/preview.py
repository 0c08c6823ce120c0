"""Somebody of another sector who is in no table: a reader to try the real pages with.

The stand-in is a person like others, with a key that nobody has and one membership that is in no row: its queryset
reads from a made-up row instead of the table. So every view and every `visible_to` answers as it would answer the real
one, and there is no second rendering that could be kinder.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db.models.sql.datastructures import BaseTable
from django.utils import timezone
from django.utils.translation import gettext as _

from members.models import Person
from spaces.models import Membership
from spaces.models.membership import Circle, MembershipQuerySet, Role

NOBODY = 0  # a key that no row has


@dataclass(frozen=True)
class Guest:
    """Whom a page is tried as: a word for the address, a name, and since when they would be in."""

    key: str
    name: str
    since: datetime


def guests(space):
    """A stakeholder who would join now, and one for each who is in: with their day of joining, not with their name
    signed in, so that nothing that is only theirs is shown to anybody else.
    """
    present = space.memberships.active().stakeholders().select_related("person").order_by("active_since", "pk")
    newcomer = Guest("newcomer", _("somebody of another sector who would join today"), timezone.now())
    return [newcomer, *(Guest(f"m{one.pk}", one.person.name, one.active_since) for one in present)]


def stand_in(space, since):
    """A person who would be a stakeholder of this space since some moment. Nothing is saved."""
    person = Person(pk=NOBODY, name=_("Guest"))
    person._prefetched_objects_cache = {"memberships": made_up(person, space, since)}
    return person


def made_up(person, space, since):
    """The memberships of the stand-in: one, and it is in no row."""
    row = Membership(
        pk=NOBODY, space=space, person=person, role=Role.STAKEHOLDER, circle=Circle.PLENUM, since=since,
        active_since=since,
    )  # fmt: skip
    found = OnlyThisOne(Membership)
    found._known_related_objects = {Membership._meta.get_field("person"): {NOBODY: person}}
    alias = found.query.get_initial_alias()
    found.query.alias_map[alias] = Row(Membership._meta.db_table, alias, row)
    return found


class OnlyThisOne(MembershipQuerySet):
    def select_related(self, *fields):
        """The person is known, and is in no table to join."""
        fields = [name for name in fields if name != "person"]
        return super().select_related(*fields) if fields else self


class Row(BaseTable):
    """A table of one row, written out in the query."""

    def __init__(self, table_name, alias, row=None):
        super().__init__(table_name, alias)
        self.row = row

    def as_sql(self, compiler, connection):
        fields = self.row._meta.concrete_fields
        columns = ", ".join(f'CAST(%s AS {field.db_type(connection)}) AS "{field.column}"' for field in fields)
        values = [field.get_db_prep_save(getattr(self.row, field.attname), connection) for field in fields]
        return f"(SELECT {columns}) {compiler.quote_name_unless_alias(self.table_alias)}", values

    def relabeled_clone(self, change_map):
        return Row(self.table_name, change_map.get(self.table_alias, self.table_alias), self.row)
