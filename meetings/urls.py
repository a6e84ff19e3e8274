"""Addresses of meetings; each room has its own."""

app_name = "meetings"
urlpatterns = []
