"""Addresses of the editors' room that are open to people without an account."""

from django.urls import path

from .signoff.views import preview, signoff

urlpatterns = [
    path("akkoord/<str:token>/", signoff, name="signoff"),
    path("akkoord/<str:token>/pagina/", preview, name="signoff_preview"),
]
