"""Routes of participation, gathered from its rooms."""

app_name = "participation"
urlpatterns: list = []
