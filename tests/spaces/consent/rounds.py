"""What the tests of decisions share: a question, answers in short, and what one reader sees."""

from datetime import timedelta

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from spaces.actions import decision, objecting
from tests import world as w

NAMES = ("dana", "avi", "michal", "raed", "tamar", "yael")


def a_group(size=6, **more):
    """A consolidated group."""
    return w.consolidated(peers=NAMES[:size], **more)


def in_days(n):
    return timezone.now() + timedelta(days=n)


def asked(space, **more):
    more.setdefault("closes_at", in_days(3))
    return decision.open_decision(
        space, by=w.noa(), **{"title": "Meet in Haifa?", "proposal": "Every second week."} | more
    )


def say(found, *names, answer="consent", reason=""):
    for name in names:
        decision.respond(found, by=w.a_person(name), answer=answer, reason=reason)


def confide(found, name, reason="The funder of my work would not like it"):
    return objecting.object_by_proxy(found, by=w.a_person(name), reason=reason)


def fresh(found):
    return type(found).objects.select_related("space").get(pk=found.pk)


def outcome(found):
    return fresh(found).outcome


def page(name, found, where="spaces:decision"):
    """The page of a decision as somebody reads it."""
    client = Client()
    client.force_login(w.a_person(name))
    return client.get(reverse(where, args=[found.pk])).text


def desk_page(found):
    return page("noa", found, "spaces:desk_decision")
