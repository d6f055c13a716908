"""Readers get a page as it was made before, until the moment that anything on it changes."""

import threading
from datetime import timedelta
from time import sleep

import pytest
from django.core.cache import cache, caches
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction, Site
from wagtail.models.sites import SITE_ROOT_PATHS_CACHE_KEY, SITE_ROOT_PATHS_CACHE_VERSION

from tests.consent.conftest import Desk as OfficersDesk
from tests.consent.scene import make_scene
from tests.consent.test_withdrawal import CHOICES, take_back
from tests.delivery.page_cache.conftest import is_kept
from tests.editorial.conftest import Desk
from tests.editorial.plans.conftest import approved_for, let_it_come
from tests.factories import (
    ArticlePageFactory,
    ConceptFactory,
    ImageFactory,
    MunicipalityFactory,
    OrganisationFactory,
    PersonFactory,
    PracticePageFactory,
    RecommendationPageFactory,
    ThemeFactory,
    UserFactory,
    publish,
)
from tests.threads import at_once
from wijkwijzer.delivery.page_cache import middleware
from wijkwijzer.delivery.page_cache.declaring import keep
from wijkwijzer.delivery.page_cache.versions import content_version
from wijkwijzer.editorial.plans import planning
from wijkwijzer.pages.models import (
    Contribution,
    Freshness,
    PageConcept,
    PageMunicipality,
    PagePerson,
    PageTheme,
    SiteSettings,
)
from wijkwijzer.recommendations.models import Evidence
from wijkwijzer.users.roles import Role

pytestmark = pytest.mark.django_db

ARTICLE = "/publicaties/verhaal/"


@pytest.fixture
def article():
    """An article with everything on it that has a name of its own."""
    page = ArticlePageFactory(title="Een verhaal", slug="verhaal", lead_image=ImageFactory(description="Een plein"))
    page.theme_links = [PageTheme(tag=ThemeFactory(name="Ontmoeten", slug="ontmoeten"))]
    page.municipality_links = [PageMunicipality(municipality=MunicipalityFactory(name="Breda"), role="subject")]
    page.person_links = [
        PagePerson(person=PersonFactory(name="Jo de Wit", slug="jo", public_profile=True), role="portrayed")
    ]
    page.concept_links = [PageConcept(concept=ConceptFactory(term="wijkregisseur", slug="regisseur"))]
    page.contributions = [Contribution(organisation=OrganisationFactory(name="De Bron"), role="author")]
    publish(page)
    return page


def retitle(page, title):
    page.title = title
    publish(page)


def save(thing, **changes):
    for name, value in changes.items():
        setattr(thing, name, value)
    thing.save()


def recommend(page):
    recommendation = RecommendationPageFactory(title="Begin klein")
    recommendation.evidence = [Evidence(source=page.knowledgepage_ptr, stance="steunt", explanation="Zo ging het.")]
    publish(recommendation)


def mail_address(address):
    SiteSettings.objects.update_or_create(site=Site.objects.get(), defaults={"editorial_email": address})


CHANGES = {
    "publish": (ARTICLE, "Nu anders", lambda page: retitle(page, "Nu anders")),
    "publish what a list shows": ("/publicaties/", "Nu anders", lambda page: retitle(page, "Nu anders")),
    "publish what is new": ("/", "Gloednieuw", lambda page: publish(ArticlePageFactory(title="Gloednieuw"))),
    "theme": (ARTICLE, "Samenkomen", lambda page: save(page.theme_links.get().tag, name="Samenkomen")),
    "municipality": (
        ARTICLE,
        "Breda-Noord",
        lambda page: save(page.municipality_links.get().municipality, display_name="Breda-Noord"),
    ),
    "person": ("/mensen/jo/", "Joke de Wit", lambda page: save(page.person_links.get().person, name="Joke de Wit")),
    "organisation": (ARTICLE, "De Put", lambda page: save(page.contributions.get().organisation, name="De Put")),
    "concept": (ARTICLE, "gebiedsman", lambda page: save(page.concept_links.get().concept, term="gebiedsman")),
    "recommendation": (ARTICLE, "Begin klein", recommend),
    "image": (ARTICLE, "Een brink", lambda page: save(page.lead_image, description="Een brink")),
    "freshness": (
        ARTICLE,
        "ouderd",
        lambda page: Freshness.objects.update_or_create(
            page=page.knowledgepage_ptr, defaults={"outdated_since": timezone.localdate() - timedelta(days=9)}
        ),
    ),
    "settings": (ARTICLE, "mail@example.org", lambda page: mail_address("mail@example.org")),
}


