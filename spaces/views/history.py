from impact_spaces.lib.keyset import page_of
from spaces.insights.history import timeline
from spaces.insights.rooms import glass_seen
from spaces.models import Move
from spaces.views.desk import run_space, show


def history(request, pk):
    """Every move of a space and of its invitations, newest first."""
    space = run_space(request, pk)
    moves = Move.objects.visible_to(request.user).filter(space=space).select_related("by", "invitation")
    only = "stages" if "stages" in request.GET else ""
    page = page_of(moves.of_space() if only else moves, request.GET, at="at")
    about = {"page": page, "moves": timeline(page.rows), "only": only, "glass": glass_seen(request.user, space)}
    return show(request, "history/list", space, "history", **about)
