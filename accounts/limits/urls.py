"""Routes of the table of limits, and of the unit's own choices."""

from django.urls import path

from accounts.limits import views

urlpatterns = [
    path("tabeller/graenser/", views.limit_list, name="limit_list"),
    path("tabeller/graenser/enheden/", views.unit_choices, name="unit_choices"),
    path("tabeller/graenser/<slug:code>/", views.limit, name="limit"),
    path("tabeller/graenser/<slug:code>/<int:pk>/tilbage/", views.limit_take_back, name="limit_take_back"),
]
