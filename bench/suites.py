"""Measure the reader on public suites fetched as data: make bench-suites PEERS=dir [ARGS=--errors].

PEERS holds clones (or bare git folders) named owner+name or name: Recognizers-Text, JioNLP, duckling, cn2an.
Nothing of theirs is kept here.  A row whose convention differs from the claim contract is listed with its reason
and left out of the fair figure.
"""

from __future__ import annotations

import argparse
import ast
import json
import os
import re
import subprocess
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path

from hanclaim import quantities
from hanclaim.amounts.numerals import parse_number
from hanclaim.amounts.scan import candidates
from hanclaim.amounts.units import by_surface
from hanclaim.normalise import normalise


@dataclass(frozen=True)
class Row:
    """One expected reading: a value or the ends of a range, and a unit where the suite names one we map."""

    kind: str
    suite: str
    text: str
    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    unit: str | None = None
    expression: str = ""
    nothing: bool = False


def show(peers: Path, name: str, path: str) -> str:
    """The text of a file in a clone or a bare snapshot."""
    folder = next((p for p in sorted(peers.iterdir()) if p.name.split("+")[-1].lower() == name.lower()), None)
    if folder is None:
        return ""
    for base in (folder, folder / "repo"):
        if (base / path).is_file():
            return (base / path).read_text(encoding="utf-8-sig")
    git = next(
        (
            g
            for g in (folder / ".git", folder / "repo" / ".git", folder / "repo", folder)
            if (g / "HEAD").is_file()
        ),
        None,
    )
    if git is None:
        return ""
    done = subprocess.run(
        ["git", f"--git-dir={git}", "show", f"HEAD:{path}"], capture_output=True, check=False
    )
    return done.stdout.decode("utf-8-sig") if done.returncode == 0 else ""


def decimal(text: object) -> Decimal | None:
    try:
        return Decimal(str(text).replace(",", ""))
    except InvalidOperation:
        return None


# ---- Recognizers-Text

UNITS = {
    "Mu": "{亩}", "Kilogram": "kg", "Centimeter": "cm", "Ton": "t", "Meter": "m", "Kilometer": "km", "Square meter": "m2",
    "Square kilometer": "km2", "Square centimeter": "cm2", "Hectare": "har", "Milligram": "mg", "Gram": "g", "Liter": "L", "Milliliter": "mL",
    "Cubic meter": "m3", "Mile": "[mi_i]", "Foot": "[ft_i]", "Inch": "[in_i]", "Pound": "[lb_av]", "Jin": "{斤}", "Millimeter": "mm",
    "Kilometer per hour": "km/h", "C": "Cel", "F": "[degF]", "Year": "a", "Month": "mo", "Week": "wk", "Day": "d", "Gallon": "[gal_us]",
    "Gigabyte": "GBy", "Megabyte": "MBy", "Kilobyte": "kBy", "Terabyte": "TBy", "Kilobit": "kbit", "Decimeter": "dm",
    "Ounce": "[oz_av]", "Acre": "[acr_us]", "Square foot": "[sft_i]", "Yard": "[yd_i]", "Li": "{里}", "Hour": "h", "Minute": "min", "Square mile": "[smi_us]",
}  # fmt: skip


def recognizers(peers: Path) -> Iterator[Row]:
    files = {
        "numbers": ("Number/Chinese/NumberModel",),
        "percents": ("Number/Chinese/PercentModel",),
        "money": ("NumberWithUnit/Chinese/CurrencyModel",),
        "dimensions": tuple(f"NumberWithUnit/Chinese/{n}Model" for n in ("Dimension", "Age", "Temperature")),
    }
    for kind, names in files.items():
        for name in names:
            for case in json.loads(show(peers, "Recognizers-Text", f"Specs/{name}.json") or "[]"):
                yield from recognizers_rows(kind, case)


