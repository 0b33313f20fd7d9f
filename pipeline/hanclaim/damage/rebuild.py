"""Put a text back together of which bytes were lost: the likeliest that could have been damaged so."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from hanclaim.damage import marks
from hanclaim.damage.lattice import Patience, read
from hanclaim.damage.proven import Proven

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hanclaim.damage.steps import Code, Letter

# Of characters of which nothing is left, those that the words hold for sure were right in two of three places (drawn
# over NTREX-128 and Hong Kong news); to call all of them lost would cost one exact sentence in twelve.
LEFT_NOTHING = 0.8
SETTLED = 0.9  # how surely a letter stands that nothing else need settle
AFFORDED = 10  # words tried again for every letter found, where reading twice takes no long time


class Atom(NamedTuple):
    """So many seen characters became this text, and how surely."""

    seen: int
    text: str
    sure: float
    guesses: int  # how many of its characters are guessed


class Stretch(NamedTuple):
    """Something seen, and the characters beside it."""

    seen: str
    before: str
    after: str


class Rebuilder:
    """Rebuilds the stretches of a page, each kind of stretch once, for as long as its patience lasts.

    What was believed settles the rest: the page's own words are the likeliest ones.
    """

    def __init__(self) -> None:
        self.patience = Patience()
        self._page = Proven()
        self._found: dict[Stretch, list[Letter]] = {}
        self._open: set[Stretch] = set()

    def rebuild(self, code: Callable[[str], Code], stretch: Stretch) -> list[Atom]:
        """Return the likeliest text between two characters, atom by atom; nothing where there is none."""
        laid = code(stretch.seen)
        letters = self._found.get(stretch)
        if self.patience.left > 0 and (letters is None or stretch in self._open):
            self._open.discard(stretch)
            again = read(laid, self.patience, self._page, before=stretch.before, after=stretch.after)
            again = again and marks.settle(again, laid, stretch.before, stretch.after)
            letters = self._found[stretch] = again or letters or []
        return list(_atoms(letters or [], laid))

    def believe(self, stretch: Stretch) -> None:
        """Take what a stretch was rebuilt to for a part of the page."""
        if not self._page.entries:
            self._page.learn(self._found[stretch])
            self.patience.earn(len(stretch.seen))

    def settle(self) -> bool:
        """Learn the page's words from what was believed; say whether it is worth the while to read any stretch again."""
        doubtful = {
            stretch
            for stretch, letters in self._found.items()
            if any(letter.sure < SETTLED for letter in letters)
        }
        share = sum(len(stretch.seen) for stretch in doubtful) / max(
            1, sum(len(one.seen) for one in self._found)
        )
        if self.patience.spent * share <= AFFORDED * sum(map(len, self._found.values())):
            self._page.settle()
        if self._page.entries:
            self._open = doubtful
        return bool(self._open)


def _atoms(letters: list[Letter], code: Code) -> Iterator[Atom]:
    """Gather letters into atoms that each account for something seen."""
    at, text, sure, guesses = 0, "", 1.0, 0
    for i, letter in enumerate(letters):
        text += letter.character
        sure = min(sure, letter.sure * (LEFT_NOTHING if letter.start == letter.to else 1.0))
        guesses += letter.is_guess
        upto = code.seen(letter.to)
        following = code.seen(letters[i + 1].to) if i + 1 < len(letters) else None
        if upto is not None and upto > at and (i + 1 == len(letters) or following != upto):
            yield Atom(upto - at, text, sure, guesses)
            at, text, sure, guesses = upto, "", 1.0, 0
