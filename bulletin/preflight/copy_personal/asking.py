"""The queries about persons: what was found, and what an editor does with it."""

from collections.abc import Iterator

from bulletin.language import N_, _
from bulletin.preflight.copy_personal.sightings import NAMES, in_story
from bulletin.queries import Query, query
from bulletin.records.story import Story

_MESSAGES = {
    "identity-number": N_("an identity card's number stands in the text"),
    "bank-card": N_("a bank card's number stands in the text"),
    "account-number": N_("a person's account or customer number stands in the text"),
    "phone-number": N_("a person's telephone number stands in the text"),
    "travel-document": N_("the number of a passport or a travel permit stands in the text"),
    "soldiers-paper": N_("the number of a soldier's paper stands in the text"),
    "number-plate": N_("a car's number plate stands in the text"),
    "mail-address": N_("a person's mail address stands in the text"),
    "chat-name": N_("a person's WeChat or QQ number stands in the text"),
    "home-address": N_("a home address stands in the text, down to the door"),
    "birth-date": N_("a date of birth stands beside a full name"),
    "class-told": N_("a child can be known by the school and the class: {name}"),
    "minor-named": N_("a child is called by the full name: {name}"),
    "illness-named": N_("a full name stands beside an illness: {name}"),
    "customer-named": N_("a customer is called by the full name: {name}"),
}


def personal_data(story: Story, file: str) -> Iterator[Query]:
    """Every query about persons: numbers and addresses each where it stands, a name where it stands first."""
    for passage, each in in_story(story):
        name = passage.text[each.start : each.end]
        place = passage.place(file, each.start, each.end)
        yield query(each.check, place, _(_MESSAGES[each.check]).format(name=name), _name_remedy() if each.check in NAMES else _remedy())


def _remedy() -> str:
    return _(
        "Mask it with `bulletin mask STORY`, or take it out of story.md; if it may be printed, allow it there with your name and the"
        " reason."
    )


def _name_remedy() -> str:
    return _(
        "Mask the name wherever it stands with `bulletin mask STORY`; where the person agrees to be named, allow it in story.md with your"
        " name and the reason."
    )
