"""Adding somebody on the spot, in the chooser of a page: as few fields as possible, the rest is for the Kennisbank."""

from typing import Any

from django import forms
from django.db import models
from django.utils.text import slugify

from .models import Organisation, Person


class _WithAddress(forms.ModelForm):
    """Makes the address (`slug`) from the name, so that nobody has to think of it while writing a page."""

    def save(self, commit: bool = True) -> models.Model:
        self.instance.slug = free_slug(type(self.instance), self.cleaned_data["name"])
        return super().save(commit)


class PersonCreationForm(_WithAddress):
    class Meta:
        model = Person
        fields = ["name", "function", "organisation"]


class OrganisationCreationForm(_WithAddress):
    website = Organisation._meta.get_field("website").formfield(assume_scheme="https")

    class Meta:
        model = Organisation
        fields = ["name", "kind", "website"]


def free_slug(model: Any, name: str) -> str:
    """An address for `name` that no other row of `model` has: `jan-de-vries`, or else `jan-de-vries-2` …"""
    length = model._meta.get_field("slug").max_length - 4
    slug = slugify(name)[:length].strip("-") or model._meta.model_name
    taken = set(model._default_manager.filter(slug__startswith=slug).values_list("slug", flat=True))
    number = 2
    candidate = slug
    while candidate in taken:
        candidate = f"{slug}-{number}"
        number += 1
    return candidate
