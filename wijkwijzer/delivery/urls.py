from django.urls import path

from .robots import robots

urlpatterns = [path("robots.txt", robots, name="robots")]
