"""Routes of progress, gathered from its rooms."""

app_name = "progress"
urlpatterns: list = []
