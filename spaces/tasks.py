"""What the timetable calls. Each looks at the tables for what is due, so that it may run late, twice or in parallel."""

from celery import shared_task
from django.core.management import call_command

from impact_spaces.lib import heartbeats
from spaces.actions import (
    answering_once,
    closing,
    counting,
    delivery,
    expiring,
    feedback,
    file,
    gathering,
    grant,
    mailing,
    meeting_reminding,
    partner,
    people_running,
    pulse,
    pulse_reminding,
    recovering,
    reminding,
    webhook_queue,
    webhook_sending,
)


@shared_task(time_limit=delivery.HANGS_AFTER)
def deliver_due():
    heartbeats.beat("mail")  # a task of its own would wait behind runs, and expire
    delivery.deliver_due()


@shared_task
def sweep_stuck():
    recovering.sweep_stuck()


@shared_task
def settle_mailings():
    mailing.settle()


@shared_task
def settle_feedback():
    feedback.settle()


@shared_task
def remind_due():
    reminding.remind_due()


@shared_task
def gather_due():
    gathering.gather_due()


@shared_task
def ask_again_due():
    expiring.ask_again_due()


@shared_task
def expire_due():
    expiring.expire_due()


@shared_task
def remind_meetings_due():
    meeting_reminding.remind_due()


@shared_task
def close_due():
    closing.close_due()


@shared_task
def close_pulses():
    pulse.close_due()


@shared_task
def remind_of_pulses():
    pulse_reminding.remind_due()


@shared_task
def sweep_files():
    file.sweep()


@shared_task
def count_due():
    counting.count_due()


@shared_task
def forget_partner_calls():
    partner.forget_old()
    answering_once.forget_answers()


@shared_task
def tell_of_changes():
    grant.tell_of_changes()


@shared_task
def send_webhooks():
    webhook_sending.send_due()


@shared_task
def forget_deliveries():
    webhook_queue.forget_old()


@shared_task
def heartbeat():
    heartbeats.beat("worker")


@shared_task
def clear_sessions():
    call_command("clearsessions")


@shared_task
def run_people_import(pk):
    people_running.run(pk)


@shared_task
def sweep_people_imports():
    people_running.take_up_silent()
    people_running.forget_unsent()
