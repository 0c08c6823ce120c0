"""Saying something in one of the two rooms, and taking one's own words out again."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from impact_spaces.lib.refusals import NotPossible
from spaces import access
from spaces.actions import file
from spaces.actions.moving import hold, hold_unless_closed
from spaces.models import File, Post
from spaces.models.post import rooms_open_to

AT_ONCE = timedelta(minutes=1)


def say(space, *, by, room, text, files=(), parent=None):
    """Say something in a room, with files, or answer `parent` there. Returns the post.

    The same words sent twice within a minute are said once. Raises Forbidden for who is not in, or does not see what
    they answer; NotPossible where the room is not open to it, and for files that are not taken.
    """
    text = text.replace("\r\n", "\n").strip()
    require_words(text, files)
    with file.kept_or_undone() as written, transaction.atomic():
        space = hold_unless_closed(space.pk)
        author = author_in(space, by)
        require_room(author, room, parent)
        words = {"space": space, "author": author, "room": room, "text": text, "parent": parent}
        return said_just_now(words, files) or with_files(Post.objects.create(**words), files, written)


def require_words(text, files):
    if not text:
        raise NotPossible(_("Please write something; a file too wants a word on what it is."))
    if len(text) > Post._meta.get_field("text").max_length:
        raise NotPossible(_("This is too long for one post. Please send it as a file."))
    if len(files) > file.MOST_FILES:
        raise NotPossible(_("At most {n} files go with one post.").format(n=file.MOST_FILES))


def author_in(space, person):
    found = person.memberships.active().filter(space=space).first()
    access.require(found is not None, _("Only those who are in this space say something here."))
    return found


def require_room(author, room, parent):
    """Whether this member may say this here. What is answered is read anew: it may have been taken back."""
    if parent is not None:
        seen = Post.objects.visible_to(author.person).filter(space=author.space_id, pk=parent.pk).first()
        access.require(seen is not None)
        if seen.parent_id:
            raise NotPossible(_("An answer is not answered again. Please answer what it answers."))
        parent = seen
    if room not in rooms_open_to(author, parent):
        raise NotPossible(_("This cannot be said in that room. Please look at who would read it, and choose again."))


def said_just_now(words, files):
    """The same words with the same files, sent twice by an impatient hand."""
    found = Post.objects.filter(**words, said_at__gt=timezone.now() - AT_ONCE).prefetch_related("files")
    names = sorted(file.clean_name(one.name) for one in files)
    return next((one for one in found if sorted(kept.name for kept in one.files.all()) == names), None)


def with_files(post, files, written):
    file.keep(files, post, written)
    return post


def withdraw(post, *, by):
    """Take one's own words out, and their files with them; the place in the thread stays.

    Raises Forbidden for anybody but the author. A second time changes nothing.
    """
    access.require(post.is_by(by), _("Only who said this can remove it."))
    with transaction.atomic():
        hold(post.space_id)
        Post.objects.filter(pk=post.pk, removed_at=None).update(text="", removed_at=timezone.now())
        file.take_away(File.objects.filter(post=post))
