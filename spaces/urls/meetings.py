"""Meetings: planning, answering, the calendar feed and its inbox."""

urlpatterns = []
