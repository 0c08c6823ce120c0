"""Every page of the work."""

app_name = "spaces"
urlpatterns = []
