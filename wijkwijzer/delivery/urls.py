from django.urls import path

from .health import healthz, readyz
from .robots import robots

urlpatterns = [
    path("robots.txt", robots, name="robots"),
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
]
