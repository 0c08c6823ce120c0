"""Counts while an import runs: what the file names, and what became of it on the map."""

from collections import defaultdict

from django.utils.translation import gettext as _

from sectors.models import NumberState

from .rows import BadRow


class Tally:
    def __init__(self, report):
        self.report = report
        self.named, self.givers, self.receivers, self.pairs = set(), set(), set(), set()
        self.lines, self.numbers = {}, defaultdict(list)
        self.seen, self.made, self.changed = set(), set(), set()
        self.seen_ties, self.made_ties, self.changed_ties = set(), set(), set()

    # --- What the file names ---

    def count_grant(self, row):
        """Raises BadRow for a grant that the file has had already."""
        self._first(row.key, row.line, "id")
        self.givers.add(row.giver.key)
        self.receivers.add(row.receiver.key)
        self.pairs.add((row.giver.key, row.receiver.key))
        if row.giver.key == row.receiver.key:
            self.report.remark(row.line, "recipient", _("the recipient is the funder itself"))
        self.report.allocated += row.allocated or 0
        self.report.paid += row.paid or 0

    def count_organisation(self, row):
        """Raises BadRow for an organisation that the file has had already."""
        body = row.body
        if body.vouched:
            self._first(body.number, row.line, "number")
        else:
            self._first((body.name, body.number), row.line, "name")
        self.named.add(body.key)
        for field, what in row.left_out:
            self.report.reject(row.line, field, what)
        if body.number:
            self.numbers[body.number].append(row.line)

    def _first(self, key, line, column):
        earlier = self.lines.setdefault(key, line)
        if earlier != line:
            raise BadRow(column, _("the same stands on line %(line)s already") % {"line": earlier})

    # --- What became of it ---

    def organisations(self, batch):
        self.made.update(one.pk for one in batch.new)
        self.changed.update(batch.changed)
        self.seen.update(one.pk for one in batch.found.values())
        for body in batch.bodies:
            one = batch.found[id(body)]
            held = body.number and one.registry_number == body.number
            self.report.suggested += bool(held and one.registry_state == NumberState.SUGGESTED)

    def ties(self, seen, made, changed):
        self.seen_ties.update(tie.pk for tie in seen)
        self.made_ties.update(tie.pk for tie in made)
        self.changed_ties.update(changed)

    def finish(self):
        report, named = self.report, self.named | self.givers | self.receivers
        report.organisations, report.funders, report.recipients = len(named), len(self.givers), len(self.receivers)
        report.ties = len(self.pairs)
        report.created = len(self.made) + len(self.made_ties)
        report.updated = len(self.changed - self.made) + len(self.changed_ties - self.made_ties)
        report.unchanged = len(self.seen) + len(self.seen_ties) - report.created - report.updated