@pytest.mark.parametrize("what", CHANGES)
def test_the_next_answer_after_a_change_is_the_new_one(reader, kept, article, what):
    address, words, change = CHANGES[what]
    assert words not in kept(address).content.decode()

    change(article)

    assert words in reader.get(address).content.decode()


def test_a_page_that_goes_offline_is_gone_at_once(reader, kept, article):
    kept(ARTICLE), kept("/publicaties/")
    Page.objects.get(pk=article.pk).specific.unpublish()
    assert reader.get(ARTICLE).status_code == 404
    assert "Een verhaal" not in reader.get("/publicaties/").content.decode()


def test_a_page_that_moves_is_not_found_where_it_stood(reader, kept, article):
    kept(ARTICLE)
    article.refresh_from_db()
    article.move(PracticePageFactory().get_parent(), pos="last-child")
    assert reader.get(ARTICLE, follow=False).status_code in (301, 404)


def test_a_page_that_is_closed_is_not_shown_to_who_read_it_before(reader, kept, article):
    kept(ARTICLE)
    PageViewRestriction.objects.create(page=Page.objects.get(pk=article.pk), restriction_type="login")
    assert reader.get(ARTICLE).status_code == 302
    assert "Een verhaal" not in reader.get("/publicaties/").content.decode()
    assert not is_kept_address(reader, ARTICLE)


def is_kept_address(reader, address):
    """What is not shown to everybody is not kept either."""
    return "ETag" in reader.get(address)


def test_a_planned_text_is_shown_when_its_time_has_come(reader, kept):
    page = approved_for(Desk(Role.AUTHOR), Desk(Role.EDITOR), Desk(Role.CHIEF_EDITOR), title="Vanaf vandaag")
    kept("/")
    assert reader.get(f"/{page.slug}/").status_code == 404
    let_it_come(page)
    planning.publish_due()
    assert "Vanaf vandaag" in reader.get(f"/{page.slug}/").content.decode()


def test_who_reads_while_a_site_changes_leaves_no_old_addresses(db, django_capture_on_commit_callbacks):
    before, version = Site.get_site_root_paths(), content_version()
    with django_capture_on_commit_callbacks(execute=True):
        save(Site.objects.get(), hostname="nieuw.example")
        cache.set(SITE_ROOT_PATHS_CACHE_KEY, before, version=SITE_ROOT_PATHS_CACHE_VERSION)
        meanwhile = content_version()
    assert "nieuw.example" in Site.get_site_root_paths()[0].root_url
    # What was made of the old ones after the change was seen is old too.
    assert content_version() not in (version, meanwhile)


def test_what_was_taken_back_is_shown_nowhere_and_thrown_away(reader, kept, django_capture_on_commit_callbacks):
    scene = make_scene()
    everywhere = ["/", "/portretten/", "/portretten/feed/", scene.series.url, scene.article.url, "/sitemap.xml"]
    before = [kept(one).content.decode() for one in (scene.portrait.url, *everywhere)]
    assert all("voordeur" in text for text in before)
    with django_capture_on_commit_callbacks(execute=True):
        take_back(OfficersDesk(Role.PRIVACY_OFFICER), scene.portrait, CHOICES)
    assert len(caches["pages"]._cache) == 0
    assert reader.get(scene.portrait.url).status_code == 410
    for one in everywhere:
        assert "voordeur" not in reader.get(one).content.decode(), one


