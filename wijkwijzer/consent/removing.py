"""Take what was decided out of the other pages: out of what is on the site, out of drafts and out of old versions."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from modelcluster.models import get_all_child_relations
from wagtail.log_actions import log
from wagtail.models import Page, Revision, WorkflowState

from wijkwijzer.gate.models import Publication
from wijkwijzer.images.models import SiteImage
from wijkwijzer.pages.models import KnowledgePage
from wijkwijzer.people.models import Person

from .impact import OLD, Finder, Impact, Kind, Mention, Version, text_hash, texts_by_place
from .models import LegalBasis, WithdrawalTask
from .names import normal
from .rewriting import GONE, Place, Walker, going


class Choice(models.TextChoices):
    """What happens with a mention elsewhere. For an image `REMOVE` takes it out of the other pages too."""

    LEAVE = "leave", gettext_lazy("laat staan")
    REWRITE = "rewrite", gettext_lazy("herschrijven")
    REMOVE = "remove", gettext_lazy("anonimiseren")
    OTHER = "other", gettext_lazy("gaat over iemand of iets anders")


@dataclass(frozen=True)
class Decision:
    choice: str
    motivation: str = ""


Decisions = dict[str, Decision]


class Remover(Walker):
    """Leaves out what goes from one version of one page."""

    def __init__(self, impact: Impact, decisions: Decisions, version: Version) -> None:
        people = {person.pk for person in impact.people}
        super().__init__(going({Page: impact.page_ids, Person: people, SiteImage: images_to_go(impact, decisions)}))
        self.impact, self.decisions, self.version = impact, decisions, version
        self.count = 0

    def goes(self, place: Place, model: type[models.Model], key: Any) -> bool:
        if not self.is_going(model, key):
            return False
        return not issubclass(model, Person) or self._is_removed(Kind.PERSON, f"{place.key}:{key}")

    def gone(self, place: Place, model: type[models.Model], key: Any) -> None:
        self.count += 1

    def text(self, place: Place, text: str, *, is_html: bool, name: str) -> Any:
        names, plain = self.impact.names, normal(text)
        has_name = names.wide is not None and names.wide.search(plain) and self._is_removed(Kind.NAME, place.key)
        has_title = names.title is not None and names.title.search(plain) and self._is_removed(Kind.TITLE, place.key)
        if not has_name and not has_title:
            return text
        self.count += 1
        # Without who said them, words are nobody's.
        return GONE if name == "speaker" else names.without(plain, is_html=is_html)

    def _is_removed(self, kind: Kind, place: str) -> bool:
        """Old versions of what an editor writes anew are of no use to anybody with the name in them."""
        mention = self.impact.mentions.get(Mention(kind, self.version.page_id, place, "", "").key)
        decision = self.decisions.get(mention.key) if mention else None
        if decision is None:
            return False
        return decision.choice == Choice.REMOVE or (decision.choice == Choice.REWRITE and self.version.where == OLD)


def images_to_go(impact: Impact, decisions: Decisions) -> set[int]:
    """Those that only these pages show, and those of which it was decided."""
    chosen = [one for one in impact.to_decide if one.kind == Kind.IMAGE and _choice(decisions, one) == Choice.REMOVE]
    return {image.pk for image in impact.images_only_here} | {mention.row.pk for mention in chosen}


def _choice(decisions: Decisions, mention: Mention) -> str:
    decision = decisions.get(mention.key)
    return decision.choice if decision else Choice.LEAVE


def take_out(impact: Impact, decisions: Decisions, by: Any) -> Counter[str]:
    """Change every version of every other page as was decided. Returns how often what was done."""
    done: Counter[str] = Counter()
    rows: dict[int, int] = {}
    changed: set[int] = set()
    for version in impact.versions_elsewhere():
        remover = Remover(impact, decisions, version)
        content = remover.page(version.model, version.content)
        if content == version.content:
            continue
        done["removed_elsewhere"] += remover.count
        if version.revision is None:
            _change_row(version, content)
            rows[version.page_id] = remover.count
        else:
            _change_revision(version.revision, content)
            changed.add(version.page_id)
    for page_id, count in rows.items():
        _write_down(page_id, count, by)
    _stop_judging(changed, by)
    done.update(_change_other_rows(impact, decisions))
    for mention in impact.to_decide:
        done[f"decided_{_choice(decisions, mention)}"] += 1
    _give_reasons(impact, decisions, by)
    return done


def _change_row(version: Version, content: dict[str, Any]) -> None:
    """What is on the site, without the gate: nothing is added to what was approved."""
    model: Any = version.model
    for relation in get_all_child_relations(model):
        name = relation.get_accessor_name()
        before = {row["pk"]: row for row in version.content.get(name, ())}
        after = {row["pk"]: row for row in content.get(name, ())}
        rows: Any = relation.related_model._default_manager
        for key in before.keys() - after.keys():
            # One by one, so that search hears of it.
            rows.get(pk=key).delete()
        for key, row in after.items():
            if changed := {field: value for field, value in row.items() if value != before[key].get(field)}:
                rows.filter(pk=key).update(**changed)
    page = model._base_manager.get(pk=version.page_id)
    for field in model._meta.concrete_fields:
        if content.get(field.name) != version.content.get(field.name):
            setattr(page, field.attname, content[field.name])
    page.save(clean=False)


def _change_revision(revision: Revision, content: dict[str, Any]) -> None:
    title = str(content.get("title") or revision.object_str)
    Revision.objects.filter(pk=revision.pk).update(content=content, object_str=title)


def _stop_judging(page_ids: set[int], by: Any) -> None:
    """What others were reading says less now: it is submitted once more."""
    states = WorkflowState.objects.filter(status=WorkflowState.STATUS_IN_PROGRESS)
    states = states.filter(base_content_type=ContentType.objects.get_for_model(Page))
    for state in states.filter(object_id__in=[str(pk) for pk in page_ids]):
        state.cancel(user=by)


def _write_down(page_id: int, count: int, by: Any) -> None:
    """For the history of the page, and for the check whether what is on the site is what was published."""
    page: Any = Page.objects.get(pk=page_id).specific
    log(instance=page, action="consent.removed", user=by, data={"count": count})
    last = Publication.objects.filter(page=page_id).first()
    if not page.live or last is None or page.live_revision is None:
        return
    content_hash = page.hash_of(page.live_revision.content)
    if content_hash != last.content_hash:
        Publication.objects.create(
            page_id=page_id,
            revision=page.live_revision,
            content_hash=content_hash,
            how=Publication.How.WITHDRAWAL,
            by=by,
            reason=_("Wat over een ingetrokken pagina ging, is eruit gehaald."),
        )


def _change_other_rows(impact: Impact, decisions: Decisions) -> Counter[str]:
    done: Counter[str] = Counter()
    for mention in impact.to_decide:
        is_text = mention.row is not None and mention.kind != Kind.IMAGE
        if is_text and _choice(decisions, mention) == Choice.REMOVE:
            row = type(mention.row)._default_manager.get(pk=mention.row.pk)
            text = impact.names.without(getattr(row, mention.place), is_html=True)
            setattr(row, mention.place, text)
            row.save(update_fields=[mention.place])
            done["removed_elsewhere"] += 1
    return done


def _give_reasons(impact: Impact, decisions: Decisions, by: Any) -> None:
    """A name that stays has a reason from now on: the other page gets a legal basis of its own."""
    left = [
        mention
        for mention in impact.to_decide
        if mention.kind in (Kind.NAME, Kind.PERSON) and _choice(decisions, mention) == Choice.LEAVE
    ]
    pages = KnowledgePage.objects.in_bulk([mention.page_id for mention in left if mention.page_id])
    for mention in left:
        if mention.page_id in pages:
            reason = decisions[mention.key].motivation
            fields = {"basis": LegalBasis.Basis.INTEREST, "motivation": reason, "by": by}
            for person in _named_in(impact, mention):
                LegalBasis.objects.get_or_create(page_id=mention.page_id, person=person, defaults=fields)


def _named_in(impact: Impact, mention: Mention) -> list[Person]:
    said = normal(" ".join(mention.excerpts)).lower()
    named = [person for person in impact.people if normal(person.name).lower().split()[-1] in said]
    return named or impact.people


def says(task: WithdrawalTask, model: type[Page], content: dict[str, Any]) -> bool:
    """Does this version of the page say, at that place, what has to be written anew?"""
    finder = Finder(going({Person: [task.person_id]}))
    finder.page(model, content)
    if text_hash(texts_by_place(finder).get(task.place, "")) == task.text_hash:
        return True
    return any(f"{place.key}:{key}" == task.place for place, _model, key in finder.references)
