from django.urls import path

from .views import my_portrait

app_name = "consent"
urlpatterns = [path("<str:token>/", my_portrait, name="my_portrait")]
