"""The two rooms: what is written, shared and released."""

urlpatterns = []
