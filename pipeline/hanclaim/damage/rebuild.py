"""Put a text back together of which bytes were lost: the likeliest that could have been damaged so."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from hanclaim.damage.lattice import Patience, read

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hanclaim.damage.lattice import Code, Letter


class Atom(NamedTuple):
    """So many seen characters became this text, and how surely."""

    seen: int
    text: str
    sure: float
    guesses: int  # how many of its characters are guessed


class Rebuilder:
    """Rebuilds the stretches of a page, each kind of stretch once, for as long as its patience lasts."""

    def __init__(self) -> None:
        self.patience = Patience()
        self._found: dict[tuple[str, str, str], list[Atom]] = {}

    def rebuild(self, code: Callable[[str], Code], seen: str, *, before: str, after: str) -> list[Atom]:
        """Return the likeliest text between two characters, atom by atom; nothing where there is none."""
        key = seen, before, after
        found = self._found.get(key)
        if found is None:
            letters = None
            if self.patience.left > 0:
                laid = code(seen)
                letters = read(laid, self.patience, before=before, after=after)
            found = self._found[key] = list(_atoms(letters, laid)) if letters else []
        return found


def _atoms(letters: list[Letter], code: Code) -> Iterator[Atom]:
    """Gather letters into atoms that each account for something seen."""
    at, text, sure, guesses = 0, "", 1.0, 0
    for i, letter in enumerate(letters):
        text += letter.character
        sure = min(sure, letter.sure)
        guesses += letter.is_guess
        upto = code.seen(letter.to)
        following = code.seen(letters[i + 1].to) if i + 1 < len(letters) else None
        if upto is not None and upto > at and (i + 1 == len(letters) or following != upto):
            yield Atom(upto - at, text, sure, guesses)
            at, text, sure, guesses = upto, "", 1.0, 0
