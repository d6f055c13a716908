from wagtail_modeladmin.options import modeladmin_register

from .listings import Kennisbank

modeladmin_register(Kennisbank)
