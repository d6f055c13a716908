from django.urls import path

from . import views

app_name = "statements"
urlpatterns = [
    path("toegankelijkheid/", views.accessibility, name="accessibility"),
    path(".well-known/security.txt", views.security_txt, name="security_txt"),
    path("privacy/", views.privacy, name="privacy"),
]
