"""Learning: from texts whose label is known to a model. Only here is scikit-learn opened, and only when something is learnt."""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from bulletin.copydesk.genre.model import VERSION, Model, label_of, sections_of, valued
from bulletin.copydesk.genre.seed import Sample
from bulletin.copydesk.genre.signs import counted
from bulletin.house.rules import House
from bulletin.records.sheet import Sheet

#: A sign that fewer texts have is chance.
_FEWEST_TEXTS = 3
#: So many signs are kept: those that weigh most. More make the file larger and no decision better.
MOST_SIGNS = 6000
#: How closely the weights may follow the samples (the inverse of the penalty on their size).
_CLOSENESS = 30.0
#: How sharp sums may be made, and how sure a decision must be: what is tried.
_SHARPNESSES = tuple(1 + step / 4 for step in range(17))
_SURENESSES = tuple(step / 100 for step in range(40, 81, 2))
#: Of what is decided, so much shall be right among texts of hands that were not learnt from.
_RIGHT = 0.97
#: Genres have no sharp edges: the share of texts that another editor would put elsewhere. Without it the model would be too sure.
_DISPUTED = 0.1


class Proof(Sheet):
    """A text that was not learnt from, its label, and what a model says of it."""

    label: str
    hand: str
    said: dict[str, float]

    @property
    def right(self) -> bool:
        """Whether the most likely label is the text's."""
        return max(self.said, key=lambda each: self.said[each]) == self.label


def learn(samples: Sequence[Sample], *, sharpness: float, sure: float, house: House | None = None) -> Model:
    """A model of these samples; the same samples give the same model. `house` is the publication that it is learnt for."""
    counts = [counted(each.text) for each in samples]
    first = _fitted(samples, counts, _told_apart(counts))
    kept = sorted(first[2], key=lambda name: (-max(map(abs, first[2][name][1:])), name))[:MOST_SIGNS]
    labels, bias, signs = _fitted(samples, counts, set(kept)) if len(kept) < len(first[2]) else first
    return Model(
        version=VERSION,
        labels=labels,
        sections=sections_of(house) if house else (),
        sharpness=sharpness,
        sure=sure,
        bias=bias,
        signs=signs,
    )


def prove(samples: Sequence[Sample], groups: Sequence[str], *, always: Sequence[Sample] = ()) -> tuple[Proof, ...]:
    """What models say of these samples that have not seen their group; `always` are samples that each learns from."""
    proofs: list[Proof] = []
    for group in sorted(set(groups)):
        others = [sample for sample, own in zip(samples, groups, strict=True) if own != group]
        model = learn([*always, *others], sharpness=1, sure=0.5)
        tested = [sample for sample, own in zip(samples, groups, strict=True) if own == group]
        proofs += [Proof(label=each.labels[0][0], hand=each.hand, said=model.judge(each.text)) for each in tested]
    return tuple(proofs)


def tuned(proofs: Sequence[Proof]) -> tuple[float, float]:
    """The sharpness at which the proofs are least surprising, and the least sureness at which what is decided is right."""
    sharpness = min(_SHARPNESSES, key=lambda each: _surprise(proofs, each))
    return sharpness, next((each for each in _SURENESSES if _share_right(proofs, sharpness, each) >= _RIGHT), _SURENESSES[-1])


def for_house(samples: Iterable[Sample], house: House) -> tuple[Sample, ...]:
    """Samples of kinds as samples of a publication's sections; sections of one kind have equal shares in its samples."""

    def divided(kind: str, weight: float) -> list[tuple[str, float]]:
        own = [rule.name for rule in house.sections if rule.kind == kind]
        return [(label_of(name), weight / len(own)) for name in own] or [(kind, weight)]

    return tuple(
        each.model_copy(update={"labels": tuple(pair for kind, weight in each.labels for pair in divided(kind, weight))})
        for each in samples
    )


def sharpened(said: dict[str, float], sharpness: float) -> dict[str, float]:
    """Probabilities drawn apart by this power."""
    powers = {label: max(each, 1e-12) ** sharpness for label, each in said.items()}
    return {label: each / sum(powers.values()) for label, each in powers.items()}


def _surprise(proofs: Sequence[Proof], sharpness: float) -> float:
    """The cross entropy of what is said, where an editor would put one text in so many elsewhere than its author did."""
    surprise = 0.0
    for each in proofs:
        logs = {label: math.log(said) for label, said in sharpened(each.said, sharpness).items()}
        elsewhere = sum(logs.values()) - logs.get(each.label, 0.0)
        surprise -= (1 - _DISPUTED) * logs.get(each.label, 0.0) + _DISPUTED * elsewhere / (len(logs) - 1)
    return surprise


def _share_right(proofs: Sequence[Proof], sharpness: float, sure: float) -> float:
    decided = [each for each in proofs if max(sharpened(each.said, sharpness).values()) >= sure]
    return sum(each.right for each in decided) / max(len(decided), 1)


def _told_apart(counts: Sequence[Counter[str]]) -> set[str]:
    texts = Counter(name for each in counts for name in each)
    return {name for name, number in texts.items() if number >= _FEWEST_TEXTS}


_Fitted = tuple[tuple[str, ...], tuple[float, ...], dict[str, tuple[float, ...]]]


def _fitted(samples: Sequence[Sample], counts: Sequence[Counter[str]], signs: set[str]) -> _Fitted:
    """Labels, their bias, and each sign's rarity and weights: a logistic regression over the signs' values."""
    from scipy.sparse import csr_matrix
    from sklearn.linear_model import LogisticRegression
    from threadpoolctl import threadpool_limits

    names = {name: turn for turn, name in enumerate(sorted(signs))}
    rarity = _rarity(counts, signs)
    data, rows, columns, labels, weights = list[float](), list[int](), list[int](), list[str](), list[float]()
    for sample, count in zip(samples, counts, strict=True):
        values = valued({name: number for name, number in count.items() if name in names}, rarity)
        for label, weight in sample.labels:
            rows += [len(labels)] * len(values)
            columns += [names[name] for name in values]
            data += values.values()
            labels.append(label)
            weights.append(weight)
    matrix: Any = csr_matrix((data, (rows, columns)), shape=(len(labels), len(names)))
    with threadpool_limits(1):  # the order of a sum is one thread's, on every machine; and matrices so small gain nothing from more
        fitted = LogisticRegression(C=_CLOSENESS, max_iter=1000).fit(matrix, labels, sample_weight=weights)
    several = fitted.coef_ if len(fitted.classes_) > 2 else [-fitted.coef_[0] / 2, fitted.coef_[0] / 2]
    biases = fitted.intercept_ if len(fitted.classes_) > 2 else [-fitted.intercept_[0] / 2, fitted.intercept_[0] / 2]
    rounded = {name: (round(rarity[name], 3), *(round(float(row[turn]), 3) for row in several)) for name, turn in names.items()}
    return tuple(map(str, fitted.classes_)), tuple(round(float(each), 3) for each in biases), rounded


def _rarity(counts: Sequence[Counter[str]], signs: set[str]) -> dict[str, float]:
    texts = Counter(name for each in counts for name in each if name in signs)
    return {name: round(math.log((1 + len(counts)) / (1 + texts[name])) + 1, 3) for name in signs}
