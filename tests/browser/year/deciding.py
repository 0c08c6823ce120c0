"""Decisions by consent: an objection without a name that changes a proposal, and a position on somebody's behalf."""

from spaces.actions import decision
from spaces.models.decision import Outcome
from spaces.models.position import Answer
from tests.browser.acting import fill, press, send
from tests.browser.year.cast import (
    ALMAZ,
    AMENDED,
    CONFIDED,
    DANA,
    FIRST_PROPOSAL,
    HOW_TAKEN_UP,
    IN_THE_FACILITATORS_WORDS,
    NOA,
    SAMIRA,
    SECRET,
)
from tests.browser.year.story import last_decision, open_up


def a_proposal_meets_an_objection_without_a_name(year):
    page = year.noa
    page.goto(f"{year.desk}/decisions/new/")
    fill(
        page, topic="general", title=f"איך המרחב מדבר עם התקשורת? {SECRET}השאלה", proposal=FIRST_PROPOSAL,
        closes_at="2027-02-10",
    )  # fmt: skip
    year.picture(page, "proposal")
    press(page, "form .main")
    found = last_decision()
    samira_confides(year)
    year.on("2027-02-02")
    page.goto(year.letter(NOA, "/desk/decisions/"))
    year.picture(page, "confided-to-the-facilitator")
    fill(page, text=IN_THE_FACILITATORS_WORDS)
    press(page, "form[action$='/words/'] button")
    the_rest_consents(found)
    year.on("2027-02-03")
    found.refresh_from_db()
    assert (found.outcome, found.n_objection, found.is_unnamed) == (Outcome.OBJECTED, 1, True)


def samira_confides(year):
    page = year.phone(SAMIRA)
    page.goto(year.letter(SAMIRA, "/my/decisions/"))
    year.picture(page, "decision-blind")
    open_up(page, "#confided_reason").fill(CONFIDED)
    year.picture(page, "objecting-without-a-name")
    press(page, "[value=confided]")
    year.picture(page, "objection-is-kept")


def the_proposal_changes_and_is_agreed(year):
    former, page = last_decision(), year.phone(DANA)
    page.goto(f"/my/decisions/{former.pk}/")
    year.picture(page, "objection-as-the-group-reads-it")
    assert IN_THE_FACILITATORS_WORDS in page.content()
    assert [words for words in (CONFIDED, "סמירה") if words in page.inner_text("main")] == []
    year.noa.goto(f"/desk/decisions/{former.pk}/amend/")
    objection = former.objections.get()
    fill(year.noa, proposal=AMENDED, closes_at="2027-02-14", **{f"how_{objection.pk}": HOW_TAKEN_UP})
    year.picture(year.noa, "amending")
    press(year.noa, "form .main")
    found = last_decision()
    answers_on_a_phone(year, SAMIRA, found)
    the_rest_consents(found)
    found.refresh_from_db()
    assert (found.version, found.outcome, found.n_consent) == (2, Outcome.AGREED, 8)
    page.goto(f"/my/decisions/{found.pk}/")
    year.picture(page, "amended-and-agreed")


def one_position_on_behalf(year):
    """Almaz is away, and says by phone what she thinks: the rule on the matters that stakeholders take part in."""
    page = year.noa
    page.goto(f"{year.desk}/decisions/new/")
    fill(
        page, topic="matters", matters="joint_task", title=f"במה נחליט יחד עם מי שיצטרפו? {SECRET}הכלל",
        proposal=f"רק במשימות משותפות: {SECRET}המשימות", closes_at="2027-03-10", review_on="2027-09-15",
    )  # fmt: skip
    press(page, "form .main")
    found = last_decision()
    the_rest_consents(found, besides=[ALMAZ])
    page.goto(f"/desk/decisions/{found.pk}/record/")
    place = found.responses.get(membership__person__email=ALMAZ)
    fill(page, place=str(place.pk), answer="consent", confirmed_by="phone")
    year.picture(page, "recording-for-somebody")
    press(page, "form .main")
    year.picture(page, "recorded-for-somebody")
    page = year.phone(ALMAZ)
    page.goto(year.letter(ALMAZ, "/my/decisions/"))
    year.picture(page, "what-was-recorded-for-me")
    year.on("2027-03-05")
    found.refresh_from_db()
    assert (found.outcome, found.matters, found.n_consent) == (Outcome.AGREED, ["joint_task"], 8)


def the_group_asks_itself_about_the_door(year):
    question = {"title": f"לפתוח את הדלת? {SECRET}הדלת", "proposal": f"לפתוח, ולבחון שוב אחרי הקיץ: {SECRET}הפתיחה"}
    send(year.noa, f"{year.desk}/decisions/new/?topic=open_door", **question, closes_at="2027-03-30")
    found = last_decision()
    year.noa.goto(f"/desk/decisions/{found.pk}/")
    answers_on_a_phone(year, DANA, found)
    the_rest_consents(found)
    year.noa.goto(f"{year.desk}/decisions/")
    year.picture(year.noa, "decisions-on-the-desk")
    found.refresh_from_db()
    assert (found.topic, found.outcome) == ("open_door", Outcome.AGREED)


def answers_on_a_phone(year, address, found):
    page = year.phone(address)
    page.goto(f"/my/decisions/{found.pk}/")
    press(page, "[value=consent]")


def the_rest_consents(found, besides=()):
    """Everybody who has not answered consents, but for those named."""
    for place in found.responses.silent().exclude(membership__person__email__in=besides):
        decision.respond(found, by=place.membership.person, answer=Answer.CONSENT)
