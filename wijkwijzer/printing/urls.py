from django.urls import re_path

from . import views

app_name = "printing"
urlpatterns = [re_path(r"^(?P<path>(?:[\w-]+/)+)pdf/$", views.pdf, name="pdf")]
