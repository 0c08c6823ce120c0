"""The members' pages."""

urlpatterns = []
