"""Imports run one way: down the rows of the house, never up, never sideways among the faces."""

import ast
import re
from pathlib import Path

import pytest
from django.apps import apps

from liveblog.models.guard import Guarded, GuardedQuerySet

ROOT = Path(__file__).resolve().parent.parent
APP = ROOT / "liveblog"

# The first name that fits a module decides its row.
ROWS = [
    ("liveblog.conf", 1),
    ("liveblog.folding", 1),
    ("liveblog.keys", 1),
    ("liveblog.later", 1),
    ("liveblog.markup", 1),
    ("liveblog.embeds.players", 1),
    ("liveblog.embeds.providers", 1),
    ("liveblog.embeds.naming", 1),
    ("liveblog.photos.geometry", 1),
    ("liveblog.models", 2),
    ("liveblog.embeds", 3),
    ("liveblog.photos", 3),
    ("liveblog.caching", 3),
    ("liveblog.permissions", 4),
    ("liveblog.publishing", 4),
    ("liveblog.reader", 5),
    ("liveblog.desk", 5),
    ("liveblog.exchange", 5),
    ("liveblog.admin", 6),
    ("liveblog.management", 6),
    ("liveblog.templatetags", 6),
    ("liveblog.urls", 6),
    ("liveblog.apps", 6),
    ("liveblog.checks", 6),
]
FILES = sorted(
    path
    for path in APP.rglob("*.py")
    if "migrations" not in path.parts and path != APP / "__init__.py"
)


def module_name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def row_of(module: str) -> tuple[str, int]:
    for name, row in ROWS:
        if module == name or module.startswith(name + "."):
            return name, row
    # `from liveblog import conf` names the package itself; what is taken from it is judged.
    return module, 0


def imported(path: Path) -> list[tuple[str, bool]]:
    """Each liveblog or newsroom module that `path` imports, and whether inside a function."""
    tree = ast.parse(path.read_text())
    inner = {
        id(node)
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for node in ast.walk(function)
    }
    found: list[tuple[str, bool]] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found += [(alias.name, id(node) in inner) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path}: say `from liveblog…`, so that the rows can be read"
            assert node.module
            for alias in node.names:
                full = f"{node.module}.{alias.name}"
                is_module = (ROOT / full.replace(".", "/")).with_suffix(".py").exists() or (
                    ROOT / full.replace(".", "/")
                ).is_dir()
                found.append((full if is_module else node.module, id(node) in inner))
    return [(name, late) for name, late in found if name.split(".")[0] in ("liveblog", "newsroom")]


@pytest.mark.parametrize("path", FILES, ids=[str(p.relative_to(ROOT)) for p in FILES])
def test_imports_run_down_the_rows(path: Path):
    here, row = row_of(module_name(path))
    for target, late in imported(path):
        there, other = row_of(target)
        # AppConfig.ready() is where Django wants the checks to be loaded.
        assert not late or path == APP / "apps.py", f"{path} imports {target} inside a function"
        assert target.split(".")[0] != "newsroom", f"{path}: the app never mentions the project"
        assert other <= row, f"{path} (row {row}) imports {target} (row {other}) from below"
        if row == other and row not in (4, 6):
            same_folder = here.split(".")[:2] == there.split(".")[:2]
            assert same_folder, f"{path} imports sideways: {target}"


def test_every_module_has_a_row():
    assert [module_name(p) for p in FILES if row_of(module_name(p))[1] == 0] == []


def test_html_is_trusted_in_one_place_only():
    trusting = [
        path.relative_to(ROOT)
        for path in FILES
        if "mark_safe" in path.read_text() or "SafeString(" in path.read_text()
    ]
    assert trusting == [Path("liveblog/markup.py")]
    unsafe = [p for p in (ROOT / "templates").rglob("*.html") if "|safe" in p.read_text()]
    assert unsafe == []


def test_every_guarded_model_guards_its_bulk_writes_too():
    guarded = [m for m in apps.get_app_config("liveblog").get_models() if issubclass(m, Guarded)]
    assert len(guarded) > 10
    for model in guarded:
        assert issubclass(model._default_manager._queryset_class, GuardedQuerySet), model


def test_only_publishing_opens_the_guard():
    openers = [p.relative_to(APP) for p in FILES if "guard.opened(" in p.read_text()]
    assert openers == [Path("publishing/change.py")]


RAW_VALUE = re.compile(
    r"#[0-9a-fA-F]{3,8}\b|\b(?:rgb|hsl|oklch)a?\(|(?<![\w.-])\d*\.?\d+(?:px|rem|pt)\b"
)


def test_raw_values_of_the_look_stand_in_tokens_css_only():
    """Colours and lengths; `em`, `ch`, `fr` and `%` are proportions. Media queries cannot ask."""
    for path in (ROOT / "static" / "liveblog").glob("*.css"):
        if path.name == "tokens.css":
            continue
        text = re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.DOTALL)
        for line in text.splitlines():
            if not line.lstrip().startswith("@media"):
                assert not RAW_VALUE.search(line), f"{path.name}: {line.strip()}"


def test_no_template_holds_inline_script_or_style():
    for path in (ROOT / "templates").rglob("*.html"):
        text = path.read_text()
        assert not re.search(r"\s(style|on\w+)\s*=", text), path
        assert "<style" not in text, path
        assert "hx-on" not in text, path
        for opening in text.split("<script")[1:]:
            tag = opening.split(">")[0]
            assert "src=" in tag or "application/ld+json" in tag, path
