"""`import_municipalities`: the first year, the same file again, a later year, and files that are refused whole."""

from collections.abc import Callable
from datetime import date
from io import StringIO
from pathlib import Path
from unittest.mock import patch

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from wijkwijzer.municipalities.importing import Register
from wijkwijzer.municipalities.models import Municipality, Province
from wijkwijzer.municipalities.register import read_register

pytestmark = pytest.mark.django_db

NEW_YEAR = date(2027, 1, 1)


def run(*arguments: str) -> str:
    output = StringIO()
    call_command("import_municipalities", *arguments, stdout=output)
    return output.getvalue()


def refusal(*arguments: str) -> str:
    before = snapshot()
    with pytest.raises(CommandError) as error:
        run(*arguments)
    assert snapshot() == before, "a refused file changed something"
    return str(error.value)


def snapshot() -> list[dict[str, object]]:
    return list(Municipality.objects.order_by("pk").values())


@pytest.fixture
def of_2026(db: None, shipped: bytes) -> None:
    """The shipped file, as the command leaves it, but in one go instead of one by one."""
    Municipality.objects.all().delete()
    register = Register(read_register(shipped), 2026, {})
    with patch.object(Municipality, "save", lambda place: None):
        register.apply()
    Municipality.objects.bulk_create(register.existing.values())


@pytest.fixture
def file(tmp_path: Path, as_csv) -> Callable[..., str]:
    """Write rows to a file of 2027 and give its address."""

    def write(rows: list[dict[str, str]], name: str = "gemeenten_2027.csv") -> str:
        path = tmp_path / name
        path.write_bytes(as_csv(rows))
        return str(path)

    return write


@pytest.fixture
def successors(tmp_path: Path) -> Callable[..., str]:
    def write(**successor_of: str) -> str:
        path = tmp_path / "opgegaan.csv"
        path.write_text("code,successor\n" + "".join(f"{old},{new}\n" for old, new in successor_of.items()))
        return str(path)

    return write


def without(rows: list[dict[str, str]], *codes: str) -> list[dict[str, str]]:
    return [row for row in rows if row["code"] not in codes]


def merged(rows: list[dict[str, str]], *, slug: str, name: str) -> list[dict[str, str]]:
    """Veendam and Stadskanaal become one, with a new code."""
    old = next(row for row in rows if row["slug"] == "veendam")
    new = {**old, "code": "GM2999", "name": name, "display_name": name, "slug": slug, "inhabitants_2025": "59000"}
    return [*without(rows, "GM0047", "GM0037"), new]


# --- The first time, and again ---------------------------------------------------------------------------------------


def test_the_first_time_all_municipalities_and_provinces_come_in(db):
    Municipality.objects.all().delete()
    assert run() == "342 gemeenten van 2026 ingelezen: 342 nieuw, 0 gewijzigd, 0 opgegaan in een andere.\n"
    assert Municipality.objects.current().count() == 342
    assert Province.objects.count() == 12
    assert Province.objects.get(slug="fryslan").municipalities.count() == 18
    assert set(Municipality.objects.values_list("valid_from", "valid_until")) == {(None, None)}


def test_the_second_time_nothing_changes_and_it_says_so(db):
    run()
    before = snapshot()
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert run() == "Er is niets veranderd: de 342 gemeenten van 2026 stonden er al zo in.\n"
    assert snapshot() == before
    assert not [query for query in queries if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]


def test_the_number_of_inhabitants_is_kept_nowhere(of_2026):
    names = {field.name for field in Municipality._meta.get_fields()}
    assert not {name for name in names if "inhab" in name or "inwoner" in name}
    assert "243663" not in str(snapshot())


def test_what_editors_changed_on_the_site_survives_the_next_import(of_2026):
    Municipality.objects.filter(code="GM0796").update(display_name="Den Bosch", alias="Duketown", slug="den-bosch")
    assert "niets veranderd" in run()
    place = Municipality.objects.get(code="GM0796")
    assert (place.display_name, place.alias, place.slug) == ("Den Bosch", "Duketown", "den-bosch")


# --- A later year ----------------------------------------------------------------------------------------------------