def recognizers_rows(kind: str, case: dict) -> Iterator[Row]:
    if not case["Results"] and kind == "percents":
        yield Row(kind, "Recognizers", case["Input"], nothing=True)
    for result in case["Results"]:
        found = result["Resolution"]
        value = decimal((found.get("value") or "").rstrip("%"))
        unit = "%" if kind == "percents" else found.get("isoCurrency") or UNITS.get(found.get("unit", ""))
        yield Row(kind, "Recognizers", case["Input"], value, unit=unit, expression=result["Text"])


# ---- JioNLP


def jionlp(peers: Path) -> Iterator[Row]:
    source = show(peers, "JioNLP", "test/test_money_parser.py")
    for node in ast.walk(ast.parse(source)) if source else ():
        if not (isinstance(node, ast.Assign) and isinstance(node.value, ast.List)):
            continue
        for element in node.value.elts:
            try:
                item = ast.literal_eval(element)
            except ValueError:
                continue
            if not (isinstance(item, list) and len(item) == 2 and isinstance(item[1], dict)):
                continue
            text, want = item
            unit = by_surface().get(want["case"])
            numbers = want["num"] if isinstance(want["num"], list) else [want["num"]]
            ends = (
                {"low": decimal(numbers[0]), "high": decimal(numbers[1])}
                if len(numbers) == 2
                else {"value": decimal(numbers[0])}
            )
            yield Row("money", "JioNLP", text, unit=unit.code if unit else None, expression=text, **ends)


# ---- Duckling

DUCKLING = {
    "Numeral": "numbers", "AmountOfMoney": "money", "Quantity": "dimensions", "Distance": "dimensions", "Volume": "dimensions",
    "Temperature": "dimensions", "Duration": "dimensions",
}  # fmt: skip
DUCKLING_UNITS = {
    "Centimetre": "cm", "Metre": "m", "Kilometre": "km", "Foot": "[ft_i]", "Inch": "[in_i]", "Yard": "[yd_i]", "Mile": "[mi_i]", "Millimetre": "mm",
    "Litre": "L", "Millilitre": "mL", "Gallon": "[gal_us]", "Celsius": "Cel", "Fahrenheit": "[degF]", "Second": "s", "Minute": "min",
    "Hour": "h", "Day": "d", "Week": "wk", "Month": "mo", "Year": "a", "CNY": "CNY", "USD": "USD", "EUR": "EUR", "GBP": "GBP", "HKD": "HKD",
    "JPY": "JPY", "INR": "INR", "MOP": "MOP", "TWD": "TWD", "KRW": "KRW", "Gram": "g", "Cent": "¢",
}  # fmt: skip


def unescape(text: str) -> str:
    text = re.sub(r"\\x([0-9a-fA-F]+)(?:\\&)?", lambda m: chr(int(m[1], 16)), text)
    return text.replace("\\165", "¥").replace("\\8364", "€")


def duckling(peers: Path) -> Iterator[Row]:
    for name, kind in DUCKLING.items():
        source = show(peers, "duckling", f"Duckling/{name}/ZH/Corpus.hs")
        for head, body in re.findall(r"examples \((.*?)\)\s*\n?\s*\[(.*?)\]", source, flags=re.DOTALL):
            words = head.replace("(", " ").replace(")", " ").split()
            number = next((decimal(w) for w in words if re.fullmatch(r"-?[0-9][0-9.e]*", w)), None)
            unit = next((DUCKLING_UNITS[w] for w in words if w in DUCKLING_UNITS), None)
            if number is None or "between" in head or "under" in head or "above" in head:
                continue
            for quoted in re.findall(r'"((?:[^"\\]|\\.)*)"', body):
                text = unescape(quoted)
                yield Row(kind, "Duckling", text, number, unit=unit, expression=text)


