"""Routes of released figures."""

from django.urls import path

from reports.release import extract_views, views

AT = "tal-udenfor/"

urlpatterns = [
    path("rapporter/<uuid:report_id>/frigiv/", views.release, name="release"),
    path(AT, views.release_list, name="release_list"),
    path(f"{AT}udtraek/<uuid:extract_id>/", extract_views.extract_detail, name="extract_detail"),
    path(
        f"{AT}udtraek/<uuid:extract_id>/hent/<slug:fmt>/",
        extract_views.extract_export,
        name="extract_export",
    ),
    path(f"{AT}<uuid:release_id>/", views.release_detail, name="release_detail"),
    path(f"{AT}<uuid:release_id>/pdf/", views.release_pdf, name="release_pdf"),
    path(f"{AT}<uuid:release_id>/hent/<slug:fmt>/", views.release_export, name="release_export"),
]
