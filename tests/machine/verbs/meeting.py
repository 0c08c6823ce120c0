"""Meetings of both rooms: called, moved, called off; what is on the agenda, who steps out, what is summed up."""

from datetime import timedelta

from django.utils import timezone

from spaces.actions import meeting, meeting_after, meeting_agenda
from spaces.models import AgendaItem, Summary
from spaces.models import Meeting as Row
from tests.machine.ledger import PEERS_ROOM, WHOLE
from tests.machine.verbs.base import Base


class Meeting(Base):
    def plan(self, space, room, circle, by):
        """In three days. It is said when it is held: who joins until then sees it."""
        self.tick()
        word, starts = self.ledger.word(), timezone.now() + timedelta(days=3)
        made = meeting.plan(
            self.space(space), by=self.people[by], circle=circle, room=room, title=word,
            starts_at=starts, ends_at=starts + timedelta(hours=2),
        )  # fmt: skip
        self.allow(self.ledger.is_facilitator(by, space), "plan", by)
        return self.ledger.note("meeting", space, room, starts, word, pk=made.pk, key=str(made.uid))

    def change(self, item, by):
        self.tick()
        starts = timezone.now() + timedelta(days=2, hours=item.number % 5)
        times = {"starts_at": starts, "ends_at": starts + timedelta(hours=2)}
        meeting.change(Row.objects.get(pk=item.pk), by=self.people[by], **times)
        self.allow(self.ledger.is_facilitator(by, item.space), "change a meeting", by)
        item.said = starts

    def cancel(self, item, by):
        self.tick()
        meeting.cancel(Row.objects.get(pk=item.pk), by=self.people[by])
        self.allow(self.ledger.is_facilitator(by, item.space), "call off", by)
        item.is_over = item.is_unsure = True

    def reply(self, item, name, answer):
        self.tick()
        meeting.reply(Row.objects.get(pk=item.pk), by=self.people[name], answer=answer)
        ledger = self.ledger
        self.allow(
            ledger.is_inside(name, item.space) or item.room == WHOLE and ledger.stakes(name, item.space), "reply", name
        )

    def put_on_the_agenda(self, item, room, by):
        self.tick()
        word = self.ledger.word()
        made = meeting_agenda.add_item(
            Row.objects.get(pk=item.pk), by=self.people[by], title=word, axis="task", minutes=10, room=room, note=word
        )
        self.allow(self.ledger.is_facilitator(by, item.space), "put on the agenda", by)
        room = PEERS_ROOM if item.room == PEERS_ROOM else room
        return self.note("agenda", item.space, room, word, pk=made.pk, key=str(made.key), within=item)

    def step_out(self, item, name):
        self.tick()
        meeting_agenda.step_out(AgendaItem.objects.get(pk=item.pk), by=self.people[name])
        self.allow(self.ledger.may_read(name, item), "step out", name)

    def sum_up(self, item, room, by):
        """A draft; a later one takes the place of the one before."""
        self.tick()
        word, found = self.ledger.word(), Row.objects.get(pk=item.pk)
        made = meeting_after.write_summary(found, room, by=self.people[by], text=word, nameless=word)
        self.allow(self.ledger.is_facilitator(by, item.space), "sum up", by)
        earlier = [one for one in self.ledger.of_kind("summary", item.space) if one.pk == made.pk]
        for one in earlier:
            one.is_gone = True
        is_draft = earlier[-1].is_draft if earlier else True
        return self.note("summary", item.space, room, word, pk=made.pk, within=item, is_draft=is_draft)

    def share(self, item, by):
        self.tick()
        meeting_after.share_summary(Summary.objects.get(pk=item.pk), by=self.people[by])
        self.allow(self.ledger.is_facilitator(by, item.space), "share", by)
        for one in self.ledger.of_kind("summary", item.space):
            one.is_draft = one.is_draft and one.pk != item.pk

    def commit(self, item, name, by):
        """Below a summary: who reads that, reads this."""
        self.tick()
        word, place = self.ledger.word(), self.people[name].memberships.present().filter(space=self.keys[item.space])
        if not place:
            return
        found = Row.objects.get(pk=item.within.pk)
        made = meeting_after.commit(found, item.room, by=self.people[by], membership=place[0], what=word)
        self.allow(self.ledger.is_facilitator(by, item.space), "commit", by)
        self.note("commitment", item.space, item.room, word, pk=made.pk, key=str(made.key), of=item)
