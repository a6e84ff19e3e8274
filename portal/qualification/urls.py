"""Routes of a department's clarifications."""

from django.urls import path

from cases.links import CASE
from portal.qualification import views

ONE = f"{CASE}til-afklaring/<uuid:qualification_id>/"

urlpatterns = [
    path("til-afklaring/", views.qualification_list, name="qualification_list"),
    path("til-afklaring/grunde/", views.own_reasons, name="own_reasons"),
    path("til-afklaring/grunde/<int:reason_id>/", views.own_reason_use, name="own_reason_use"),
    path(ONE, views.qualification, name="qualification"),
    path(f"{ONE}tag/", views.qualification_take, name="qualification_take"),
    path(f"{ONE}laeg-tilbage/", views.qualification_lay_back, name="qualification_lay_back"),
    path(f"{ONE}svar/<slug:kind>/", views.qualification_answer, name="qualification_answer"),
    path(f"{ONE}traek-tilbage/", views.qualification_take_back, name="qualification_take_back"),
]
