"""Measure repair on damage it was not tuned on: random tables, sites and seeds over clean articles.

    make bench-repair [DATA=folder of public text] [ARGS="--kind pinyin --pages 40 --show 5 --curve --speed"]

The evaluation seed is fixed.  A sentence counts when it comes back exactly; one
of which the damage destroyed a byte that nothing tells any more is counted
apart; the last columns part simplified from traditional pages.  Of stuffing, the fragments taken out and the words lost with them are
counted too.  With DATA, every line of the folder's files must pass unchanged.

Figures may only rise: run whole, they are held against ``corpus/floors.json``,
and a test holds a smaller sample against it.
"""

import json
import os
import random
import re
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import click
from opencc import OpenCC

from hanclaim.damage import forward, repair
from hanclaim.damage.cp936 import FOLDED
from hanclaim.damage.forward_lesser import ENCODINGS, LESSER
from hanclaim.document import Source
from hanclaim.errors import DocumentError

ROOT = Path(__file__).resolve().parent.parent
TEXT = ROOT / "corpus" / "text"
FLOORS = json.loads((ROOT / "corpus" / "floors.json").read_text(encoding="utf-8"))["repair"]
SEED, PAGES = 20261122, 30
PAGE_SIZE, MILLISECONDS, MILLISECONDS_OF_A = 20_000, 1000, 50
TO_SIMPLIFIED, OLD = OpenCC("t2s"), 0.05  # characters of traditional text that are not simplified at all
SENTENCE = re.compile(r"[^。！？!?\n]+[。！？!?]*")
NUMBER = re.compile(r"\d[\d.,]*")
NEEDED = {
    "pinyin": 99.5, "pinyin-cut": 99.5, "toneless": 99.5, "gbk-as-latin-1": 100, "gbk-as-latin-1-stripped": 95,
    "gbk-as-latin-1-cleaned": 92, "big5-as-latin-1-stripped": 95, "utf-8-as-gbk": 75, "utf-8-as-gbk-marked": 35,
}  # fmt: skip
LOST = "\ufffd"
HOSTILE = (
    "?)?)", "?dù)", "??梢哉", "?,F(xiàn)", "們?yōu)锳I", "鐨勶", "Êý", "張(zhāng)", "\ufffd?", "数shù", "数（shù）", "浠ｇ爜是",
    "杩欐\ufffd典唬", "涓?浜?", "ä¸?å", "皜嚗", "\ufffd鈥", "嘅佢", "锟斤拷x",
)  # fmt: skip


def articles(folder):
    """Clean text, one page a file."""
    return [path.read_text(encoding="utf-8") for path in sorted(folder.glob("**/*.txt"))]


def sentences(clean, lost):
    """Yield each sentence, and whether the damage destroyed a byte of it that nothing tells any more."""
    gone = set(lost)
    for match in SENTENCE.finditer(clean):
        yield match[0], any(i in gone for i in range(*match.span()))


def invented(text, *known):
    """Numbers that stand nowhere else and touch nothing uncertain."""
    before = {number for one in known for number in NUMBER.findall(one)}
    doubtful = {i for span in text.uncertain for i in range(span.start - 1, span.end + 1)}
    return sum(
        match[0] not in before and not doubtful & set(range(match.start() - 1, match.end() + 1))
        for match in NUMBER.finditer(text.value)
    )


def as_written(text, kind):
    """Return what the damaged page held: traditional characters where its code was Big5."""
    if kind.startswith("big5"):
        return OpenCC("s2t").convert(text).encode("big5hkscs", "ignore").decode("big5hkscs")
    return (
        text
        if kind.startswith("utf-8-as-") and "gbk" not in kind
        else text.encode("gbk", "ignore").decode("gbk")
    )


def holds(text, expected):
    """Whether a repair's text stands in what was expected; what it says to be lost may be anything."""
    return bool(re.search(re.escape(text).replace(LOST, "."), expected)) if LOST in text else text in expected


class Figures(NamedTuple):
    """What came of the damaged pages of one kind."""

    sentences: int
    exact: int
    damaged: int
    lossy: int  # sentences that lost a byte
    lossy_exact: int
    invented: int
    seconds: float
    missed: list
    sure: Counter  # repairs by tenth of their confidence, and whether they are right
    stuffed: Counter  # fragments put in, of those removed, and words lost
    scripts: Counter  # sentences by script, and whether they are exact

    def floors(self):
        """The figures that may only rise; what nobody may invent or lose is counted downwards."""
        found = {"exact": percent(self.exact, self.sentences), "invented": -self.invented}
        if self.stuffed:
            found["removed"] = percent(self.stuffed["removed"], self.stuffed["put in"])
            found["words lost"] = -self.stuffed["lost"]
        return found


