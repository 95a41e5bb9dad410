"""What an editor reads goes through the catalogue: no bare sentence is handed to a query, an error, or the terminal."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from bulletin import queries

PACKAGE = Path(queries.__file__).parent
ERRORS = {name for name, value in vars(queries).items() if isinstance(value, type) and issubclass(value, queries.BulletinError)}
#: Which arguments of which call an editor reads: by place, by name.
READ: dict[str, tuple[tuple[int, ...], tuple[str, ...]]] = {
    "query": ((2, 3), ("message", "remedy")),
    **dict.fromkeys(ERRORS | {"ClickException", "BadParameter"}, ((0,), ("message", "remedy"))),
    **dict.fromkeys(("echo", "secho", "print", "confirm", "prompt"), ((0,), ("message",))),
}
SHOWN = ("help", "short_help", "epilog")
TRANSLATE = ("_", "N_", "ngettext")


def called(node: ast.Call) -> str:
    """The last name of what is called."""
    return node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id if isinstance(node.func, ast.Name) else ""


def bare(node: ast.expr | None) -> Iterator[ast.expr]:
    """The literals with letters that an expression shows without asking the catalogue."""
    match node:
        case ast.Constant(value=str() as text) if any(letter.isalpha() for letter in text):
            yield node
        case ast.JoinedStr(values=parts):
            for part in parts:
                yield from bare(part)
        case ast.IfExp(body=one, orelse=other) | ast.BinOp(left=one, right=other):
            yield from bare(one)
            yield from bare(other)
        case ast.BoolOp(values=parts):
            for part in parts:
                yield from bare(part)
        case ast.Call(func=ast.Attribute(value=value)) if called(node) not in TRANSLATE:
            yield from bare(value)


def shown(tree: ast.AST) -> Iterator[ast.expr]:
    """Every expression of a module that an editor reads."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            places, names = READ.get(called(node), ((), ()))
            yield from (node.args[place] for place in places if place < len(node.args))
            yield from (keyword.value for keyword in node.keywords if keyword.arg in (*names, *SHOWN))


def untranslatable(tree: ast.AST) -> Iterator[ast.Call]:
    """Calls for a translation of something that is put together first, which no catalogue can hold."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(args=[ast.JoinedStr() | ast.BinOp(), *_]) if called(node) in TRANSLATE:
                yield node
            # the gatherer reads no code inside an f-string before Python 3.12
            case ast.JoinedStr():
                yield from (call for call in ast.walk(node) if isinstance(call, ast.Call) and called(call) in TRANSLATE)


MODULES = sorted(PACKAGE.rglob("*.py"))


@pytest.mark.parametrize("module", MODULES, ids=lambda module: str(module.relative_to(PACKAGE)))
def test_no_bare_sentence_reaches_an_editor(module: Path) -> None:
    tree = ast.parse(module.read_text("utf-8"))
    faults = [f"line {found.lineno}: {ast.unparse(found)}" for part in shown(tree) for found in bare(part)]
    faults += [f"line {call.lineno}: {ast.unparse(call)}" for call in untranslatable(tree)]
    assert not faults


@pytest.mark.parametrize(
    "line",
    [
        'query("comment", place, "a bare sentence", _("mend it"))',
        'query("comment", place, _("fine"), remedy=f"mend {name}")',
        'raise StoryError("no {name}".format(name=name))',
        'click.echo(name or "nobody")',
        'option("--json", help="for machines")',
        'echo(_(f"{name} is late"))',
        """label = f"{_('Error')}: {error}\"""",
    ],
)
def test_a_bare_sentence_is_found(line: str) -> None:
    tree = ast.parse(line)
    assert [*(found for part in shown(tree) for found in bare(part)), *untranslatable(tree)]


@pytest.mark.parametrize(
    "line",
    ['query("comment", place, _("{n} is late").format(n="x"), "")', 'raise StoryError(_("no"), file="story.md")', 'echo("、".join(names))'],
)
def test_a_translated_sentence_is_left_alone(line: str) -> None:
    tree = ast.parse(line)
    assert not [*(found for part in shown(tree) for found in bare(part)), *untranslatable(tree)]


def test_every_check_of_the_closed_list_is_raised_somewhere() -> None:
    said = {
        node.value
        for module in MODULES
        if module.name != "queries.py"
        for node in ast.walk(ast.parse(module.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    assert set(queries.CHECKS) - said == set()
