"""The screens of the desk: one page to look at, what readers said of it, and what holders and contacts answered."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from practices.models import PracticePage
from wijkwijzer.pages.models import KnowledgePage
from wijkwijzer.users.roles import has_role

from . import holders, marking, reactions
from .models import Confirmation, Reaction
from .reports import DESK, ReactionsView, ReviewsView, may_see_all, pages_seen_by
from .reviews import due_on, with_checked_on
from .stewards import may_review, stewards_of

PER_PAGE = 50


class Screen(WagtailAdminTemplateMixin, TemplateView):
    """Below one of the lists of the desk."""

    list_title: Any = ""
    list_url_name = ""

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        above = [{"url": reverse(self.list_url_name), "label": self.list_title}] if self.list_url_name else []
        return [*super().get_breadcrumbs_items(), *above, {"url": "", "label": self.get_page_title()}]


class ReviewView(Screen):
    """What is known of one page being true, and the button that says that it is."""

    template_name = "wagtailadmin/freshness/review.html"
    header_icon = "calendar-check"
    list_title, list_url_name = ReviewsView.page_title, "freshness_reviews"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        pages = with_checked_on(KnowledgePage.objects.select_related("freshness", "steward", "deputy"))
        self.page = get_object_or_404(pages, pk=kwargs["page_id"])
        if not may_review(self.page, request.user):
            raise PermissionDenied
        self.practice = PracticePage.objects.filter(pk=self.page.pk).first()
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> Any:
        return _("Nakijken: %(title)s") % {"title": self.page.title}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "page": self.page,
            "due_on": due_on(self.page),
            "stewards": stewards_of(self.page),
            "practice": self.practice,
            "confirmations": self.practice.confirmations.all()[:5] if self.practice else [],
            "counts": reactions.with_counts(KnowledgePage.objects.filter(pk=self.page.pk)).get(),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        decision = request.POST.get("decision")
        if decision == "confirm":
            marking.confirm(self.page, user=request.user)
            messages.success(request, _("Op de pagina staat nu dat zij vandaag is gecontroleerd."))
            return redirect("freshness_reviews")
        if decision == "ask" and self.practice:
            if holders.ask(self.practice, by=request.user):
                messages.success(request, _("De houder krijgt een mail met een link om te antwoorden."))
            else:
                messages.error(request, _("De houder heeft geen e-mailadres dat nog geldig is."))
            return redirect("freshness_review", self.page.pk)
        raise PermissionDenied


class ReactionsOfPageView(Screen):
    """What readers said of one page."""

    template_name = "wagtailadmin/freshness/reactions.html"
    header_icon = ReactionsView.header_icon
    list_title, list_url_name = ReactionsView.page_title, "freshness_reactions"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not has_role(request.user, *DESK):
            raise PermissionDenied
        self.page = get_object_or_404(pages_seen_by(request.user, KnowledgePage.objects.all()), pk=kwargs["page_id"])
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> Any:
        return _("Reacties op: %(title)s") % {"title": self.page.title}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        # Clicks alone are in the counts.
        said = self.page.reactions.exclude(remark="").select_related("dealt_with_by")
        return super().get_context_data(**kwargs) | {
            "page": self.page,
            "counts": reactions.with_counts(KnowledgePage.objects.filter(pk=self.page.pk)).get(),
            "page_obj": Paginator(said, PER_PAGE).get_page(self.request.GET.get("p")),
            "newest": max((row.pk for row in self.page.reactions.all()[:1]), default=0),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """One reaction, or all that were there when the screen was shown."""
        rows = Reaction.objects.filter(page=self.page).to_deal_with()
        one, newest = (request.POST.get(name, "") for name in ("reaction", "newest"))
        which = {"pk": one} if one.isdecimal() else {"pk__lte": newest if newest.isdecimal() else 0}
        rows = rows.filter(**which)
        for reaction in rows:
            reaction.deal_with(request.user)
            reaction.save()
        messages.success(request, _("Afgehandeld."))
        return redirect("freshness_reactions_of", self.page.pk)


class AnswersView(Screen):
    """What holders and contacts wrote that somebody has to do something with."""

    template_name = "wagtailadmin/freshness/answers.html"
    page_title = gettext_lazy("Antwoorden van houders en contacten")
    header_icon = "mail"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not has_role(request.user, *DESK):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def answers(self) -> "QuerySet[Confirmation]":
        """Those about the pages that this account sees, and for editors those about contact data."""
        pages = pages_seen_by(self.request.user, KnowledgePage.objects.all()).values("pk")
        about = Q(page__in=pages)
        if may_see_all(self.request.user):
            about |= Q(page=None)
        return Confirmation.objects.to_deal_with().filter(about).select_related("page", "person", "organisation")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"answers": self.answers()}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        number = request.POST.get("answer", "")
        answer = get_object_or_404(self.answers(), pk=number if number.isdecimal() else 0)
        answer.deal_with(request.user)
        answer.save()
        messages.success(request, _("Afgehandeld. De tekst is weg."))
        return redirect("freshness_answers")
