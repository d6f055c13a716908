from django.urls import path

from . import views

app_name = "dossiers"
urlpatterns = [
    path("themas/", views.theme_list, name="theme_list"),
    path("themas/<slug:slug>/", views.theme, name="theme"),
    path("begrippen/", views.concept_list, name="concept_list"),
    path("begrippen/<slug:slug>/", views.concept, name="concept"),
    path("mensen/<slug:slug>/", views.person, name="person"),
    path("organisaties/<slug:slug>/", views.organisation, name="organisation"),
]
