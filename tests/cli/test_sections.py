"""`bulletin explain` and `bulletin learn`, as an editor runs them."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bulletin.cli.main import main

RULES = """\
[publication]
slug = "kan"
name = "澄报"
language = "en"

[[sections]]
name = "动态"

[[sections]]
name = "故事"
kind = "case"
"""
TEXT = """\
# 雨中寻卡

近日，一位老人来到网点，急得直掉眼泪。原来，老人的银行卡丢失，儿子的住院押金还没有交。大堂经理扶老人坐下，端来热水，安抚老人的情绪。

柜员核实身份后，为老人办理了挂失和补卡，并陪同老人前往医院。老人拉着柜员的手连声道谢：“我真不知道怎么谢你们。”
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "stories" / "2024-1").mkdir(parents=True)
    (tmp_path / "bulletin.toml").write_text(RULES, "utf-8")
    (tmp_path / "stories" / "2024-1" / "issue.toml").write_text('id = "2024-1"\nlabel = "1"\ndate = 2024-01-15\n', "utf-8")
    (tmp_path / "稿.md").write_text(TEXT, "utf-8")
    return tmp_path


def run(folder: Path, *words: str) -> Result:
    return CliRunner().invoke(main, [*words, "--publication", str(folder)])


def test_a_file_is_explained_in_words(folder: Path) -> None:
    said = run(folder, "explain", str(folder / "稿.md"))
    assert said.exit_code == 0
    assert "It is found from the text: 故事." in said.output
    assert "For 故事 rather than" in said.output
    assert "老人" in said.output


def test_a_file_is_explained_to_machines_as_it_is_read(folder: Path) -> None:
    explained = json.loads(run(folder, "explain", str(folder / "稿.md"), "--json").stdout)
    read = json.loads(run(folder, "read", str(folder / "稿.md"), "--json").stdout)
    assert (explained["section"], explained["section_probability"]) == (read["section"], read["section_probability"])
    assert 0 < read["section_probability"] < 1
    assert sum(explained["likely"].values()) == pytest.approx(1, abs=0.01)


def test_a_stated_section_is_read_with_certainty(folder: Path) -> None:
    file = folder / "稿.md"
    file.write_text(f"---\nsection: 动态\n---\n\n{TEXT}", "utf-8")
    read = json.loads(run(folder, "read", str(file), "--json").stdout)
    assert (read["section"], read["section_probability"]) == ("动态", 1.0)
    assert "It is stated: 动态." in run(folder, "explain", str(file)).output


def test_too_little_to_learn_from_is_refused_with_the_remedy(folder: Path) -> None:
    said = run(folder, "learn")
    assert said.exit_code == 2
    assert "At least 12 are needed" in said.output


def test_a_manuscript_of_which_no_story_can_be_made_is_refused(folder: Path) -> None:
    (folder / "空.md").write_text("", "utf-8")
    assert run(folder, "explain", str(folder / "空.md")).exit_code == 2
