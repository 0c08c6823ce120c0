"""The whole main job in Hebrew, with a real worker, beat and mails: from a new space to a ministry that came in."""

from datetime import timedelta

import pytest
from django.utils import timezone

from members.models import Person
from spaces.actions import pulse
from spaces.models import Candidacy, Invitation, Space
from spaces.states import Stage
from tests.browser.acting import fill, press, send, sign, sign_in
from tests.browser.conftest import PHONE
from tests.browser.people import BAD, GOOD, write_list
from tests.fixtures.processes import wait_until
from tests.world import window_over

pytestmark = pytest.mark.browser

DANA, AVI, MICHAL, GIDI, ORLY, YAEL, COLLEAGUE = *GOOD[:6], "vice@association6.example"
RUTH = "ruth@health.gov.il"
# What the peers say among themselves; nobody from outside ever reads it.
SECRETS = {
    "foundation": "מה שנאמר כאן נשאר כאן: סוד-היסוד",
    "need": "בלי המשרד הרצף נקטע: סוד-הצורך",
    "question": "לפתוח את הדלת? סוד-השאלה",
    "why": "היא קובעת את תנאי השחרור: סוד-הסיבה",
    "proposal": "להזמין את ראש האגף: סוד-ההצעה",
}


class Story:
    """The people of the story, each with a browser of their own, and the space they work in."""

    def __init__(self, new_page, letters, picture):
        self.new_page, self.letters, self.picture = new_page, letters, picture
        self.noa = new_page(viewport=(1280, 900))
        self.pages = {}

    @property
    def desk(self):
        return f"/desk/spaces/{Space.objects.get().pk}"

    def opens_letter(self, address, than=0):
        """Somebody opens the link of their newest mail on their phone."""
        page = self.pages[address] = self.new_page(viewport=(PHONE["width"], PHONE["height"]))
        page.goto(self.letters.link_for(address, "/i/", than))
        return page

    def state_of(self, address):
        return Invitation.objects.get(email=address).state


@pytest.fixture
def story(new_page, letters, picture, celery_stack):
    celery_stack.worker()
    celery_stack.beat()
    return Story(new_page, letters, picture)


def test_from_a_new_space_to_a_ministry_that_came_in(story, tmp_path):
    a_facilitator_opens_a_space(story)
    she_invites_a_list_of_ceos(story, write_list(tmp_path / "ceos.xlsx"))
    they_answer_from_their_mails(story)
    three_of_them_sign(story)
    the_group_consolidates_and_asks_itself(story)
    all_sign_the_annex_and_consent(story)
    they_are_asked_in_private(story)
    they_agree_to_invite_her(story)
    the_door_opens_and_a_ministry_is_invited(story)
    she_comes_in_and_sees_only_her_side(story)


def a_facilitator_opens_a_space(story):
    Person.objects.create_user("noa@facilitators.example", "נעה ברק", is_facilitator=True)
    sign_in(story.noa, "noa@facilitators.example", story.letters)
    story.picture(story.noa, "empty-desk")
    send(
        story.noa, "/desk/spaces/new/", name="בריאות הנפש בקהילה", leadership="דנה סלע ושני ארגונים",
        readiness="יש רצון ויש אמון", purpose="רצף אחד מהמחלקה ועד הבית", initiator_name="דנה סלע",
        rhythm="שעתיים אחת לשבועיים",
    )  # fmt: skip
    story.picture(story.noa, "new-space")
    send(story.noa, f"{story.desk}/move/{Stage.GATHERING}/")
    story.noa.goto(f"{story.desk}/agreements/new/")
    fill(story.noa, text=SECRETS["foundation"])
    press(story.noa, "[name=preview]")
    press(story.noa, "[name=publish]")
    story.picture(story.noa, "foundation-document")


def she_invites_a_list_of_ceos(story, spreadsheet):
    page = story.noa
    page.goto(f"{story.desk}/import/")
    page.locator("input[type=file]").set_input_files(spreadsheet)
    press(page, "form .main")
    story.picture(page, "columns")
    press(page, "form .main")
    story.picture(page, "trial")
    page.locator("main .head a.main").click()
    story.picture(page, "last-look")
    for calmly in page.locator("[name=calmly]").all():  # offered in the evening and on rest days
        calmly.uncheck()
    press(page, "form .main")
    assert wait_until(lambda: all(story.letters.to(address) for address in GOOD), 90)  # half a minute to regret it
    page.reload()
    story.picture(page, "list-went-out")
    went_to = [mail["To"] for mail in story.letters.read() if mail["To"] != "noa@facilitators.example"]
    assert sorted(went_to) == sorted(GOOD)
    assert not Invitation.objects.filter(email__in=[address for _name, address, _body in BAD]).exists()


