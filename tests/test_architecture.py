"""The house: layers run one way, and nothing goes round them by a string."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps

PROJECT_DIR = Path(__file__).parent.parent
TOP_LEVEL = {
    "manage.py", "pyproject.toml", "README.md", "wijkwijzer", "portraits", "practices", "templates", "static", "tests",
    "Makefile", "requirements.lock", "requirements-sentry.lock", "requirements-dev.lock", ".ci", "docs", "benchmarks",
    "deploy", ".env.example", "LICENSE", "publiccode.yml", ".gitignore", ".gitattributes", ".editorconfig",
}  # fmt: skip

# From the lowest to the highest; rooms of one row never point at each other.
LAYERS = (
    ("users",),
    ("images", "schedule"),
    ("delivery", "gate", "mail"),
    ("people", "municipalities", "taxonomy"),
    ("blocks",),
    ("pages",),
    ("portraits", "practices", "publications", "consent"),
    (
        *("search", "editorial", "freshness", "atlas", "dossiers", "knowledgebase", "statements", "styleguide"),
        *("citing", "printing"),
    ),
    ("recommendations",),
    ("briefs", "comparison"),
    ("demo",),
)
LEVEL = {room: level for level, rooms in enumerate(LAYERS) for room in rooms}
FORBIDDEN_NAMES = {"core", "base", "common", "utils", "helpers", "misc"}


def room_of(path: Path) -> str:
    parts = path.relative_to(PROJECT_DIR).parts
    return parts[1] if parts[0] == "wijkwijzer" else parts[0]


def sources() -> list[Path]:
    files = [
        file for folder in ("wijkwijzer", "portraits", "practices") for file in (PROJECT_DIR / folder).rglob("*.py")
    ]
    return [file for file in files if "migrations" not in file.parts and room_of(file) in LEVEL]


def may_point(here: str, there: str) -> bool:
    return here == there or LEVEL[there] < LEVEL[here]


def test_a_room_imports_only_from_below() -> None:
    result = subprocess.run(
        [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"],
        cwd=PROJECT_DIR,
        capture_output=True,
        text=True,
    )
    assert result.returncode == 0, result.stdout + result.stderr


def test_every_room_has_a_place_in_the_layers() -> None:
    ours = {
        config.label
        for config in apps.get_app_configs()
        if Path(config.path).is_relative_to(PROJECT_DIR / "wijkwijzer")
    }
    assert ours | {"portraits", "practices"} == set(LEVEL)


def test_a_model_points_only_at_models_from_its_own_room_or_below() -> None:
    wrong = [
        f"{model._meta.label}.{field.name} -> {field.related_model._meta.label}"
        for model in apps.get_models()
        if model._meta.app_label in LEVEL
        for field in model._meta.get_fields()
        if field.is_relation and field.concrete and field.related_model and field.related_model._meta.app_label in LEVEL
        and not may_point(model._meta.app_label, field.related_model._meta.app_label)
    ]  # fmt: skip
    assert wrong == []


def _breaks_a_cycle_within(function: ast.FunctionDef, room: str) -> bool:
    """`ready()` must import late; and a relative import stays in the room, so it dodges no layer."""
    imports = [node for node in ast.walk(function) if isinstance(node, ast.ImportFrom | ast.Import)]
    is_local = all(isinstance(node, ast.ImportFrom) and node.level > 0 for node in imports)
    return function.name == "ready" or is_local


@pytest.mark.parametrize("file", sources(), ids=lambda file: str(file.relative_to(PROJECT_DIR)))
def test_no_string_or_late_import_goes_round_the_layers(file: Path) -> None:
    here = room_of(file)
    labels = {model._meta.label.lower(): model._meta.app_label for model in apps.get_models()}
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            there = labels.get(node.value.lower())
            if there in LEVEL:
                assert may_point(here, there), f"line {node.lineno}: “{node.value}” points up or sideways"
            first, _, rest = node.value.removeprefix("wijkwijzer.").partition(".")
            if rest and first in LEVEL and node.value.startswith(("wijkwijzer.", "portraits.", "practices.")):
                assert may_point(here, first), f"line {node.lineno}: “{node.value}” points up or sideways"
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            names_itself = (
                name in {"import_module", "import_string"} and file.stem == "renditions"
            )  # a setting names it
            assert names_itself or name not in {"get_model", "import_module", "import_string"}, f"line {node.lineno}"
        if isinstance(node, ast.FunctionDef) and not _breaks_a_cycle_within(node, here):
            late = [inner for inner in ast.walk(node) if isinstance(inner, ast.ImportFrom | ast.Import)]
            assert not late, f"line {node.lineno}: {node.name} imports inside the function"


@pytest.mark.parametrize("config", [c for c in apps.get_app_configs() if c.label in LEVEL], ids=lambda c: c.label)
def test_every_app_states_its_name_and_label_and_has_a_telling_name(config: object) -> None:
    source = (Path(config.path) / "apps.py").read_text(encoding="utf-8")
    assert "    name = " in source
    assert "    label = " in source
    assert config.label not in FORBIDDEN_NAMES


def test_no_module_is_a_junk_drawer() -> None:
    allowed = PROJECT_DIR / "wijkwijzer" / "settings" / "base.py"
    assert [file for file in sources() if file.stem in FORBIDDEN_NAMES and file != allowed] == []


def test_the_top_level_holds_only_what_the_architecture_names() -> None:
    tracked = subprocess.run(["git", "ls-files"], cwd=PROJECT_DIR, capture_output=True, text=True, check=True).stdout
    assert {line.split("/")[0] for line in tracked.splitlines()} <= TOP_LEVEL


def test_the_project_package_stays_empty() -> None:
    assert (PROJECT_DIR / "wijkwijzer" / "__init__.py").read_text() == ""


def test_modules_and_functions_stay_small() -> None:
    large = []
    for file in sources():
        source = file.read_text(encoding="utf-8")
        if len(source.splitlines()) > 400:
            large.append(f"{file}: {len(source.splitlines())} lines")
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno - node.lineno > 50:
                large.append(f"{file}: {node.name} has {node.end_lineno - node.lineno} lines")
    assert large == []


def test_the_pages_room_stays_under_1200_lines() -> None:
    """Counted without blank lines: how airy the code stands says nothing of how much there is."""
    texts = [file.read_text(encoding="utf-8") for file in sources() if room_of(file) == "pages"]
    assert sum(1 for text in texts for line in text.splitlines() if line.strip()) <= 1200
