"""Routes of likely duplicates, and of merging."""

from django.urls import path

from partners.merge import views

urlpatterns = [
    path("partnere/dubletter/", views.duplicate_list, name="duplicate_list"),
    path("partnere/dubletter/<int:pk>/<int:other_pk>/to/", views.not_duplicate, name="not_duplicate"),
    path("partnere/<int:pk>/flet/", views.merge_choose, name="merge_choose"),
    path("partnere/<int:pk>/flet/<int:other_pk>/", views.partner_merge, name="partner_merge"),
]
