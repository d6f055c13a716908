from django.urls import path

from . import suggestions, views

app_name = "search"
urlpatterns = [
    path("", views.search, name="search"),
    path("feed/", views.feed, name="feed"),
    path("suggesties/", suggestions.suggestions, name="suggestions"),
]
