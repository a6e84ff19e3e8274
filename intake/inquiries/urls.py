"""Routes of inquiries."""

from django.urls import path

from intake.inquiries import receive_views, statement_views, views

urlpatterns = [
    path("sager/ny/", receive_views.intake, name="intake"),
    path("sager/ny/gem/", receive_views.intake_save, name="intake_save"),
    path("henvendelser/", views.inquiry_list, name="inquiry_list"),
    path("henvendelser/<uuid:inquiry_id>/", views.inquiry, name="inquiry"),
    path("henvendelser/<uuid:inquiry_id>/ret/", views.inquiry_edit, name="inquiry_edit"),
    path("henvendelser/<uuid:inquiry_id>/ung/", views.inquiry_point, name="inquiry_point"),
    path("henvendelser/<uuid:inquiry_id>/spoerg/", views.inquiry_ask, name="inquiry_ask"),
    path(
        "henvendelser/<uuid:inquiry_id>/udtalelse/<uuid:statement_id>/",
        views.statement_write,
        name="statement_write",
    ),
    path(
        "henvendelser/<uuid:inquiry_id>/udtalelse/<uuid:statement_id>/traek/",
        views.statement_withdraw,
        name="statement_withdraw",
    ),
    path("henvendelser/<uuid:inquiry_id>/afgoer/", views.inquiry_decide, name="inquiry_decide"),
    path("henvendelser/<uuid:inquiry_id>/kendt/", views.inquiry_known, name="inquiry_known"),
    path("henvendelser/<uuid:inquiry_id>/optag/", views.inquiry_take_in, name="inquiry_take_in"),
    path("henvendelser/<uuid:inquiry_id>/genaabn/", views.inquiry_reopen, name="inquiry_reopen"),
    path("til-udtalelse/", statement_views.statement_list, name="statement_list"),
    path("til-udtalelse/<uuid:statement_id>/", statement_views.statement_answer, name="statement_answer"),
]