def is_traditional(text):
    """Whether a page is written in traditional characters."""
    return sum(a != b for a, b in zip(text, TO_SIMPLIFIED.convert(text), strict=False)) > OLD * len(text)


def percent(part, whole):
    return int(10_000 * part / max(1, whole)) / 100


def measure(kind, pages, texts):
    chance = random.Random(f"{SEED} {kind}")
    counted, sure, stuffed, scripts, missed = Counter(), Counter(), Counter(), Counter(), []
    seconds = 0.0
    for number in range(pages):
        clean = as_written(texts[number % len(texts)], kind)
        lost = []
        pieces = [*forward.stuffed(clean, chance)] if kind == "stuffing" else []
        seen = "".join(piece for piece, _ in pieces) or forward.CHANNELS[kind](clean, chance, lost)
        expected = clean.translate({ord(a): b for a, b in FOLDED.items()}) if kind == "pinyin-cut" else clean
        before = time.perf_counter()
        text = repair(Source(seen.encode()))
        is_old = is_traditional(clean)
        seconds += time.perf_counter() - before
        counted["invented"] += invented(text, expected, seen)
        for sentence, is_lossy in sentences(expected, lost):
            counted["lossy" if is_lossy else "sentences"] += 1
            counted["lossy exact" if is_lossy else "exact"] += sentence in text.value
            counted["damaged"] += sentence not in seen
            scripts[is_old, sentence in text.value] += not is_lossy
            if sentence not in text.value and not is_lossy:
                missed.append(sentence)
        sure.update((min(9, int(done.confidence * 10)), holds(done.text, expected)) for done in text.repairs)
        stuffed += removed(text, pieces)
    return Figures(
        *(counted[name] for name in ("sentences", "exact", "damaged", "lossy", "lossy exact", "invented")),
        seconds, missed, sure, stuffed, scripts,
    )  # fmt: skip


def removed(text, pieces):
    """Count the fragments that were put in, those taken out again, and what else was taken out."""
    put, at = set(), 0
    for piece, is_fragment in pieces:
        end = at + len(piece.encode())
        if is_fragment:
            put.add((at, end))
        at = end
    gone = {
        (done.raw.start + len(done.text.encode()), done.raw.end)
        for done in text.repairs
        if done.kind == "stuffing"
    }
    return Counter({"put in": len(put), "removed": len(put & gone), "lost": len(gone - put)})


def tell(kind, pages, figures, show):
    for sentence in figures.missed[:show]:
        click.echo(f"  want {sentence}")
    is_open = figures.stuffed or kind.endswith(("-fixed", "-replaced", "-ignored"))
    needed = f"{NEEDED[kind]:5.1f}" if kind in NEEDED else "    -" if is_open else "100.0"
    click.echo(
        f"{kind:<24} {percent(figures.exact, figures.sentences):6.2f} {needed}  {figures.sentences:5} {figures.damaged:5}"
        f"  {figures.lossy_exact:3}/{figures.lossy:<3} {figures.invented:3}  {figures.seconds / pages:6.3f}"
        f"{''.join(of_script(figures.scripts, old) for old in (False, True))}"
    )
    if figures.stuffed:
        put, out, lost = (figures.stuffed[name] for name in ("put in", "removed", "lost"))
        click.echo(
            f"  fragments removed {percent(out, put):.2f} % of {put} (need 99), real words lost {lost} (need 0)"
        )


def of_script(scripts, old):
    total = scripts[old, True] + scripts[old, False]
    return f"  {percent(scripts[old, True], total):6.2f}" if total else "       -"


def fallen(kind, figures, floors):
    """Say which figures stand below their floors."""
    reached = figures.floors()
    return [
        f"{kind}: {name} {reached[name]}, floor {floor}"
        for name, floor in floors.get(kind, {}).items()
        if reached[name] < floor
    ]


def calibration(sure):
    click.echo("\nconfidence   repairs  right")
    for box in sorted({box for box, _ in sure}):
        total = sure[box, True] + sure[box, False]
        click.echo(
            f"{box / 10:.1f}-{(box + 1) / 10:.1f}    {total:8}  {100 * sure[box, True] / total:5.1f} %"
        )


