"""Rules for all templates, and what the most important pages say."""

import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.paginator import Paginator
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Site

from portraits.models import MagazineChapter
from tests.factories import (
    CasePageFactory,
    ImageFactory,
    MagazinePageFactory,
    MunicipalityFactory,
    OrganisationFactory,
    PersonFactory,
    PortraitPageFactory,
    PracticePageFactory,
    TipListPageFactory,
    UserFactory,
)
from wijkwijzer.blocks.streams import BodyBlock
from wijkwijzer.pages.models import Freshness, HomePage, PageMunicipality, PagePerson, SiteSettings, TellsAbout

FOLDER = Path(__file__).parents[2] / "templates"
OWN = ("base.html", "404.html", "500.html", "blocks/", "components/", "icons/", "navigation/", "pages/")
TEMPLATES = sorted(path for path in FOLDER.rglob("*.html") if str(path.relative_to(FOLDER)).startswith(OWN))


def read(client: Client, page: object) -> str:
    response = client.get(page.url)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(FOLDER)))
def test_a_template_says_first_what_it_needs(path):
    assert re.match(r"\{# .+ #\}\n", path.read_text()), "Begin with a comment that names the variables."


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(FOLDER)))
def test_a_template_holds_no_unsafe_text_and_no_inline_style_or_script(path):
    text = path.read_text()
    assert not re.search(r"\|\s*safe\b|autoescape off|\sstyle=|<script(?! src=)|\son\w+=", text)


def test_the_error_page_needs_no_database_and_no_tag_that_can_fail():
    # Without the mark `django_db`, a query fails this test.
    assert "Er ging iets mis" in render_to_string("500.html")
    assert "{%" not in (FOLDER / "500.html").read_text()


@pytest.mark.django_db
@pytest.mark.parametrize("block", BodyBlock().child_blocks.values(), ids=lambda block: block.name)
def test_every_block_shows_itself_in_the_block_picker(block):
    value = block.get_preview_value()
    context = block.get_preview_context(value) | {"block_def": block, "bound_block": block.bind(value)}
    html = render_to_string(block.get_preview_template(value, context), context)
    assert "css/site.css" in html


@pytest.mark.django_db
def test_a_page_that_is_not_public_leaves_nothing_behind_in_a_list_or_a_call():
    hidden = PracticePageFactory(title="Geheim", live=False)
    blocks = [
        {"type": "related", "value": {"title": "Lees ook", "pages": [hidden.pk]}},
        {"type": "call_to_action", "value": {"title": "Begin", "link_text": "Doe mee", "page": hidden.pk, "url": ""}},
    ]
    page = PracticePageFactory(body=blocks)
    html = render_to_string("components/stream.html", {"stream": type(page).objects.get(pk=page.pk).body})
    assert not re.search("Geheim|Lees ook|Doe mee", html)


@pytest.mark.django_db
class TestContactBlock:
    def render(self, **chosen):
        value = {"person": None, "organisation": None, "text": "Vragen over deze aanpak", **chosen}
        return render_to_string("blocks/contact.html", {"value": value})

    @pytest.mark.parametrize("factory", [PersonFactory, OrganisationFactory])
    @pytest.mark.parametrize(("days", "shown"), [(0, True), (1, True), (-1, False)])
    def test_a_contact_is_there_until_the_address_expires(self, factory, days, shown):
        until = timezone.localdate() + timedelta(days=days)
        chosen = factory(name="Wijkteam", contact_email="wijk@example.org", contact_until=until)
        html = self.render(**{chosen._meta.model_name: chosen})
        assert ("Wijkteam" in html) is shown
        assert ('href="mailto:wijk@example.org"' in html) is shown
        assert shown or not html.strip()

    @pytest.mark.parametrize("factory", [PersonFactory, OrganisationFactory])
    def test_who_has_no_address_is_no_contact(self, factory):
        chosen = factory()
        assert not self.render(**{chosen._meta.model_name: chosen}).strip()

    def test_without_anybody_chosen_there_is_no_contact(self):
        assert not self.render().strip()

    def test_only_a_person_with_a_public_page_is_linked(self):
        until = timezone.localdate()
        address = {"contact_email": "els@example.org", "contact_until": until}
        assert "/mensen/" not in self.render(person=PersonFactory(**address))
        assert "/mensen/" in self.render(person=PersonFactory(public_profile=True, **address))


