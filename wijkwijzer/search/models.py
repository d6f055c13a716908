"""The read model of search: one row a visitor may find, its words, what happened to the index, and what was searched.

The text is analysed when a page changes, never when somebody searches. What only one database knows (the FTS table of
SQLite, the vectors of PostgreSQL) is made by the engines, outside Django's models.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from wijkwijzer.pages.kinds import KIND_CHOICES
from wijkwijzer.pages.models import KnowledgePage
from wijkwijzer.taxonomy.models import Concept


class Status(models.TextChoices):
    """Whether a publication is true today, as far as is known. The values stand in addresses."""

    CURRENT = "actueel", _("actueel")
    OUTDATED = "mogelijk-verouderd", _("mogelijk verouderd")
    REPLACED = "vervangen", _("vervangen")


class SearchDocument(models.Model):
    """What a result shows and what it is filtered and sorted by: a visible publication or a concept. A narrow row.

    `facets` holds the values of every facet as words, such as `soort=praktijk thema=12 gemeente=34 gemeente=34/subject`
    (numbers are primary keys); `facets.py` says which there are. `quality` is the part of the ranking that no query
    changes: higher is better.
    """

    page = models.OneToOneField(KnowledgePage, null=True, related_name="search_document", on_delete=models.CASCADE)
    concept = models.OneToOneField(Concept, null=True, related_name="search_document", on_delete=models.CASCADE)
    kind = models.CharField(max_length=12, choices=KIND_CHOICES)
    title = models.CharField(max_length=255)
    # Folded, without an article in front: what A to Z sorts by.
    title_key = models.CharField(max_length=255)
    summary = models.TextField(blank=True)
    url = models.CharField(max_length=1000)
    published_on = models.DateField(null=True)
    reviewed_on = models.DateField(null=True)
    status = models.CharField(max_length=20, choices=Status.choices, default=Status.CURRENT)
    quality = models.SmallIntegerField(default=0)
    facets = models.TextField(blank=True)
    # What the result's line of facts says; names, in the order to show them.
    municipalities = models.JSONField(default=list)
    themes = models.JSONField(default=list)

    class Meta:
        verbose_name = _("vindbare pagina")
        verbose_name_plural = _("vindbare pagina’s")
        constraints = [
            models.CheckConstraint(
                name="search_document_page_or_concept",
                condition=models.Q(page__isnull=False, concept__isnull=True)
                | models.Q(page__isnull=True, concept__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return self.title


class SearchText(models.Model):
    """The words of a document. Wide: only read for the few documents that can win.

    `title`, `summary`, `extra` and `body` are the lemmas of each field in the order of the text, stop words included.
    `keys` holds other words a document is found by, each once: `s_` stems that are no lemma, `p_` parts of compounds,
    `x_` words of the title exactly as folded. `marks` tells the ranking what stands where, each once: a letter for the
    field (t, s, e, b), one for the class (x exact, s stem, p part), an underscore and the word, as in `bx_wijkcentra`.
    `sections` is the original text for marking words: dicts of `anchor`, `heading` and `text`, in the page's order.
    """

    document = models.OneToOneField(SearchDocument, primary_key=True, related_name="text", on_delete=models.CASCADE)
    title = models.TextField(blank=True)
    summary = models.TextField(blank=True)
    extra = models.TextField(blank=True)
    body = models.TextField(blank=True)
    keys = models.TextField(blank=True)
    marks = models.TextField(blank=True)
    sections = models.JSONField(default=list)

    # Not stored: the words as written, with folded form and lemma, which `indexing.py` keeps as `SearchWord`.
    spellings: dict[str, tuple[str, str]]
    # And, where the second process wrote them, its vectors (`vectors.vectors`).
    vectors: tuple[str, str] | None

    class Meta:
        verbose_name = _("woorden van een pagina")
        verbose_name_plural = _("woorden van pagina’s")

    def __str__(self) -> str:
        return str(self.document)


class SearchWord(models.Model):
    """A word as people write it in what is published: what “Bedoelde u” chooses from."""

    word = models.CharField(max_length=60, unique=True)
    # Folded, and its lemma: a word is in use as long as a document has its lemma.
    folded = models.CharField(max_length=60, db_index=True)
    lemma = models.CharField(max_length=60, db_index=True)

    class Meta:
        verbose_name = _("woord")
        verbose_name_plural = _("woorden")

    def __str__(self) -> str:
        return self.word


class SearchState(models.Model):
    """One row: which analysis made the index, and a version that every change replaces, so that processes notice.

    Whoever changes the index takes this row first (`indexing.py`); that puts writers in a line.
    """

    analysis_version = models.CharField(max_length=40, blank=True)
    version = models.UUIDField()
    # A rebuild that has not ended: with which analysis, and the last page it did. A killed one goes on from there.
    rebuilding = models.CharField(max_length=40, blank=True)
    rebuilt_up_to = models.BigIntegerField(default=0)

    class Meta:
        verbose_name = _("stand van de zoekindex")
        verbose_name_plural = _("stand van de zoekindex")

    def __str__(self) -> str:
        return str(self.version)


class SearchChange(models.Model):
    """A change of the index: processes that know the version before it read only these documents again.

    Without a document: a name of a theme, place or concept changed, or everything may have.
    """

    version = models.UUIDField(db_index=True)
    document_id = models.BigIntegerField(null=True)

    class Meta:
        verbose_name = _("wijziging van de zoekindex")
        verbose_name_plural = _("wijzigingen van de zoekindex")

    def __str__(self) -> str:
        return str(self.version)


class SearchCount(models.Model):
    """How often something was searched on a day. The words are only kept once it was asked on three days.

    Until then `key` (a keyed hash of the words) is all there is. No person, no address, no time of day.
    """

    key = models.CharField(max_length=64)
    day = models.DateField()
    words = models.CharField(max_length=100, blank=True)
    searches = models.PositiveIntegerField(default=0)
    without_result = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("zoekvraag op een dag")
        verbose_name_plural = _("zoekvragen per dag")
        constraints = [models.UniqueConstraint(fields=["key", "day"], name="search_count_once_a_day")]
        indexes = [models.Index(fields=["day"])]

    def __str__(self) -> str:
        return self.words or self.key
