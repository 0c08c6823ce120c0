"""The year's clock, its people with a browser each, and what worker and beat do meanwhile."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.test import Client
from django.utils import timezone

from impact_spaces.celery import beat_is_alive
from members.models import Person
from spaces import tasks
from spaces.models import Decision, Meeting, Space
from tests.browser.acting import unfold
from tests.browser.conftest import PHONE
from tests.browser.year.cast import NOA
from tests.fixtures.browser import session_cookie

ISRAEL = ZoneInfo("Asia/Jerusalem")
A_DAY = timedelta(days=1)
DUE = (
    tasks.heartbeat, tasks.expire_due, tasks.ask_again_due, tasks.remind_due, tasks.remind_meetings_due,
    tasks.close_due, tasks.close_pulses, tasks.remind_of_pulses, tasks.count_due, tasks.sweep_stuck, tasks.gather_due,
    tasks.deliver_due,
)  # fmt: skip


def moment(day, hour="10:00"):
    return datetime.fromisoformat(f"{day} {hour}").replace(tzinfo=ISRAEL)


class Year:
    """One space and its people. `clock` is the moved clock of this process, and so of the live server's threads."""

    def __init__(self, clock, new_page, letters, picture, url):
        self.clock, self.new_page, self.letters, self.url = clock, new_page, letters, url
        self._picture, self.pages, self.planned = picture, {}, {}
        self.noa = new_page(viewport=(1280, 900))

    # --- Time --------------------------------------------------------------------------------------------------------

    def on(self, day, hour="10:00"):
        """Let time pass until an hour of a day. Each morning on the way there, what is due is done."""
        until, now = moment(day, hour), timezone.now().astimezone(ISRAEL)
        morning = now.replace(hour=9, minute=0, second=0, microsecond=0) + A_DAY
        while morning < until:
            self.clock.move_to(morning)
            work()
            morning += A_DAY
        self.clock.move_to(until)
        work()

    def letter(self, address, beginning):
        """The path of a link in the newest mail to somebody, once what is due went out."""
        work()
        return self.letters.link_for(address, beginning)

    # --- People ------------------------------------------------------------------------------------------------------

    def phone(self, address):
        """The phone of somebody, who stays signed in on it."""
        if address not in self.pages:
            self.pages[address] = self.new_phone()
            cookie = session_cookie(Client(), a_person(address), self.url)
            self.pages[address].context.add_cookies([cookie])
        return self.pages[address]

    def new_phone(self):
        return self.new_page(viewport=(PHONE["width"], PHONE["height"]))

    def picture(self, page, name):
        self._picture(page, name)

    # --- The space ---------------------------------------------------------------------------------------------------

    @property
    def space(self):
        return Space.objects.get()

    @property
    def desk(self):
        return f"/desk/spaces/{self.space.pk}"

    @property
    def mine(self):
        return f"/my/spaces/{self.space.pk}"

    def place(self, address):
        return self.space.memberships.present().get(person__email=address)


def work():
    """What worker and beat would do at this moment."""
    beat_is_alive()
    for task in DUE:
        task()


def a_person(address):
    return Person.objects.get(email=address)


def noa():
    return a_person(NOA)


def last_decision():
    return Decision.objects.latest("opened_at", "pk")


def last_meeting():
    return Meeting.objects.latest("planned_at", "pk")


def open_up(page, selector):
    """Unfold what hides something, and return it."""
    unfold(page, selector)
    return page.locator(f"main {selector}").first
