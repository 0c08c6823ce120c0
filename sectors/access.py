"""Who may work on the map."""

from functools import wraps

from django.http import Http404


def facilitators_only(view):
    """For everybody else the page does not exist."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not (request.user.is_facilitator or request.user.is_staff):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded
