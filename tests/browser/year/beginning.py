"""A space opens; the heads of eight organisations come in, sign, and meet for the first time."""

from datetime import timedelta

from django.utils import timezone

from members.models import Person
from sectors.models import Kind, Organisation, Sector, Tie
from spaces.actions import agreement, answering, invitation
from spaces.models.agreement import Agreement
from spaces.states import Stage
from spaces.vetting import Invitee
from tests.browser.acting import fill, press, send, sign, sign_in
from tests.browser.year.cast import COMPANY, DANA, FOUNDATION, MINISTRY, NOA, PEERS
from tests.browser.year.story import noa


def a_facilitator_opens_a_space(year):
    the_map()
    Person.objects.create_user(NOA, "נעה ברק", is_facilitator=True)
    sign_in(year.noa, NOA, year.letters)
    send(
        year.noa, "/desk/spaces/new/", name="בריאות הנפש בקהילה", leadership="דנה סלע, ואיתה שני ארגונים",
        readiness="יש רצון, והאמון עוד נבנה", purpose="רצף אחד, מהמחלקה ועד הבית", initiator_name="דנה סלע",
        rhythm="שעתיים אחת לחודש",
    )  # fmt: skip
    send(year.noa, f"{year.desk}/move/{Stage.GATHERING}/")
    year.noa.goto(f"{year.desk}/agreements/new/")
    fill(year.noa, text=FOUNDATION)
    press(year.noa, "[name=preview]")
    press(year.noa, "[name=publish]")
    year.picture(year.noa, "foundation-document")


def the_map():
    """Who exists: the organisations, and the ministry that supports most of them by public record."""
    made = [an_organisation(name, Sector.THIRD, Kind.ASSOCIATION) for _name, name in PEERS.values()]
    ministry = an_organisation(MINISTRY, Sector.FIRST, Kind.MINISTRY)
    an_organisation(COMPANY, Sector.SECOND, Kind.BUSINESS)
    Tie.objects.bulk_create([Tie(kind=Tie.Kind.FUNDS, giver=ministry, receiver=one) for one in made[:6]])


def an_organisation(name, sector, kind):
    return Organisation.objects.create(name_he=name, search_name=name, sector=sector, kind=kind)


def eight_heads_of_organisations_come_in(year):
    bodies = {one.name_he: one for one in Organisation.objects.all()}
    invitees = [Invitee(address, name, bodies[body]) for address, (name, body) in PEERS.items()]
    invitation.invite_all(year.space, invitees, by=noa(), deadline=timezone.now() + timedelta(days=14))
    year.on("2026-12-03")
    page = year.pages[DANA] = year.new_phone()
    page.goto(year.letter(DANA, "/i/"))
    year.picture(page, "invitation")
    press(page, "[value=accept]")
    sign(page)
    page.goto(f"{year.mine}/")
    year.picture(page, "peers-space-at-first")
    for address in list(PEERS)[1:]:
        the_document_is_signed(answering.accept(year.space.invitations.get(email=address)))
    assert year.space.memberships.active().peers().count() == len(PEERS)


def the_document_is_signed(place, kind=Agreement.Kind.FOUNDATION):
    document = place.space.agreements.filter(kind=kind).order_by("-version").first()
    agreement.sign(document, place, by=place.person, name=place.person.name)
