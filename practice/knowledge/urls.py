"""Routes of the knowledge bank."""

from django.urls import path

from practice.knowledge import file_views, version_views, views

BANK = "praksis/viden/"
ONE = f"{BANK}<int:pk>/"
urlpatterns = [
    path(BANK, views.article_list, name="article_list"),
    path(f"{BANK}ny/", views.article_add, name="article_add"),
    path(f"{BANK}vis/", views.article_preview, name="article_preview"),
    path(f"{BANK}om/<slug:key>/", views.article_about, name="article_about"),
    path(ONE, views.article_detail, name="article_detail"),
    path(f"{ONE}ret/", views.article_edit, name="article_edit"),
    path(f"{ONE}udgiv/", views.article_publish, name="article_publish"),
    path(f"{ONE}passer/", views.article_confirm, name="article_confirm"),
    path(f"{ONE}arkiver/", views.article_archive, name="article_archive"),
    path(f"{ONE}hent-frem/", views.article_take_up, name="article_take_up"),
    path(f"{ONE}versioner/", version_views.article_versions, name="article_versions"),
    path(f"{ONE}versioner/<int:number>/gendan/", version_views.article_restore, name="article_restore"),
    path(f"{ONE}filer/", file_views.article_file_add, name="article_file_add"),
    path(f"{ONE}filer/<uuid:file_id>/", file_views.article_file, name="article_file"),
    path(f"{ONE}filer/<uuid:file_id>/fjern/", file_views.article_file_remove, name="article_file_remove"),
]
