"""Asking a worker to do something now that the timetable would ask for a little later."""

import logging

from celery import current_app
from kombu.exceptions import OperationalError

log = logging.getLogger(__name__)


def ask(task):
    """Send a task. When the broker is away nothing is lost: the timetable asks for it too."""
    try:
        current_app.send_task(task)
    except OperationalError:
        log.warning("The broker is away; the timetable will ask for %s.", task)
