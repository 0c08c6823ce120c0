"""A server of its own that can be killed in the middle of a call."""

import os
import signal
import sys

import pytest

from impact_spaces.lib.embedded.children import spawn, stop
from tests.fixtures.processes import wait_until
from tests.spaces.partners.killing import asked, free_port

GUNICORN = (
    sys.executable, "-m", "gunicorn", "django.core.wsgi:get_wsgi_application()",
    "--worker-class", "gthread", "--threads", "4", "--no-control-socket",
)  # fmt: skip


@pytest.fixture
def server(tmp_path):
    """A function that starts the site as a process of its own, and gives (process, where it listens)."""
    running, log = [], (tmp_path / "server.log").open("ab")

    def start():
        where = f"127.0.0.1:{free_port()}"
        settings = {"DJANGO_SETTINGS_MODULE": "tests.spaces.partners.server_settings"}
        about = {"stdout": log, "stderr": log, "env": os.environ | settings, "process_group": 0}
        running.append(spawn([*GUNICORN, "--bind", where], farewell=signal.SIGKILL, **about))
        assert wait_until(lambda: asked(f"http://{where}/healthz")[0] == 200), (tmp_path / "server.log").read_text()
        return running[-1], f"http://{where}/api/v1/"

    yield start
    for process in running:
        stop(process, signal.SIGTERM, patience=10)
    log.close()
