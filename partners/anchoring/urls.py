"""Routes of what is written about a partnership."""

from django.urls import path

from partners.anchoring import views

urlpatterns = [
    path("partnere/<int:pk>/partnerskab/ret/", views.partnership_edit, name="partnership_edit"),
    path("partnere/<int:pk>/partnerskab/moede/", views.joint_meeting_add, name="joint_meeting_add"),
    path("partnere/<int:pk>/partnerskab/antagelse/", views.assumption_add, name="assumption_add"),
    path(
        "partnere/<int:pk>/partnerskab/antagelse/<int:assumption_pk>/",
        views.assumption_challenge,
        name="assumption_challenge",
    ),
    path(
        "partnere/<int:pk>/partnerskab/selvevaluering/", views.self_assessment_add, name="self_assessment_add"
    ),
]
