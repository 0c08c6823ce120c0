"""What a page offers: its links, and its forms with plausible values in every field."""

from datetime import timedelta
from html.parser import HTMLParser
from itertools import count

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

NUMBERS = count(1)
HOURS = count()
LEADS = {"a": ["href"], "iframe": ["src"], "form": []}  # attributes that lead on; of all else what htmx asks for


class Page(HTMLParser):
    """Links and forms of a page, in their order."""

    def __init__(self, text, fill):
        super().__init__()
        self.links, self.forms, self.fill = [], [], fill
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        self.links += [attributes[name] for name in LEADS.get(tag, ["hx-get"]) if attributes.get(name)]
        if tag == "form":
            method = (attributes.get("method") or "get").upper()
            self.forms.append(Form(attributes.get("action") or "", method, self.fill))
        elif self.forms and tag in ("input", "textarea", "select", "button"):
            self.forms[-1].add(tag, attributes)
        elif self.forms and tag == "option":
            self.forms[-1].add_choice(attributes)


class Form:
    def __init__(self, action, method, fill):
        self.action, self.method, self.fill = action, method, fill
        self.values, self.buttons, self.chosen = {}, [], None

    def add(self, tag, attributes):
        """A field or a button of the form."""
        name, kind = attributes.get("name", ""), attributes.get("type", tag)
        if tag == "button" or kind == "submit":
            pressed = {name: attributes.get("value", "")} if name else {}
            self.buttons.append((attributes.get("formaction") or self.action, pressed))
        elif name and "disabled" not in attributes:
            self.values[name] = self.values.get(name) or self.fill(kind, attributes)
            self.chosen = name if tag == "select" else None

    def add_choice(self, attributes):
        """An option of the latest select: the one that is chosen, else the first that says something is taken."""
        if self.chosen and ("selected" in attributes or not self.values[self.chosen]):
            self.values[self.chosen] = attributes.get("value", "")

    def sent(self):
        """(where to, what) for each button."""
        filled = {name: value for name, value in self.values.items() if value}
        return [(action, filled | pressed) for action, pressed in self.buttons or [(self.action, {})]]


def plausible(kind, attributes):
    """What a person would put into a field: what stands in it, or something of its kind."""
    if kind == "file":
        return SimpleUploadedFile("list.csv", "שם,דוא״ל\nדנה,dana.new@crawl.example\n".encode())
    if attributes.get("value"):
        return attributes["value"]
    if kind in ("select", "hidden", "password"):
        return ""
    return {
        "email": f"person{next(NUMBERS)}@crawl.example",
        "date": f"{timezone.localdate() + timedelta(days=10):%Y-%m-%d}",
        "number": "3",
        "time": f"{8 + next(HOURS) % 10:02}:00",
        "checkbox": "on",
        "radio": "on",
    }.get(kind, "Something plausible to say")


def always(text):
    """Fills every field with the same text, whatever is asked for."""

    def fill(kind, _attributes):
        return SimpleUploadedFile("list.csv", text.encode()) if kind == "file" else text

    return fill
