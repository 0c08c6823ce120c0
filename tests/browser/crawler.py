"""Follows every link that a person is shown and posts every form, and keeps what came back."""

from collections import Counter, deque
from dataclasses import dataclass
from io import BytesIO
from urllib.parse import urljoin, urlsplit
from zipfile import ZipFile, is_zipfile

from django.db import transaction
from django.test import Client
from django.urls import Resolver404, resolve

from tests.browser.forms import Page, plausible

MOST_PAGES = 8  # of one kind: the same page of the ninth row tells nothing new


@dataclass(frozen=True)
class Seen:
    """One answer of the site: how it was asked for, and what came."""

    how: str
    path: str
    name: str
    status: int
    text: str  # its headers, and all that can be read in its body

    def __str__(self):
        return f"{self.how} {self.path}: {self.status}"


class Crawler:
    """Walks as one person. `fill(kind, attributes)` is what goes into a field; `most_posts` of a kind are sent."""

    def __init__(self, person, fill=plausible, most_posts=3):
        self.client = Client(raise_request_exception=False)
        if person:
            self.client.force_login(person)
        self.fill, self.most_posts = fill, most_posts
        self.cookies = self.client.cookies.copy()
        self.seen, self.pages, self.posts = [], Counter(), Counter()

    def crawl(self, *starts):
        """Everything that is reached from some addresses. What a post changed is undone after it was looked at."""
        waiting, known = deque(starts), set(starts)
        while waiting:
            path = waiting.popleft()
            page = self.look(path)
            for link in self.links(path, page):
                if link not in known and self.is_new(link):
                    known.add(link)
                    waiting.append(link)
        return self.seen

    def look(self, path):
        """Read a page, post its forms. Returns the page."""
        response = self.client.get(path)
        page = Page(self.keep("GET", path, response), self.fill)
        if response.status_code == 302:
            page.links.append(response.url)
        for form in page.forms:
            self.try_form(path, form)
        return page

    def links(self, path, page):
        found = [urljoin(path, link) for link in page.links if link and not link.startswith(("#", "mailto:", "tel:"))]
        return [link.partition("#")[0] for link in found if not urlsplit(link).netloc]

    def is_new(self, link):
        """Whether pages of this kind, asked in this way, were looked at often enough already."""
        parts = urlsplit(link)
        kind = name_of(parts.path), tuple(sorted(pair.partition("=")[0] for pair in parts.query.split("&")))
        self.pages[kind] += 1
        return self.pages[kind] <= MOST_PAGES

    def try_form(self, page, form):
        for action, values in form.sent():
            path = urljoin(page, action)
            kind = name_of(urlsplit(path).path), form.method, tuple(sorted(values)), values.get("answer")
            self.posts[kind] += 1
            if self.posts[kind] <= self.most_posts:
                self.post(path, form.method, values)

    def post(self, path, method, values):
        """Send a form, look at where it leads, and undo it."""
        with transaction.atomic():
            response = getattr(self.client, method.lower())(path, values)
            self.keep(method, path, response)
            if response.status_code == 302 and not urlsplit(response.url).netloc:
                self.keep(f"after {method} {path}", response.url, self.client.get(response.url))
            transaction.set_rollback(True)
        self.client.cookies = self.cookies.copy()  # also after signing out

    def keep(self, how, path, response):
        content = b"".join(response)  # to its end, so that a file is closed
        said = f"{dict(response.headers)}\n{words_in(content)}"
        self.seen.append(Seen(how, path, name_of(urlsplit(path).path), response.status_code, said))
        return content.decode() if "html" in response.get("Content-Type", "") else ""


def words_in(content):
    """What can be read in a body, whatever it is; of a bundle of files their names and what is in them."""
    if not is_zipfile(BytesIO(content)):
        return content.decode(errors="replace")
    with ZipFile(BytesIO(content)) as bundle:
        return " ".join(f"{name} {words_in(bundle.read(name))}" for name in bundle.namelist())


def name_of(path):
    """The name of an address, its route where it has none; nothing for what no address answers."""
    try:
        found = resolve(path)
    except Resolver404:
        return ""
    return found.view_name if found.url_name else f"/{found.route}"