# One length of time or weight in two units: theirs is the second.
FACTORS = {
    ("kg", "g"): 1000, ("mg", "g"): 0.001, ("h", "min"): 60, ("min", "s"): 60, ("h", "s"): 3600, ("cm3", "mL"): 1, ("CNY", "¢"): 100,
    ("HKD", "¢"): 100, ("d", "h"): 24, ("a", "mo"): 12, ("mo", "d"): 30, ("{分}", "¢"): 1, ("USD", "¢"): 100,
}  # fmt: skip


# ---- cn2an


def cn2an(peers: Path) -> Iterator[Row]:
    source = show(peers, "cn2an", "cn2an/cn2an_test.py")
    seen = set()
    for node in ast.walk(ast.parse(source)) if source else ():
        if isinstance(node, ast.Dict):
            for key, value in zip(node.keys, node.values, strict=True):
                try:
                    text, want = ast.literal_eval(key), ast.literal_eval(value)
                except ValueError:
                    continue
                if isinstance(text, str) and isinstance(want, int | float) and text not in seen:
                    seen.add(text)
                    money = bool(re.search("[元圆角分]", text))
                    yield Row(
                        "money" if money else "numbers",
                        "cn2an",
                        text,
                        decimal(ast.get_source_segment(source, value)),
                        expression=text,
                    )


# ---- reading and judging


def read(row: Row) -> bool:
    folded = normalise(row.text)
    if row.kind == "numbers":
        return reads_number(row)
    found = [q for q in quantities(row.text) if hasattr(q, "value")]
    if row.nothing:
        return not any(q.unit == "%" for q in found)
    where = folded.find(normalise(row.expression))
    span = (where, where + len(row.expression)) if where >= 0 else (0, len(folded))
    for q in found:
        if not (q.span.start < span[1] and span[0] < q.span.end):
            continue
        factor = FACTORS.get((q.unit, row.unit), 1 if row.unit in {None, q.unit} else 0)
        if (
            row.value is not None
            and q.value is not None
            and factor
            and q.value * Decimal(str(factor)) == row.value
        ):
            return True
        if row.low is not None and factor and (q.low, q.high) == (row.low, row.high):
            return True
    return False


def reads_number(row: Row) -> bool:
    expression = normalise(row.expression).strip()
    minus = expression[:1] in {"负", "-", "−", "－"}
    number = parse_number(expression[1:] if minus else expression)
    values = [] if number is None else [number.value]
    values += [one.number.value for one in candidates(expression)]
    return any(v is not None and (-v if minus else v) == row.value for v in values)


