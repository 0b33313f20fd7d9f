"""Chinese and Arabic numerals, and what lies between, to exact Decimals.

>>> read_numeral('1.2万亿'), read_numeral('两千三百'), read_numeral('三万零五')
(Decimal('1200000000000'), Decimal('2300'), Decimal('30005'))
"""

from __future__ import annotations

import re
from decimal import Context, Decimal
from functools import lru_cache
from typing import NamedTuple

from hanclaim.document import Comparator

_DIGIT = {char: value for value, chars in enumerate(
    ("零〇○", "一壹幺", "二两贰", "三叁参", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖")
) for char in chars}  # fmt: skip
_TEN = {"千": 1000, "仟": 1000, "百": 100, "佰": 100, "十": 10, "拾": 10}
_BIG = {"兆": 10**12, "亿": 10**8, "万": 10**4}
_SCORE = str.maketrans({"廿": "二十", "卅": "三十", "卌": "四十"})
_ZERO = "零〇○"
_SPACES = dict.fromkeys(map(ord, " \u00a0\u202f"))

# Thousands in groups are tried only where a first group stands, for most numbers have none.
_ARABIC = (
    r"(?=[0-9]{1,3}[,， \u00a0\u202f])(?:[0-9]{1,3}(?:[,，][0-9]{3})+(?=\.[0-9])\.[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])(?:\.[0-9]+)?"
    r"|(?<![A-Za-z])[0-9]{1,3}(?:[ \u00a0\u202f][0-9]{3})+(?![0-9])(?:\.[0-9]+)?)|[0-9]+(?:[.·][0-9]+)?"
)
_DIGITS = "".join(sorted(_DIGIT.keys() - {"参"}))  # 参 is a verb, and three only in a financial numeral
BORROWED = "一二三四五六七八九"  # what a smaller unit may be left unsaid after: 三块五, 七成五
_UNITS = "".join((*_TEN, *_BIG))
CHARACTERS = f"{_DIGITS}{_UNITS}廿卅卌几数半"
# A numeral as it stands in text: digits of either kind with scales, 点 before further digits, and 多, 余, 来 or 几 inside.
# 千, 百 and 兆 that begin a unit (千瓦, 百帕, 兆赫) are no scale.
_SCALE = "(?:[十拾佰仟亿万]|千(?!字节|[瓦克卡伏帕赫焦乏兆牛]|欧(?!元))|百(?!帕| ?分 ?点)|兆(?!字节|[瓦赫帕焦伏]|欧(?!元)))"
NUMERAL = (
    rf"(?:(?:{_ARABIC})(?: ?(?!千米)(?:[多余来几]?{_SCALE}|几(?=[{_UNITS}])|(?<=[亿万])零(?:{_ARABIC})|(?<=[{_UNITS}])(?:{_ARABIC}|[{_DIGITS.replace('两', '')}几])|个(?=亿)))*"
    rf"|(?:好?几(?![一二两三四五六七八九0-9])|好?(?<![人多少总指参次倍分函系基岁件户场局个点整负正奇偶无计字代悉大半位额篇票尾招算心劫度复变气常质读辈路自命异成])数(?![一二两三四五六七八九0-9])|(?<![站攀升登涨冲提加追以])(?!(?<=重)上万[二三四五六七八九])上(?=[{_UNITS}])|成(?=[{_UNITS}])|[{_DIGITS}廿卅卌]|参(?=[拾佰仟万])|{_SCALE})"
    rf"(?:[{_DIGITS.replace('两', '')}几]|两(?=[{_UNITS}])|(?<=[拾佰仟零万])参|廿|卅|卌|{_SCALE}|(?<=[{_UNITS}])(?:{_ARABIC})|[多余来](?={_SCALE})| ?点 ?(?=[{_DIGITS}])|个(?=亿)|(?<=[{_UNITS}])数(?=[{_UNITS}]))*)"
)
_WHOLE_ARABIC = re.compile(_ARABIC)
_LOOSE = re.compile(rf"(.+?)([多余来])([{_UNITS}]*)")
_NEIGHBOURS = re.compile(
    rf"(?<![{_DIGITS}0-9点.])([一二两三四五六七八])([二两三四五六七八九])(?=[{_UNITS}]|$)"
)
_SLASH = re.compile(r"([0-9]+)[/／]([1-9][0-9]*)")
_LONGEST = 40
_EXACT = Context(prec=120)  # the default context rounds at 28 digits
_APART = {"三五", "一两"}


class Number(NamedTuple):
    """What a numeral says: a value, or the ends it lies between.

    >>> parse_number('三四百')
    Number(value=None, low=Decimal('300'), high=Decimal('400'), comparator='eq', approximate=True)
    """

    value: Decimal | None
    low: Decimal | None = None
    high: Decimal | None = None
    comparator: Comparator = "eq"
    approximate: bool = False

    def times(self, factor: int | Decimal) -> Number:
        """Multiply, and leave no zeros that nobody wrote.

        >>> Number(Decimal('16.40')).times(10**8).value
        Decimal('1640000000')
        """
        if factor == 1:
            return self
        return self._replace(
            value=_scaled(self.value, factor), low=_scaled(self.low, factor), high=_scaled(self.high, factor)
        )


def plain(value: Decimal) -> Decimal:
    """Write a Decimal in full, without an exponent or trailing zeros."""
    return Decimal(f"{_EXACT.normalize(value):f}")


def to_places(ratio: Decimal) -> Decimal:
    """Write a fraction to four places, or four digits where it is smaller than a thousandth.

    >>> to_places(Decimal(2) / 3), to_places(Decimal(1) / 3000)
    (Decimal('0.6667'), Decimal('0.0003333'))
    """
    places = 4 if abs(ratio) >= Decimal("0.001") or not ratio else 3 - ratio.adjusted()
    return plain(round(ratio, places))


def _scaled(value: Decimal | None, factor: int | Decimal) -> Decimal | None:
    return None if value is None else plain(_EXACT.multiply(value, Decimal(factor)))


def read_numeral(text: str) -> Decimal:
    """Read a numeral as a Chinese reader would say it.

    A bare digit after a large unit borrows the next unit down, so 三万五 is
    35,000 and not 30,005; 零 cancels the loan.

    >>> read_numeral('三万五')
    Decimal('35000')
    """
    value = _value(text.replace(" ", ""))
    if value is None:
        raise ValueError(f"{text!r} is no numeral: expected digits and scales, such as 3亿5000万 or 两千三百")
    return value


@lru_cache(4096)
def parse_number(text: str) -> Number | None:
    """Read a numeral that may be vague: 十几, 数百亿, 三四百, 上万, 2300余; None where it is none.

    >>> parse_number('十几')
    Number(value=None, low=Decimal('11'), high=Decimal('19'), comparator='eq', approximate=True)
    """
    text = text.translate(_SPACES)
    if len(text) > _LONGEST:  # a run of digits that nobody says
        return None
    if fraction := _SLASH.fullmatch(text):
        return Number(to_places(Decimal(fraction[1]) / Decimal(fraction[2])))
    if text[0] in "上成" and len(text) > 1:
        value = _value(text[1:])
        return None if value is None else Number(value, comparator="ge", approximate=True)
    text = text.removeprefix("好")
    if "几" in text or "数" in text:
        return _between(*_ends(text))
    if loose := _LOOSE.fullmatch(text):
        head, word, scales = loose.groups()
        value, scale = _value(head), _value(scales) if scales else Decimal(1)
        if value is None or scale is None:
            return None
        return Number(
            plain(_EXACT.multiply(value, scale)), comparator="eq" if word == "来" else "gt", approximate=True
        )
    pair = _NEIGHBOURS.search(text)
    if pair and (_DIGIT[pair[2]] - _DIGIT[pair[1]] == 1 or pair[0] in _APART):
        start, end = pair.span()
        return _between(*(text[:start] + digit + text[end:] for digit in pair.groups()))
    value = _value(text)
    return None if value is None else Number(value)


def _ends(text: str) -> tuple[str, str]:
    """Write 几 and 数 as the digits they lie between: two to nine, after a ten one to nine."""
    teen = re.search(r"[十拾百千廿卅][几数](?![十拾百千])", text) is not None
    return re.sub("[几数]", "一" if teen else "二", text), re.sub("[几数]", "九", text)


def _between(low: str, high: str) -> Number | None:
    least, most = _value(low), _value(high)
    if least is None or most is None or least >= most:
        return None
    return Number(None, least, most, approximate=True)


def _value(text: str) -> Decimal | None:
    """Read digits and scales, the largest scale first; a bare scale is one of it."""
    text = text.translate(_SCORE).replace("个亿", "亿")
    if len(text) > 1 and text[0] in _ZERO and text[1] != "点":
        text = text.lstrip(_ZERO) or text[0]
    whole, point, part = text.partition("点")
    if (
        point
        and part
        and all(char in _DIGIT for char in part)
        and any(char in _TEN or char in _BIG for char in whole)
    ):
        many, rest = _value(whole), _digits(f"零点{part}")
        return None if many is None or rest is None else many + rest
    for scales in (_BIG, _TEN):
        for mark, scale in scales.items():
            head, found, tail = text.rpartition(mark) if scales is _BIG else text.partition(mark)
            if found:
                return _joined(head, tail, scale)
    return _digits(text)


def _joined(head: str, tail: str, scale: int) -> Decimal | None:
    many = _value(head.rstrip(_ZERO) if len(head) > 1 else head) if head else Decimal(1)
    if many is None or (scale <= 1000 and many >= 10 and not head[0].isascii()):
        return None
    if not tail:
        rest: Decimal | None = Decimal(0)
    elif len(tail) == 1 and scale > 10 and (tail in _DIGIT or tail.isascii()) and tail not in _ZERO:
        rest = Decimal(int(tail) if tail.isascii() else _DIGIT[tail]) * scale / 10
    else:
        rest = _value(tail.lstrip(_ZERO) or tail)
    if rest is None or rest >= scale:
        return None
    return plain(_EXACT.fma(many, Decimal(scale), rest))


def _digits(text: str) -> Decimal | None:
    """Read digits one after another: 二〇二五, 1,234.5, 五点二."""
    if _WHOLE_ARABIC.fullmatch(text):
        return Decimal(text.replace(",", "").replace("，", "").replace("·", "."))
    whole, point, part = text.partition("点")
    if not whole or (point and not part) or not all(char in _DIGIT for char in whole + part):
        return None
    read = "".join(str(_DIGIT[char]) for char in whole), "".join(str(_DIGIT[char]) for char in part)
    return Decimal(".".join(read) if point else read[0])
