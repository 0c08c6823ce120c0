"""Every mail as it goes over the wire, byte for byte. After a change that is meant: GOLDEN=write bin/test FILE.

Look at what changed before committing it: `git diff --text` shows the words.
"""

import os
import re
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import pytest
import time_machine

from spaces.actions.mail_links import secrets_of
from spaces.actions.writing import Writer
from spaces.models import Letter
from spaces.models.message import MailKind
from tests.mails import parsed
from tests.spaces.delivery.golden_mails import FACTS, LANGUAGES, NOW, WAYS, mails

pytestmark = pytest.mark.django_db
FOLDER = Path(__file__).parent / "golden"
RTL = {"he": "rtl", "ar": "rtl", "en": "ltr"}
HEBREW, ARABIC, LATIN = "[\u0590-\u05ff]", "[\u0600-\u06ff]", "[A-Za-z]"
FOREIGN = {"he": ARABIC, "ar": HEBREW, "en": f"{HEBREW}|{ARABIC}"}
BRAND = {"he": "מרחבי השפעה", "ar": "حيّزات التأثير", "en": "Impact Spaces"}  # stands above the page, not above the text
URL = re.compile(r"https?://[^\s\"<>]+")
USUAL = ["From", "Reply-To", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "X-Auto-Response-Suppress",
         "Feedback-ID", "Content-Language", "MIME-Version", "Content-Type"]  # fmt: skip
# Where no one space writes, no facilitator reads an answer to it.
NOT_OF_ALL = [(MailKind.DIGEST, "Reply-To"), (MailKind.ENDPOINT_OFF, "Reply-To")]
OF_LATER_ONES, OF_INVITEES = {"In-Reply-To", "References"}, {"List-Unsubscribe", "List-Unsubscribe-Post"}
OURS = ("https://impact.example/", "https://meet.world.example/plenum")
NAMES = [f"{way}.{language}" for way in WAYS for language in LANGUAGES]


@pytest.fixture
def written(settings, monkeypatch):
    """Write one of the mails on a clock and with a key that stand still."""
    settings.BASE_URL, settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "https://impact.example", "golden" * 6, []
    settings.BOUNCE_ADDRESS = "bounces@impact.example"
    monkeypatch.setattr("spaces.actions.writing.Facts", lambda messages: FACTS)

    def write(name):
        with time_machine.travel(NOW, tick=False):
            message = mails()[name]
            (mail,) = Writer().write([message])
        return message, mail

    return write


@pytest.mark.parametrize("name", NAMES)
def test_the_bytes_of_every_mail_are_known(written, name):
    _message, mail = written(name)
    file = FOLDER / f"{name}.eml"
    if os.environ.get("GOLDEN") == "write":
        FOLDER.mkdir(exist_ok=True)
        file.write_bytes(mail.data)
    assert mail.data == file.read_bytes()


def test_every_kind_of_mail_is_here_and_nothing_else():
    assert {way.partition("-")[0] for way in WAYS} == set(MailKind.values)
    assert sorted(file.stem for file in FOLDER.iterdir()) == sorted(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_every_mail_can_be_read(written, name):
    message, mail = written(name)
    found, language = parsed(mail.data), name.rpartition(".")[2]
    later = OF_LATER_ONES if message.invitation_id and message.kind != MailKind.INVITATION else set()
    usual = [one for one in USUAL if (message.kind, one) not in NOT_OF_ALL]
    assert Counter(found.keys()) == Counter([*usual, *later, *(OF_INVITEES if message.invitation_id else ())])
    assert (found["To"], found["Content-Language"]) == (message.address, language)
    text, html = (found.get_body([kind]).get_content().replace("\r\n", "\n") for kind in ("plain", "html"))
    assert f'<html lang="{language}" dir="{RTL[language]}">' in html
    assert re.findall(r' dir="(\w+)"', html) == [RTL[language]] * 2
    page = Page(html)
    assert plain(URL.sub("", page.said)) == [*plain(BRAND[language]), *plain(URL.sub("", text))]
    assert set(page.links) | set(URL.findall(page.said)) == set(URL.findall(text))
    assert all(
        link.startswith(("https://impact.example/", "https://meet.world.example/")) for link in URL.findall(text)
    )
    assert not re.search(FOREIGN[language], found["Subject"] + text + html)
    assert re.search(LATIN if language == "en" else FOREIGN[{"he": "ar", "ar": "he"}[language]], found["Subject"])


@pytest.mark.parametrize("name", NAMES)
def test_no_secret_is_kept(written, name):
    message, mail = written(name)
    kept = str(mail.kept["filled"]) + str(Letter.objects.values_list("subject", "text", "html").get())
    assert not any(secret in kept for secret in secrets_of(message).values())
    assert all(secret.encode() in mail.data for secret in secrets_of(message).values() if message.kind != "withdrawn")


class Page(HTMLParser):
    """What can be read in the HTML of a mail, and where its links lead."""

    def __init__(self, html):
        super().__init__()
        self.said, self.links, self.open = "", [], []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        if tag not in ("meta", "br"):
            self.open.append(tag)
        self.links += [value for name, value in attrs if name == "href"]

    def handle_endtag(self, tag):
        assert self.open.pop() == tag
        self.said += "\n" if tag in ("p", "td", "span") else ""

    def handle_data(self, data):
        if not {"style", "title"} & set(self.open):
            self.said += data


def plain(text):
    """The words of a mail; its two forms set signs before a link and a line before the foot in their own ways."""
    return [word.rstrip(":") for word in text.split() if word != "--"]
