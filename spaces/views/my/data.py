"""What is kept about me: a copy to take along, and the ways out."""

from django.http import JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from spaces.insights import my
from spaces.insights.own_data import copy_of
from spaces.insights.rooms import left_behind


@require_safe
def data(request):
    about = {"places": my.spaces_of(request.user), "left_behind": left_behind(request.user)}
    return render(request, "spaces/my/data.html", about)


@require_safe
@never_cache
def copy(request):
    response = JsonResponse(copy_of(request.user), json_dumps_params={"ensure_ascii": False, "indent": 2})
    response["Content-Disposition"] = 'attachment; filename="my-data.json"'
    return response
