"""The routes of the plan, by page family. A route under ``/sager/<uuid>/`` is guarded by ``case_view``."""

from django.urls import path

from accounts import import_pages
from accounts.models import Role
from plans import (
    board_views,
    case_page,
    closing_views,
    day_views,
    destination_views,
    fulltext_views,
    handover_views,
    inquiry_views,
    intake_views,
    milestone_views,
    shared_views,
    statement_views,
    transfer_views,
    transition_views,
    unit_day_views,
    views,
)
from plans.bundle import before_views
from plans.bundle import views as bundle_views
from plans.imports import CASELOAD

app_name = "plans"

# --- Min dag and the case page -----------------------------------------------------------------------------------
day_urls = [
    path("min-dag/", day_views.my_day, name="my_day"),
    path("overdrag/", transfer_views.transfer, name="transfer"),
    path("overdrag/<uuid:transfer_id>/", transfer_views.transfer_done, name="transfer_done"),
    path("overdrag/<uuid:transfer_id>/fortryd/", transfer_views.transfer_undo, name="transfer_undo"),
    path("overdrag/<uuid:transfer_id>/slut/", transfer_views.transfer_end, name="transfer_end"),
    path("enhedens-dag/", unit_day_views.unit_day_page, name="unit_day"),
    path("sager/<uuid:case_id>/afslut/", closing_views.closing_ask, name="closing_ask"),
    path("sager/<uuid:case_id>/afslut/fortsaet/", closing_views.closing_drop, name="closing_drop"),
    path("sager/<uuid:case_id>/luk/", closing_views.case_close, name="case_close"),
    path("sager/<uuid:case_id>/genaabn/", closing_views.case_reopen, name="case_reopen"),
    path("sager/<uuid:case_id>/luk/tilbage/", closing_views.closing_send_back, name="closing_send_back"),
    path("sager/<uuid:case_id>/opfoelgning/<int:months>/", closing_views.follow_up, name="follow_up"),
    path("sager/<uuid:case_id>/afslutning/", closing_views.closing_summary, name="closing_summary"),
    path(
        "sager/<uuid:case_id>/afslutning/<uuid:summary_id>/",
        closing_views.closing_summary_pdf,
        name="closing_summary_pdf",
    ),
    path("sager/<uuid:case_id>/udsaet/<str:source>/", day_views.line_put_off, name="line_put_off"),
    path("sager/<uuid:case_id>/udsat/tilbage/", day_views.line_take_back, name="line_take_back"),
    path("sager/<uuid:case_id>/aktivitet/fortryd/", day_views.confirmation_undo, name="confirmation_undo"),
    path("sager/ny/", intake_views.intake, name="intake"),
    path("sager/ny/gem/", intake_views.intake_save, name="intake_save"),
    path("sager/<uuid:case_id>/", case_page.case_detail, name="case_detail"),
]

# --- inquiries ---------------------------------------------------------------------------------------------------
_INQUIRY = "henvendelser/<uuid:inquiry_id>/"
inquiry_urls = [
    path("henvendelser/", inquiry_views.inquiry_list, name="inquiry_list"),
    path(_INQUIRY, inquiry_views.inquiry, name="inquiry"),
    path(_INQUIRY + "ret/", inquiry_views.inquiry_edit, name="inquiry_edit"),
    path(_INQUIRY + "ung/", inquiry_views.inquiry_point, name="inquiry_point"),
    path(_INQUIRY + "spoerg/", inquiry_views.inquiry_ask, name="inquiry_ask"),
    path(_INQUIRY + "udtalelse/<uuid:statement_id>/", inquiry_views.statement_write, name="statement_write"),
    path(
        _INQUIRY + "udtalelse/<uuid:statement_id>/traek/",
        inquiry_views.statement_withdraw,
        name="statement_withdraw",
    ),
    path(_INQUIRY + "afgoer/", inquiry_views.inquiry_decide, name="inquiry_decide"),
    path(_INQUIRY + "kendt/", inquiry_views.inquiry_known, name="inquiry_known"),
    path(_INQUIRY + "optag/", inquiry_views.inquiry_take_in, name="inquiry_take_in"),
    path(_INQUIRY + "genaabn/", inquiry_views.inquiry_reopen, name="inquiry_reopen"),
    path("fordeling/", board_views.board, name="board"),
    path("sager/<uuid:case_id>/fordel-til/", board_views.board_assign, name="board_assign"),
    path("sager/<uuid:case_id>/fordel-om/", board_views.board_undo, name="board_undo"),
    path("vejledere/", board_views.guide_list, name="guide_list"),
    path("vejledere/<int:user_id>/", board_views.guide_edit, name="guide_edit"),
    path("til-udtalelse/", statement_views.statement_list, name="statement_list"),
    path("til-udtalelse/<uuid:statement_id>/", statement_views.statement_answer, name="statement_answer"),
]

