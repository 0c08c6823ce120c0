"""The pages, files and programs' answers that somebody asks for, and whether something there is not theirs."""

import re
from datetime import timedelta

from django.test import Client
from django.urls import reverse

from spaces.models import Invitation
from tests.rules.access_table import LINES
from tests.rules.urls import addresses

ADDRESSES = {address.name: address for address in addresses()}
NOBODY_HAS = 987_654_321  # the number of a row that does not exist
UNKNOWN = "00000000-0000-4000-8000-000000000000"
# For each kind of thing the samples' words of the access table: every address with one of them is asked for.
WORDS = {
    "decision": "decision",
    "foundation": "foundation",
    "annex": "annex",
    "invitation": "invitation",
    "post": "said",
    "file": "file",
    "glass": "glass",
    "pulse": "pulse",
    "pulse_item": "pulse_item",
    "candidacy": "candidacy",
    "meeting": "meeting",
    "agenda": "item",
    "commitment": "commitment",
    "question": "question",
}
OUT_OF_PLACE = re.compile(r"account_|dev_|/|members:language|spaces:stop|spaces:invitation_page|home")


def of_nothing():
    """Addresses without a parameter: lists, one's own data, search."""
    return [line.name for line in LINES if not line.values and not OUT_OF_PLACE.match(line.name)]


def of_one(word):
    """Addresses about one row of a kind."""
    return [line.name for line in LINES if line.values == (word,)]


class Looking:
    """One person's browser in a play; nobody's without a name."""

    def __init__(self, play, name):
        self.play, self.name = play, name
        self.client = Client()
        self.client.cookies.update(play.cookies.get(name, {}))

    def at_list(self, number):
        if number % 6 == 0 and self.name in self.play.feeds:
            return self.faults(reverse("spaces:feed", args=[self.play.feeds[self.name]]))
        names = of_nothing()
        return self.faults(ADDRESSES[names[number % len(names)]].path([]))

    def at_space(self, space, number):
        """At a space, as often at one of the members' pages as at any."""
        paths = [ADDRESSES[name].path([self.play.keys[space]]) for name in of_one("space")]
        members = [path for path in paths if path.startswith("/my/")]
        paths = members if number % 2 else paths
        return self.faults(paths[number // 2 % len(paths)])

    def at_item(self, item, number):
        """At one of the addresses of a thing, as often at the members' own as at any. To somebody who may not read it,
        it is as if it did not exist.
        """
        names = of_one(WORDS[item.kind])
        members = [name for name in names if ADDRESSES[name].path([item.key or item.pk]).startswith("/my/")]
        names = members if members and number % 2 else names
        address = ADDRESSES[names[number // 2 % len(names)]]
        found = self.faults(address.path([item.key or item.pk]))
        if not found and not self.may_know(item):
            there, nowhere = (self.status(address.path([pk])) for pk in nearby(item))
            if there != nowhere:
                found = [f"{self.name} is told {there} of a {item.kind}, and {nowhere} of what does not exist"]
        return found

    def may_know(self, item):
        return self.play.ledger.may_hear(self.name, item) or self.play.ledger.is_inside(self.name, item.space)

    def at_letter(self, item):
        """At what an invitation's link opens, whoever holds it."""
        one = Invitation.objects.get(pk=item.pk)
        ledger = self.play.ledger
        theirs = "annex" if one.kind == "stakeholder" else "foundation"
        may = [item, *(other for other in ledger.of_kind("invitation") if other.pk == one.delegated_from_id)]
        may += [paper for paper in ledger.of_kind(theirs, item.space) if paper.is_current]
        text = said_by(self.client.get(f"/i/{one.token}/"))
        words = {other.word for other in may}
        return [f"the letter to {item.author} says {word}" for word in ledger.words_in(text) if word not in words]

    def faults(self, path):
        response = self.client.get(path)
        if response.status_code >= 500:
            return [f"{path} broke for {self.name}"]
        secrets = self.play.ledger.secrets_in(said_by(response), self.name)
        return [f"{self.name} reads at {path}: {secret}" for secret in secrets]

    def status(self, path):
        return self.client.get(path).status_code


def nearby(item):
    """What stands in the address of a thing, and of one that does not exist."""
    return (item.key, UNKNOWN) if item.key else (item.pk, NOBODY_HAS)


def sign_in(people):
    """The cookies of each, for as long as any play may last."""
    return {name: signed_in(person) for name, person in people.items()}


def signed_in(person):
    client = Client()
    client.force_login(person)
    session = client.session
    session.set_expiry(timedelta(days=5000))
    session.save()
    return client.cookies


def said_by(response):
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return f"{body.decode(errors='replace')} {dict(response.headers)}"
