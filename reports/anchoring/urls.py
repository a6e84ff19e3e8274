"""Routes of partnerships."""

from django.urls import path

from reports.anchoring import views

urlpatterns = [
    path("partnere/skroebelige/", views.fragile_list, name="fragile_list"),
    path("partnere/<int:pk>/partnerskab/", views.partnership, name="partnership"),
    path("partnere/hvis-stopper/kontakt/<int:pk>/", views.if_contact_leaves, name="if_contact_leaves"),
    path("partnere/hvis-stopper/medarbejder/<int:pk>/", views.if_user_leaves, name="if_user_leaves"),
]
