"""Renders a sketch page, and shows it to a browser without a server: each request is answered from here."""

import mimetypes
from pathlib import Path
from urllib.parse import urlsplit

from csp.utils import build_policy
from django.contrib.staticfiles import finders
from django.template import engines
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation

from members.models import Person
from tests.face.sketches import PAGES

SITE = "http://face.example"
NOA = Person(name="נועה ברק", email="noa@world.example", is_facilitator=True)


def a_request(path="/desk/", person=NOA):
    request = RequestFactory().get(path)
    request.user = person
    return request


def sketch(name, language):
    source = (Path(__file__).parent / "pages" / f"{name}.html").read_text()
    with translation.override(language):
        return engines["django"].from_string(source).render(PAGES[name](), a_request())


def template(name, language, person, **context):
    with translation.override(language):
        return render_to_string(name, context, a_request("/", person))


def serve(page, html):
    """Opens the page in the browser as the site would send it, and returns what it loaded: path -> bytes."""
    loaded = {}
    page.route("**/*", lambda route: answer(route, html, loaded))
    page.goto(f"{SITE}/", wait_until="networkidle")
    return loaded


def answer(route, html, loaded):
    path = urlsplit(route.request.url).path
    if path == "/":
        body, kind = html.encode(), "text/html; charset=utf-8"
    else:
        body = Path(finders.find(path.removeprefix("/static/"))).read_bytes()
        kind = mimetypes.guess_type(path)[0] or "font/woff2"
    loaded[path] = body
    route.fulfill(body=body, headers={"Content-Type": kind, "Content-Security-Policy": build_policy()})
