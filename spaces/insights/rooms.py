"""What is said in the two rooms, as one reader may read it. Everything starts from `visible_to`."""

from dataclasses import dataclass, field, replace
from datetime import timedelta

from django.db.models import Count, Exists, F, OuterRef, Q, Window
from django.db.models.functions import Greatest, RowNumber
from django.utils import timezone
from django.utils.translation import gettext as _

from impact_spaces.lib.keyset import page_of
from sectors.models import Sector
from spaces.models import File, GlassBreak, Post
from spaces.models.membership import Role
from spaces.models.post import GRACE, has_guests, may_reach_outside
from spaces.models.room import Room

THREADS, REPLIES, ANSWERS = 15, 2, 100
FRESH = timedelta(days=30)


@dataclass
class Item:
    """One thing said, as it stands on a page. Which room it is in, and what may be done, is for those inside."""

    post: Post
    who: str
    where: str
    sector: str
    mark: str
    verbs: list = field(default_factory=list)
    files: list = field(default_factory=list)
    replies: list = field(default_factory=list)
    count: int = 0  # of all its replies that this reader sees

    @property
    def more(self):
        return self.count - len(self.replies)


@dataclass(frozen=True)
class Reader:
    """Who reads: the person, whether they are inside, and what they may do in this space now."""

    person: object
    is_inside: bool
    may_release: bool = False

    @classmethod
    def at(cls, place):
        """The owner of an active membership."""
        inside = place.role != Role.STAKEHOLDER
        return cls(place.person, inside, inside and not place.space.is_over and may_reach_outside(place.space))


def threads(reader, space, params, room=""):
    """A page of what was said, the newest first, each with its latest answers."""
    seen = Post.objects.visible_to(reader.person).filter(space=space)
    page = page_of(with_people(heads(seen, reader, room)), params, size=THREADS, at="came_at")
    items = [item(post, reader) for post in page.rows]
    add_replies(items, seen, reader)
    add_files([*items, *(reply for one in items for reply in one.replies)])
    return replace(page, rows=items)


def behind_glass(glass, params):
    """A page of all that is said in a space, for somebody who broke its glass: to read; files by their names only."""
    page = page_of(with_people(Post.objects.filter(space=glass.space_id)), params, size=50, at="said_at")
    items = [item(post, Reader(glass.person, is_inside=True)) for post in page.rows]
    add_files(items)
    return replace(page, rows=items)


def heads(seen, reader, room):
    """What stands by itself: no answer, or to this reader none, since they do not see what it answers."""
    if reader.is_inside:
        found = seen.filter(parent=None).annotate(came_at=F("said_at"))
        return found.filter(in_room(room)) if room else found
    answered = seen.filter(pk=OuterRef("parent"))
    return seen.filter(~Exists(answered)).annotate(came_at=Greatest("said_at", "released_at"))


def in_room(room):
    return Q(room=Room.PEERS) if room == Room.PEERS else Q(room=Room.WHOLE) | Q(released_at__isnull=False)


def has_two(reader, space):
    """Whether somebody inside finds words in both rooms here, or may say some."""
    said = Post.objects.filter(in_room(Room.WHOLE), space=space)
    return reader.is_inside and (has_guests(space) or said.exists())


def thread(reader, post, params):
    """One thing said, with a page of its answers, the oldest first. Returns (item, page)."""
    head = item(with_people(Post.objects.filter(pk=post.pk)).get(), reader)
    seen = Post.objects.visible_to(reader.person).filter(parent=post)
    page = page_of(with_people(seen), params, size=ANSWERS, at="said_at")
    head.replies = [answer(reply, head, reader) for reply in reversed(page.rows)]
    head.count = len(head.replies)
    add_files([head, *head.replies])
    return head, page


def one_item(reader, post):
    """One thing said, alone: what a release would show."""
    found = item(with_people(Post.objects.filter(pk=post.pk)).get(), reader)
    add_files([found])
    return found


def with_people(posts):
    return posts.select_related("author__person", "author__organisation")


def add_replies(items, seen, reader):
    """The latest answers to each item, and how many there are."""
    by_parent = {one.post.pk: one for one in items}
    place = Window(RowNumber(), partition_by=[F("parent_id")], order_by=["-said_at", "-id"])
    count = Window(Count("pk"), partition_by=[F("parent_id")])
    latest = seen.filter(parent__in=list(by_parent)).annotate(place=place, n=count).filter(place__lte=REPLIES)
    for reply in with_people(latest).order_by("said_at", "id"):
        head = by_parent[reply.parent_id]
        head.replies.append(answer(reply, head, reader))
        head.count = reply.n


def add_files(items):
    by_post = {one.post.pk: one for one in items}
    for file in File.objects.filter(post__in=list(by_post)).order_by("at", "id"):
        by_post[file.post_id].files.append(file)


def item(post, reader):
    author = post.author
    if author is None or post.removed_at:
        return Item(post, _("Somebody who left") if not post.removed_at else "", "", "", mark(post, reader))
    organisation = author.organisation
    return Item(
        post,
        who=author.person.name,
        where=_("Facilitation") if author.role == Role.FACILITATOR else author.from_where,
        sector=organisation.sector if organisation else Sector.THIRD,
        mark=mark(post, reader),
        verbs=verbs(post, reader),
    )


def answer(post, head, reader):
    """An answer; where it is read stands on it only when that differs from what it answers."""
    found = item(post, reader)
    found.mark = "" if found.mark == head.mark else found.mark
    return found


def mark(post, reader):
    """Where it is read. Those outside see one room only, and nothing of another."""
    if not reader.is_inside:
        return ""
    return "released" if post.released_at else post.room


def verbs(post, reader):
    """What this reader may do with it, as names of addresses."""
    if not post.is_by(reader.person):
        return []
    found = ["post_remove"]
    if post.released_at and post.released_at > timezone.now() - GRACE:
        found.insert(0, "post_take_back")
    if reader.may_release and not post.is_read_outside:
        found.insert(0, "post_release")
    return found


def glass_seen(person, space):
    """Who opened what is said here in need, the latest first, with how often they read."""
    found = GlassBreak.objects.visible_to(person).filter(space=space).select_related("person")
    return found.annotate(looked=Count("looks")).order_by("-at", "-id")


def glass_of_room(person, space):
    """The same for the room's page: on top while it is fresh, at its end later."""
    found = list(glass_seen(person, space))
    is_fresh = bool(found) and found[0].at > timezone.now() - FRESH
    return {"glass": found, "glass_is_fresh": is_fresh}


def left_behind(person):
    """Places that this person left while words or files of theirs are still there."""
    over = person.memberships.filter(ended_at__isnull=False)
    said = Post.objects.filter(author=OuterRef("pk"), removed_at=None)
    return over.filter(Exists(said) | Exists(File.objects.filter(owner=OuterRef("pk")))).select_related("space")


def belongings(place):
    """What somebody has in a space: how many posts with words in them, and how many files."""
    said = Post.objects.of(place).filter(removed_at=None).count()
    return {"said": said, "shared": File.objects.of(place).count()}
