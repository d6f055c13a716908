from django.urls import path

from . import views

app_name = "styleguide"
urlpatterns = [path("", views.style_guide, name="style_guide")]
