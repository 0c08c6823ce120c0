"""The address of every row, asked for by somebody who was never shown it."""

from itertools import product

from django.db import transaction
from django.test import Client

from members.models import Position
from sectors.models import Organisation
from sectors.models import Review as MapReview
from spaces import models as m
from tests.browser.crawler import words_in
from tests.rules.access_table import LINES
from tests.rules.urls import addresses

ADDRESSES = {address.name: address for address in addresses()}
# What the words of the access table mean: the rows whose keys take their place here.
ROWS = {
    m.Space: ["space"],
    m.Membership: ["membership", "place", "left"],
    m.Agreement: ["foundation", "annex"],
    m.Decision: ["decision"],
    m.Question: ["question"],
    m.Pulse: ["pulse"],
    m.PulseItem: ["pulse_item"],
    m.Post: ["said"],
    m.File: ["file"],
    m.GlassBreak: ["glass"],
    m.Meeting: ["meeting", "own_meeting", "over"],
    m.AgendaItem: ["item", "own_item"],
    m.Reply: ["answer"],
    m.Commitment: ["commitment"],
    m.Invitation: ["invitation", "candidacy"],
    m.Message: ["message"],
    m.Mailing: ["mailing"],
    m.PeopleImport: ["list"],
    m.Partner: ["partner"],
    m.PartnerKey: ["key"],
    m.Grant: ["grant"],
    m.Endpoint: ["endpoint"],
    m.Delivery: ["delivery"],
    m.ImportRow: ["row"],
    Organisation: ["organisation", "twin"],
    MapReview: ["review"],
    Position: ["position"],
}
KEYS = {
    m.AgendaItem: "key",
    m.Meeting: "uid",
    m.Commitment: "key",
}  # the column that stands in addresses, where it isn't the number
SECRET = {"token", "stop", "feed", "mail"}  # whoever holds one may read what it opens
MEANT = {word: model for model, words in ROWS.items() for word in words}
MOST = 4  # rows of a kind: the first and the last ones


def asked():
    """(path, method) for every address about a row, for some rows of its kind."""
    for line in LINES:
        if line.values and not SECRET & {*line.values}:
            for values in product(*(keys(word) for word in line.values)):
                path = ADDRESSES[line.name].path(values)
                yield from ((path, method) for method, answers in given(line) if {*answers} != {"405"})


def given(line):
    return ("get", line.get), ("post", line.post)


def keys(word):
    """The keys of rows that a word stands for; the word itself where it is a value."""
    if word not in MEANT:
        return [word]
    model = MEANT[word]
    found = list(model.objects.order_by("pk").values_list(KEYS.get(model, "pk"), flat=True))
    return sorted({*found[: MOST // 2], *found[-MOST // 2 :]})


class Forger:
    """Asks as one person. What a post changed is undone."""

    def __init__(self, person):
        self.client = Client(raise_request_exception=False)
        if person:
            self.client.force_login(person)

    def answer(self, path, method):
        """How it was asked, the status, and all that can be read in the answer."""
        cookies = self.client.cookies.copy()
        with transaction.atomic():
            response = getattr(self.client, method)(path)
            body = words_in(b"".join(response))
            transaction.set_rollback(True)
        self.client.cookies = cookies
        return f"{method} {path}", response.status_code, f"{dict(response.headers)} {body}"