@pytest.mark.django_db
class TestPages:
    def test_a_page_that_does_not_exist_offers_a_search_and_the_lists(self, client):
        response = client.get("/bestaat-niet/")
        assert response.status_code == 404
        assert 'name="q"' in response.content.decode()
        assert "/praktijkvoorbeelden/" in response.content.decode()

    def test_every_page_has_a_skip_link_one_h1_and_the_language(self, client):
        for page in (HomePage.objects.get(), PracticePageFactory(), PortraitPageFactory()):
            html = read(client, page)
            assert 'href="#inhoud"' in html
            assert '<html lang="nl">' in html
            assert html.count("<h1") == 1

    def test_what_did_not_work_is_never_left_out(self, client):
        html = read(client, PracticePageFactory(did_not_work=""))
        part = html[html.index('id="wat-niet-werkte"') :]
        assert "niet bekend" in part[:300]
        assert "Weet jij het?" in part[:600]

    def test_a_practice_says_at_a_glance_what_is_not_known(self, client):
        html = read(client, PracticePageFactory(scale="", period="", costs="", who_needed="", problem="", approach=""))
        glance = html[html.index("In één oogopslag") : html.index('class="reading"')]
        assert glance.count("niet bekend") >= 7

    def test_only_who_wants_a_public_page_is_linked(self, client):
        page = PortraitPageFactory()
        for name, wants in (("Met pagina", True), ("Zonder pagina", False)):
            person = PersonFactory(name=name, public_profile=wants)
            PagePerson.objects.create(page=page, person=person, role="portrayed", function_then="opbouwwerker")
        html = read(client, page)
        assert re.search(r'<a href="/mensen/[^"]+">Met pagina</a>', html)
        assert "Zonder pagina" in html
        assert not re.search(r">Zonder pagina</a>", html)
        assert "opbouwwerker" in html

    def test_a_workshop_shows_its_case_in_full_with_an_anchor_and_a_link(self, client):
        case = CasePageFactory(question="Hoe houd je het open?")
        html = read(client, case.get_parent().specific)
        assert f'id="casus-{case.slug}"' in html
        assert "Hoe houd je het open?" in html
        assert f'href="{case.url}"' in html

    def test_a_case_says_from_which_workshop_it_is(self, client):
        case = CasePageFactory()
        assert f"{case.get_parent().url}#casus-{case.slug}" in read(client, case)

    def test_notes_of_two_chapters_keep_apart(self, client):
        notes = {"notes": [{"kind": "explanation", "text": "<p>Uitleg</p>"}]}
        blocks = [{"type": "text", "value": "<p>Zie[1]</p>"}, {"type": "footnotes", "value": notes}]
        chapters = [PortraitPageFactory(body=blocks) for _ in range(2)]
        magazine = MagazinePageFactory()
        for chapter in chapters:
            MagazineChapter.objects.create(magazine=magazine, page=chapter)
        html = read(client, magazine)
        ids = re.findall(r'\sid="([^"]+)"', html)
        assert len(ids) == len(set(ids))
        for chapter in chapters:
            assert f'href="#noot-{chapter.pk}-1"' in html
            assert f'href="#noot-{chapter.pk}-1-terug-1"' in html

    @pytest.mark.parametrize("factory", [TipListPageFactory, PortraitPageFactory, CasePageFactory, MagazinePageFactory])
    def test_people_with_their_function_of_then_stand_beside_every_kind_of_publication(self, client, factory):
        page = factory()
        person = PersonFactory(name="Els", function="wethouder")
        PagePerson.objects.create(page=page, person=person, role="quoted", function_then="opbouwwerker")
        html = read(client, page)
        part = html[html.index(">Mensen</h2>") :][:600]
        assert "Els" in part
        assert "geciteerd; opbouwwerker" in part
        assert "wethouder" not in html

    def test_who_is_portrayed_or_brought_the_case_is_not_shown_twice(self, client):
        for page, role in ((PortraitPageFactory(), "portrayed"), (CasePageFactory(), "case_bringer")):
            PagePerson.objects.create(page=page, person=PersonFactory(name="Els"), role=role)
            html = read(client, page)
            assert "Els" in html
            assert ">Mensen</h2>" not in html

    def test_a_contact_person_shows_an_address_as_long_as_it_is_valid(self, client):
        for days, shown in ((1, True), (-1, False)):
            until = timezone.localdate() + timedelta(days=days)
            page, person = PracticePageFactory(), PersonFactory(contact_email="els@example.org", contact_until=until)
            PagePerson.objects.create(page=page, person=person, role="contact")
            assert ("mailto:els@example.org" in read(client, page)) is shown

    def test_the_source_links_the_site_and_not_the_title(self, client):
        source = {"earlier_site": "Platform31", "earlier_title": "Verbinden"}
        html = read(client, PracticePageFactory(earlier_url="https://example.org/", **source))
        assert '<a href="https://example.org/">Platform31</a>' in html
        assert "adres niet bekend" not in html
        html = read(client, PracticePageFactory(**source))
        assert re.search(r"Verbinden,\s+Platform31 \(adres niet bekend\),\s+datum niet bekend", html)

    def test_a_case_ends_with_its_body(self, client):
        case = CasePageFactory(
            question="De vraag van de wijk",
            context_text="<p>De context van de vraag</p>",
            advice=[{"type": "advice", "value": {"title": "Een advies", "text": "<p>Doe het</p>"}}],
            ask_of_organisation="Wil je dit?",
            next_step="<p>De stap hierna</p>",
            follow_up="<p>Zo liep het af</p>",
            body=[{"type": "text", "value": "<p>De bron en de noten</p>"}],
        )
        html = read(client, case)
        order = ["De vraag van de wijk", "De context van", "Een advies", "Wil je dit", "De stap", "Zo liep", "De bron"]
        places = [html.rindex(words) for words in order]
        assert places == sorted(places)

    def test_a_chapter_ends_with_its_own_page_and_a_practice_says_what_did_not_work(self, client):
        practice = PracticePageFactory(
            title="De straat", did_not_work="<p>Het duurde lang.</p>", problem="Een oude straat"
        )
        magazine = MagazinePageFactory()
        MagazineChapter.objects.create(magazine=magazine, page=practice)
        html = read(client, magazine)
        assert re.search(rf'<a href="{practice.url}">\s+Lees de hele pagina: De straat\s+</a>', html)
        assert "Het duurde lang." in html
        assert "Een oude straat" in html

    def test_a_portrait_names_the_practice_it_tells_about_once(self, client):
        practice, portrait = PracticePageFactory(title="De straat"), PortraitPageFactory()
        TellsAbout.objects.create(page=portrait, target=practice)
        assert read(client, portrait).count("De straat") == 1

    def test_a_list_keeps_apart_what_only_mentions_the_chosen_municipality(self, client):
        place = MunicipalityFactory(name="Breda")
        PageMunicipality.objects.create(
            page=PracticePageFactory(title="Noemt het"), municipality=place, role="mentioned"
        )
        html = client.get(f"/praktijkvoorbeelden/?gemeente={place.slug}").content.decode()
        assert "Publicaties waarin Breda ook voorkomt" in html
        assert html.index("Ook genoemd in") < html.index("Noemt het")
        assert "staat er niets in de lijst" not in html
        PageMunicipality.objects.create(page=PracticePageFactory(title="Gaat erover"), municipality=place)
        html = client.get(f"/praktijkvoorbeelden/?gemeente={place.slug}").content.decode()
        assert html.index("Gaat erover") < html.index("Ook genoemd in") < html.index("Noemt het")
        assert "Ook genoemd in" not in client.get("/praktijkvoorbeelden/").content.decode()

    def test_a_municipality_that_is_only_mentioned_says_so(self, client):
        place = MunicipalityFactory(name="Breda")
        address = place.get_absolute_url()
        assert "Over Breda staat hier nog niets." in client.get(address).content.decode()
        PageMunicipality.objects.create(page=PracticePageFactory(), municipality=place, role="mentioned")
        html = client.get(address).content.decode()
        assert "Over Breda zelf staat hier nog niets; hieronder staat waar Breda in voorkomt." in html
        assert "provincie Groningen" in html

    @pytest.mark.parametrize(("total", "words"), [(1, ""), (2, "en nog 1 publicatie"), (5, "en nog 4 publicaties")])
    def test_a_municipality_says_how_many_mentions_are_left_out(self, client, total, words):
        context = {
            "municipality": MunicipalityFactory(),
            "page_obj": Paginator([], 12).get_page(1),
            "mentioned": [PracticePageFactory()],
            "mentioned_total": total,
        }
        html = render_to_string("pages/atlas/municipality.html", context, request=client.get("/").wsgi_request)
        assert re.findall(r"en nog \d publicaties?", html) == ([words] if words else [])

    def test_the_screens_of_the_editors_carry_our_name_and_mark(self, client):
        client.force_login(UserFactory(is_superuser=True))
        html = render_to_string("wagtailadmin/base.html", request=client.get("/").wsgi_request)
        assert re.search(r"<title>[^<]*- WijkWijzer</title>", html)
        logo = html[html.index("data-wagtail-sidebar-branding-logo") :][:300]
        assert re.search(r"img/favicon[^\"]*\.svg", logo)
        assert "wagtailadmin/images/favicon.ico" not in html

    def test_dates_are_dutch(self, client):
        assert "7 september 2023" in read(client, PracticePageFactory(published_on=date(2023, 9, 7)))

    def test_a_filtered_list_is_not_for_search_engines_and_offers_the_whole_list(self, client):
        page, place = PracticePageFactory(), MunicipalityFactory()
        PageMunicipality.objects.create(page=page, municipality=place)
        assert "noindex" not in client.get("/praktijkvoorbeelden/").content.decode()
        html = client.get(f"/praktijkvoorbeelden/?gemeente={place.slug}").content.decode()
        assert '<meta name="robots" content="noindex">' in html
        assert "Alle filters weghalen" in html

    def test_the_pages_of_a_filtered_list_keep_the_filter(self, client):
        place = MunicipalityFactory()
        for _ in range(13):
            PageMunicipality.objects.create(page=PracticePageFactory(), municipality=place)
        html = client.get(f"/praktijkvoorbeelden/?gemeente={place.slug}").content.decode()
        assert f'href="?gemeente={place.slug}&amp;pagina=2"' in html

    def test_a_page_that_was_replaced_says_by_what_where_a_reader_may_see_that(self, client):
        page, new = PracticePageFactory(), PracticePageFactory(title="De nieuwe aanpak")
        Freshness.objects.create(page=page.knowledgepage_ptr, replaced_by=new.knowledgepage_ptr)
        html = read(client, page)
        assert re.search(rf'vervangen door:\s+<a href="{new.url}">De nieuwe aanpak</a>', html)
        new.unpublish()
        assert "vervangen door" not in read(client, page)
        assert "De nieuwe aanpak" not in read(client, page)

    def test_a_page_without_a_picture_shares_the_drawing_of_the_site(self, client):
        picture = re.search(r'property="og:image"\s+content="([^"]+)"', read(client, PracticePageFactory()))[1]
        assert picture.startswith("http")
        assert picture.endswith("img/delen.png")
        with_photo = read(client, PracticePageFactory(lead_image=ImageFactory()))
        assert "img/delen.png" not in with_photo
        assert with_photo.count('property="og:image"') == 1

    def test_the_newsletter_is_named_where_the_editors_say_where_it_is(self, client):
        home = HomePage.objects.get()
        assert "ieuwsbrief" not in read(client, home)
        settings = SiteSettings.for_site(Site.objects.get())
        settings.newsletter_url, settings.newsletter_text = "https://example.org/brief", "Elke twee weken nieuws."
        settings.save()
        html = read(client, home)
        assert html.count('href="https://example.org/brief"') == 2
        assert "Elke twee weken nieuws." in html

    def test_the_footer_leads_to_the_two_statements(self, client):
        html = read(client, PracticePageFactory())
        footer = html[html.index("<footer") :]
        for name in ("accessibility", "privacy"):
            assert f'href="{reverse(f"statements:{name}")}"' in footer

    def test_tips_can_be_ticked_off_on_paper_with_their_source_and_address(self, client):
        tip = {"title": "Geef tijd", "explanation": "<p>Uitleg</p>", "addressee": "directie"}
        page = TipListPageFactory(tips=[{"type": "tip", "value": tip}], earlier_site="Platform31")
        html = read(client, page)
        assert "elk met een vakje" in html
        paper = html[html.index('<p class="print-only meta">') :][:400]
        assert "Platform31" in paper
        assert page.url in paper

    def test_the_home_page_leads_to_everything(self, client):
        PracticePageFactory(title="De straat")
        assert re.search(r'<a href="/zoeken/">Alles bekijken</a>', read(client, HomePage.objects.get()))
        html = client.get("/zoeken/").content.decode()
        assert "De straat" in html
