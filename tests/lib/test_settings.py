"""What a site in production is not started without."""

import json
import os
import subprocess
import sys

import pytest

GOOD = {
    "PRODUCTION": "on",
    "SECRET_KEY": "x" * 50,
    "PRIVATE_KEYS": "x" * 43 + "=",
    "ALLOWED_HOSTS": "impact.example",
    "BASE_URL": "https://impact.example",
    "DATABASE_URL": "postgresql://spaces@db.example/spaces",
    "REDIS_URL": "redis://valkey.example:6379/0",
    "EMAIL_URL": "smtp://mail.example",
    "DEFAULT_FROM_EMAIL": "Impact Spaces <spaces@impact.example>",
    "DATA_DIR": "/var/lib/spaces",
}
NEVER = ("DEBUG", "WEBHOOKS_TO_THIS_MACHINE")
ASKED = ("SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_SSL_REDIRECT", "SECURE_HSTS_SECONDS", "DEBUG")
SCRIPT = f"import json, impact_spaces.settings as s; print(json.dumps([getattr(s, name) for name in {ASKED}]))"


def started(**changes):
    wanted = {name: value for name, value in {**GOOD, **changes}.items() if value is not None}
    kept = {name: value for name, value in os.environ.items() if name not in {*GOOD, *NEVER}}
    return subprocess.run([sys.executable, "-c", SCRIPT], env=kept | wanted, capture_output=True, text=True)


def test_in_production_cookies_and_pages_go_by_tls_only():
    assert json.loads(started().stdout) == [True, True, True, 31536000, False]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *((name, None) for name in GOOD if name != "PRODUCTION"),
        ("SECRET_KEY", "short"), ("PRIVATE_KEYS", "short"), *((name, "on") for name in NEVER),
        ("BASE_URL", "http://impact.example"), ("BASE_URL", "impact.example"),
        ("METRICS_TOKEN", "short"), ("LOG_FORMAT", "xml"),
        ("EMAIL_URL", "anymail://pigeon?KEY=x"), ("EMAIL_URL", "anymail://postmark"), ("EMAIL_URL", "anymail://postmark?a=b"),
        ("BOUNCE_INBOX_SECRET", "short"), ("MAIL_HOOKS", "pigeon=coo"), ("MAIL_HOOKS", "postmark=short"),
        ("MAIL_HOOKS", "sendgrid=bm90IGEga2V5"), ("MAIL_HOOKS", "resend=whsec_!"), ("MAIL_HOOKS", "mailgun="),
        ("BOUNCE_ADDRESS", "bounces"), ("BOUNCE_ADDRESS", f"{'b' * 19}@impact.example"),
        ("BOUNCE_ADDRESS", "bounces@elsewhere.example"), ("BOUNCE_ADDRESS", "bounces@notimpact.example"),
    ],
)  # fmt: skip
def test_what_is_missing_or_weak_is_refused_by_its_name(name, value):
    refused = started(**{name: value})
    assert refused.returncode == 1
    assert "ImproperlyConfigured" in refused.stderr
    assert name in refused.stderr.splitlines()[-1]


@pytest.mark.parametrize("address", ["bounces@impact.example", "bounces@mail.impact.example"])
def test_reports_of_failure_go_to_the_domain_that_mails_come_from_or_below_it(address):
    assert started(BOUNCE_ADDRESS=address).returncode == 0
