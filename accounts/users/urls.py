"""Routes of the unit's users."""

from django.urls import path

from accounts.users import views

urlpatterns = [
    path("brugere/", views.user_list, name="user_list"),
    path("brugere/ny/", views.user_invite, name="user_invite"),
    path("brugere/bekraeft/", views.user_confirmations, name="user_confirmations"),
    path("brugere/<int:pk>/bekraeft/", views.user_confirm, name="user_confirm"),
    path("brugere/flere/", views.user_invite_many, name="user_invite_many"),
    path("brugere/invitationer/", views.user_invite_all_again, name="user_invite_all_again"),
    path("brugere/<int:pk>/", views.user_edit, name="user_edit"),
    path("brugere/<int:pk>/invitation/", views.user_invite_again, name="user_invite_again"),
    path("brugere/<int:pk>/ekstra-trin/", views.factor_reset_ask, name="factor_reset_ask"),
    path("brugere/<int:pk>/ekstra-trin/bekraeft/", views.factor_reset_confirm, name="factor_reset_confirm"),
    path("brugere/<int:pk>/luk/", views.user_close, name="user_close"),
    path("brugere/<int:pk>/genaabn/", views.user_reopen, name="user_reopen"),
]
