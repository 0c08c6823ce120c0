"""Log lines that tell what happened by ids, and nothing of what people wrote or who they are.

`log.info("…", extra={"ids": {"run": 7, "messages": [1, 2]}})` puts ids into a line. The id of the web request or of the
task in which it was written is added to each.
"""

import json
import logging
import re
from datetime import UTC, datetime
from traceback import format_tb

from celery import current_task
from django.core.exceptions import FieldDoesNotExist, FieldError
from django.db import InterfaceError, OperationalError

from impact_spaces.lib.request_ids import current_request_id

SECRETS = re.compile(r"/(i|stop|feed)/[^/\s]+")
ADDRESSES = re.compile(r"(?<![\w.+%-])[\w.+%-]+@[\w-]+(\.[\w-]+)+")  # looks once at each word, however long
# What these say is about servers, files and code. The words of other errors may hold what somebody typed, or a row.
SAYS_NOTHING_OF_PEOPLE = (
    OSError, OperationalError, InterfaceError, AttributeError, NameError, ImportError, TypeError, FieldError,
    FieldDoesNotExist,
)  # fmt: skip


class WithoutSecrets(logging.Filter):
    """Leaves out of each line what stands in a mail's personal links, and addresses."""

    def filter(self, record):
        record.msg, record.args = without_secrets(told(record)), ()
        record.ids, record.exc_text = ids_of(record), None  # another handler may have written the error's words there
        return True


def told(record):
    """The line; of a task that failed without the words of its error, which Celery would put into the line."""
    task = getattr(record, "data", None)
    if record.exc_info and isinstance(task, dict) and "traceback" in task:
        return f"Task {task['name']} failed"
    return record.getMessage()


def without_secrets(text):
    return ADDRESSES.sub("…@…", SECRETS.sub(r"/\1/…", text))


def ids_of(record):
    task = getattr(record, "data", None) or (current_task.request if current_task else {})
    # Django writes of a refused request after it has left all middleware.
    request = getattr(getattr(record, "request", None), "log_id", current_request_id())
    ids = {"request": request, "task": task.get("id") if hasattr(task, "get") else None}
    return {name: value for name, value in (ids | getattr(record, "ids", {})).items() if value}


class Plain(logging.Formatter):
    """A line for people, the ids behind it."""

    def __init__(self):
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")

    def formatMessage(self, record):
        ids = " ".join(f"{name}={value}" for name, value in getattr(record, "ids", {}).items())
        return super().formatMessage(record) + (f" [{ids}]" if ids else "")

    def formatException(self, exc_info):
        return what_broke(exc_info[1])


class Json(logging.Formatter):
    """A line for machines: one JSON object."""

    def format(self, record):
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "event": record.getMessage(),
            **getattr(record, "ids", {}),
        }
        if record.exc_info:
            line["traceback"] = what_broke(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False, default=str)


def what_broke(error):
    """Where an error came from, the one that it came from first; no values, and no words that may hold some."""
    parts = []
    while error is not None:
        words = f": {without_secrets(str(error)).strip()}" if isinstance(error, SAYS_NOTHING_OF_PEOPLE) else ""
        parts.insert(0, "".join(format_tb(error.__traceback__)) + type(error).__qualname__ + words)
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return "\nwhich led to:\n".join(parts)
