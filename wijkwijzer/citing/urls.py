from django.urls import re_path

from . import views

app_name = "citing"
PAGE = r"^(?P<path>(?:[\w-]+/)+)"

urlpatterns = [
    re_path(rf"{PAGE}citeer\.(?P<form>ris|bib|json)$", views.cite, name="cite"),
    re_path(rf"{PAGE}versie/$", views.changes, name="changes"),
    re_path(rf"{PAGE}versie/(?P<slug>\d{{4}}-\d\d-\d\d(?:-\d{{1,4}})?)/$", views.version, name="version"),
]
