"""A mail is one template: read as text and as HTML it says the same."""

from pathlib import Path

import pytest
from django.conf import settings as site_settings
from django.template import engines

from tests.mail.conftest import Inbox
from wijkwijzer.mail.letters import write
from wijkwijzer.mail.models import Link, Message
from wijkwijzer.mail.outbox import send_waiting

pytestmark = pytest.mark.django_db

LETTER = """{% extends "email/letter.html" %}
{% block subject %}Over {{ title }}{% endblock subject %}
{% block text %}
<h1>Beste {{ name }},</h1>
<p>Lees <a href="{{ site_url }}/lees/">de pagina</a> of ga naar
<a href="{{ link.address }}">{{ link.address }}</a>.</p>
<ul><li>Een</li><li>Twee</li></ul>
<blockquote><p>Zij zei: {{ said }}</p></blockquote>
{% endblock text %}"""


@pytest.fixture
def letter(settings: object, tmp_path: Path) -> str:
    """A template of the test beside those of the site."""
    (tmp_path / "templates" / "email").mkdir(parents=True)
    (tmp_path / "templates" / "email" / "proef.html").write_text(LETTER)
    first = site_settings.TEMPLATES[0]
    settings.TEMPLATES = [{**first, "DIRS": [tmp_path / "templates", *first["DIRS"]]}]
    assert engines
    return "proef"


def read(received: Inbox) -> tuple[str, str, str]:
    send_waiting()
    (mail,) = received()
    text, html = mail.get_body(("plain",)).get_content(), mail.get_body(("html",)).get_content()
    return mail["Subject"], text, html


CONTEXT = {"title": "Jan & Zoë", "name": "Zoë", "said": "1 < 2"}


def test_text_and_html_say_the_same(letter: str, received: Inbox) -> None:
    link = Link.objects.make("akkoord", days=14)
    write(letter, "zoe@example.org", CONTEXT, link=link)
    subject, text, html = read(received)
    assert subject == "Over Jan & Zoë"
    assert text.split("\n\n")[:5] == [
        "Beste Zoë,",
        f"Lees de pagina: http://testserver/lees/ of ga naar {link.address}.",
        "- Een",
        "- Twee",
        "Zij zei: 1 < 2",
    ]
    assert "Dit bericht komt van WijkWijzer: http://testserver/." in text
    assert f'href="{link.address}"' in html
    assert "Zij zei: 1 &lt; 2" in html


def test_styles_stand_in_the_tags_as_mail_programs_want_them(letter: str, received: Inbox) -> None:
    write(letter, "zoe@example.org", CONTEXT)
    html = read(received)[2]
    assert "<style" not in html
    assert '<h1 style="' in html
    assert "<link" not in html
    assert "<img" not in html


def test_links_start_with_the_address_of_the_site(letter: str, received: Inbox, settings: object) -> None:
    """Whatever host a request came in by: there is none when a mail is written by the clock."""
    settings.SITE_URL = "https://wijkwijzer.example"
    link = Link.objects.make("mijn-portret", days=14)
    write(letter, "zoe@example.org", CONTEXT, link=link)
    text = read(received)[1]
    assert f"https://wijkwijzer.example/mijn-portret/{link.token}/" in text
    assert "testserver" not in text


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r", "\x0b", "\u2028"])
def test_a_title_of_two_lines_makes_no_header_more(letter: str, received: Inbox, line_end: str) -> None:
    write(letter, "zoe@example.org", CONTEXT | {"title": f"Straat{line_end}Bcc: iedereen@example.org"})
    send_waiting()
    (mail,) = received()
    assert mail["Bcc"] is None
    assert mail["Subject"] == "Over Straat Bcc: iedereen@example.org"


def test_markup_in_what_is_filled_in_stays_text(letter: str, received: Inbox) -> None:
    write(letter, "zoe@example.org", CONTEXT | {"said": "<a href='https://kwaad.example'>klik</a></title>"})
    _subject, text, html = read(received)
    assert "<a href='https://kwaad.example'>" not in html
    assert "Zij zei: <a href='https://kwaad.example'>klik</a></title>" in text


def test_what_has_a_key_is_written_once(letter: str, folder: Path) -> None:
    assert write(letter, "zoe@example.org", CONTEXT, key="eerste-1") is not None
    assert write(letter, "zoe@example.org", CONTEXT, key="eerste-1") is None
    assert Message.objects.count() == 1


def test_an_answer_goes_to_the_editors(letter: str, received: Inbox) -> None:
    write(letter, "zoe@example.org", CONTEXT, reply_to="redactie@example.org")
    send_waiting()
    assert received()[0]["Reply-To"] == "redactie@example.org"
