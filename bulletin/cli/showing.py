"""What the commands for submissions print: the inbox, one submission's file, and what was done."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from bulletin.archive.ledger import Act, Entry, StoryEntry
from bulletin.archive.receipts import ReceiptEntry
from bulletin.cli.printing import print_json, print_queries, print_table
from bulletin.cli.screen import say
from bulletin.correspondence.whom import silence_name
from bulletin.house.rules import House
from bulletin.language import _
from bulletin.production.acts import Done
from bulletin.production.inbox import File, Line
from bulletin.production.record import query_record
from bulletin.queries import Query


def print_inbox(lines: Sequence[Line], *, for_machines: bool) -> None:
    """A line for each submission."""
    if for_machines:
        for line in lines:
            print_json({**_entry_record(line.entry), "stories": [_story_record(story) for story in line.stories]})
    elif lines:
        heads = (_("No."), _("Taken"), _("State"), _("Issue"), _("From"), _("Submission"), _("Stories"))
        print_table(heads, [_row(line) for line in lines])
    else:
        say(_("There is no such submission."))


def print_file(house: House, file: File, *, for_machines: bool) -> None:
    """All that is known of a submission."""
    if for_machines:
        print_json(_file_record(file))
        return
    entry = file.entry
    say(_("Submission {number}: {name}").format(number=entry.id, name=entry.name))
    for label, value in _facts(entry):
        say("  " + _("{label}: {value}").format(label=label, value=value))
    if entry.queries:
        print_queries(_("On the submission:"), entry.queries)
    for story, queries in file.stories:
        print_queries(f"{story.title}  →  {story.issue}  {story.folder}", queries)
    for each in file.replaced:
        line = _("“{title}” was replaced by submission {number}; it is kept in {folder}")
        say("  " + line.format(title=each.story.title, number=each.successor, folder=each.story.folder))
        back = _("To have it back as a story of its own: bulletin withdraw {number} --undo --by NAME --reason TEXT")
        say("      " + back.format(number=entry.id))
    for act in file.acts:
        say(f"  {_moment(act.moment)}  {_act(act)}")
    for receipt in file.receipts:
        say(f"  {_moment(receipt.made)}  {_receipt(receipt)}")


def print_done(done: Done, *, for_machines: bool) -> None:
    """What an editor did, and where it lies now."""
    if for_machines:
        print_json(
            {
                "act": done.act.act,
                "submission": done.act.submission,
                "state": done.entry.state if done.entry else None,
                "folder": done.entry.folder if done.entry else None,
                "stories": [_story_record(story) for story in done.stories],
            }
        )
        return
    places = [(story.title, story.folder) for story in done.stories]
    places = places or ([(done.entry.name, done.entry.folder or "")] if done.entry else [])
    for name, folder in places:
        say(_("{label}: {value}").format(label=_act_name(done.act), value=f"{name}  →  {folder}"))


def _row(line: Line) -> tuple[str, ...]:
    entry = line.entry
    titles = _(", ").join(story.title for story in line.stories) or entry.subject
    who = entry.branch or entry.sender or ""
    return (str(entry.id), _moment(entry.taken), state_name(entry.state), entry.issue, who, entry.name, titles)


def _facts(entry: Entry) -> list[tuple[str, str]]:
    sender = f"{entry.sender_name} <{entry.sender}>" if entry.sender_name else entry.sender or ""
    facts = [
        (_("State"), state_name(entry.state)),
        (_("Subject"), entry.subject),
        (_("From"), sender),
        (_("Answers go to"), entry.reply_to or ""),
        (_("Branch"), entry.branch or ""),
        (_("Received"), _moment(entry.received)),
        (_("Taken"), _moment(entry.taken)),
        (_("Issue"), entry.issue),
        (_("Lies in"), entry.folder or ""),
        (_("Repeats or replaces"), str(entry.of or "")),
        (_("Message-ID"), entry.message_id or ""),
        (_("SHA-256"), entry.digest),
    ]
    return [(label, value) for label, value in facts if value]


def state_name(state: str) -> str:
    """What became of a submission, in words."""
    return {
        "taking": _("being taken"),
        "filed": _("filed"),
        "held": _("held"),
        "duplicate": _("duplicate"),
        "superseded": _("superseded"),
        "withdrawn": _("withdrawn"),
    }[state]


def _act(act: Act) -> str:
    done = _act_name(act)
    if act.target:
        done = _("{act} from {source} to {target}").format(act=done, source=act.source, target=act.target)
    who = _("{act} by {who}").format(act=done, who=act.who) if act.who else done
    return _("{act}: {reason}").format(act=who, reason=act.reason) if act.reason else who


def _act_name(act: Act) -> str:
    return {
        "taken": _("Taken"),
        "retried": _("Read again"),
        "released": _("Released"),
        "withdrawn": _("Withdrawn"),
        "restored": _("Brought back"),
        "moved": _("Moved"),
        "masked": _("Masked"),
        "revised": _("Mended"),
    }[act.act]


def _receipt(receipt: ReceiptEntry) -> str:
    words = {
        "none": _("no receipt"),
        "written": _("receipt waits in the outbox"),
        "sending": _("receipt is being sent"),
        "sent": _("receipt sent"),
        "unsure": _("receipt may not have been sent"),
        "failed": _("receipt was refused"),
        "overtaken": _("receipt overtaken by later news"),
        "removed": _("receipt taken out of the outbox"),
        "returned": _("receipt came back"),
    }[receipt.state]
    why = silence_name(receipt.why) if receipt.state == "none" else receipt.why
    return "  ".join(filter(None, (words, receipt.recipient, why)))


def _moment(moment: dt.datetime) -> str:
    """A time where the reader is, with its zone."""
    return moment.astimezone().isoformat(sep=" ", timespec="minutes")


def _entry_record(entry: Entry) -> dict[str, Any]:
    return {
        "submission": entry.id,
        "name": entry.name,
        "state": entry.state,
        "issue": entry.issue,
        "subject": entry.subject,
        "sender": entry.sender,
        "branch": entry.branch,
        "received": entry.received.isoformat(),
        "taken": entry.taken.isoformat(),
        "folder": entry.folder,
    }


def _file_record(file: File) -> dict[str, Any]:
    entry = file.entry
    return {
        **_entry_record(entry),
        "sender_name": entry.sender_name,
        "reply_to": entry.reply_to,
        "automatic": entry.automatic,
        "message_id": entry.message_id,
        "digest": entry.digest,
        "of": entry.of,
        "queries": _query_records(entry.queries),
        "stories": [{**_story_record(story), "queries": _query_records(queries)} for story, queries in file.stories],
        "replaced": [{**_story_record(each.story), "by": each.successor} for each in file.replaced],
        "acts": [_act_record(each) for each in file.acts],
        "receipts": [
            {"made": each.made.isoformat(), "state": each.state, "recipient": each.recipient, "file": each.file, "why": each.why}
            for each in file.receipts
        ],
    }


def _act_record(act: Act) -> dict[str, Any]:
    return {
        "moment": act.moment.isoformat(),
        "act": act.act,
        "by": act.who,
        "reason": act.reason,
        "from": act.source or None,
        "to": act.target or None,
    }


def _story_record(story: StoryEntry) -> dict[str, Any]:
    return {
        "title": story.title,
        "issue": story.issue,
        "section": story.section,
        "branch": story.branch,
        "folder": story.folder,
        "withdrawn": story.withdrawn,
    }


def _query_records(queries: Sequence[Query]) -> list[dict[str, str]]:
    return [query_record(query) for query in queries]
