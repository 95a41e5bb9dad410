"""The model: plain numbers for each sign, and how a text is judged by them. Nothing is needed for that but this module."""

import json
import math
from collections import Counter
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from pydantic import Field, ValidationError, model_validator

from bulletin.copydesk.genre.signs import Text, counted, signs_of
from bulletin.house.rules import House
from bulletin.records.sheet import Sheet

#: What signs are made of: another number, and a learnt model no longer fits the signs of this version.
VERSION = 1
#: The label of what is no story: notices, adverts, minutes.
NONE = "none"
_SECTION = "section:"
_SHIPPED = Path(__file__).with_name("model.json")


class Model(Sheet):
    """What tells texts apart. `labels` are kinds of sections, sections by name (`label_of`), and NONE.

    `signs` has for each sign its rarity (inverse document frequency) and its weight for each label; `bias` is each label's own.
    `sharpness` makes the sums into probabilities that hold what they promise; from the probability `sure` on a section is taken.
    `sections` are those of the publication that it was learnt for, with their kinds; none for the model that is shipped.
    """

    version: int
    labels: tuple[str, ...] = Field(min_length=2)
    sections: tuple[tuple[str, str], ...] = ()
    sharpness: float = Field(gt=0)
    sure: float = Field(gt=0, lt=1)
    bias: tuple[float, ...]
    signs: dict[str, tuple[float, ...]]

    @model_validator(mode="after")
    def _every_label_has_its_weights(self) -> "Model":
        if len(self.bias) != len(self.labels) or any(len(row) != len(self.labels) + 1 for row in self.signs.values()):
            raise ValueError("a sign has one rarity, and one weight for each label")
        return self

    def judge(self, text: Text) -> dict[str, float]:
        """The probability of each label for a text; they sum up to 1."""
        values = self._values(counted(text))
        sums = [
            self.sharpness * (bias + sum(value * self.signs[name][turn] for name, value in values.items()))
            for turn, bias in enumerate(self.bias, 1)
        ]
        powers = [math.exp(each - max(sums)) for each in sums]
        return {label: power / sum(powers) for label, power in zip(self.labels, powers, strict=True)}

    def leanings(self, text: Text, label: str, other: str) -> list[tuple[str, int | None, float]]:
        """What speaks for a label against another, heaviest first: each sign, where it stands first (`Sign.sentence`), its weight."""
        values = self._values(counted(text))
        one, two = self.labels.index(label) + 1, self.labels.index(other) + 1
        first: dict[str, int | None] = {}
        for sign in signs_of(text):
            first.setdefault(sign.name, sign.sentence)
        weighed = [(name, first[name], value * (self.signs[name][one] - self.signs[name][two])) for name, value in values.items()]
        return sorted(weighed, key=lambda each: (-each[2], each[0]))

    def _values(self, counts: Counter[str]) -> dict[str, float]:
        known = {name: number for name, number in counts.items() if name in self.signs}
        return valued(known, {name: self.signs[name][0] for name in known})


def valued(counts: Mapping[str, int], rarity: Mapping[str, float]) -> dict[str, float]:
    """How much each sign counts in a text: often is more than once, but not by as much; a long text counts no more than a short one."""
    values = {name: (1 + math.log(number)) * rarity[name] for name, number in counts.items()}
    length = math.sqrt(sum(value * value for value in values.values())) or 1.0
    return {name: value / length for name, value in values.items()}


def label_of(section: str) -> str:
    """The label of a section in a model that a publication has learnt: no section is called like a kind."""
    return _SECTION + section


def shares(probabilities: Mapping[str, float], house: House) -> dict[str, float]:
    """The probability of each section, and of NONE; they sum up to 1.

    Sections of one kind share what falls to it. What falls to a kind that the publication does not print falls to all alike: it
    tells nothing, but where there is one section alone, every story is meant for it.
    """
    shared = {NONE: probabilities.get(NONE, 0.0)}
    for rule in house.sections:
        siblings = sum(each.kind == rule.kind for each in house.sections)
        shared[rule.name] = probabilities.get(label_of(rule.name), probabilities.get(rule.kind, 0.0) / siblings)
    rest = (1 - sum(shared.values())) / len(house.sections)
    return {name: each if name == NONE else each + rest for name, each in shared.items()}


@lru_cache(maxsize=1)
def shipped() -> Model:
    """The model that comes with the program."""
    return Model.model_validate_json(_SHIPPED.read_bytes())


def learnt(house: House) -> Model | None:
    """The model that the publication has learnt, None where there is none that fits its sections and this version."""
    try:
        stat = house.learnt.stat()
    except OSError:
        return None
    model = _read(house.learnt, stat.st_mtime_ns, stat.st_size)
    return model if model and model.version == VERSION and model.sections == sections_of(house) else None


@lru_cache(maxsize=4)
def _read(path: Path, _changed: int, _size: int) -> Model | None:
    try:
        return Model.model_validate_json(path.read_bytes())
    except (OSError, ValidationError):
        return None


def sections_of(house: House) -> tuple[tuple[str, str], ...]:
    """The publication's sections with their kinds, as a model remembers them."""
    return tuple((rule.name, rule.kind) for rule in house.sections)


def written(model: Model) -> str:
    """A model as it is stored: JSON, a sign a line, in the order of their names."""
    head = {name: value for name, value in model.model_dump(mode="json").items() if name != "signs"}
    lines = [f"  {json.dumps(name, ensure_ascii=False)}: {json.dumps(row)}" for name, row in sorted(model.signs.items())]
    opening = json.dumps(head, ensure_ascii=False, indent=1).removesuffix("\n}")
    return opening + ',\n "signs": {\n' + ",\n".join(lines) + "\n }\n}\n"
