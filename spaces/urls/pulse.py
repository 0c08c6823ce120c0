"""The pulse: waves, answering, readings."""

urlpatterns = []
