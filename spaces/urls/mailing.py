"""Mails that go out together: the plan before, progress, pause and stop."""

urlpatterns = []
