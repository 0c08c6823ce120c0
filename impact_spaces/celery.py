"""The Celery app and the timetable: every periodic job of the product, a line each."""

import os

from celery import Celery
from celery.schedules import crontab
from celery.signals import before_task_publish

from impact_spaces.lib import heartbeats

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "impact_spaces.settings")

app = Celery("impact_spaces")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


def every(seconds, task):
    """A job at an interval. It is dropped when no worker took it before the next one: that looks at the same tables."""
    return {"task": f"spaces.tasks.{task}", "schedule": float(seconds), "options": {"expires": seconds}}


app.conf.beat_schedule = {
    "deliver what is due": every(20, "deliver_due"),
    "free what a dead worker held": every(60, "sweep_stuck"),
    "set straight what came back after its mailing was stopped": every(60, "settle_mailings"),
    "let mails follow what was told early": every(60, "settle_feedback"),
    "remind who has not answered": every(60, "remind_due"),
    "tell in one mail what waited for one person": every(60, "gather_due"),
    "remind of meetings": every(60, "remind_meetings_due"),
    "ask again who said not now": every(300, "ask_again_due"),
    "close invitations past their deadline": every(60, "expire_due"),
    "close decisions at their time": every(60, "close_due"),
    "count pulses at their time": every(60, "close_pulses"),
    "remind of pulses": every(300, "remind_of_pulses"),
    "count for candidates whose window is over": every(900, "count_due"),
    "take up imports of people that stand still": every(60, "sweep_people_imports"),
    "sweep away files that no row knows": every(3600, "sweep_files"),
    "forget old calls and tokens of partners": every(3600, "forget_partner_calls"),
    "tell systems that a member has another name": every(300, "tell_of_changes"),
    "tell endpoints what happened": every(10, "send_webhooks"),
    "forget old deliveries": every(3600, "forget_deliveries"),
    "heartbeat": every(15, "heartbeat"),
    "forget expired sessions": {"task": "spaces.tasks.clear_sessions", "schedule": crontab(hour=4, minute=10)},
}


@before_task_publish.connect(sender="spaces.tasks.heartbeat")
def beat_is_alive(**_about):
    """Only beat publishes this task: that it does so is its own heartbeat; the worker's comes when it runs."""
    heartbeats.beat("beat")
