"""The routes of young people and cases. Everything under ``/sager/<uuid>/`` is guarded by ``case_view``."""

from django.urls import path

from cases.views import (
    activity,
    bulk,
    case,
    consents,
    documents,
    duty,
    emergency,
    lists,
    network,
    note_kinds,
    notes,
    people,
    reading,
    sharing_rules,
    summary,
    tables,
    weight,
)

app_name = "cases"

urlpatterns = [
    path("mine-unge/", lists.mine, name="mine"),
    path("unge/", lists.unit_list, name="unit_list"),
    path("visninger/gem/", lists.view_save, name="view_save"),
    path("visninger/<int:view_id>/fjern/", lists.view_remove, name="view_remove"),
    path("flere/", bulk.bulk, name="bulk"),
    path("flere/<uuid:bulk_id>/", bulk.bulk_done, name="bulk_done"),
    path("flere/<uuid:bulk_id>/fortryd/", bulk.bulk_undo, name="bulk_undo"),
    path("soeg/", lists.case_search, name="search"),
    path("tabeller/visitation/", tables.table_list, name="table_list"),
    path("tabeller/visitation/<slug:table>/ny/", tables.table_add, name="table_add"),
    path("tabeller/visitation/<slug:table>/<int:row_id>/", tables.table_edit, name="table_edit"),
]

CASE = "sager/<uuid:case_id>/"
DOCUMENT = f"{CASE}dokumenter/<uuid:document_id>/"
urlpatterns += [
    path(f"{CASE}notat/", notes.note_add, name="note_add"),
    path(f"{CASE}notat/<int:note_id>/", notes.note_edit, name="note_edit"),
    path(f"{CASE}notat/<int:note_id>/fortryd/", notes.note_strike, name="note_strike"),
    path(f"{CASE}notat/<int:note_id>/tilfoej/", notes.note_append, name="note_append"),
    path(f"{CASE}kladde/", notes.draft_save, name="draft_save"),
    path(f"{CASE}aktivitet/", activity.activity_set, name="activity_set"),
    path(f"{CASE}aktivitet/bekraeft/", activity.activity_confirm, name="activity_confirm"),
    path(f"{CASE}aktivitet/<int:period_id>/", activity.activity_change, name="activity_change"),
    path(f"{CASE}aktivitet/<int:period_id>/slut/", activity.activity_end, name="activity_end"),
    path(f"{CASE}aktiviteter/", activity.activities, name="activities"),
    path(f"{CASE}gaaet-i-staa/", activity.stall_rest, name="stall_rest"),
    path(f"{CASE}formaal/", case.case_purpose, name="purpose"),
    path(f"{CASE}cpr/", case.cpr_reveal, name="cpr_reveal"),
    path(f"{CASE}log/", case.case_log, name="case_log"),
    path(f"{CASE}fordel/", case.case_assign, name="case_assign"),
    path(f"{CASE}vaegt/", weight.case_weight, name="case_weight"),
    path(f"{CASE}ret/", case.case_edit, name="case_edit"),
    path(f"{CASE}pause/", case.case_pause, name="case_pause"),
    path(f"{CASE}ung/", people.person_edit, name="person_edit"),
    path(f"{CASE}omkring/ny/", people.guardian_add, name="guardian_add"),
    path(f"{CASE}omkring/<int:guardian_id>/", people.guardian_edit, name="guardian_edit"),
    path(f"{CASE}partner/ny/", people.participation_add, name="participation_add"),
    path(
        f"{CASE}partner/<int:participation_id>/slut/",
        people.participation_end,
        name="participation_end",
    ),
    path(f"{CASE}samtykker/", consents.consents, name="consents"),
    path(f"{CASE}samtykke/nyt/", consents.consent_add, name="consent_add"),
    path(f"{CASE}samtykke/<int:consent_id>/igen/", consents.consent_again, name="consent_again"),
    path(f"{CASE}samtykke/<int:consent_id>/traek/", consents.consent_withdraw, name="consent_withdraw"),
    path(f"{CASE}samtykke/<int:consent_id>/fortalt/", consents.consent_told, name="consent_told"),
    path(
        f"{CASE}samtykke/<int:consent_id>/kvittering/",
        consents.consent_receipt_make,
        name="consent_receipt_make",
    ),
    path(f"{CASE}kvittering/<uuid:receipt_id>/", consents.consent_receipt, name="consent_receipt"),
]

urlpatterns += [
    path(f"{CASE}dokumenter/", documents.documents, name="documents"),
    path(f"{CASE}dokumenter/nyt/", documents.document_add, name="document_add"),
    path(DOCUMENT, documents.document, name="document"),
    path(f"{DOCUMENT}hent/", documents.document_file, name="document_file"),
    path(f"{DOCUMENT}side/<int:page>/", documents.document_page, name="document_page"),
    path(f"{DOCUMENT}ret/", documents.document_edit, name="document_edit"),
    path(f"{DOCUMENT}traek/", documents.document_withdraw, name="document_withdraw"),
    path("tabeller/dokumentlager/", documents.document_storage, name="document_storage"),
]

urlpatterns += [
    path(f"{CASE}notater/", reading.notes_reading, name="notes_reading"),
    path(f"{CASE}kort/", summary.summary_edit, name="summary_edit"),
    path(f"{CASE}kort/passer/", summary.summary_renew, name="summary_renew"),
    path(f"{CASE}kort/foer/", summary.summary_history, name="summary_history"),
    path("tabeller/notater/", note_kinds.note_kind_list, name="note_kind_list"),
    path("tabeller/notater/ny/", note_kinds.note_kind_add, name="note_kind_add"),
    path("tabeller/notater/<int:kind_id>/", note_kinds.note_kind_edit, name="note_kind_edit"),
    path("tabeller/deling/", sharing_rules.sharing_rule_list, name="sharing_rule_list"),
    path("tabeller/deling/ny/", sharing_rules.sharing_rule_add, name="sharing_rule_add"),
    path("tabeller/deling/<int:rule_id>/", sharing_rules.sharing_rule_edit, name="sharing_rule_edit"),
    path("noedadgang/", emergency.break_glass, name="break_glass"),
    path("noedadgang/brugt/", emergency.glass_list, name="glass_list"),
    path(f"{CASE}netvaerk/", network.network, name="network"),
    path(f"{CASE}kollega/ny/", network.colleague_add, name="colleague_add"),
    path(f"{CASE}kollega/<int:role_id>/slut/", network.colleague_end, name="colleague_end"),
]

DUTY = f"{CASE}pligt/"
urlpatterns += [
    path(DUTY, duty.duty_clocks, name="duty_clocks"),
    path(f"{DUTY}ny/", duty.breach_add, name="breach_add"),
    path(f"{DUTY}<int:breach_id>/ret/", duty.breach_edit, name="breach_edit"),
    path(f"{DUTY}<int:breach_id>/fejl/", duty.breach_mistake, name="breach_mistake"),
    path(f"{DUTY}<int:breach_id>/igen/", duty.breach_followed, name="breach_followed"),
    path(f"{DUTY}<int:breach_id>/hvorfor/<slug:which>/", duty.breach_explain, name="breach_explain"),
    path(f"{DUTY}fritagelse/ny/", duty.exemption_add, name="exemption_add"),
    path(f"{DUTY}fritagelse/<int:exemption_id>/slut/", duty.exemption_end, name="exemption_end"),
]
