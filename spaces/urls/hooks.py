"""What mail providers and mailboxes report to."""

urlpatterns = []