# --- the plan ----------------------------------------------------------------------------------------------------
_PLAN = "sager/<uuid:case_id>/plan/"
_MILESTONE = _PLAN + "milepael/<uuid:milestone_id>/"
plan_urls = [
    path(_PLAN, views.plan, name="plan"),
    path(_PLAN + "begynd/", views.plan_open, name="plan_open"),
    path(_PLAN + "ret/", views.plan_edit, name="plan_edit"),
    path(_PLAN + "kladde/", views.plan_draft, name="plan_draft"),
    path(_PLAN + "forloeb/", views.lanes, name="lanes"),
    path(_PLAN + "maal/nyt/", views.goal_add, name="goal_add"),
    path(_PLAN + "maal/<int:goal_id>/", views.goal_edit, name="goal_edit"),
    path(_PLAN + "naaet/", views.outcome_add, name="outcome_add"),
    path(_PLAN + "naaet/<int:outcome_id>/ophoert/", views.outcome_end, name="outcome_end"),
    path(_PLAN + "milepael/ny/", milestone_views.milestone_add, name="milestone_add"),
    path(_PLAN + "raekkefoelge/", milestone_views.milestones_order, name="milestones_order"),
    path(_MILESTONE, milestone_views.milestone, name="milestone"),
    path(_MILESTONE + "ret/", milestone_views.milestone_edit, name="milestone_edit"),
    path(_MILESTONE + "flyt/", milestone_views.milestone_move, name="milestone_move"),
    path(_MILESTONE + "ny-dato/", milestone_views.milestone_postpone, name="milestone_postpone"),
    path(_MILESTONE + "fortryd/", milestone_views.milestone_undo, name="milestone_undo"),
    path(_MILESTONE + "plads/", milestone_views.milestone_shift, name="milestone_shift"),
]

# --- hand-over ---------------------------------------------------------------------------------------------------
_HANDED = "sager/<uuid:case_id>/plan/udlevering/"
handover_urls = [
    path("udleveringer/beskyttede/", handover_views.guarded_handovers, name="guarded_handovers"),
    path("sager/<uuid:case_id>/plan/udlever/", handover_views.hand_over, name="hand_over"),
    path(
        "sager/<uuid:case_id>/plan/udlever/pdf/", handover_views.hand_over_preview, name="hand_over_preview"
    ),
    path(_HANDED + "<uuid:handover_id>/", handover_views.handover, name="handover"),
    path(_HANDED + "<uuid:handover_id>/delt/", shared_views.handover_shared, name="handover_shared"),
    path("delt-med-os/", shared_views.partner_inbox, name="partner_inbox"),
    path("sager/<uuid:case_id>/delt/", shared_views.shared_case, name="shared_case"),
]

# --- tables ------------------------------------------------------------------------------------------------------
table_urls = [
    path("tabeller/destinationer/", destination_views.destination_list, name="destination_list"),
    path("tabeller/destinationer/ny/", destination_views.destination_add, name="destination_add"),
    path(
        "tabeller/destinationer/<int:destination_id>/",
        destination_views.destination_edit,
        name="destination_edit",
    ),
]

# --- age transitions ---------------------------------------------------------------------------------------------
_AGES = "sager/<uuid:case_id>/overgange/"
transition_urls = [
    path("overgange/", transition_views.board, name="transitions"),
    path(_AGES, transition_views.case_transitions, name="case_transitions"),
    path(f"{_AGES}<int:rule_id>/", transition_views.transition_confirm, name="transition_confirm"),
    path(
        f"{_AGES}<int:rule_id>/tilbage/", transition_views.transition_take_back, name="transition_take_back"
    ),
    path("tabeller/overgange/", transition_views.rule_list, name="transition_rules"),
    path("tabeller/overgange/ny/", transition_views.rule_add, name="transition_rule_add"),
    path("tabeller/overgange/<int:rule_id>/slut/", transition_views.rule_end, name="transition_rule_end"),
]

# --- import of a caseload ------------------------------------------------------------------------------------------
import_urls = import_pages.routes("sager/import/", CASELOAD, Role.LEADER)

# --- words -------------------------------------------------------------------------------------------------------
text_urls = [path("soeg/notater/", fulltext_views.text_search, name="text_search")]

# --- to and from other municipalities ------------------------------------------------------------------------------
_SENT = "sager/<uuid:case_id>/flyttet/<uuid:bundle_id>/"
_RECEIVED = "sager/modtag/<uuid:bundle_id>/"
bundle_urls = [
    path("sager/<uuid:case_id>/flyt/", bundle_views.bundle_send, name="bundle_send"),
    path(_SENT, bundle_views.bundle_sent, name="bundle_sent"),
    path(_SENT + "hent/", bundle_views.bundle_file, name="bundle_file"),
    path("sager/<uuid:case_id>/foer/", before_views.bundle_before, name="bundle_before"),
    path(
        "sager/<uuid:case_id>/foer/samtykke/<int:number>/",
        before_views.bundle_before_ask,
        name="bundle_before_ask",
    ),
    path(
        "sager/<uuid:case_id>/foer/partner/<int:number>/",
        before_views.bundle_before_join,
        name="bundle_before_join",
    ),
    path("sager/<uuid:case_id>/foer/til-side/", before_views.bundle_before_aside, name="bundle_before_aside"),
    path("sager/modtag/", bundle_views.bundle_upload, name="bundle_upload"),
    path(_RECEIVED, bundle_views.bundle_received, name="bundle_received"),
    path(_RECEIVED + "kvittering/", bundle_views.bundle_receipt, name="bundle_receipt"),
    path(_RECEIVED + "plan/", bundle_views.bundle_plan, name="bundle_plan"),
    path("tabeller/kommuner/", bundle_views.installation_list, name="installation_list"),
    path("tabeller/kommuner/visitkort/", bundle_views.installation_card, name="installation_card"),
    path("tabeller/kommuner/ny/", bundle_views.installation_add, name="installation_add"),
    path(
        "tabeller/kommuner/<int:installation_id>/fjern/",
        bundle_views.installation_remove,
        name="installation_remove",
    ),
]

urlpatterns = [
    *bundle_urls,
    *text_urls,
    *transition_urls,
    *day_urls,
    *inquiry_urls,
    *plan_urls,
    *handover_urls,
    *import_urls,
    *table_urls,
]
