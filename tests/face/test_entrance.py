"""Signing in, signing out, and the pages of what went wrong."""

import pytest
from allauth.account.forms import ConfirmLoginCodeForm, RequestLoginCodeForm
from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string

from tests.face import gallery
from tests.face.looking import look_at

pytestmark = pytest.mark.browser
NOBODY = AnonymousUser()
A_WRONG_CODE = {"verify_form": ConfirmLoginCodeForm({"code": ""}), "email": "noa@world.example", "can_resend": True}


@pytest.mark.parametrize(
    ("name", "context"),
    [
        ("account/login.html", {"form": RequestLoginCodeForm({"email": "not an address"})}),
        ("account/confirm_login_code.html", A_WRONG_CODE),
        ("account/logout.html", {}),
        ("account/account_inactive.html", {}),
        ("account/signup_closed.html", {}),
        ("404.html", {}),
        ("403.html", {}),
        ("403_csrf.html", {}),
    ],
)
def test_an_entrance_page_is_accessible_and_whole(window, name, context):
    html = gallery.template(name, "he", NOBODY, **context)
    look_at(window(360), html, name.replace("/", "-").removesuffix(".html"))


@pytest.mark.parametrize("name", ["500.html", "400.html"])
def test_the_page_of_a_breakdown_needs_nothing_that_could_break(window, name):
    look_at(window(360), render_to_string(name), name.removesuffix(".html"))


def test_a_mistake_is_read_out_with_its_field(window):
    page = window(360)
    html = gallery.template("account/login.html", "en", NOBODY, form=RequestLoginCodeForm({"email": "?"}))
    gallery.serve(page, html)
    field = page.get_by_label("Email")
    assert field.get_attribute("aria-invalid") == "true"
    described_by = field.get_attribute("aria-describedby").split()
    assert [page.locator(f"#{one}").inner_text() for one in described_by] == ["Enter a valid email address."]
