"""A call as one pastes it into a shell, made of the description: what a test runs, and readers copy.

`$SITE` and `$TOKEN` (of people: `$SESSION` and `$CSRF`) are set before; an id that only the site knows is asked for
in a line of its own.
"""

import json
import re
from datetime import timedelta
from urllib.parse import urlencode

from django.utils import timezone

from spaces.api.described import description, resolved
from spaces.api.fields import SOME_DAY

PARTNER = ('-H "Authorization: Bearer $TOKEN"',)
PERSON = ('-b "sessionid=$SESSION; csrftoken=$CSRF"', '-H "X-CSRFToken: $CSRF"', '-H "Referer: $SITE/"')
KEY = ('-u "$CLIENT:$SECRET"',)
AS_JSON = "-H 'Content-Type: application/json'"
BREAK = " \\\n  "


def as_curl(method, path, operation):
    ways = ways_in(operation)
    before, address = asked_for(path, operation, ways)
    verb = "" if method == "GET" or (method == "POST" and "requestBody" in operation) else f"-X {method} "
    call = BREAK.join([f'curl {verb}"$SITE{address}{query(operation)}"', *ways, *body(operation)])
    return "\n".join([*before, call])


def today(text):
    """An example whose moment lies ahead."""
    return text.replace(SOME_DAY, f"{timezone.now() + timedelta(days=14):%Y-%m-%dT16:00:00Z}")


def ways_in(operation):
    """How the call says who it is; of two ways that of a partner."""
    known = {"partner": PARTNER, "session": PERSON, "key": KEY}
    (name,) = operation["security"][0]
    return known[name]


def example_of(parameter):
    return next((one["value"] for one in parameter.get("examples", {}).values()), None)


def parameters(operation, place):
    return {one["name"]: example_of(one) for one in operation.get("parameters", []) if one["in"] == place}


def asked_for(path, operation, ways):
    """Lines that ask for ids, and the path with what they found."""
    slots = parameters(operation, "path")
    values = {name: example or f"${name.upper()}" for name, example in slots.items()}
    unknown = [name for name in re.findall(r"{(\w+)}", path) if slots[name] is None]
    return [line_for(name, path, values, operation, ways) for name in unknown], path.format(**values)


def line_for(name, path, values, operation, ways):
    above = path[: path.index("{" + name)]
    narrowed = operation.get("x-taken-from", "limit=1")
    field = name if name in row_of(above) else "id"
    where = f'"$SITE{above.format(**values)}?{narrowed}"'
    return f"{values[name][1:]}=$({' '.join(['curl -s', where, *ways])} | jq -r '.results[0].{field}')"


def row_of(path):
    """The fields of a row of a list."""
    answer = description()["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    return resolved(resolved(answer)["properties"]["results"]["items"])["properties"]


def query(operation):
    found = {name: value for name, value in parameters(operation, "query").items() if value is not None}
    return f"?{urlencode(found)}" if found else ""


def body(operation):
    """The body of a call, and what says of which type it is."""
    for media, content in operation.get("requestBody", {}).get("content", {}).items():
        value = example_of(content)
        yield from (AS_JSON, f"-d '{json.dumps(value)}'") if "json" in media else (f"-d {urlencode(value)}",)
