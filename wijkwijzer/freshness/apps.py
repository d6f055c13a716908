from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FreshnessConfig(AppConfig):
    """Whether what stands on the site is still true: asked by the clock, of stewards, holders, contacts and readers."""

    name = "wijkwijzer.freshness"
    label = "freshness"
    verbose_name = _("actualiteit")
    unseen_by_readers = ("reviewreminder", "confirmation", "reaction", "outsidelink", "outsidelink_pages")

    def ready(self) -> None:
        from wagtail.signals import page_published

        from wijkwijzer.people import forgetting
        from wijkwijzer.schedule import jobs
        from wijkwijzer.users import service

        from . import contacts, holders, links, marking, reactions, reviews
        from .forgetting import forget_questions
        from .models import Confirmation, Reaction

        page_published.connect(marking.published_anew, dispatch_uid="freshness.published_anew")
        texts = {Confirmation: ("words",), Reaction: ("remark",)}
        forgetting.register("freshness", before=forget_questions, texts=texts)
        service.register(holders.HOLDER)
        nightly = timedelta(hours=20)
        jobs.register("reviews", reviews.remind, every=nightly)
        jobs.register("contacts", contacts.remind, every=nightly)
        jobs.register("reactions-forget", reactions.forget_old, every=nightly)
        jobs.register("links-find", links.find, every=nightly)
        # A few at a time, so that mail and planned pages never wait long for somebody else's slow server.
        jobs.register("links", links.check_due, every=timedelta(minutes=5))
