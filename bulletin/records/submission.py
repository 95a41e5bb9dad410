"""A submission as it was received."""

import hashlib
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Literal

from bulletin.records.sheet import Sheet

#: What wrote a mail, where no person did: nothing is ever sent in answer to it (RFC 3834, section 2).
Automatic = Literal["", "auto-reply", "bounce", "list"]


class Enclosure(Sheet):
    """One file of a submission: an attachment, a member of a zip, a file laid into the drop folder, or a mail's body.

    `name` is its file name, decoded, without any folder. `folder` is the folder inside the zip or the drop folder
    ("" at the top). `content_id` is what a mail's HTML calls the picture (``cid:``), without angle brackets.
    `charset` is what the mail or nobody (None) says the text is written in. `lying` is where a file lies that is too large to
    be read: its `data` is then empty, and it is only kept, by copying it.
    """

    name: str
    data: bytes
    folder: str = ""
    content_id: str | None = None
    charset: str | None = None
    lying: Path | None = None


class Submission(Sheet):
    """What one branch sent at one time, opened but unread.

    `originals` are the files as they lay in the drop folder, byte for byte; `enclosures` is what they hold, zips and
    mails opened, in order. `body` holds a mail's own text, HTML first where it has both: the covering note, or the story itself.
    `name` names the submission as its sender would ("11-taihe.eml"); `digest` is the SHA-256 (hex) of the originals.
    `writer` is the branch's address that first wrote a mail which `sender` passed on. `reply_to` is the address that an answer goes
    to, where the mail names another than its sender's.
    """

    name: str
    received: datetime
    digest: str
    originals: tuple[Enclosure, ...]
    enclosures: tuple[Enclosure, ...] = ()
    body: tuple[Enclosure, ...] = ()
    subject: str = ""
    sender: str | None = None
    sender_name: str = ""
    message_id: str | None = None
    writer: str | None = None
    reply_to: str | None = None
    automatic: Automatic = ""

    @cached_property
    def contents(self) -> str | None:
        """The SHA-256 (hex) of a mail's bytes, whatever its file is called; None for other files, whose names may say something new."""
        if self.sender is None or len(self.originals) != 1:
            return None
        return hashlib.sha256(self.originals[0].data).hexdigest()
