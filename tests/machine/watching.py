"""What the database lets each person see, beside what the ledger says that they may."""

from django.apps import apps

from spaces.models import (
    AgendaItem,
    Agreement,
    Candidacy,
    Commitment,
    Decision,
    File,
    GlassBreak,
    Invitation,
    Levels,
    Mailing,
    Meeting,
    Message,
    Move,
    Need,
    PeopleImport,
    Post,
    Pulse,
    PulseItem,
    Summary,
)

# Things whose every row stands in the ledger: what is seen of them is exactly what may be read.
SAID = {
    "need": Need,
    "decision": Decision,
    "foundation": Agreement,
    "annex": Agreement,
    "post": Post,
    "file": File,
    "glass": GlassBreak,
    "pulse": Pulse,
    "pulse_item": PulseItem,
    "candidacy": Candidacy,
    "meeting": Meeting,
    "agenda": AgendaItem,
    "summary": Summary,
    "commitment": Commitment,
}
# Things that only those inside, or only facilitators, see any of.
INSIDE = {Levels, Move}
FACILITATORS = {Invitation, Mailing, Message, PeopleImport}
SPACE = {
    File: "post__space",
    Candidacy: "invitation__space",
    AgendaItem: "meeting__space",
    Summary: "meeting__space",
    Commitment: "meeting__space",
}  # the way from a row to its space, where it isn't its own column

WATCHED = [*dict.fromkeys(SAID.values()), *sorted(INSIDE | FACILITATORS, key=lambda model: model.__name__)]


def wrongly_seen(play, model, name, space):
    """What this person's queryset of a model holds of a space that it should not, or lacks: a list of sentences."""
    rows = model.objects.visible_to(play.people[name]).filter(**{SPACE.get(model, "space"): play.keys[space]})
    if model in SAID.values():
        return things_said(play, model, name, space, rows)
    may = play.ledger.is_inside if model in INSIDE else play.ledger.is_facilitator
    return [] if may(name, space) or not rows.exists() else [f"{name} sees {model.__name__} of {space}"]


def things_said(play, model, name, space, rows):
    items = [one for kind, of in SAID.items() if of is model for one in play.ledger.of_kind(kind, space)]
    seen = set(rows.values_list("pk", flat=True))
    unsure = {one.pk for one in items if one.is_unsure or one.within is not None and one.within.is_unsure}
    seen -= unsure
    may = {one.pk for one in items if one.pk not in unsure and not one.is_gone and play.ledger.may_read(name, one)}
    if seen == may:
        return []
    return [f"{name} sees {model.__name__} {sorted(seen - may)}, and not {sorted(may - seen)}, of {space}"]


def all_wrongly_seen(play, names, spaces):
    """The same for many people, all models, some spaces."""
    asked = [(model, name, space) for name in names for space in spaces for model in WATCHED]
    return [fault for about in asked for fault in wrongly_seen(play, *about)]


def unwatched():
    """Models of the work that somebody sees rows of, and that the machine does not watch."""
    models = apps.get_app_config("spaces").get_models()
    return {model.__name__ for model in models if hasattr(model.objects, "visible_to")} - {
        model.__name__ for model in WATCHED
    }
