"""Routes of takeover."""

from django.urls import path

from overview.takeover import views

urlpatterns = [
    path("hvem-overtager/", views.takeover_list, name="takeover_list"),
    path("hvem-overtager/bruger/<int:user_id>/", views.takeover_user, name="takeover_user"),
    path("hvem-overtager/kvittering/<int:pk>/", views.takeover_done, name="takeover_done"),
    path("hvem-overtager/kvittering/<int:pk>/fortryd/", views.takeover_undo, name="takeover_undo"),
    path("hvem-overtager/partner/<int:partner_id>/", views.takeover_partner, name="takeover_partner"),
]
