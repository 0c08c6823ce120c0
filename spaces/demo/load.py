"""Loads the demo, all of it or nothing, and knows who may be signed in as."""

from django.db import transaction
from django.utils import timezone, translation

from members.models import Person
from spaces.demo.cast import CONTACT, FACILITATORS, OPERATOR, Cast
from spaces.demo.stories import food, mind, negev, north, women, work
from spaces.demo.story import Story
from spaces.demo.telling import tell

# Who runs which space.
STORIES = {
    "mind": (mind, "tamar"),
    "work": (work, "tamar"),
    "food": (food, "tamar"),
    "negev": (negev, "jumana"),
    "women": (women, "jumana"),
    "north": (north, "elisha"),
}
SIGN_INS = {
    "facilitator": "tamar", "CEO": "michal", "stakeholder": "sigal", "operator": OPERATOR, "partner": CONTACT,
}  # fmt: skip


def load():
    """Make the demo world, with a history that ends on the last working day before now."""
    now = timezone.now()
    with transaction.atomic(), translation.override("he"), timezone.override("Asia/Jerusalem"):
        cast = Cast()
        cast.make_organisations()
        cast.make_facilitators()
        cast.make_system()
        stories = [book.tell(Story(cast, name, who, now)) for name, (book, who) in STORIES.items()]
        tell(stories, now)


def is_loaded():
    return Person.objects.filter(email=Cast().address(FACILITATORS[0])).exists()


def sign_ins():
    """(role, person) of one of each kind, or nobody where the demo was not loaded."""
    addresses = {role: Cast().address(key) for role, key in SIGN_INS.items()}
    people = Person.objects.in_bulk(addresses.values(), field_name="email")
    return [(role, people[address]) for role, address in addresses.items() if address in people]
