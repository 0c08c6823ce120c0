"""The Celery app and the timetable: every periodic job of the product, a line each."""

import os

from celery import Celery
from celery.schedules import crontab

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "impact_spaces.settings")

app = Celery("impact_spaces")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

app.conf.beat_schedule = {
    "deliver what is due": {"task": "spaces.tasks.deliver_due", "schedule": 20.0},
    "free what a dead worker held": {"task": "spaces.tasks.sweep_stuck", "schedule": 60.0},
    "remind who has not answered": {"task": "spaces.tasks.remind_due", "schedule": 60.0},
    "ask again who said not now": {"task": "spaces.tasks.ask_again_due", "schedule": 300.0},
    "close invitations past their deadline": {"task": "spaces.tasks.expire_due", "schedule": 60.0},
    "close decisions at their time": {"task": "spaces.tasks.close_due", "schedule": 60.0},
    "heartbeat": {"task": "spaces.tasks.heartbeat", "schedule": 15.0},
    "forget expired sessions": {
        "task": "spaces.tasks.clear_sessions",
        "schedule": crontab(hour=4, minute=10),
    },
}
