"""Every route of the product. Paths are Danish words, as users see them."""

from django.urls import include, path

from kui import health, sms, views

urlpatterns = [
    path("", views.home, name="home"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("sms/kvittering/", sms.sms_report, name="sms_report"),
    path("opgaver/<uuid:job_id>/", views.job_detail, name="job_detail"),
    path("sprog/", views.language_set, name="set_language"),
    path("konto/", include("accounts.signin.urls")),
]
# Each app holds its own routes. Those that are asked for most stand first: Django tries them in turn.
urlpatterns += [
    path("", include(f"{app}.urls"))
    for app in (
        "workspace",
        "plans",
        "portal",
        "overview",
        "cases",
        "meetings",
        "accounts",
        "exchange",
        "intake",
        "participation",
        "partners",
        "practice",
        "programmes",
        "progress",
        "reports",
    )
]

handler400 = "kui.views.bad"
handler403 = "kui.views.denied"
handler404 = "kui.views.missing"
handler500 = "kui.views.broken"
