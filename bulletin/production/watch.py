"""Watching: the drop folder is looked at again and again, so that it works on network shares too, which give no events."""

from collections.abc import Iterator

from bulletin.house.rules import House, make_inbox
from bulletin.intake.folder import waiting
from bulletin.production.collect import Collected, collect, open_issues
from bulletin.production.world import World

_LOOK_EVERY = 2.0  # seconds


def watch(house: House, world: World, issue: str | None = None) -> Iterator[Collected]:
    """Each collection that took something, for ever. Raises what `collect` raises, also before anything lies there."""
    open_issues(house, issue)
    make_inbox(house)
    seen: frozenset[tuple[str, float]] = frozenset()
    while True:
        lying = _lying(house, world)
        if lying and lying != seen:
            collected = collect(house, world, issue)
            if collected.taken:
                yield collected
            seen = _lying(house, world)
        world.sleep(_LOOK_EVERY)


def _lying(house: House, world: World) -> frozenset[tuple[str, float]]:
    """What lies settled in the drop folder, by name and time: what stays there after a collection is not taken up again."""
    if not house.inbox.is_dir():
        return frozenset()
    bundles = waiting(house.inbox, settle_seconds=house.intake.settle_seconds, now=world.now).value
    return frozenset((str(path), path.stat().st_mtime) for bundle in bundles for path in bundle.files if path.exists())
