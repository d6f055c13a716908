from wagtail import hooks

from .choosers import concept_chooser


@hooks.register("register_admin_viewset")
def register_chooser():
    return concept_chooser
