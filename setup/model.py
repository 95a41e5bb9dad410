"""`make model`: learn the model that is shipped from the seed, and say how well it does on hands that it has not seen.

Each hand's texts are judged by a model of all other hands; from that the model's sharpness and sureness are drawn.
"""

from collections import Counter
from pathlib import Path

from bulletin.copydesk.genre import model as genre
from bulletin.copydesk.genre.learning import Proof, learn, prove, sharpened, tuned
from bulletin.copydesk.genre.seed import seed

_FILE = Path(genre.__file__).with_name("model.json")


def main() -> None:
    """Write model.json anew."""
    samples = seed()
    proofs = prove(samples, [each.hand for each in samples])
    sharpness, sure = tuned(proofs)
    learnt = learn(samples, sharpness=sharpness, sure=sure)
    _FILE.write_text(genre.written(learnt), "utf-8")
    print(f"{len(samples)} texts, {len(learnt.signs)} signs, sharpness {sharpness}, sure from {sure} on")
    for hand in sorted({each.hand for each in samples}):
        print(f"hand {hand}: {_told([each for each in proofs if each.hand == hand], sharpness, sure)}")
    for (label, said), number in sorted(Counter((each.label, max(each.said, key=each.said.__getitem__)) for each in proofs).items()):
        if label != said:
            print(f"{number} of {label} taken for {said}")


def _told(proofs: list[Proof], sharpness: float, sure: float) -> str:
    decided = [each for each in proofs if max(sharpened(each.said, sharpness).values()) >= sure]
    right = sum(each.right for each in decided)
    return f"{len(decided)} of {len(proofs)} decided, {right} of them right"


if __name__ == "__main__":
    main()
