"""Words analysed in a second process: the same index, whatever becomes of the process."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from threading import Timer
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from tests.factories import MunicipalityFactory, PortraitPageFactory, ThemeFactory
from wijkwijzer.search import corpus, indexing, second_process, wording
from wijkwijzer.search.long_runs import long_run
from wijkwijzer.search.models import SearchDocument, SearchText, SearchWord
from wijkwijzer.search.second_process import SecondProcess, analyse_here
from wijkwijzer.search.wording import Texts, Words

PROJECT = Path(__file__).parents[2]
CHUNKS = [
    [Texts(f"Titel {number}", f"De {half} wijkcentra", ["Groningen"], ["Bewonersinitiatieven “İJ”"]) for half in "abc"]
    for number in range(6)
]
HERE = list(analyse_here(CHUNKS))


class Ready(SecondProcess):
    """One that is waited for, however busy the machine is, and that says how many answers came from the process."""

    def __init__(self, *, with_vectors: bool = False) -> None:
        super().__init__(with_vectors=with_vectors)
        self.answers = 0
        READY.append(self)

    def _start(self) -> None:
        super()._start()
        assert self._line
        assert self._line.poll(60)

    def _work_or_wait(self, waiting: Any) -> None:
        if self._asked:
            self._take_answer()
        else:
            super()._work_or_wait(waiting)

    def _take_answer(self) -> None:
        asked = len(self._asked)
        super()._take_answer()
        self.answers += len(self._asked) == asked - 1 and self._line is not None


READY: list[Ready] = []


@pytest.fixture(autouse=True)
def two_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(second_process, "_cores", lambda: 2)


@pytest.fixture
def second() -> Iterator[Ready]:
    process = Ready()
    yield process
    process.stop()


@pytest.fixture
def no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: SecondProcess) -> None:
        raise AssertionError("A process was started.")

    monkeypatch.setattr(SecondProcess, "_start", refuse)


# --- The same index --------------------------------------------------------------------------------------------------


def publications(folder: Path) -> Path:
    file = folder / "corpus.jsonl"
    lines = [
        {
            "title": f"Wijkcentrum {number} “d’Oude İJ” in {'café' * (number % 3)}",
            "body": f"## Kop {number}\n\nInitiatief{number} & wijk-aanpak 2020-24, ΟΔΟΣ घर {'woord' * number}",
            "theme": "wonen",
            "municipality": "breda",
        }
        for number in range(60)
    ]
    file.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    return file


def index() -> list[list[dict[str, Any]]]:
    """All that search reads, in order; without the keys of rows, which a second run cannot have again."""
    keys = ("id", "page_id", "document_id")
    rows = [model.objects.order_by("pk").values() for model in (SearchDocument, SearchText, SearchWord)]
    read = [[{name: value for name, value in row.items() if name not in keys} for row in some] for some in rows]
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT words::text AS words, title::text AS title FROM search_vector ORDER BY document_id")
            read.append([{"words": words, "title": title} for words, title in cursor.fetchall()])
    return read


@pytest.mark.django_db
def test_the_index_is_the_same_with_and_without_a_second_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ThemeFactory(name="Wonen", slug="wonen")
    MunicipalityFactory(name="Breda", slug="breda")
    monkeypatch.setattr(corpus, "BATCH", 25)
    monkeypatch.setattr(indexing, "CHUNK", 10)
    file = publications(tmp_path)

    def loaded_and_rebuilt(cores: int) -> list[Any]:
        monkeypatch.setattr(second_process, "_cores", lambda: cores)
        numbers = (f"{number:08}" for number in count())
        monkeypatch.setattr(corpus, "uuid4", lambda: next(numbers))
        with transaction.atomic():
            call_command("load_corpus", str(file), verbosity=0)
            loaded = index()
            call_command("rebuild_search_index", verbosity=0)
            rebuilt = index()
            transaction.set_rollback(True)
        return [loaded, rebuilt]

    alone = loaded_and_rebuilt(1)
    assert len(alone[0][1]) == 60
    monkeypatch.setattr("wijkwijzer.search.long_runs.SecondProcess", Ready)
    READY.clear()
    assert loaded_and_rebuilt(2) == alone
    assert [one.answers for one in READY] == [8, 5], "all chunks but the first two of the file and of the site"


class Eager(Ready):
    """One that does what it can instead of waiting, as they all do."""

    _work_or_wait = SecondProcess._work_or_wait


@pytest.mark.database("sqlite")
def test_instead_of_waiting_this_process_does_what_the_other_has_not_begun(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [Texts(f"Titel {number}", "", [], []) for number in range(4 * second_process._PIECE)]
    expected = list(analyse_here([texts]))
    second, done_here = Eager(), []
    list(second.analyse(CHUNKS))
    assert second._process
    pid = second._process.pid
    os.kill(pid, signal.SIGSTOP)
    too_late = Timer(60, os.kill, (pid, signal.SIGCONT))  # else who waits after all would wait for ever
    too_late.start()

    def words_of(text: Texts) -> Words:
        done_here.append(text)
        if len(done_here) == 2 * second_process._PIECE:
            os.kill(pid, signal.SIGCONT)
        return wording.words_of(text)

    monkeypatch.setattr(second_process, "words_of", words_of)
    try:
        assert list(second.analyse([texts])) == expected
        assert done_here == texts[2 * second_process._PIECE :]
    finally:
        too_late.cancel()
        second.stop()


# --- When it is not worth it -----------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_page_that_is_published_and_a_small_file_start_no_process(tmp_path: Path, no_process: None) -> None:
    PortraitPageFactory()
    file = tmp_path / "corpus.jsonl"
    file.write_text("\n".join(json.dumps({"title": f"Pagina {number}"}) for number in range(50)))
    call_command("load_corpus", str(file), verbosity=0)
    assert SearchText.objects.count() == 51


@pytest.mark.database("sqlite")
def test_a_machine_with_one_core_starts_no_process(monkeypatch: pytest.MonkeyPatch, no_process: None) -> None:
    monkeypatch.setattr(second_process, "_cores", lambda: 1)
    assert list(SecondProcess().analyse(CHUNKS)) == HERE


@pytest.mark.database("sqlite")
def test_the_second_process_needs_no_django_and_so_has_no_connection() -> None:
    code = "import sys, wijkwijzer.search.second_process; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=PROJECT).returncode == 0


# --- Whatever becomes of it ------------------------------------------------------------------------------------------


@pytest.mark.database("sqlite")
def test_the_work_goes_on_here_when_the_process_is_killed(second: Ready, caplog: pytest.LogCaptureFixture) -> None:
    answers = second.analyse(CHUNKS)
    words = [next(answers) for _ in range(3)]
    assert second._process, "the fourth chunk is with it"
    second._process.kill()
    second._process.wait()
    assert [*words, *answers] == HERE
    assert ["is gone" in record.message for record in caplog.records] == [True]


@pytest.mark.database("sqlite")
def test_a_process_that_cannot_even_begin_is_done_without(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")
    process = Ready()
    assert list(process.analyse(CHUNKS)) == HERE
    assert "is gone" in caplog.text
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    assert list(Ready().analyse(CHUNKS)) == HERE


@pytest.mark.database("sqlite")
def test_what_other_code_analyses_is_not_believed(
    second: Ready, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(second_process, "ANALYSIS_VERSION", "newer")
    assert list(second.analyse(CHUNKS)) == HERE
    assert second.answers == 0
    assert "is gone" in caplog.text


@pytest.mark.database("sqlite")
def test_an_answer_that_nobody_took_is_not_given_to_the_next_who_asks(second: Ready) -> None:
    answers = second.analyse(CHUNKS)
    for _ in range(3):
        next(answers)
    answers.close()
    assert list(second.analyse(CHUNKS[::-1])) == HERE[::-1]


@pytest.mark.database("sqlite")
def test_more_than_fits_in_the_line_between_them_stops_neither(second: Ready) -> None:
    chunks = [[Texts("Wijk", "", [], [f"{letter}woord{number} " for number in range(60_000)])] for letter in "abcdef"]
    assert list(second.analyse(chunks)) == list(analyse_here(chunks))
    assert second.answers == 4


@pytest.mark.django_db
@pytest.mark.database("sqlite")
def test_a_run_that_breaks_off_leaves_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wijkwijzer.search.long_runs.SecondProcess", Ready)
    READY.clear()
    with pytest.raises(KeyboardInterrupt), long_run() as analyse:
        answers = analyse(CHUNKS)
        assert [next(answers) for _ in range(3)] == HERE[:3]
        (process,) = (one._process for one in READY)
        assert process
        # Ctrl-C at a keyboard is sent to a whole group; this one is stopped by the run.
        assert os.getpgid(process.pid) != os.getpgid(0)
        raise KeyboardInterrupt
    assert process.returncode == -signal.SIGKILL


@pytest.mark.database("sqlite")
def test_a_run_that_is_killed_leaves_no_process() -> None:
    """It would keep the pipe of the error output open, for which `run` waits."""
    code = """if True:
        import os, signal
        from wijkwijzer.search import second_process
        process = second_process.SecondProcess()
        process._start()
        print(process._line.poll(60), flush=True)
        os.kill(os.getpid(), signal.SIGKILL)
    """
    done = subprocess.run([sys.executable, "-c", code], cwd=PROJECT, capture_output=True, text=True, timeout=120)
    assert (done.returncode, done.stdout, done.stderr) == (-signal.SIGKILL, "True\n", "")
