"""Read public time suites from a folder of fetched repositories: what each expects, as stretches of seconds.

Nothing of them is kept here: PEERS names a folder with Specs/ (Recognizers-Text), test/test_time_parser.py (JioNLP),
Duckling/Time/ZH and test/zh (chrono).
"""

import ast
import json
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

SECOND = timedelta(seconds=1)
Stretch = tuple[datetime | None, datetime | None]


@dataclass(frozen=True)
class Row:
    """One expression with what its suite accepts; ``accepts`` is empty where nothing may be found."""

    suite: str
    text: str
    published: datetime
    wanted: str
    accepts: tuple[Stretch, ...]
    unfair: str = ""
    blurred: bool = False
    feast: bool = False


def recognizers(folder: Path) -> list[Row]:
    """Model rows; lengths, sets and times of day without a day are no dates."""
    rows = []
    for name in ("DateTimeModel", "DateTimeModelExperimentalMode"):
        path = folder / f"Specs/DateTime/Chinese/{name}.json"
        for case in json.loads(path.read_text(encoding="utf-8-sig")) if path.exists() else []:
            if "Context" not in case:
                continue
            published = datetime.fromisoformat(case["Context"]["ReferenceDateTime"])
            results = case["Results"]
            if not results:
                rows.append(Row("Recognizers-Text", case["Input"], published, "", ()))
            for result in results:
                kind = result["TypeName"].removeprefix("datetimeV2.")
                values = [_recognizers_value(value) for value in result["Resolution"]["values"]]
                unfair = f"a {kind} is no date" if kind in ("duration", "set", "time", "timerange") else ""
                accepts = tuple(value for value in values if value)
                if not unfair and not accepts:
                    unfair = "their suite leaves it open"
                rows.append(
                    Row("Recognizers-Text", case["Input"], published, result["Text"], accepts, unfair)
                )
    return rows


def _recognizers_value(value: dict) -> Stretch | None:
    def moment(text: str | None) -> datetime | None:
        return datetime.fromisoformat(text) if text and re.match(r"\d{4}-", text) else None

    if value.get("value") not in (None, "not resolved"):
        start = moment(value["value"])
        return (
            (start, start + (timedelta(days=1) if len(value["value"]) == 10 else SECOND)) if start else None
        )
    start, end = moment(value.get("start")), moment(value.get("end"))
    return (start, end) if start or end else None


def jionlp(folder: Path) -> list[Row]:
    """Read rows of literals in the parser's test; names of base times are looked up, nothing is run."""
    path = folder / "test/test_time_parser.py"
    if not path.exists():
        return []
    rows = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not (isinstance(node, ast.List) and len(node.elts) == 3 and isinstance(node.elts[2], ast.Dict)):
            continue
        try:
            text, expected = ast.literal_eval(node.elts[0]), ast.literal_eval(node.elts[2])
            published = _jionlp_base(node.elts[1])
        except ValueError:
            continue
        if published is None or not isinstance(expected.get("time"), list):
            continue
        kind, unfair = expected["type"], ""
        if kind not in ("time_point", "time_span"):
            unfair = f"a {kind} is no date"
        start, end = (_jionlp_moment(text) for text in expected["time"])
        stretch = (start, end + SECOND if end else None)
        row = Row(
            "JioNLP", text, published, text, (stretch,), unfair, blurred=expected["definition"] == "blur"
        )
        rows.append(row)
    return rows


def _jionlp_base(node: ast.expr) -> datetime | None:
    if isinstance(node, ast.Name):
        return datetime(2021, 6, 14, 1, 6, 40) if node.id == "_ts_1" else None  # noqa: DTZ001
    try:
        value = ast.literal_eval(node)
    except ValueError:
        return None
    if isinstance(value, dict):
        return datetime(value["year"], value.get("month", 12), value.get("day", 31), value.get("hour", 0))  # noqa: DTZ001
    if isinstance(value, list):
        given = [number for number in value if number != -1]
        return datetime(*given, *(1, 1)[len(given) - 1 :])  # noqa: DTZ001
    return None


def _jionlp_moment(text: str) -> datetime | None:
    return None if "inf" in text else datetime.fromisoformat(text)


_HASKELL_DATE = r"\((\d+), (\d+), (\d+), (\d+), (\d+), (\d+)\)"
_GRAINS = {
    "Second": SECOND,
    "Minute": SECOND,
    "Hour": SECOND,
    "Day": timedelta(days=1),
    "Week": timedelta(days=7),
}