class TestWhoGetsIt:
    def test_a_second_reader_gets_what_the_first_had_made(self, kept, article):
        kept(ARTICLE)
        assert is_kept(Client(), ARTICLE)

    def test_somebody_who_is_signed_in_neither_gets_nor_leaves_a_page(self, reader, kept, article):
        editor = Client()
        editor.force_login(UserFactory(), backend="django.contrib.auth.backends.ModelBackend")
        editor.get(ARTICLE)
        assert not is_kept(reader, ARTICLE)
        kept(ARTICLE)
        assert not is_kept(editor, ARTICLE)
        assert "ETag" in reader.get(ARTICLE)

    @pytest.mark.parametrize("headers", [{"HTTP_AUTHORIZATION": "Bearer x"}, {"HTTP_COOKIE": "sessionid=zomaar"}])
    def test_who_brings_something_along_gets_a_page_of_their_own(self, kept, article, headers):
        kept(ARTICLE)
        assert not is_kept(Client(), ARTICLE, **headers)

    def test_a_cookie_of_another_site_on_the_domain_changes_nothing(self, kept, article):
        kept(ARTICLE)
        assert is_kept(Client(), ARTICLE, HTTP_COOKIE="_ga=1")

    def test_a_preview_is_never_kept_nor_made_of_what_was(self, reader, kept, article):
        kept(ARTICLE)
        draft = article.specific
        draft.title = "Nog niet af"
        preview = draft.make_preview_request(preview_mode=draft.default_preview_mode)
        assert "Nog niet af" in preview.content.decode()
        assert "Nog niet af" not in reader.get(ARTICLE).content.decode()

    def test_another_host_gets_no_page_of_this_one(self, reader, kept, article, settings):
        settings.ALLOWED_HOSTS = ["testserver", "elders.example"]
        kept(ARTICLE)
        assert not is_kept(reader, ARTICLE, HTTP_HOST="elders.example")
        assert reader.get(ARTICLE, HTTP_HOST="vreemd.example").status_code == 400
        assert reader.get(ARTICLE, HTTP_HOST="vreemd.example").status_code == 400

    def test_a_program_that_cannot_unpack_gets_it_as_it_is(self, kept, article):
        packed = kept(ARTICLE, HTTP_ACCEPT_ENCODING="gzip")
        assert packed["Content-Encoding"] == "gzip"
        plain = kept(ARTICLE)
        assert "Content-Encoding" not in plain
        assert packed["ETag"] == plain["ETag"]

    def test_head_is_answered_from_what_was_kept(self, reader, kept, article):
        whole = kept(ARTICLE)
        head = reader.head(ARTICLE)
        assert (head.status_code, head.content, head["ETag"]) == (200, b"", whole["ETag"])

    def test_an_answer_that_is_no_page_is_not_kept(self, reader):
        for address in ("/bestaat-niet/", "/beheer/", "/zoeken/?q=wijk", "/vergelijk/", "/bewaarlijst/"):
            assert "ETag" not in reader.get(address), address


def pages_in_memory():
    return [kept for kept in caches["pages"]._cache.values() if isinstance(kept, middleware.Kept)]


class TestParameters:
    def test_what_the_page_does_not_read_makes_no_other_page(self, reader, kept):
        kept("/publicaties/")
        assert is_kept(reader, "/publicaties/?utm_source=brief&fbclid=1")
        entries = len(caches["pages"]._cache)
        for number in range(20):
            reader.get(f"/publicaties/?x{number}=1")
        assert len(caches["pages"]._cache) == entries

    def test_what_it_does_read_does_in_whatever_order(self, reader, kept, article):
        kept("/publicaties/?thema=ontmoeten&gemeente=breda")
        assert is_kept(reader, "/publicaties/?gemeente=breda&x=1&thema=ontmoeten")
        assert not is_kept(reader, "/publicaties/?thema=ontmoeten")

    def test_nobody_can_put_words_on_a_page_for_others(self, reader, article):
        """The first who asks brings something along; the second must not find it."""
        reader.get("/publicaties/?pagina=1&boodschap=kwaadaardig")
        reader.get("/publicaties/?pagina=1&boodschap=kwaadaardig")
        assert "kwaadaardig" not in Client().get("/publicaties/?pagina=1").content.decode()

    def test_who_asks_for_every_number_pushes_no_page_out(self, reader, kept, article, monkeypatch):
        monkeypatch.setattr(middleware, "MOST_QUERIES", 3)
        kept(ARTICLE)
        assert is_kept(reader, ARTICLE)
        for number in range(2, 9):
            reader.get(f"/publicaties/?pagina={number}")
        assert len(pages_in_memory()) == 3 + 1, "those with a number, and the article"
        # After a change there is room again.
        retitle(article, "Nu anders")
        kept("/publicaties/?pagina=2")

    def test_a_long_query_is_answered_and_not_kept(self, reader, kept):
        kept("/publicaties/")
        long = "/publicaties/?thema=" + "a" * middleware.LONGEST_QUERY
        reader.get(long)
        assert not is_kept(reader, long)


