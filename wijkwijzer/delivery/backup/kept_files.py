"""Files of the data folder that belong in a backup beside database and media. The room that writes one registers it."""

from collections.abc import Callable, Sequence
from pathlib import Path

# Writes one file from several, that of the present installation first; those that are not there are left out.
Merge = Callable[[Sequence[Path], Path], None]

kept: dict[str, Merge] = {}


def keep(name: str, merge: Merge) -> None:
    """`name`: of a file in the data folder. `merge` decides what a restore makes of the present one and older ones."""
    kept[name] = merge
