from wagtail import hooks

from .choosers import municipality_chooser


@hooks.register("register_admin_viewset")
def register_chooser():
    return municipality_chooser
