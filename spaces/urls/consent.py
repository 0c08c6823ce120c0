"""Deciding together, beyond the desk's list and the member's answer."""

urlpatterns = []
