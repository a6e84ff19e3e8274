"""Routes of what the young person does."""

from django.urls import path

from portal.myacts import measures_views, meetings_views, plan_views, steps_views, talk_views

STEP = "min-plan/skridt/<uuid:step_id>/"
MEETING = "min-plan/moeder/<uuid:meeting_id>/"
PART = "<slug:kind>/<str:ref>/"

urlpatterns = [
    path("min-plan/skridt/", steps_views.my_steps, name="my_steps"),
    path(f"{STEP}gjort/", steps_views.my_step_done, name="my_step_done"),
    path(f"{STEP}ikke-gjort/", steps_views.my_step_undone, name="my_step_undone"),
    path(f"{STEP}ikke-endnu/", steps_views.my_step_cannot, name="my_step_cannot"),
    path(f"{STEP}kan-nu/", steps_views.my_step_can, name="my_step_can"),
    path("min-plan/er-det-din-plan/", plan_views.my_answer, name="my_answer"),
    path("min-plan/drom/", plan_views.my_dream, name="my_dream"),
    path(f"min-plan/ord/{PART}", plan_views.my_words, name="my_words"),
    path("min-plan/snak/", talk_views.my_talks, name="my_talks"),
    path(f"min-plan/snak/{PART}", talk_views.my_talk, name="my_talk"),
    path(f"min-plan/snak/{PART}laest/", talk_views.my_talk_read, name="my_talk_read"),
    path("min-plan/hvordan-gaar-det/", measures_views.my_scales, name="my_scales"),
    path("min-plan/hvordan-har-du-det/", measures_views.my_wellbeing, name="my_wellbeing"),
    path(
        "min-plan/hvordan-har-du-det/<int:answer_id>/",
        measures_views.my_wellbeing_told,
        name="my_wellbeing_told",
    ),
    path("min-plan/moeder/", meetings_views.my_meetings, name="my_meetings"),
    path(f"{MEETING}svar/", meetings_views.my_meeting_answer, name="my_meeting_answer"),
    path(f"{MEETING}punkt/", meetings_views.my_point, name="my_point"),
    path(f"{MEETING}referat/", meetings_views.my_minutes, name="my_minutes"),
    path(f"{MEETING}godkend/", meetings_views.my_minutes_approve, name="my_minutes_approve"),
]
