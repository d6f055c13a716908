from django.urls import path

from . import views
from .asking import PURPOSE

app_name = "freshness"

urlpatterns = [
    path(f"{PURPOSE}/<str:token>/", views.confirm, name="confirm"),
    path("reactie/<int:page_id>/", views.react, name="react"),
    path("reactie/<int:page_id>/bedankt/", views.thanks, name="thanks"),
]