class TestHeaders:
    def test_a_browser_that_has_the_page_gets_no_second_copy(self, kept, reader, article):
        tag = kept(ARTICLE)["ETag"]
        for known in (tag, tag.removeprefix("W/"), f'"anders", {tag}', "*"):
            answer = reader.get(ARTICLE, HTTP_IF_NONE_MATCH=known)
            assert (answer.status_code, answer.content) == (304, b"")
            assert answer["ETag"] == tag
            assert answer["Cache-Control"]
        retitle(article, "Nu anders")
        answer = reader.get(ARTICLE, HTTP_IF_NONE_MATCH=tag)
        assert answer.status_code == 200
        assert answer["ETag"] != tag

    def test_the_same_page_made_anew_has_the_same_tag(self, kept, reader, article):
        tag = kept(ARTICLE)["ETag"]
        caches["pages"].clear()
        assert reader.get(ARTICLE)["ETag"] == tag

    def test_everybody_asks_whether_a_copy_is_right(self, kept, article):
        assert kept(ARTICLE)["Cache-Control"] == "public, no-cache"

    def test_a_proxy_may_show_its_copy_meanwhile_where_the_operator_says_so(self, settings, kept, article):
        settings.PROXY_STALE_SECONDS = 30
        directives = set(kept(ARTICLE)["Cache-Control"].split(", "))
        assert directives == {"public", "max-age=0", "stale-while-revalidate=30"}

    def test_what_was_kept_has_every_header_of_what_was_made(self, reader, article):
        made, again = (dict(reader.get(ARTICLE).items()) for _time in range(2))
        assert made.pop("X-Request-ID") != again.pop("X-Request-ID")
        assert made == again
        assert "Content-Security-Policy" in again
        assert "Set-Cookie" not in again


class TestTogether:
    def test_a_new_day_makes_a_new_page(self, reader, kept, article, monkeypatch):
        kept(ARTICLE)
        tomorrow = timezone.now() + timedelta(days=1)

        class Clock:
            @staticmethod
            def now(zone):
                return tomorrow.astimezone(zone)

        monkeypatch.setattr(middleware, "datetime", Clock)
        assert not is_kept(reader, ARTICLE)

    def test_a_site_whose_triggers_are_gone_keeps_nothing(self, reader, article, monkeypatch):
        monkeypatch.setattr(middleware, "is_watched", lambda: False)
        for _time in range(3):
            assert not is_kept(reader, ARTICLE)

    def test_one_makes_the_page_and_the_others_wait_for_it(self, settings, monkeypatch):
        made = []

        def make(request):
            made.append(request)
            sleep(0.1)
            response = HttpResponse("Een bladzij")
            keep(response, ())
            return response

        settings.PAGE_CACHE = True
        monkeypatch.setattr(middleware, "process", middleware._Process(is_watched=True))
        monkeypatch.setattr(middleware, "content_version", lambda: "dezelfde")
        site = middleware.PageCacheMiddleware(make)
        ask = lambda: site(RequestFactory().get("/"))  # noqa: E731 (said in a word below)
        ask()
        caches["pages"].clear()
        made.clear()
        assert at_once(*[ask] * 6) == []
        assert len(made) == 1
        caches["pages"].clear()

    def test_an_address_that_is_not_kept_is_not_made_one_by_one(self, settings, monkeypatch):
        together = threading.Barrier(3)

        def make(request):
            together.wait(60)
            return HttpResponse("Wat gezocht wordt")

        settings.PAGE_CACHE = True
        monkeypatch.setattr(middleware, "process", middleware._Process(is_watched=True))
        monkeypatch.setattr(middleware, "content_version", lambda: "dezelfde")
        site = middleware.PageCacheMiddleware(make)
        assert at_once(*[lambda: site(RequestFactory().get("/zoeken/"))] * 3) == []
