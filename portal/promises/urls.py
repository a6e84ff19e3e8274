"""Routes of a partner's promises."""

from django.urls import path

from cases.links import CASE
from portal.promises import views

PROMISE = f"{CASE}aftale/<uuid:milestone_id>/"

urlpatterns = [
    path("vores-aftaler/", views.promise_list, name="promise_list"),
    path("vores-aftaler/forslag/<uuid:proposal_id>/set/", views.outcome_seen, name="outcome_seen"),
    path(PROMISE, views.promise, name="promise"),
    path(f"{PROMISE}svar/<uuid:question_id>/", views.promise_answer, name="promise_answer"),
    path(f"{PROMISE}foreslaa/", views.promise_propose, name="promise_propose"),
    path(
        f"{PROMISE}forslag/<uuid:proposal_id>/traek-tilbage/",
        views.proposal_withdraw,
        name="proposal_withdraw",
    ),
    path(f"{PROMISE}meld/", views.promise_report, name="promise_report"),
]
