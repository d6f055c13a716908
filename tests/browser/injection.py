"""Script in every text that the site holds, found by walking models and blocks, and a browser that notices if it runs.

The browser asks a Django test client instead of a server, so that it sees the database of the test and nothing of it
is left for others.
"""

import contextvars
import datetime
import itertools
import json
import mimetypes
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.apps import apps
from django.contrib.staticfiles import finders
from django.db import models
from django.test import Client
from playwright.sync_api import BrowserContext, Dialog, Route
from wagtail import blocks
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.coreutils import resolve_model_string
from wagtail.documents import get_document_model
from wagtail.fields import RichTextField, StreamField
from wagtail.images import get_image_model
from wagtail.images.blocks import ImageChooserBlock
from wagtail.models import Collection, Comment, Page, Site, TaskState
from wagtail.rich_text import RichText

from wijkwijzer.gate.models import Publication

ADDRESS = "http://testserver"
WORD = "Wijkproef"
# Stands in what is seen where a text is shown as it is, instead of being taken for code.
SEEN = "__hit("
# The number of a field comes where @ stands. Each payload but the first is for one place where text may stand.
PAYLOADS = (
    "\"'><img src=x onerror=__hit(@)>",
    "<script>__hit(@)</script>",
    "</script><script>__hit(@)</script>",
    "</title></style></textarea></noscript><svg onload=__hit(@)>",
    "<svg><animate onbegin=__hit(@) attributeName=x dur=1s>",
    '<math><mi//xlink:href="data:x,<script>__hit(@)</script>">',
    "<svg><style><img/src=x onerror=__hit(@)></style></svg>",
    '<noscript><p title="</noscript><img src=x onerror=__hit(@)>">',
    "<form><math><mtext></form><form><mglyph><style></math><img src=x onerror=__hit(@)>",
    '" autofocus onfocus=__hit(@) tabindex=1 x="',
    "' onmouseover=__hit(@) style='position:fixed;inset:0' x='",
    "{{ constructor.constructor('__hit(@)')() }}{% debug %}",
    "${__hit(@)}`+__hit(@)+`",
    '\\"-__hit(@)}]}//\\u003cscript\\u003e__hit(@)',
    "*/__hit(@)/*--></style><script>__hit(@)</script><!--",
    "]]><script xmlns='http://www.w3.org/1999/xhtml'>__hit(@)</script><![CDATA[",
    '<img srcset="x,y 2x" onerror=__hit(@)>',
    '<iframe srcdoc="<script>parent.__hit(@)</script>"></iframe>',
    '<a href="java\tscript:__hit(@)">x</a><base href=//evil.example/>',
    '<div style="width:expression(__hit(@));background:url(javascript:__hit(@))">',
    "<details open ontoggle=__hit(@)><video><source onerror=__hit(@)>",
    "\u202e<img src=x onerror=__hit(@)>\u2066",
    "＜script＞__hit(@)＜/script＞<ſcript>__hit(@)</ſcript>",
    "&lt;script&gt;__hit(@)&lt;/script&gt;&#60;img src=x onerror=__hit(@)&#62;",
    "%3Cscript%3E__hit(@)%3C/script%3E",
)
ADDRESSES = (
    "javascript:__hit(@)//",
    "JaVaScRiPt:__hit(@)",
    "java\tscript:__hit(@)",
    " \x01javascript:__hit(@)",
    "data:text/html,<script>parent.__hit(@)</script>",
    "vbscript:__hit(@)",
    'https://x.example/"onmouseover=__hit(@)//',
)
_SHORTEST = 40
# Decide how the site works, and are no text: nobody types them. By name, in one model or in all.
_NO_TEXT = {
    "password",
    "purpose",
    "wagtailcore.Page.path",
    "wagtailcore.Collection.path",
    "wagtailcore.Comment.contentpath",
    "wagtailcore.Comment.position",
    "index_entry",
    "action",
    "root_url",
    "hostname",
    "from_address",
    "filter_spec",
    "token_digest",
    "maker_digest",
}
_ROOMS = {"wijkwijzer", "portraits", "practices"}
LISTENER = """
window.__hits = [];
window.__violations = [];
window.__hit = field => { window.__hits.push(field); };
window.alert = window.confirm = window.prompt = () => { window.__hits.push("dialog"); };
document.addEventListener("securitypolicyviolation", event => window.__violations.push(
    [event.effectiveDirective, event.blockedURI, event.sourceFile, event.sample].join(" ")));
"""


