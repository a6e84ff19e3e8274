"""Routes of a department's clarifications."""

from django.urls import path

from cases.links import CASE
from portal.clarification import views

ONE = f"{CASE}til-afklaring/<uuid:qualification_id>/"

urlpatterns = [
    path("til-afklaring/", views.clarification_list, name="clarification_list"),
    path("til-afklaring/grunde/", views.own_reasons, name="own_reasons"),
    path("til-afklaring/grunde/<int:reason_id>/", views.own_reason_use, name="own_reason_use"),
    path(ONE, views.clarification, name="clarification"),
    path(f"{ONE}tag/", views.clarification_take, name="clarification_take"),
    path(f"{ONE}laeg-tilbage/", views.clarification_lay_back, name="clarification_lay_back"),
    path(f"{ONE}svar/<slug:kind>/", views.clarification_answer, name="clarification_answer"),
    path(f"{ONE}traek-tilbage/", views.clarification_take_back, name="clarification_take_back"),
]
