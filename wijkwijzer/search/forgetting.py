"""What search keeps of a name when the pages that had it are gone: questions people asked, and words in the engine."""

from wijkwijzer.people.forgetting import Leaving

from .analysis import fold
from .engines import get_engine
from .models import SearchCount


def forget_words(leaving: Leaving) -> int:
    """Questions with the name of somebody who is nowhere on the site any more; documents and their words went with the
    pages."""
    gone = 0
    for person in leaving.unused_people:
        folded = set(fold(person.name).split())
        asked = SearchCount.objects.exclude(words="").values_list("pk", "words")
        keys = [pk for pk, words in asked if folded <= set(fold(words).split())]
        gone += SearchCount.objects.filter(pk__in=keys).delete()[0]
    get_engine().compact()
    return gone
