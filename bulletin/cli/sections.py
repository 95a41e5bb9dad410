"""The commands about sections: why a story is in its section, and what the publication's own stories teach."""

from typing import Any

import click

from bulletin.cli import printing
from bulletin.cli.commands import Command, Orders, argument
from bulletin.cli.progress import progress
from bulletin.cli.screen import say
from bulletin.language import N_, _
from bulletin.production.explaining import Explained, Phrase
from bulletin.production.explaining import explain as explained
from bulletin.production.learning import Learnt, learn_sections
from bulletin.production.world import World


@click.command("explain", cls=Command, help=N_("Say why a story is in its section."))
@argument("what", metavar=N_("STORY|FILE"))
@click.pass_obj
def explain(orders: Orders, what: str) -> None:
    """`bulletin explain STORY|FILE`."""
    for each in explained(orders.house(), what):
        if orders.json:
            printing.print_json(_explained_record(each))
        else:
            _print_explained(each)


@click.command("learn", cls=Command, help=N_("Learn from the filed stories how to find a story's section."))
@click.pass_obj
def learn(orders: Orders) -> None:
    """`bulletin learn`."""
    with progress() as told:
        learnt = learn_sections(orders.house(), World(progress=told))
    if orders.json:
        printing.print_json(_learnt_record(learnt))
    else:
        _print_learnt(learnt)


def _print_explained(each: Explained) -> None:
    say(f"{each.title}  {each.file}")
    say("  " + _reason(each))
    for name, probability in each.guess.likely:
        say("    " + _("{name} {percent} %").format(name=_named(name), percent=round(100 * probability)))
    for spoken in each.spoken:
        where = _("in the title") if spoken.in_title else _("in the story")
        say("  " + _("bulletin.toml: “{word}” {where} speaks for {section}").format(word=spoken.word, where=where, section=spoken.section))
    _print_phrases(_("For {one} rather than {other}:").format(one=_named(each.best), other=_named(each.next)), each.phrases)
    _print_phrases(_("For {one} rather than {other}:").format(one=_named(each.next), other=_named(each.best)), each.against)


def _reason(each: Explained) -> str:
    if each.stated:
        return _("It is stated: {section}. By the text alone:").format(section=each.section)
    if each.section:
        return _("It is found from the text: {section}.").format(section=each.section)
    return _("No section is likely enough to be taken. By the text:")


def _print_phrases(head: str, phrases: tuple[Phrase, ...]) -> None:
    if phrases:
        say(f"  {head}")
    for phrase in phrases:
        say(f"    {phrase.weight:.2f}  {phrase.words}" + (f"  | {phrase.sentence}" if phrase.sentence else ""))


def _named(name: str) -> str:
    return _("no story (notice, advertisement, minutes)") if name == "none" else name


def _print_learnt(learnt: Learnt) -> None:
    total = sum(learnt.stories.values())
    by_section = _(", ").join(f"{name} {number}" for name, number in learnt.stories.items())
    say(_("Learnt from {count} stories: {sections}.").format(count=total, sections=by_section))
    if learnt.unread:
        say(_("{count} could not be read and are left out; see `bulletin check`.").format(count=learnt.unread))
    told = _("Of these, the model that comes with the program places {before} rightly, the new one {after} (each without having seen it).")
    say(told.format(before=learnt.before, after=learnt.after))
    say(_("It is used from now on: stories/sections.json.") if learnt.kept else _("That is worse; nothing is changed."))


def _explained_record(each: Explained) -> dict[str, Any]:
    return {
        "file": each.file,
        "title": each.title,
        "section": each.section,
        "stated": each.stated,
        "section_probability": 1.0 if each.stated else each.guess.probability,
        "likely": dict(each.guess.likely),
        "words": [{"section": said.section, "word": said.word, "in_title": said.in_title} for said in each.spoken],
        "for": [_phrase_record(phrase) for phrase in each.phrases],
        "against": [_phrase_record(phrase) for phrase in each.against],
    }


def _phrase_record(phrase: Phrase) -> dict[str, Any]:
    return {"words": phrase.words, "sentence": phrase.sentence or None, "weight": phrase.weight}


def _learnt_record(learnt: Learnt) -> dict[str, Any]:
    return {
        "stories": dict(learnt.stories),
        "unread": learnt.unread,
        "right_before": learnt.before,
        "right_after": learnt.after,
        "kept": learnt.kept,
    }
