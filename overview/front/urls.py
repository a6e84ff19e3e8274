"""Routes of the leader's overview."""

from django.urls import path

from overview.front import views

urlpatterns = [
    path("overblik/", views.front, name="front"),
    path("overblik/alle-tal/", views.figures, name="figures"),
    path("overblik/hold-oeje/", views.watch, name="watch"),
    path("overblik/liste/<slug:metric>/", views.metric_list, name="metric_list"),
]
