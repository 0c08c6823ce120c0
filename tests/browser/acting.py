"""What people do in a browser, and the mails they find in their boxes."""

import re
from urllib.parse import urlsplit

from tests.fixtures.processes import wait_until

LINK = re.compile(r"https?://\S+")


class Letters:
    """The mails that went out, by whom they went to."""

    def __init__(self, read):
        self.read = read

    def to(self, address):
        return [mail for mail in self.read() if mail["To"] == address]

    def next_to(self, address, than=0):
        """The newest mail to an address, once there are more `than` so many."""
        assert wait_until(lambda: len(self.to(address)) > than), f"no mail for {address}"
        return self.to(address)[-1]

    def link_for(self, address, beginning, than=0):
        """The path of a link in the newest mail to an address."""
        text = self.next_to(address, than).get_body(["plain"]).get_content()
        paths = [urlsplit(link).path for link in LINK.findall(text)]
        return next(path for path in paths if path.startswith(beginning))


def sign_in(page, address, letters):
    """Sign in by the code of a mail."""
    before = len(letters.to(address))
    page.goto("/accounts/login/")
    fill(page, email=address)
    press(page, "form .main")
    code = letters.next_to(address, than=before).get_body(["plain"]).get_content()
    fill(page, code=re.search(r"\b[A-Z0-9]{4}-[A-Z0-9]{4}\b", code)[0])
    press(page, "form .main")
    assert "/accounts/" not in page.url


def fill(page, **fields):
    """Fill fields by their names; a choice is chosen by its value."""
    for name, value in fields.items():
        unfold(page, f"[name={name}]")
        field = page.locator(f"main [name={name}]:visible").first
        kind = field.evaluate("field => field.type")
        if kind in ("radio", "checkbox"):
            page.locator(f"main [name={name}][value='{value}']").check()
        elif kind.startswith("select"):
            field.select_option(value)
        else:
            field.fill(value)


def press(page, selector):
    """Press a button and wait for the page that follows. What it says is no refusal."""
    unfold(page, selector)
    with page.expect_navigation():
        page.locator(f"main {selector}").first.click()
    assert page.locator(".error, .notice.stop").all_inner_texts() == []


def unfold(page, selector):
    """Open what has to be opened before something can be seen."""
    for closed in page.locator("main details:not([open])", has=page.locator(selector)).all():
        closed.locator("> summary").click()


def send(page, path, selector=".main", **fields):
    """Open a page, fill its form, press its button."""
    page.goto(path)
    fill(page, **fields)
    press(page, f"form {selector}")


def sign(page):
    """Sign the document that is open, in the name that stands there."""
    page.locator("main [name=agrees]").check()
    press(page, "form .main")
