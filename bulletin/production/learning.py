"""Learning: what the publication's own stories teach of its sections."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bulletin.archive import shelf
from bulletin.archive.learnt import keep_learnt
from bulletin.copydesk.genre.learning import for_house, learn, prove
from bulletin.copydesk.genre.model import NONE, Model, label_of, shares, shipped, written
from bulletin.copydesk.genre.seed import Sample, seed
from bulletin.copydesk.genre.signs import Text
from bulletin.house.rules import House
from bulletin.language import _
from bulletin.production.world import World
from bulletin.queries import UsageError
from bulletin.records.issue import Filed
from bulletin.records.story import Pictures, Story, Table, plain

#: A publication's story counts as much as so many texts of the seed.
_WEIGHT = 3.0
#: Fewer stories teach nothing that the seed does not know better.
FEWEST = 12
FEWEST_IN_SECTION = 3
#: The stories are parted into so many groups, each judged by what the others teach.
_PARTS = 5


@dataclass(frozen=True)
class Learnt:
    """What was learnt: stories by section, and how many of them are placed rightly by what is shipped and by what is learnt.

    Each is judged by a model that has not learnt from it. `kept` tells whether the new model is in use: only where it does no worse.
    """

    stories: Mapping[str, int]
    unread: int
    before: int
    after: int
    kept: bool


def learn_sections(house: House, world: World) -> Learnt:
    """Learn from every filed story that has a section, and keep what is learnt in stories/sections.json.

    Raises UsageError where there are too few stories, MachineError where the disk refuses.
    """
    read = [each for plan in shelf.issues(house) for each in shelf.read_stories(shelf.story_files(house, plan.id), house)]
    stories = [each.story for each in read if isinstance(each, Filed) and each.story.section and each.story.gallery is None]
    counts = Counter(story.section or "" for story in stories)
    _demand_enough(counts)
    samples, always = [_sample(story) for story in stories], for_house(seed(), house)
    world.progress.say(_("learning from {count} stories").format(count=len(stories)))
    proofs = prove(samples, _groups(samples), always=always)
    before = sum(_rightly(house, sample) for sample in samples)
    after = sum(each.right for each in proofs)
    if after >= before:
        known = shipped()
        model = learn([*always, *samples], sharpness=known.sharpness, sure=known.sure, house=house)
        keep_learnt(house, written(model))
    return Learnt(dict(counts), len(read) - sum(isinstance(each, Filed) for each in read), before, after, kept=after >= before)


def text_of(story: Story) -> Text:
    """A story as the text that its section is judged by: tables and pictures say nothing of a genre."""
    return Text(title=story.title, paragraphs=tuple(_paragraphs(story)))


def _paragraphs(story: Story) -> Iterator[str]:
    for block in story.body:
        if not isinstance(block, Table | Pictures):
            yield plain(block.spans)


def _demand_enough(counts: Counter[str]) -> None:
    taught = [section for section, number in counts.items() if number >= FEWEST_IN_SECTION]
    if sum(counts.values()) < FEWEST or len(taught) < 2:
        message = _("{count} stories with a section are too few to learn from").format(count=sum(counts.values()))
        remedy = _("At least {fewest} are needed, {each} each in two sections. Until then the model that comes with the program is used.")
        raise UsageError(message, remedy=remedy.format(fewest=FEWEST, each=FEWEST_IN_SECTION))


def _sample(story: Story) -> Sample:
    return Sample(text=text_of(story), labels=((label_of(story.section or ""), _WEIGHT),), hand=story.submission)


def _groups(samples: Sequence[Sample]) -> list[str]:
    """Each sample's part: those of one submission together, the sections spread evenly."""
    order = sorted({(sample.labels[0][0], sample.hand) for sample in samples})
    parts = {hand: str(turn % _PARTS) for turn, (_label, hand) in enumerate(order)}
    return [parts[sample.hand] for sample in samples]


def _rightly(house: House, sample: Sample) -> bool:
    """Whether the shipped model finds the sample's section."""
    model: Model = shipped()
    shared = {name: each for name, each in shares(model.judge(sample.text), house).items() if name != NONE}
    return label_of(max(shared, key=lambda name: shared[name])) == sample.labels[0][0]