class Hostile:
    """Makes payloads, each with a number of its own; `fields` says which field has which number.

    `brief` is the address of one. `without_rows` names the models that have texts, of which the site of the test holds
    none.
    """

    def __init__(self, brief: str = "") -> None:
        self.brief = brief
        self.fields: list[str] = []
        self.without_rows: set[str] = set()
        self._turn = itertools.cycle(PAYLOADS[1:])
        self._address = itertools.cycle(ADDRESSES)

    def _number(self, field: str) -> str:
        self.fields.append(field)
        return str(len(self.fields) - 1)

    def text(self, field: str, length: int | None = None) -> str:
        """As many payloads as fit: always the first, and others in turn."""
        number = self._number(field)
        made = PAYLOADS[0].replace("@", number)
        if length is None or len(made) + len(WORD) + 1 <= length:
            made = f"{WORD} {made}"
        tries = len(PAYLOADS) if length is None else 4
        for payload in itertools.islice(self._turn, tries):
            payload = payload.replace("@", number)
            if length is None or len(made) + len(payload) <= length:
                made += payload
        return made if length is None else made[:length]

    def address(self, field: str) -> str:
        return next(self._address).replace("@", self._number(field))

    def rich_text(self, field: str, features: list[str] | None = None) -> str:
        """What the editor keeps of a text that a script of one's own sent: with links of all kinds in it."""
        addresses = [self.address(field) for _ in ADDRESSES]
        text = self.text(field)
        state = {
            "blocks": [
                {
                    "key": f"k{number}",
                    "type": "unstyled",
                    "text": text,
                    "depth": 0,
                    "inlineStyleRanges": [],
                    "entityRanges": [{"key": number, "offset": 0, "length": 9}],
                }
                for number in range(len(addresses))
            ],
            "entityMap": {
                str(number): {"type": "LINK", "mutability": "MUTABLE", "data": {"url": address}}
                for number, address in enumerate(addresses)
            },
        }
        converter = ContentstateConverter(features=features or ["bold", "link", "document-link"])
        return str(converter.to_database_format(json.dumps(state)))

    def named(self, text: str) -> str:
        """The text, with the names of the fields that it is from."""
        numbers = re.findall(r"__hit\D+(\d+)", text)
        return f"{text} ({', '.join({self.fields[int(number)] for number in numbers})})"

    def seen_in(self, text: str) -> set[str]:
        """The fields of which a payload stands in what is shown."""
        return {self.fields[int(number)] for number in re.findall(r"__hit\((\d+)\)", text)}

    # --- Blocks ------------------------------------------------------------------------------------------------------

    def block(self, block: Any, name: str) -> Any:
        """A value for a block with a payload in each text; for what is chosen, something that exists."""
        if isinstance(block, TypedTableBlock):
            columns = [{"type": "text", "heading": self.text(name, 120)}]
            table = {"columns": columns, "rows": [{"values": [self.text(name, 200)]}], "caption": self.text(name, 120)}
            return block.to_python(table)
        if isinstance(block, blocks.StructBlock):
            values = {child: self.block(inner, f"{name}.{child}") for child, inner in block.child_blocks.items()}
            return block.to_python(block.get_prep_value(block._to_struct_value(values)))
        if isinstance(block, blocks.ListBlock):
            return [self.block(block.child_block, f"{name}[]")]
        return self._leaf(block, name)

    def _leaf(self, block: Any, name: str) -> Any:
        if isinstance(block, blocks.RichTextBlock):
            return RichText(self.rich_text(name, block.features))
        if isinstance(block, blocks.URLBlock):
            return self.address(name)
        if isinstance(block, blocks.CharBlock | blocks.TextBlock):
            return self.text(name, block.field.max_length)
        if isinstance(block, blocks.ChooserBlock):
            return self._chosen(block)
        if isinstance(block, blocks.ChoiceBlock):
            return next((value for value, _ in block.field.choices if value), "")
        if isinstance(block, blocks.DateBlock):
            return datetime.date.today() + datetime.timedelta(days=30)
        return block.get_default()

    @staticmethod
    def _chosen(block: Any) -> Any:
        if isinstance(block, ImageChooserBlock):
            return get_image_model().objects.first()
        if isinstance(block, blocks.PageChooserBlock):
            return Page.objects.filter(live=True, depth=4).first()
        return resolve_model_string(block.target_model).objects.first()

    # --- Rows --------------------------------------------------------------------------------------------------------

    def stamp_everything(self) -> None:
        """A payload in each text of each row, straight into the database: no form and no `clean` stands between.

        Of rooms that only note what they did themselves, the reason of a publication is what somebody typed.
        """
        ours = [model for model in apps.get_models() if model.__module__.partition(".")[0] in _ROOMS]
        typed = [model for model in ours if model._meta.app_label not in {"search", "mail", "schedule", "gate"}]
        others = [Page, get_document_model(), Collection, Site, Comment, TaskState, apps.get_model("taggit", "Tag")]
        for model in [*typed, Publication, *others]:
            rows = list(model._default_manager.all())
            for row in rows:
                self._stamp(row)
            if not rows and any(self._takes_text(field) for field in model._meta.local_concrete_fields):
                self.without_rows.add(model._meta.label)

    def _stamp(self, row: models.Model) -> None:
        changes = {}
        for field in row._meta.local_concrete_fields:
            if (made := self._value(row, field)) is not None:
                changes[field.attname] = made
        if changes:
            type(row)._base_manager.filter(pk=row.pk).update(**changes)

    def _value(self, row: models.Model, field: models.Field) -> Any:
        name = f"{row._meta.label}.{field.name}"
        if isinstance(field, StreamField):
            stream = field.stream_block
            children = [(child, self.block(block, f"{name}.{child}")) for child, block in stream.child_blocks.items()]
            return field.get_prep_value(blocks.StreamValue(stream, children))
        if not self._takes_text(field):
            return None
        if isinstance(field, RichTextField):
            return self.rich_text(name, field.features)
        if isinstance(field, models.URLField) or field.name == "url":
            return self.address(name)[: field.max_length]
        return self.text(name, field.max_length)

    @staticmethod
    def _takes_text(field: models.Field) -> bool:
        is_text = isinstance(field, models.CharField | models.TextField) and not isinstance(field, models.SlugField)
        if not is_text or field.choices or field.primary_key or {field.name, str(field)} & _NO_TEXT:
            return False
        is_typed = field.editable or field.name == "draft_title"
        return is_typed and (field.max_length or _SHORTEST) >= _SHORTEST