def they_answer_from_their_mails(story):
    page = story.opens_letter(GIDI)
    story.picture(page, "invitation")
    fill(page, **{"decline-reason": "time"})
    press(page, "[value=decline]")
    story.picture(page, "declined")
    page = story.opens_letter(ORLY)
    fill(page, **{"defer-until": f"{timezone.localdate() + timedelta(days=30):%Y-%m-%d}"})
    press(page, "[value=defer]")
    story.picture(page, "not-now")
    page = story.opens_letter(YAEL)
    fill(page, **{"delegate-name": "עדי קוגן", "delegate-email": COLLEAGUE})
    press(page, "[value=delegate]")
    story.picture(page, "passed-on")
    assert [story.state_of(one) for one in (GIDI, ORLY, YAEL)] == ["declined", "deferred", "delegated"]
    story.opens_letter(COLLEAGUE)


def three_of_them_sign(story):
    for address in (DANA, AVI, MICHAL):
        page = story.opens_letter(address)
        press(page, "[value=accept]")
        if address == DANA:
            story.picture(page, "accepted-to-sign")
        sign(page)
    story.picture(page, "signed")
    page.goto("/my/")
    story.picture(page, "members-home")
    story.noa.goto(f"{story.desk}/invitations/")
    story.picture(story.noa, "invitations")


def the_group_consolidates_and_asks_itself(story):
    send(story.noa, f"{story.desk}/move/{Stage.CONSOLIDATED}/")
    send(story.noa, f"{story.desk}/need/", text=SECRETS["need"])
    send(
        story.noa, f"{story.desk}/candidates/new/", "[name=save]", name="רות רגב", email=RUTH,
        organisation_name="משרד הבריאות", why=SECRETS["why"],
    )  # fmt: skip
    story.picture(story.noa, "candidate-behind-the-door")
    story.noa.goto(f"{story.desk}/agreements/new/?kind=annex")
    fill(story.noa, text="מה שנכתב בצד של העמיתים נשאר בו")
    press(story.noa, "[name=preview]")
    press(story.noa, "[name=publish]")
    question = {"title": SECRETS["question"], "proposal": SECRETS["proposal"]}
    send(story.noa, f"{story.desk}/decisions/new/?topic=open_door", **question)
    story.noa.goto(f"{story.desk}/")
    story.picture(story.noa, "door-with-what-is-missing")


def all_sign_the_annex_and_consent(story):
    for address in (DANA, AVI, MICHAL):
        page = story.pages[address]
        page.goto("/my/")
        if address == DANA:
            story.picture(page, "two-things-wait")
        press(page, "a[href*='/documents/']")
        sign(page)
        page.goto(story.letters.link_for(address, "/my/decisions/", than=4))
        if address == DANA:
            story.picture(page, "decision-blind")
        press(page, "[value=consent]")
    story.picture(page, "decision-agreed")


def they_are_asked_in_private(story):
    """On whom they depend, by a press of a button; and how the group is, of which another story tells."""
    story.noa.goto(f"{story.desk}/candidates/")
    press(story.noa, "form[action$='/dependencies/ask/'] button")
    story.picture(story.noa, "candidates-on-the-desk")
    by, until = Person.objects.get(email="noa@facilitators.example"), timezone.now() + timedelta(days=9)
    wave = pulse.open_wave(Space.objects.get(), by=by, closes_at=until)
    for place in wave.places.select_related("membership__person"):
        pulse.answer(wave, by=place.membership.person, answers=dict.fromkeys(wave.items, 4))
    pulse.close(wave, by=by)


def they_agree_to_invite_her(story):
    """The days in which anybody may ask to wait have passed; each is asked on the page of what waits for them."""
    window_over(Candidacy.objects.get())
    story.noa.goto(f"{story.desk}/candidates/")
    story.noa.locator("[name=candidacies]").check()
    press(story.noa, "form:has([name=candidacies]) .button.main")
    for address in (DANA, AVI, MICHAL):
        page = story.pages[address]
        page.goto(f"/my/spaces/{Space.objects.get().pk}/candidates/")
        if address == DANA:
            story.picture(page, "candidate-before-the-group")
        page.goto("/my/")
        press(page, "a[href*='/my/decisions/']")
        press(page, "[value=consent]")
    story.picture(page, "candidate-agreed")


def the_door_opens_and_a_ministry_is_invited(story):
    story.noa.goto(f"{story.desk}/")
    story.picture(story.noa, "door-can-open")
    send(story.noa, f"{story.desk}/move/{Stage.CROSS_SECTOR}/")
    story.picture(story.noa, "door-is-open")
    candidate = Invitation.objects.get(email=RUTH)
    for verb in ("approve", "send"):
        story.noa.goto(f"/desk/invitations/{candidate.pk}/")
        press(story.noa, f"form[action$='/{verb}/'] button")
    story.picture(story.noa, "ministry-invited")


def she_comes_in_and_sees_only_her_side(story):
    page = story.opens_letter(RUTH)
    story.picture(page, "ministry-reads")
    press(page, "[value=accept]")
    story.picture(page, "ministry-signs")
    sign(page)
    page.goto(f"/my/spaces/{Space.objects.get().pk}/")
    story.picture(page, "ministry-side")
    assert "דנה סלע" in page.content()
    everything = page.content() + "".join(mail.as_string() for mail in story.letters.to(RUTH))
    assert [secret for secret in SECRETS.values() if secret in everything] == []
    story.noa.goto(f"{story.desk}/history/")
    story.picture(story.noa, "history")
