"""Readiness: the evidence side by side, and the group's own levels."""

urlpatterns = []
