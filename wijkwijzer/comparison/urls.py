from django.urls import path

from . import views

app_name = "comparison"
urlpatterns = [
    path("vergelijk/", views.compare, name="compare"),
    path("vergelijk.csv", views.compare_csv, name="csv"),
]
