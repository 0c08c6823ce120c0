"""The pages of the API, made of its description: a page for each topic, a section for each call. All in English."""

from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.utils.safestring import mark_safe
from django.utils.text import slugify
from markdown_it import MarkdownIt

from spaces.api.curl import as_curl, today
from spaces.api.described import about, description, fields, kind_of

MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table")
PLACES = {"path": "In the path.", "query": "In the query.", "header": "A header."}
FILES = ("openapi.yaml", "openapi.json")
COLUMNS = ("Name", "Type", "What it is")
BEFORE = "The examples are for a shell with curl and jq. They work as they stand once these are set."
BEFORE_AS_A_PERSON = "A few calls are for people alone. They carry the cookies of a browser that is signed in:"
SET_UP_AS_A_PERSON = "SESSION=…; CSRF=…  # of its cookies sessionid and csrftoken"
SET_UP = """SITE={site}
CLIENT=…; SECRET=…  # of a key, made on the page of your system
TOKEN=$(curl -s -u "$CLIENT:$SECRET" -d grant_type=client_credentials "$SITE/api/v1/token" | jq -r .access_token)"""
ORDER = ("get", "post", "put", "delete")
PERSON = "By a person who is signed in."
ANSWERS = {
    "200": "Done, or here it is.",
    "201": "Made.",
    "202": "On its way.",
    "204": "Gone; there is no body.",
    "304": "Nothing changed since the answer with this ETag.",
}


@dataclass(frozen=True)
class Call:
    """One call, as its section shows it. `tables` are (caption, rows of three cells)."""

    id: str
    method: str
    path: str
    paragraphs: tuple
    ways: tuple
    tables: tuple
    answers: tuple
    refusals: tuple
    pattern: str

    @property
    def example(self):
        return today(self.pattern)


@dataclass(frozen=True)
class Topic:
    name: str
    words: str
    calls: tuple


@cache
def topics():
    """{name: Topic}, in the order of the description."""
    found = {tag["name"]: (tag["description"], []) for tag in description()["tags"]}
    for path, operations in description()["paths"].items():
        for verb in (verb for verb in ORDER if verb in operations):
            found[operations[verb]["tags"][0]][1].append(call(verb.upper(), path, operations[verb]))
    return {name: Topic(name, words, tuple(sorted(calls, key=removes))) for name, (words, calls) in found.items()}


def removes(one):
    """What removes stands last: whoever tries the examples one after another needs the rows before it."""
    return one.method == "DELETE"


def call(method, path, operation):
    good = {status: answer for status, answer in operation["responses"].items() if status in ANSWERS}
    return Call(
        id=operation["operationId"],
        method=method,
        path=path,
        paragraphs=tuple(marked(text) for text in operation["description"].split("\n\n")),
        ways=tuple(ways(operation)),
        tables=tuple((caption, rows) for caption, rows in tables(operation, good) if rows),
        answers=tuple((status, ANSWERS[status]) for status in sorted(good)),
        refusals=tuple(sorted(operation["responses"].keys() - good.keys())),
        pattern=as_curl(method, path, operation),
    )


def marked(text):
    """A line with `code` in it, as HTML. Whatever else is in it stays text."""
    return mark_safe(MARKDOWN.renderInline(text))


def ways(operation):
    """Who may make this call, in plain words: (scope or None, sentence)."""
    sentences = description()["components"]["securitySchemes"]["partner"]["flows"]["clientCredentials"]["scopes"]
    for way in operation["security"]:
        for name, scopes in way.items():
            yield from ((scope, sentences[scope]) for scope in scopes)
            if name == "session":
                yield None, PERSON
            if name == "key":
                yield None, "With the client id and the secret of a key."


def tables(operation, good):
    yield "Parameters", tuple(parameter(one) for one in operation.get("parameters", []))
    for content in contents([operation.get("requestBody", {})]):
        yield "Body", tuple(fields(content))
    for content in contents(good.values())[-1:]:
        yield "Fields of the answer", tuple(fields(content))


def parameter(one):
    return one["name"], kind_of(one["schema"]), f"{PLACES[one['in']]} {about(one)}".strip()


def contents(bodies):
    return [content["schema"] for body in bodies for content in body.get("content", {}).values()]


def set_up():
    """What stands before the examples, for systems and for people: (sentence, lines)."""
    return (
        (BEFORE, SET_UP.format(site=settings.BASE_URL)),
        (BEFORE_AS_A_PERSON, SET_UP_AS_A_PERSON),
    )


@cache
def first_steps():
    """docs/api.md as HTML."""
    text = (settings.BASE_DIR / "docs" / "api.md").read_text()
    for written, here in (("(openapi.yaml)", "(/api/openapi.yaml)"), ("https://spaces.example", settings.BASE_URL)):
        text = text.replace(written, here)
    tokens = MARKDOWN.parse(text)
    for opening, inline in zip(tokens, tokens[1:], strict=False):
        if opening.type == "heading_open":
            opening.attrSet("id", slugify(inline.content))
    html = MARKDOWN.renderer.render(tokens, MARKDOWN.options, {})
    return mark_safe(html.replace("<pre>", '<pre tabindex="0">'))
