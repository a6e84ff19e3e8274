"""Routes of documents."""

from django.urls import path

from cases.documents import views
from cases.links import CASE

urlpatterns = [
    path(f"{CASE}dokumenter/", views.documents, name="documents"),
    path(f"{CASE}dokumenter/nyt/", views.document_add, name="document_add"),
    path(f"{CASE}dokumenter/<uuid:document_id>/", views.document, name="document"),
    path(f"{CASE}dokumenter/<uuid:document_id>/hent/", views.document_file, name="document_file"),
    path(f"{CASE}dokumenter/<uuid:document_id>/side/<int:page>/", views.document_page, name="document_page"),
    path(f"{CASE}dokumenter/<uuid:document_id>/ret/", views.document_edit, name="document_edit"),
    path(f"{CASE}dokumenter/<uuid:document_id>/traek/", views.document_withdraw, name="document_withdraw"),
    path("tabeller/dokumentlager/", views.document_storage, name="document_storage"),
]
