"""The routes of young people and cases. Everything under ``/sager/<uuid>/`` is guarded by ``case_view``."""

from django.urls import path

from cases import views_case, views_lists, views_notes, views_people

app_name = "cases"

urlpatterns = [
    path("mine-unge/", views_lists.mine, name="mine"),
    path("unge/", views_lists.unit_list, name="unit_list"),
    path("soeg/", views_lists.case_search, name="search"),
]

CASE = "sager/<uuid:case_id>/"
urlpatterns += [
    path(f"{CASE}notat/", views_notes.note_add, name="note_add"),
    path(f"{CASE}notat/<int:note_id>/", views_notes.note_edit, name="note_edit"),
    path(f"{CASE}notat/<int:note_id>/tilfoej/", views_notes.note_append, name="note_append"),
    path(f"{CASE}kladde/", views_notes.draft_save, name="draft_save"),
    path(f"{CASE}aktivitet/", views_case.activity_set, name="activity_set"),
    path(f"{CASE}aktivitet/bekraeft/", views_case.activity_confirm, name="activity_confirm"),
    path(f"{CASE}formaal/", views_case.case_purpose, name="purpose"),
    path(f"{CASE}cpr/", views_case.cpr_reveal, name="cpr_reveal"),
    path(f"{CASE}log/", views_case.case_log, name="case_log"),
    path(f"{CASE}fordel/", views_case.case_assign, name="case_assign"),
    path(f"{CASE}ret/", views_case.case_edit, name="case_edit"),
    path(f"{CASE}luk/", views_case.case_close, name="case_close"),
    path(f"{CASE}genaabn/", views_case.case_reopen, name="case_reopen"),
    path(f"{CASE}pause/", views_case.case_pause, name="case_pause"),
    path(f"{CASE}ung/", views_people.person_edit, name="person_edit"),
    path(f"{CASE}omkring/ny/", views_people.guardian_add, name="guardian_add"),
    path(f"{CASE}omkring/<int:guardian_id>/", views_people.guardian_edit, name="guardian_edit"),
    path(f"{CASE}partner/ny/", views_people.participation_add, name="participation_add"),
    path(
        f"{CASE}partner/<int:participation_id>/slut/",
        views_people.participation_end,
        name="participation_end",
    ),
    path(f"{CASE}samtykke/nyt/", views_people.consent_add, name="consent_add"),
    path(f"{CASE}samtykke/<int:consent_id>/traek/", views_people.consent_withdraw, name="consent_withdraw"),
]
