from wagtail_modeladmin.options import modeladmin_register

from .kennisbank import Kennisbank

modeladmin_register(Kennisbank)