def test_a_municipality_that_is_renamed_keeps_its_address_and_its_old_name(of_2026, rows, file):
    next(row for row in rows if row["code"] == "GM0518").update(
        name="Hofstad", display_name="De Hofstad", slug="hofstad"
    )
    output = run(file(rows))
    assert "0 nieuw, 1 gewijzigd, 0 opgegaan" in output
    assert "Gewijzigd: GM0518 Den Haag: naam, heet nu De Hofstad." in output
    place = Municipality.objects.get(code="GM0518")
    assert (place.name, place.display_name, place.slug) == ("Hofstad", "De Hofstad", "den-haag")
    assert place.alias == "'s-Gravenhage, Den Haag"
    assert "niets veranderd" in run(file(rows))


def test_names_that_do_not_fit_any_more_go_the_oldest_first(of_2026, rows, file):
    Municipality.objects.filter(code="GM0518").update(alias=", ".join(f"Oude naam {n:02}" for n in range(14)))
    next(row for row in rows if row["code"] == "GM0518").update(name="Hofstad", display_name="De Hofstad")
    run(file(rows))
    alias = Municipality.objects.get(code="GM0518").alias
    assert len(alias) <= 200
    assert "Oude naam 00" not in alias and "Den Haag" in alias


def test_a_municipality_that_grows_or_moves_to_another_province_is_changed(of_2026, rows, file):
    next(row for row in rows if row["code"] == "GM0047").update(
        inhabitants_2025="41000", province="Drenthe", province_code="PV22", lat="53.1"
    )
    assert "Gewijzigd: GM0047 Veendam: provincie, breedtegraad, grootte." in run(file(rows))
    place = Municipality.objects.get(code="GM0047")
    assert (place.size_class, place.province.name) == ("40-60", "Drenthe")


def test_municipalities_that_merge_end_with_a_successor(of_2026, rows, file, successors):
    merger = merged(rows, slug="kanaalstreek", name="Kanaalstreek")
    output = run(file(merger), "--successors", successors(GM0047="GM2999", GM0037="GM2999"))
    assert "341 gemeenten van 2027 ingelezen: 1 nieuw, 0 gewijzigd, 2 opgegaan in een andere." in output
    assert "Nieuw: GM2999 Kanaalstreek." in output
    assert "Opgegaan: GM0047 Veendam: opgegaan in Kanaalstreek." in output
    new, old = Municipality.objects.get(code="GM2999"), Municipality.objects.get(code="GM0047")
    assert (new.valid_from, new.valid_until) == (NEW_YEAR, None)
    assert (old.valid_until, old.successor, old.slug) == (NEW_YEAR, new, "veendam")
    assert sorted(place.code for place in new.predecessors.all()) == ["GM0037", "GM0047"]


def test_the_same_later_year_again_changes_nothing(of_2026, rows, file, successors):
    arguments = (file(merged(rows, slug="kanaalstreek", name="Kanaalstreek")), "--successors")
    run(*arguments, successors(GM0047="GM2999", GM0037="GM2999"))
    before = snapshot()
    assert "niets veranderd" in run(*arguments, successors(GM0047="GM2999", GM0037="GM2999"))
    assert "niets veranderd" in run(arguments[0])
    assert snapshot() == before


def test_a_wrong_successor_can_be_put_right(of_2026, rows, file, successors):
    merger = file(merged(rows, slug="kanaalstreek", name="Kanaalstreek"))
    run(merger, "--successors", successors(GM0047="GM0014", GM0037="GM2999"))
    assert "1 opgegaan" in run(merger, "--successors", successors(GM0047="GM2999"))
    assert Municipality.objects.get(code="GM0047").successor.code == "GM2999"


def test_a_merger_that_takes_the_name_of_its_largest_part_takes_its_address_too(of_2026, rows, file, successors):
    run(
        file(merged(rows, slug="veendam", name="Veendam")), "--successors", successors(GM0047="GM2999", GM0037="GM2999")
    )
    assert Municipality.objects.get(slug="veendam").code == "GM2999"
    assert Municipality.objects.get(code="GM0047").slug == "veendam-tot-2027"