def duckling(folder: Path) -> list[Row]:
    """Corpus examples, all told on 2013-02-12 at 04:30."""
    path = folder / "Duckling/Time/ZH/Corpus.hs"
    if not path.exists():
        return []
    rows, published = [], datetime(2013, 2, 12, 4, 30)  # noqa: DTZ001
    for head, examples in re.findall(
        r"examples \((datetime.*?)\)?\n\s*\[(.*?)\]", path.read_text(encoding="utf-8"), re.DOTALL
    ):
        try:
            dates = [datetime(*map(int, found)) for found in re.findall(_HASKELL_DATE, head)]  # noqa: DTZ001
        except ValueError:  # a day that their calendar has and the year has not
            continue
        grain = re.search(r"\b(Second|Minute|Hour|Day|Week|Month|Quarter|Year)\b", head)
        if not dates or not grain:
            continue
        stretch = (dates[0], dates[1]) if len(dates) > 1 else (dates[0], _plus(dates[0], grain[1]))
        if "OpenInterval" in head:
            stretch = (dates[0], None) if "After" in head else (None, dates[0])
        feast = "Holiday" in head
        rows.extend(
            Row("Duckling", text, published, text, (stretch,), feast=feast)
            for text in re.findall(r'"(.*?)"', examples)
        )
    return rows


def _plus(start: datetime, grain: str) -> datetime:
    months = {"Month": 1, "Quarter": 3, "Year": 12}.get(grain)
    if months is None:
        return start + _GRAINS[grain]
    years, month = divmod(start.month - 1 + months, 12)
    return start.replace(year=start.year + years, month=month + 1)


_CHRONO_CASE = re.compile(
    r'testSingleCase\(\s*chrono\.zh(?:\.\w+)*,\s*"(.*?)",\s*new Date\((.*?)\),\s*\(result\)(.*?)\n    \}\)',
    re.DOTALL,
)


def chrono(folder: Path) -> list[Row]:
    """Single cases with the parts that they test of the start and the end."""
    rows = []
    for path in sorted((folder / "test/zh").rglob("*.ts")):
        for text, base, body in _CHRONO_CASE.findall(path.read_text(encoding="utf-8")):
            if base.count(",") < 2:
                continue
            wanted = re.search(r'result\.text\)\.toBe\("(.*?)"\)', body)
            ends = [_chrono_date(side, body, _javascript(base)) for side in ("start", "end")]
            if wanted is None or ends[0] is None:
                continue
            unfair = (
                ""
                if 'start.get("day")' in body or 'start.get("year")' in body
                else "a time of day without a day"
            )
            start, whole = ends[0]
            end = (
                ends[1][0] + (timedelta(days=1) if ends[1][1] else SECOND)
                if ends[1]
                else start + (timedelta(days=1) if whole else SECOND)
            )
            rows.append(Row("chrono", text, _javascript(base), wanted[1], ((start, end),), unfair))
    return rows


def _javascript(arguments: str) -> datetime:
    numbers = [
        sum(int(n) * (-1 if sign == "-" else 1) for sign, n in re.findall(r"([+-]?)\s*(\d+)", part))
        for part in arguments.split(",")
    ]
    hours, minutes, seconds = [*numbers[3:6], 0, 0, 0][:3]
    day = datetime(numbers[0], numbers[1] + 1, numbers[2])  # noqa: DTZ001
    return day + timedelta(hours=hours, minutes=minutes, seconds=seconds)


def _chrono_date(side: str, body: str, base: datetime) -> tuple[datetime, bool] | None:
    parts = {
        name: int(value)
        for name, value in re.findall(
            rf'result\.{side}\.get\("(year|month|day|hour|minute|second)"\)\)\.toBe\((\d+)\)', body
        )
    }
    if not parts:
        return None
    if (
        parts.get("hour") == 12 and "minute" not in parts and "点" not in body
    ):  # noon stands for no time of day
        del parts["hour"]
    day = {name: parts.get(name, getattr(base, name)) for name in ("year", "month", "day")}
    clock = {name: parts.get(name, 0) for name in ("hour", "minute", "second")}
    return datetime(**day, **clock), "hour" not in parts  # noqa: DTZ001


def all_rows(folder: Path) -> list[Row]:
    """Return every suite found under ``folder``."""
    return [row for read in (recognizers, jionlp, duckling, chrono) for row in read(folder)]
