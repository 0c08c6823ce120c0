"""What the page of one space shows: its way, its people, its answers. Counts of one space only."""

from django.db.models import Count, Exists, F, OuterRef, Q, Window
from django.db.models.functions import RowNumber
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from sectors.models import Sector
from spaces.insights.history import timeline
from spaces.insights.invitations import chosen, rows
from spaces.models import Agreement, Signature
from spaces.models.invitation import Kind
from spaces.models.membership import Circle, Role
from spaces.states import INVITATIONS, InvitationState, Stage

FACES = 18
NAMES = 5
LATEST = 5
WAY = (Stage.EXPLORING, Stage.GATHERING, Stage.CONSOLIDATED, Stage.CROSS_SECTOR)


def steps(space):
    """The stage line: where the space was, is, and may come to, with the month in which it got there."""
    came = {}
    for move in space.moves.of_space().order_by("at", "id"):
        came[move.to_state] = move
    here = WAY.index(space.paused_from or space.stage) if space.stage != Stage.CLOSED else last_stage(came)
    return [step(stage, came.get(stage), place - here, space) for place, stage in enumerate(WAY)]


def last_stage(came):
    return max((WAY.index(stage) for stage in WAY if stage in came), default=0)


def step(stage, move, distance, space):
    state = "now" if distance == 0 and not space.is_over else "past" if distance <= 0 else "next"
    when = _("as needed") if stage == Stage.CROSS_SECTOR and state == "next" else ""
    if move and state != "next":
        when = date_format(move.at, "YEAR_MONTH_FORMAT")
        when = _("{month}, as reported").format(month=when) if move.is_reported else when
    return {"stage": stage, "name": stage.label, "when": when, "state": state}


def circles(space):
    """Members who are in now, by circle: a list of (circle's name, the first faces, how many more)."""
    inside = space.memberships.present().exclude(role=Role.FACILITATOR)
    counts = dict(inside.order_by().values_list("circle").annotate(n=Count("pk")))
    place = Window(RowNumber(), partition_by=[F("circle")], order_by="id")
    found = {circle: [] for circle in Circle if counts.get(circle)}
    for member in inside.annotate(place=place).filter(place__lte=FACES).select_related("person", "organisation"):
        found[member.circle].append(face(member))
    return [(circle.label, people, counts[circle] - len(people)) for circle, people in found.items()]


def face(member):
    sector = member.organisation.sector if member.organisation else Sector.THIRD
    name = member.person.name if member.is_active else _("{name}, not signed yet").format(name=member.person.name)
    return {"name": name, "sector": sector, "sector_name": Sector(sector).label}


def by_sector(space):
    """How many members who are in now come from each sector: a list of (sector, its words, count)."""
    counted = (
        space.memberships.present()
        .exclude(role=Role.FACILITATOR)
        .values_list("organisation__sector")
        .annotate(n=Count("pk"))
        .order_by()
    )
    found = {}
    for sector, n in counted:
        found[sector or Sector.THIRD] = found.get(sector or Sector.THIRD, 0) + n
    return [(sector, sector.label, found[sector]) for sector in reversed(Sector) if found.get(sector)]


def funnels(space):
    """{kind: bar of its answers}, for kinds that have any. One query, of this space alone."""
    counted = {
        (kind, state): n
        for kind, state, n in space.invitations.values_list("kind", "state").annotate(n=Count("pk")).order_by()
    }
    return {str(kind): bar(counted, kind) for kind in Kind if any(found == kind for found, _state in counted)}


def bar(counted, kind):
    shown = (
        InvitationState.ACCEPTED, InvitationState.OPEN, InvitationState.DEFERRED, InvitationState.DELEGATED,
        InvitationState.DECLINED, InvitationState.EXPIRED, InvitationState.APPROVED, InvitationState.PROPOSED,
        InvitationState.DRAFT, InvitationState.WITHDRAWN,
    )  # fmt: skip
    return [(state.label, counted.get((kind, state), 0), INVITATIONS[state].tone) for state in shown]


def documents(space):
    """The current agreements: a list of dicts of the document, how many are asked, and who has not signed."""
    return [signed_by(space, one) for one in space.agreements.current().order_by("-kind")]


def signed_by(space, document):
    present = space.memberships.present().exclude(role=Role.FACILITATOR)
    asked = present.peers() if document.kind == Agreement.Kind.FOUNDATION else present
    signed = Signature.objects.filter(agreement=document, membership=OuterRef("pk"))
    waiting = asked.filter(~Exists(signed))
    names = list(waiting.order_by("id").values_list("person__name", flat=True)[:NAMES])
    counts = asked.aggregate(asked=Count("pk"), signed=Count("pk", filter=Exists(signed)))
    return {"document": document, **counts, "open": names, "more": counts["asked"] - counts["signed"] - len(names)}


def decisions(space):
    """The latest decisions, and one more when there are others."""
    return with_counts(space.decisions).order_by("-id")[: LATEST + 1]


def with_counts(found):
    """Decisions with how many answered. What was answered stays hidden while one is open."""
    return found.annotate(asked=Count("responses"), answered=Count("responses", filter=~Q(responses__answer="")))


def latest_invitations(space):
    return rows(list(chosen(space.invitations.all()).order_by("-pk")[:6]), space)


def latest_moves(space):
    return timeline(space.moves.of_space().select_related("by").order_by("-at", "-id")[:LATEST])
