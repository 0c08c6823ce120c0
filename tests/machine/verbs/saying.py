"""What is said in the two rooms, with files; what is released, taken back, removed; and the glass that is broken."""

from django.core.files.uploadedfile import SimpleUploadedFile

from spaces.actions import glass, post, release
from spaces.models import Post
from tests.machine.ledger import PEERS_ROOM, STAKEHOLDER, WHOLE
from tests.machine.verbs.base import Base


class Saying(Base):
    def say(self, space, name, room, parent=None, has_file=False):
        self.tick()
        ledger, word = self.ledger, self.ledger.word()
        files = [SimpleUploadedFile(f"{word}.txt", f"The file of {word}".encode())] if has_file else []
        parent = parent and Post.objects.get(pk=parent.pk)
        made = post.say(self.space(space), by=self.people[name], room=room, text=word, parent=parent, files=files)
        place = ledger.place(name, space)
        self.allow(ledger.is_inside(name, space) or room == WHOLE and place.side == STAKEHOLDER, f"say in {room}", name)
        said = self.note("post", space, room, word, pk=made.pk, author=name, by=place, also_for={name})
        for kept in made.files.all():
            self.note("file", space, room, word, pk=kept.pk, author=name, by=place, of=said, also_for={name})

    def release(self, item, by):
        self.tick()
        release.release(Post.objects.get(pk=item.pk), by=self.people[by])
        self.allow(by == item.author and item.room == PEERS_ROOM, "release", by)
        item.released = True

    def take_back(self, item, by):
        self.tick()
        release.take_back(Post.objects.get(pk=item.pk), by=self.people[by])
        self.allow(by == item.author, "take back", by)
        item.released = False

    def remove(self, item, by):
        self.tick()
        post.withdraw(Post.objects.get(pk=item.pk), by=self.people[by])
        self.allow(by == item.author, "remove", by)
        for kept in self.ledger.of_kind("file", item.space):
            kept.is_gone = kept.is_gone or kept.of is item

    def break_glass(self, space, by):
        """Whoever runs the installation reads what is said here for an hour; everybody in the space is shown why."""
        self.tick()
        word = self.ledger.word()
        made = glass.break_glass(self.space(space), by=self.people[by], reason=f"Somebody asked us to look: {word}")
        self.allow(by == "staff", "break the glass", by)
        self.ledger.glass.add(space)
        self.note("glass", space, WHOLE, word, pk=made.pk, author=by, also_for={by})
