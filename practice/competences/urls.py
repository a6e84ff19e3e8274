"""Routes of competences and courses."""

from django.urls import path

from practice.competences import views

urlpatterns = [
    path("praksis/kompetencer/", views.competence_list, name="competence_list"),
    path("praksis/kompetencer/mine/", views.competence_edit, name="competence_edit"),
    path("praksis/kompetencer/<int:user_id>/", views.competence_detail, name="competence_detail"),
    path("praksis/kompetencer/<int:user_id>/bevis/", views.paper_seen, name="paper_seen"),
    path("praksis/kurser/nyt/", views.course_add, name="course_add"),
    path("praksis/kurser/<int:pk>/delt/", views.course_share, name="course_share"),
    path("praksis/kurser/<int:pk>/stryg/", views.course_strike, name="course_strike"),
]
