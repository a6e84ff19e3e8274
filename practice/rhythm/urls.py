"""Routes of what comes back."""

from django.urls import path

from practice.rhythm import views

urlpatterns = [
    path("praksis/rytme/", views.rhythm_list, name="rhythm_list"),
    path("praksis/rytme/begynd/", views.rhythm_begin, name="rhythm_begin"),
    path("praksis/rytme/nyt/", views.rhythm_add, name="rhythm_add"),
    path("praksis/rytme/<int:pk>/ret/", views.rhythm_edit, name="rhythm_edit"),
    path("praksis/rytme/<int:pk>/slut/", views.rhythm_end, name="rhythm_end"),
]
