"""Stands for pages that mails lead to, until they are there."""

from django.http import HttpResponse


def page(request, **_which):
    return HttpResponse(status=501)
