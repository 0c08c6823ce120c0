"""The pages of the API and its description. They tell of no data, and are open to everybody: who writes a program for a
partner often has no account here.
"""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import condition, require_safe

from spaces.api import handbook
from spaces.api.described import as_json, as_yaml, etag

FORMS = {"yaml": (as_yaml, "application/yaml"), "json": (as_json, "application/json")}


def show(request, template, **context):
    return render(request, f"spaces/api/{template}.html", {"topics": handbook.topics(), **context})


@login_not_required
@require_safe
def index(request):
    return show(request, "index", set_up=handbook.set_up(), files=handbook.FILES)


@login_not_required
@require_safe
def topic(request, name):
    if name not in handbook.topics():
        raise Http404
    return show(request, "topic", topic=handbook.topics()[name], columns=handbook.COLUMNS)


@login_not_required
@require_safe
def first_steps(request):
    return show(request, "first_steps", text=handbook.first_steps())


@login_not_required
@require_safe
@condition(etag_func=lambda request, form: f'"{form}-{etag()[1:]}')
def description(request, form):
    text, kind = FORMS[form]
    return HttpResponse(text(), content_type=kind, headers={"Cache-Control": "public, no-cache"})
