"""Need, dependencies, candidates and a hold; then the door, and who comes in through it."""

from datetime import timedelta

from django.utils import timezone

from sectors.models import Organisation
from spaces.actions import candidacy, dependency
from spaces.models import Invitation
from spaces.models.candidacy import Figure
from spaces.models.dependency import Line, Tied
from spaces.states import Stage
from spaces.vetting import Invitee
from tests.browser.acting import fill, press, sign
from tests.browser.year.beginning import the_document_is_signed
from tests.browser.year.cast import (
    ANNEX,
    AVI,
    COMPANY,
    DANA,
    GIL,
    MICHAL,
    MINISTRY,
    NADAV,
    NEED,
    RAED,
    RUTH,
    SAMIRA,
    WHY_GIL,
    WHY_RUTH,
)
from tests.browser.year.deciding import the_rest_consents
from tests.browser.year.story import a_person, last_decision, noa, open_up


def the_group_consolidates(year):
    year.noa.goto(f"{year.desk}/move/{Stage.CONSOLIDATED}/")
    year.picture(year.noa, "consolidating")
    press(year.noa, "form .main")


def the_need_is_written(year):
    year.noa.goto(f"{year.desk}/need/")
    fill(year.noa, text=NEED)
    year.picture(year.noa, "need")
    press(year.noa, "form .main")


def everybody_is_asked_about_dependencies(year):
    """Three write the ministry down, by their own hand or from the public record; the others say that there is none."""
    page = year.noa
    page.goto(f"{year.desk}/candidates/")
    press(page, "form[action$='/dependencies/ask/'] button")
    dana_writes_down(year)
    ministry = Organisation.objects.get(name_he=MINISTRY)
    line = Line(Tied.FUNDS, ministry.name, timezone.localdate() + timedelta(days=300), ministry.pk)
    for address in (SAMIRA, RAED):
        dependency.save(year.place(address), by=a_person(address), lines=[line])
    for place in year.space.memberships.active().peers().exclude(person__email__in=[DANA, SAMIRA, RAED]):
        dependency.confirm(place, by=place.person)
    page.goto(f"{year.desk}/candidates/")
    year.picture(page, "asked-about-dependencies")


def dana_writes_down(year):
    page = year.phone(DANA)
    page.goto(year.letter(DANA, "/my/spaces/"))
    year.picture(page, "on-whom-we-depend")
    press(page, "[name=take]")
    fill(page, name="קבוצת הראל")
    press(page, "[name=look]")
    year.picture(page, "looked-up")
    page.goto(f"{year.mine}/dependencies/")
    press(page, "[name=confirm]")
    year.picture(page, "dependencies-are-all")


def avi_proposes_a_candidate(year):
    page = year.phone(AVI)
    page.goto(f"{year.mine}/propose/")
    fill(page, kind="stakeholder", name="רות רגב", email=RUTH, organisation_name=MINISTRY, why=WHY_RUTH)
    year.picture(page, "proposing-a-candidate")
    press(page, "form .main")
    company = Organisation.objects.get(name_he=COMPANY)
    invitee = Invitee(GIL, "גיל הראל", company)
    candidacy.put_forward(year.space, invitee, by=noa(), need=year.space.needs.get(), why=WHY_GIL)


def somebody_asks_to_wait(year):
    page = year.phone(MICHAL)
    page.goto(year.letter(MICHAL, "/my/spaces/"))
    found = Invitation.objects.get(email=RUTH).candidacy
    open_up(page, f"[name=hold][value='{found.pk}']")
    year.picture(page, "asking-to-wait")
    press(page, f"[name=hold][value='{found.pk}']")
    year.picture(page, "asked-to-wait")
    year.on("2027-03-09")
    page = year.phone(AVI)
    page.goto(f"{year.mine}/candidates/")
    year.picture(page, "a-hold-was-asked")


def they_talk_about_it(year):
    year.noa.goto(f"{year.desk}/candidates/")
    year.picture(year.noa, "hold-on-the-desk")
    press(year.noa, "[formaction$='/talk/']")
    year.on("2027-03-14")
    page = year.phone(MICHAL)
    page.goto(f"{year.mine}/candidates/")
    press(page, "[name=take_back]")
    year.picture(page, "hold-taken-back")


def the_annex_is_signed_by_all(year):
    year.noa.goto(f"{year.desk}/agreements/new/?kind=annex")
    fill(year.noa, text=ANNEX)
    press(year.noa, "[name=preview]")
    press(year.noa, "[name=publish]")
    page = year.phone(DANA)
    page.goto("/my/")
    year.picture(page, "annex-waits")
    press(page, "a[href*='/documents/']")
    year.picture(page, "annex")
    sign(page)
    for place in year.space.memberships.active().peers().exclude(person__email=DANA):
        the_document_is_signed(place, "annex")


def the_group_decides_whom_to_invite(year):
    page = year.noa
    page.goto(f"{year.desk}/candidates/")
    found = [one.candidacy for one in invitations_outside(year)]
    assert [one.figure for one in found] == [Figure.NONE, Figure.NONE]
    for one in found:
        page.locator(f"[name=candidacies][value='{one.pk}']").check()
    fill(page, closes_at="2027-03-31")
    year.picture(page, "asking-the-group")
    press(page, "form.stack .main")
    page = year.phone(DANA)
    page.goto(f"/my/decisions/{last_decision().pk}/")
    year.picture(page, "decision-on-whom-i-depend-on")
    press(page, "form .main")
    the_rest_consents(last_decision())
    assert (last_decision().topic, last_decision().outcome) == ("invite", "agreed")


def invitations_outside(year):
    return year.space.invitations.filter(email__in=[RUTH, GIL]).order_by("pk").select_related("candidacy")


def the_door_opens(year):
    page = year.phone(NADAV)
    page.goto(f"{year.mine}/")
    year.picture(page, "peers-see-the-door")
    page.goto(f"{year.mine}/readiness/")
    year.picture(page, "readiness")
    year.noa.goto(f"{year.desk}/")
    year.picture(year.noa, "door-can-open")
    year.noa.goto(f"{year.desk}/move/{Stage.CROSS_SECTOR}/")
    year.picture(year.noa, "opening-the-door")
    press(year.noa, "form .main")
    year.picture(year.noa, "door-is-open")


def two_candidates_are_invited(year):
    for found in invitations_outside(year):
        for verb in ("approve", "send"):
            year.noa.goto(f"/desk/invitations/{found.pk}/")
            press(year.noa, f"form[action$='/{verb}/'] button")
    year.picture(year.noa, "stakeholder-invited")