def test_the_year_may_be_given_apart_from_the_name_of_the_file(of_2026, rows, file, successors):
    merger = file(merged(rows, slug="kanaalstreek", name="Kanaalstreek"), "nieuw.csv")
    assert "geen jaar. Geef het op met --year" in refusal(merger)
    run(merger, "--year", "2028", "--successors", successors(GM0047="GM2999", GM0037="GM2999"))
    assert Municipality.objects.get(code="GM2999").valid_from == date(2028, 1, 1)


# --- What is refused whole -------------------------------------------------------------------------------------------


def test_a_vanished_municipality_without_a_successor_is_asked_about(of_2026, rows, file, successors):
    merger = file(merged(rows, slug="kanaalstreek", name="Kanaalstreek"))
    message = refusal(merger, "--successors", successors(GM0047="GM2999"))
    assert message.splitlines() == [
        "gemeenten_2027.csv is niet ingelezen en er is niets veranderd. Dit moet eerst goed:",
        "  GM0037 (Stadskanaal) staat niet meer in het bestand. "
        "Geef met --successors op in welke gemeente zij is opgegaan.",
    ]


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"GM0014": "GM0034"}, "GM0014 staat bij --successors, maar ook nog in het bestand met gemeenten."),
        ({"GM9999": "GM0034"}, "GM9999 staat bij --successors, maar is geen gemeente in de kennisbank."),
        ({"GM0047": "GM8888"}, "GM8888 (opvolger van GM0047) staat niet in het bestand met gemeenten."),
    ],
)
def test_successors_that_do_not_fit_the_file_are_refused(of_2026, rows, file, successors, changes, problem):
    merger = file(merged(rows, slug="kanaalstreek", name="Kanaalstreek"))
    complete = {"GM0047": "GM2999", "GM0037": "GM2999", **changes}
    assert problem in refusal(merger, "--successors", successors(**complete))


def test_a_new_municipality_cannot_take_the_address_of_one_that_stays(of_2026, rows, file):
    new = {**rows[0], "code": "GM2999", "name": "Nieuw", "display_name": "Nieuw", "slug": "nieuw"}
    Municipality.objects.filter(code="GM0034").update(slug="nieuw")
    assert "het adres “nieuw” is al van GM0034 (Almere)" in refusal(file([*rows, new]))


def test_an_older_file_cannot_undo_a_later_year(of_2026, rows, file, successors):
    run(
        file(merged(rows, slug="kanaalstreek", name="Kanaalstreek")),
        "--successors",
        successors(GM0047="GM2999", GM0037="GM2999"),
    )
    assert "al bijgewerkt tot en met 2027" in refusal()


def test_a_municipality_that_ended_does_not_come_back_by_itself(of_2026, rows, file, successors):
    run(
        file(merged(rows, slug="kanaalstreek", name="Kanaalstreek")),
        "--successors",
        successors(GM0047="GM2999", GM0037="GM2999"),
    )
    assert "GM0047 (Veendam) is per 2027-01-01 opgeheven." in refusal(file(rows, "gemeenten_2028.csv"))


def test_a_damaged_file_changes_nothing_and_every_bad_row_is_named(of_2026, rows, file):
    rows[1]["display_name"] = "Een heel andere naam"
    rows[1]["name"] = "Een heel andere naam"
    rows[5]["lat"] = "12.0"
    rows[300]["code"] = "GM1"
    message = refusal(file(rows))
    assert "Rij 7: lat 12.0 ligt buiten Nederland" in message
    assert "Rij 302: “GM1” is geen code" in message


def test_an_error_halfway_takes_everything_back(of_2026, rows, file, monkeypatch):
    rows[0].update(name="Anders", display_name="Anders")
    rows[341].update(name="Ook anders", display_name="Ook anders")
    save = Municipality.save

    def break_off(place: Municipality, *args: object, **kwargs: object) -> None:
        if place.display_name == "Ook anders":
            raise RuntimeError("de stroom viel uit")
        save(place, *args, **kwargs)

    monkeypatch.setattr(Municipality, "save", break_off)
    before = snapshot()
    with pytest.raises(RuntimeError):
        run(file(rows))
    assert snapshot() == before


def test_a_file_that_is_not_there_is_said_in_one_sentence(db):
    message = refusal("gemeenten_2099.csv")
    assert message.startswith("Het bestand gemeenten_2099.csv is niet te lezen")
    assert "\n" not in message
