from django.urls import path

from . import views

app_name = "briefs"
urlpatterns = [
    path("bewaarlijst/", views.kept, name="kept"),
    path("beleidsbrief/<str:token>/", views.brief, name="brief"),
    path("beleidsbrief/<str:token>/pdf/", views.pdf, name="pdf"),
    path("beleidsbrief/<str:token>/docx/", views.word, name="word"),
    path("beleidsbrief/<str:token>/beheer/<str:key>/", views.manage, name="manage"),
]
