from wagtail import hooks

from .choosers import organisation_chooser, person_chooser


@hooks.register("register_admin_viewset")
def register_choosers():
    return [person_chooser, organisation_chooser]