REASONS: tuple[tuple[str, str, str], ...] = (
    # suite, a pattern over text or expression, why the claim contract reads it otherwise
    ("Recognizers", r"[个個] *百 *分 *[点點]", "a percentage point is {pp}, not %"),
    ("Recognizers", r"十[几幾]|零[几幾]|[几幾][万億亿]", "a vague figure lies between two ends, not at the lower one"),
    ("Recognizers", r"[0-9][\^eE]|^-?\.", "exponents and numbers without their first digit are not news prose"),
    ("Recognizers", r"[一二三四五六七八九十百千万零壹贰叁两半又分之点成折负負點0-9] +[一二三四五六七八九十百千万零壹贰叁两又分之点成折0-9點]", "blanks inside a Chinese numeral join what may be two"),
    ("Recognizers", r"分之", "fractions are written to four places"),
    ("Recognizers", r"^(?:人民币|美元|摄氏度|°[cC])$", "a unit without a number"),
    ("JioNLP", r"几十|数十|十几|十多|[0-9]多|几万|几千|几百|数百|数千|数万|余|几[个块]|好几|来[块元万]", "a vague figure: 2 to 9 of it, or more than its value; they take up to the next scale"),
    ("JioNLP", r"^[^元块圆币镑铢布亿角毛分卢金]*[万亿]$|^小于40万$", "a bare amount names no currency: null, where they suppose 元"),
    ("JioNLP", r"^肆佰叁拾[万萬]$", "a bare amount names no currency: null, where they suppose 元"),
    ("JioNLP", r"434\.344", "they round to the hundredth"),
    ("JioNLP", r"[0-9][kwKW]", "k and w are slang that the contract does not name"),
    ("JioNLP", r"八到九百亿", "their own note calls it open: the first end takes the scale of the last"),
    ("Recognizers", r"^(?:三千|一千)比特$|^一位$|^20%$|^90天大$|^倆", "1000 bit, a range as one claim, and words that are no number here"),
    ("Recognizers", r"^202107", "they lose digits in a float; ours are all kept"),
    ("Recognizers", r"^(?:对折|對折|十折)$", "a fold word alone"),
    ("Recognizers", r"[0-9] ?[KMGTkmgt](?![A-Za-z])|打$", "letters as scales, and 打 as a factor of twelve"),
    ("Duckling", r"斤|[两兩]半|[两錢钱]$|磅|安士|盎司", "traditional weights keep their own unit; they are turned into grams"),
    ("Duckling", r"個半|个半|個九|个九|五個半|^米九|^分半", "an elided unit"),
    ("Duckling", r"^[一五八][對雙对双打]$", "a pair or a dozen is a unit of its own"),
    ("Duckling", r"[0-9][KMGkmg]$|^-?\.", "letters as scales, and numbers without their first digit"),
    ("Duckling", r"半半|一半|1半|半[个個]$", "a half is 50 %, or one thing's half"),
    ("Duckling", r"[份分]一|十份十一|二份一", "份一 for a fraction"),
    ("Duckling", r"字$|匙", "Cantonese 字 of five minutes, and spoons"),
    ("Duckling", r"裏|foots|feets", "misspelt"),
    ("Duckling", r"呎", "呎 is the square foot of Hong Kong flats"),
    ("Duckling", r"^(?:[0-9]+|.) ?月$|^.{1,2} ?日$", "5 日 and 10 月 are dates"),
    ("Duckling", r"半[日天]|[0-9一二两三四五六七八九十] ?年$", "a bare length of time only places an event"),
)  # fmt: skip


def unfair(row: Row) -> str | None:
    return next(
        (why for suite, pattern, why in REASONS if suite == row.suite and re.search(pattern, row.expression)),
        None,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--errors", action="store_true", help="list every row read otherwise")
    args = parser.parse_args()
    peers = Path(os.environ.get("PEERS") or "../peers")
    tally: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    differing: dict[str, list[str]] = defaultdict(list)
    for source in (recognizers, jionlp, duckling, cn2an):
        for row in source(peers):
            right = read(row)
            why = None if right else unfair(row)
            for key in ((row.kind, row.suite), (row.kind, "all")):
                tally[key][0] += right
                tally[key][1] += 1
                tally[key][2] += right
                tally[key][3] += why is None
            if why is not None:
                differing[f"{row.suite}: {why}"].append(row.expression or row.text)
            elif not right and args.errors:
                got = [
                    (q.text, str(q.value if q.value is not None else (q.low, q.high)), q.unit)
                    for q in quantities(row.text)
                    if hasattr(q, "value")
                ]
                print(
                    f"{row.kind} {row.suite}: {row.text!r} {row.expression!r} want {row.value or (row.low, row.high)} {row.unit}, got {got}"
                )
    print(f"{'kind':<12}{'suite':<14}{'right':>6}{'rows':>6}{'of all':>8}{'fair':>6}{'of fair':>9}")
    for (kind, suite), (right, rows, _, fair) in sorted(tally.items()):
        print(
            f"{kind:<12}{suite:<14}{right:>6}{rows:>6}{right / rows:>8.3f}{fair:>6}{right / max(fair, 1):>9.3f}"
        )
    print("\nRead otherwise by convention:")
    for why, texts in sorted(differing.items()):
        print(f"  {why}: {'  '.join(texts)}")


if __name__ == "__main__":
    main()
