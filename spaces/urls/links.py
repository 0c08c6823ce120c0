"""What the links in mails open; no sign-in."""

urlpatterns = []
