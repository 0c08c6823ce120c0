"""Readiness: the evidence side by side, and the group's own levels."""

from django.urls import path

from spaces.views import readiness

urlpatterns = [
    path("my/spaces/<int:pk>/readiness/", readiness.readiness, name="readiness"),
    path("desk/spaces/<int:pk>/levels/", readiness.levels, name="levels"),
]
