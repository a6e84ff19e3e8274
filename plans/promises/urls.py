"""Routes of promises, on the guide's side."""

from django.urls import path

from cases.links import CASE
from plans.promises import views

PROMISE = f"{CASE}plan/milepael/<uuid:milestone_id>/aftale/"

urlpatterns = [
    path(f"{CASE}plan/milepael/<uuid:milestone_id>/fortryd/", views.milestone_undo, name="milestone_undo"),
    path(PROMISE, views.promise, name="promise"),
    path(f"{PROMISE}spoerg/", views.promise_ask, name="promise_ask"),
    path(
        f"{CASE}plan/spoergsmaal/<uuid:question_id>/traek-tilbage/",
        views.question_withdraw,
        name="question_withdraw",
    ),
    path(f"{CASE}plan/spoergsmaal/<uuid:question_id>/laest/", views.answer_read, name="answer_read"),
    path(f"{CASE}plan/forslag/<uuid:proposal_id>/godkend/", views.proposal_accept, name="proposal_accept"),
    path(f"{CASE}plan/forslag/<uuid:proposal_id>/fortryd/", views.proposal_reopen, name="proposal_reopen"),
    path(f"{CASE}plan/tilbagemelding/<uuid:report_id>/laest/", views.report_read, name="report_read"),
    path(f"{CASE}plan/forslag/<uuid:proposal_id>/afvis/", views.proposal_decline, name="proposal_decline"),
]
