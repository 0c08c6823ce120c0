"""Every call that the description of the API allows a partner system, and all that it reads on the way."""

from dataclasses import dataclass
from functools import cache
from itertools import chain
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import yaml
from django.db import transaction
from django.utils import timezone

from sectors import models as sectors
from spaces import models as m
from spaces.actions.webhook_queue import fill
from spaces.actions.webhook_sending import letter

DESCRIPTION = Path(__file__).resolve().parents[2] / "docs" / "openapi.yaml"
ROWS = {
    "spaces": m.Space, "memberships": m.Membership, "invitations": m.Invitation, "pulses": m.Pulse,
    "meetings": m.Meeting, "organisations": sectors.Organisation, "places": sectors.Place, "fields": sectors.Field,
    "ties": sectors.Tie, "webhooks": m.Endpoint,
}  # fmt: skip
KEYS = {"meetings": "uid", "webhooks": "key"}  # the column that stands in addresses, where it is not the number
NAMED = {"space": "spaces", "organisation": "organisations", "place": "places", "field": "fields"}
WORDS = ("canar", "anar", "secret", "Avi", "world.example", "%")  # what somebody who looks for a leak searches for
MOST = 6  # rows of a kind: the first and the last ones


@dataclass(frozen=True)
class Read:
    """One thing that came: how it was asked for, and all of it that can be read."""

    how: str
    status: int
    text: str


class Walker:
    """Calls as a partner's program does. What a call changed is undone."""

    def __init__(self, client):
        self.client, self.client.raise_request_exception = client, False

    def everything(self):
        """All that is read by reading, and what stands in refusals of what writes."""
        for path, verbs in description().items():
            for verb, about in verbs.items():
                for address in addresses(path):
                    asked = queries(about) if verb == "get" else [{}]
                    yield from chain.from_iterable(self.pages(verb, address, query) for query in asked)

    def pages(self, verb, path, query):
        """An answer and all the pages after it."""
        path += f"?{urlencode(query)}" if query else ""
        while path:
            answer, body = self.call(verb, path)
            yield Read(f"{verb} {path}", answer.status_code, f"{dict(answer.headers)} {body}")
            path = following(path, answer)

    def call(self, verb, path):
        with transaction.atomic():
            answer = getattr(self.client, verb)(path, *([{}, "application/json"] if verb in ("post", "put") else []))
            body = b"".join(answer).decode()
            transaction.set_rollback(True)
        return answer, body


@cache
def description():
    return yaml.safe_load(DESCRIPTION.read_text())["paths"]


def following(path, answer):
    """The address of the next page; of the feed, as its cursor tells."""
    if answer.status_code != 200 or answer["Content-Type"] != "application/json":
        return None
    found = answer.json()
    if not isinstance(found, dict):
        return None
    if found.get("has_more"):
        return urlsplit(path).path + "?" + urlencode({"limit": 100, "after": found["cursor"]})
    return found.get("next")


def addresses(path):
    """A path with the keys of some rows of its kind: of those that the partner may see, and of others."""
    place = path.split("/")[3]
    keys = {
        "{id}": keys_of(place),
        "{key}": keys_of("webhooks"),
        "{event}": m.Event.objects.values_list("key", flat=True),
    }
    if "by-number" in path:
        keys["{id}"] = [
            *sectors.Organisation.objects.exclude(registry_number="").values_list("registry_number", flat=True)
        ]
    elif "by-id" in path:
        keys["{id}"] = [*sectors.Identifier.objects.values_list("value", flat=True)[:MOST], "CRM-1"]
    found = [path]
    for word, values in keys.items():
        found = [one.replace(word, str(value)) for one in found for value in (values[:MOST] if word in one else [""])]
    return found


def keys_of(place):
    column = KEYS.get(place, "pk")
    found = list(ROWS[place].objects.order_by("pk").values_list(column, flat=True)) if place in ROWS else []
    return [*found[: MOST // 2], *found[MOST // 2 :][-MOST // 2 :]]


def queries(about):
    """No words; each word by itself, with every value that it can take; pages of one; each field alone and all."""
    yield {}
    words = {one["name"]: one["schema"] for one in about.get("parameters", ()) if one["in"] == "query"}
    for name, schema in words.items():
        for value in values(name, schema):
            yield {name: value}
    if "limit" in words:
        yield {"limit": 1}


def values(name, schema):
    if name == "fields":
        every = schema["items"]["enum"]
        return [*every, ",".join(every)]
    if "enum" in schema:
        return schema["enum"]
    if name in NAMED or name in ("giver", "receiver", "parent"):
        return keys_of(NAMED.get(name, "fields" if name == "parent" else "organisations"))
    if schema.get("format") == "date-time":
        return [timezone.now().isoformat()]
    return WORDS if schema.get("type") == "string" else []


def letters():
    """Every webhook: its headers and its body, as they would go out now."""
    fill()
    for delivery in m.Delivery.objects.select_related("event", "endpoint__partner"):
        body, headers = letter(delivery, timezone.now())
        yield Read(f"webhook {delivery.event.kind}", 0, f"{headers} {body.decode()}")
