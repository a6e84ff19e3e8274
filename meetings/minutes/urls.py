"""Routes of minutes."""

from django.urls import path

from meetings.agenda.urls import ITEM
from meetings.minutes import own_views, views
from meetings.planning.urls import MEETING

urlpatterns = [
    path(f"{ITEM}aftale/", views.decision_add, name="decision_add"),
    path(f"{ITEM}aftale/<int:decision_id>/som-planen/", views.decision_anew, name="decision_anew"),
    path(f"{MEETING}referat/", views.minutes_write, name="minutes_write"),
    path(f"{MEETING}referat/del/", views.minutes_send, name="minutes_send"),
    path(f"{MEETING}referat/kommentar/", views.minutes_comment, name="minutes_comment"),
    path(f"{MEETING}referat/godkend/<int:attendee_id>/", views.minutes_approve, name="minutes_approve"),
    path(f"{MEETING}referat/luk/", views.minutes_lock, name="minutes_lock"),
    path(f"{MEETING}referat/tilfoej/", views.minutes_add, name="minutes_add"),
    path(f"{MEETING}referat/laest/", views.comments_seen, name="comments_seen"),
    path("referat/<int:attendee_id>/", own_views.own_minutes, name="own_minutes"),
    path("referat/<int:attendee_id>/godkend/", own_views.own_minutes_approve, name="own_minutes_approve"),
    path(f"{MEETING}referat.pdf", views.minutes_pdf, name="minutes_pdf"),
    path(f"{MEETING}referat/giv/", views.minutes_give, name="minutes_give"),
]