def harm(folder):
    """Every line and every file of good text must pass unchanged."""
    lines = changed = 0
    for text in articles(folder):
        for part in (text, *text.split("\n")):
            try:
                value = repair(Source(part.encode())).value
            except DocumentError:
                continue
            lines += 1
            if value != part:
                changed += 1
                click.echo(f"  changed {part[:60]!r}")
    click.echo(f"\ngood text: {changed} of {lines} changed")


def speed(texts):
    clean = "\n".join(texts)
    data = (clean * (1 + 20_000_000 // len(clean.encode()))).encode()
    decode = min(timed(data.decode) for _ in range(3))
    whole = min(timed(lambda: repair(Source(data))) for _ in range(3))
    size = len(data) / 1e6
    click.echo(
        f"\nclean UTF-8, {size:.0f} MB: decode {size / decode:.0f} MB/s, repair {size / whole:.0f} MB/s"
    )


def speed_of_kinds(texts):
    """Time a page of 20 KB of every kind, warm, in seconds of this process: others may be at work."""
    click.echo(f"\n{'a page of 20 KB':<24}  milliseconds  at most")
    for kind in (*forward.CHANNELS, *LESSER, *ENCODINGS):
        data = page_of(kind, texts)
        attempt(data)
        found = 1000 * min(timed(lambda data=data: attempt(data), time.process_time) for _ in range(3))
        most = MILLISECONDS_OF_A if kind.startswith("pinyin") else MILLISECONDS
        click.echo(f"{kind:<24}  {found:12.0f}  {most:7}{'  too slow' if found > most else ''}")


def page_of(kind, texts):
    """Return a damaged page of the size that a speed is asked for, cut where a line ends."""
    chance = random.Random(f"{SEED} {kind}")
    clean = as_written("\n".join(texts), kind)
    if kind in ENCODINGS:
        return ENCODINGS[kind](clean[: PAGE_SIZE // 3], chance)
    seen = {**forward.CHANNELS, **LESSER}[kind](clean, chance, []).encode()
    return seen[: seen.rfind(b"\n", 0, PAGE_SIZE)]


def timed(work, clock=time.perf_counter):
    before = clock()
    work()
    return clock() - before


def curve():
    click.echo("\nhostile input, seconds for 1, 2, 4, 8 MB")
    for unit in HOSTILE:
        row = []
        for size in (1, 2, 4, 8):
            data = (unit * (size * 1_000_000 // len(unit.encode()))).encode()
            row.append(timed(lambda data=data: attempt(data)))
            click.echo(f"{unit!r:<14}" + "".join(f"{seconds:9.2f}" for seconds in row), nl=size == 8)
            click.echo("\r", nl=False)


def attempt(data):
    """Repair, or be refused: both take time."""
    with suppress(DocumentError):
        repair(Source(data))


@click.command()
@click.option("--kind", multiple=True, help="Only this kind; may be given several times.")
@click.option("--pages", default=PAGES, help="Pages a kind.")
@click.option("--show", default=0, help="Show so many sentences that were missed.")
@click.option(
    "--text",
    type=click.Path(path_type=Path),
    default=TEXT,
    help="Clean articles.",
)
@click.option("--speed", "with_speed", is_flag=True, help="Only time a page of every kind.")
@click.option("--curve", "with_curve", is_flag=True, help="Also time hostile input; takes minutes.")
def main(kind, pages, show, text, with_speed, with_curve):  # noqa: PLR0917 - one option each
    texts = articles(text)
    if with_speed:
        speed_of_kinds(texts)
        return
    click.echo(f"{'kind':<24}  exact  need   sent.  dam.   lost  new  s/page  simpl.   trad.")
    sure, below = Counter(), []
    for name in kind or forward.CHANNELS:
        figures = measure(name, pages, texts)
        tell(name, pages, figures, show)
        sure += figures.sure
        below += fallen(name, figures, FLOORS["whole"]) if pages == PAGES and text == TEXT else []
    calibration(sure)
    if not kind:
        speed(texts)
    if os.environ.get("DATA"):
        harm(Path(os.environ["DATA"]))
    if with_curve:
        curve()
    if below:
        raise click.ClickException("below the floors of corpus/floors.json: " + "; ".join(below))


if __name__ == "__main__":
    main()