class Watch:
    """Pages of the site in a browser, with what ran in them and what the policy had to stop."""

    def __init__(self, context: BrowserContext, client: Client) -> None:
        self.client = client
        # Playwright calls back in a context of its own, where Django would open another connection.
        self._here = contextvars.copy_context()
        context.add_init_script(LISTENER)
        context.route("**/*", self._answer)
        self.page = context.new_page()
        self.dialogs: list[str] = []
        self.page.on("dialog", self._close)

    def _close(self, dialog: Dialog) -> None:
        if dialog.type == "beforeunload":
            # The editor asks whether to leave a page that it has yet to save.
            dialog.accept()
        else:
            self.dialogs.append(dialog.message)
            dialog.dismiss()

    def _answer(self, route: Route) -> None:
        request = route.request
        parts = urlsplit(request.url)
        if f"{parts.scheme}://{parts.netloc}" != ADDRESS or request.method != "GET":
            route.fulfill(status=404, body="")
        elif parts.path.startswith("/static/"):
            found = finders.find(parts.path.removeprefix("/static/"))
            kind = mimetypes.guess_type(parts.path)[0] or "application/octet-stream"
            route.fulfill(
                status=200 if found else 404, body=Path(found).read_bytes() if found else b"", content_type=kind
            )
        else:
            response = self._here.run(self.client.get, request.url.removeprefix(ADDRESS), follow=True)
            body = response.getvalue()
            headers = {name: value for name, value in response.items() if name.lower() != "content-length"}
            route.fulfill(status=response.status_code, body=body, headers=headers)

    def visit(self, path: str) -> int:
        """Opens it; gives the status of the answer."""
        answer = self.page.goto(f"{ADDRESS}{path}", wait_until="load")
        return answer.status if answer else 0

    def hits(self) -> list[Any]:
        return [*self.page.evaluate("window.__hits"), *self.dialogs]

    def violations(self) -> list[str]:
        return list(self.page.evaluate("window.__violations"))

    def text(self) -> str:
        """All that is said, with what stands in fields of forms."""
        return str(
            self.page.evaluate(
                "document.documentElement.textContent + document.title + "
                "[...document.querySelectorAll('input')].map(field => field.value).join(' ')"
            )
        )

    def bad_links(self) -> list[str]:
        """Addresses that would run when somebody follows them."""
        return list(
            self.page.evaluate(
                "[...document.querySelectorAll('[href],[src],[action],[formaction]')].flatMap(tag => "
                "[tag.href, tag.src, tag.action, tag.formAction].map(String))"
                ".filter(address => /^\\s*(javascript|vbscript|data:text)/i.test(address))"
            )
        )


_DAY = datetime.datetime(2026, 11, 29, 12, tzinfo=datetime.UTC)


class Anything:
    """For templates: whatever is asked of it is a payload again, a list of one, or where need be a day."""

    def __init__(self, text: str) -> None:
        self.said = text

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_") or name in {"resolve_expression", "all", "as_widget"}:
            raise AttributeError(name)
        if name in {"pk", "id", "number"} or name.endswith("_id"):
            return 1
        if hasattr(_DAY, name):
            return getattr(_DAY, name)
        return Anything(self.said)

    def __str__(self) -> str:
        return self.said

    def __iter__(self) -> Iterator["Anything"]:
        return iter([Anything(self.said)])

    def __len__(self) -> int:
        return 1

    def __int__(self) -> int:
        return 1
