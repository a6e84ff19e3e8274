"""Routes of plain words."""

from django.urls import path

from accounts.plainlanguage import tables, views

urlpatterns = [
    path("sprog/forslag/", views.plain_hints, name="plain_hints"),
    path("tabeller/klare-ord/", tables.plain_word_list, name="plain_word_list"),
    path("tabeller/klare-ord/nyt/", tables.plain_word_add, name="plain_word_add"),
    path("tabeller/klare-ord/<int:plain_word_id>/", tables.plain_word_edit, name="plain_word_edit"),
]
