"""Pages of the accounts that are our own; those of django-allauth are in `sign_in_urls`."""

from django.urls import path

from accounts import import_views, limit_views, user_views, views
from accounts.models import Role
from accounts.staff_import import STAFF

app_name = "accounts"
urlpatterns = [
    path("konto/", views.profile, name="profile"),
    path("konto/sessioner/", views.session_list, name="session_list"),
    path("konto/sessioner/<int:pk>/afslut/", views.session_end, name="session_end"),
    path("konto/sessioner/afslut-alle/", views.session_end_all, name="session_end_all"),
    path("konto/session/tilbage/", views.session_left, name="session_left"),
    path("konto/session/forlaeng/", views.session_extend, name="session_extend"),
    path("brugere/", user_views.user_list, name="user_list"),
    path("brugere/ny/", user_views.user_invite, name="user_invite"),
    path("brugere/<int:pk>/", user_views.user_edit, name="user_edit"),
    path("brugere/<int:pk>/invitation/", user_views.user_invite_again, name="user_invite_again"),
    path("brugere/<int:pk>/ekstra-trin/", user_views.factor_reset_ask, name="factor_reset_ask"),
    path(
        "brugere/<int:pk>/ekstra-trin/bekraeft/", user_views.factor_reset_confirm, name="factor_reset_confirm"
    ),
    path("brugere/<int:pk>/luk/", user_views.user_close, name="user_close"),
    path("brugere/<int:pk>/genaabn/", user_views.user_reopen, name="user_reopen"),
    path("tabeller/graenser/", limit_views.limit_list, name="limit_list"),
    path("tabeller/graenser/<slug:code>/", limit_views.limit, name="limit"),
    path(
        "tabeller/graenser/<slug:code>/<int:pk>/tilbage/", limit_views.limit_take_back, name="limit_take_back"
    ),
    path("tabeller/enheden/", limit_views.unit_choices, name="unit_choices"),
    *import_views.routes("brugere/import/", STAFF, Role.ADMIN),
]
