"""Dependencies, holds and candidates."""

urlpatterns = []
