"""Routes of a young person in a programme."""

from django.urls import path

from cases.links import CASE
from programmes.members import views

MEMBER = f"{CASE}forloeb/<uuid:member_id>/"

urlpatterns = [
    path("forloeb/<uuid:programme_id>/tilfoej/", views.programme_candidates, name="programme_candidates"),
    path(f"{CASE}forloeb/tilfoej/", views.member_add, name="member_add"),
    path(MEMBER, views.member, name="member"),
    path(f"{MEMBER}begynd/", views.member_begin, name="member_begin"),
    path(f"{MEMBER}flyt-start/", views.member_move_start, name="member_move_start"),
    path(f"{MEMBER}forlaeng/", views.member_extend, name="member_extend"),
    path(f"{MEMBER}afslut/", views.member_sign_out, name="member_sign_out"),
    path(f"{MEMBER}fjern-slut/", views.member_remove_end, name="member_remove_end"),
    path(f"{MEMBER}deltager-ikke/", views.member_not_begun, name="member_not_begun"),
    path(f"{MEMBER}fortryd/", views.member_take_back, name="member_take_back"),
]
