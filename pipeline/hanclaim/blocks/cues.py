"""What a line says of itself: the cues of furniture and captions."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple, cast

from hanclaim import tables
from hanclaim.structure import Role

DECORATION = " 　\t\ufeff\u200b■□◎●○▲△▼◆◇★☆►▶▍▌▎◤◥◢◣※*＊·•|｜—–=~～-_#【】〖〗[]<>＜＞…:：，,。.↓↑→←⬇"
_ENDS = re.compile(r"[。！？!?…；;][”」』’\"）)】\]]*$")
_CLOSERS = re.compile(r"[。！？!?；;]")
_TOKENS = re.compile(r"[\s　|｜>＞»›·/／]+")
_CRUMBS = re.compile(r"[^>＞»›\n。]{1,24}(?:[>＞»›]+[^>＞»›\n。]{1,60})+")
_TOPICS = re.compile(r"(?:热门|热搜|热词|热点|标签)[:：]")
_CLOCK = r"\d{1,2}[:：]\d{2}(?:[:：]\d{2})?"
_STAMP = re.compile(
    rf"(?:(?:(?:19|20)\d\d[-/.年])?\d{{1,2}}[-/.月]\d{{1,2}}日?(?:\s*{_CLOCK})?"
    rf"|(?:昨天|今天|前天|昨日|今日)\s*{_CLOCK}|[\s　]{_CLOCK}"
    r"|[\s　]\d{1,2}\s?(?:秒|分钟|小时|天|周|个月)前)[)）\]]?$"
)
_CONTACT = re.compile(
    r"(?:微信号?|QQ群?|加微|电话|热线)\s?[:：]?\s?[A-Za-z0-9_-]{6,}|\b0\d{2,3}-\d{7,8}\b|\b400-?\d{3,4}-?\d{3,4}\b"
)
_PROMOTION = re.compile(
    r"首付|优惠|抢购|特价|限时|秒杀|代开|包邮|免费试|点击进入|注册送|开户|返利|低至|咨询|加盟|热销|立减|新用户|出单|报名|免费|点击|扫码|下单|几折|[\\d七八九]折|早鸟"
)
_SMALL_PRINT = re.compile(r"[*＊※◎★●]|[(（\[【]?(?:本文|以上|上述|文中|文章|本报告|本资料|注[:：]|凡)")


class Cue(NamedTuple):
    """A role that a line claims for itself.

    A line that ``opens`` heads a list of its kind; one that is not ``sure``
    needs its place on the page to agree.
    """

    role: Role
    opens: bool = False
    sure: bool = True


def ends_sentence(text: str) -> bool:
    """Whether a line closes as prose does.

    >>> ends_sentence('他说：“没有。”'), ends_sentence('午睡要不要睡')
    (True, False)
    """
    return bool(_ENDS.search(text[-4:]))


def is_prose(text: str) -> bool:
    """Whether a line reads as running text rather than as a title or a label."""
    return (
        len(text) > 90
        or (len(text) >= 12 and ends_sentence(text) and text[-1] not in "？?！!")
        or (len(text) > 30 and len(_CLOSERS.findall(text)) >= 2)
    )


@cache
def _cues(where: str) -> dict[str, Role]:
    rows = tables.read("furniture")
    return {row["cue"]: cast("Role", row["role"]) for row in rows if row["where"] == where}


@cache
def _any_of(where: str) -> re.Pattern[str]:
    """One alternation of all cues that stand in one place, the longest first."""
    return re.compile("|".join(re.escape(cue) for cue in sorted(_cues(where), key=len, reverse=True)))


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], Role], ...]:
    """Patterns that begin a line, one alternation for each role."""
    roles = dict.fromkeys(_cues("pattern").values())
    joined = {role: "|".join(cue for cue, its in _cues("pattern").items() if its == role) for role in roles}
    return tuple((re.compile(cues), role) for role, cues in joined.items())


@cache
def _captions(where: str) -> re.Pattern[str]:
    rows = tables.read("captions")
    return re.compile("|".join(f"(?:{row['pattern']})" for row in rows if row["where"] == where))


@cache
def _anything() -> re.Pattern[str]:
    """What prose must hold somewhere for a cue to be looked for in it; most prose holds none of it."""
    words = [*_cues("has"), *_cues("clause"), "版权", "微信", "QQ", "加微", "电话", "热线", "400"]
    return re.compile("|".join(re.escape(word) for word in words))


@cache
def _anything_first() -> re.Pattern[str]:
    words = [re.escape(word) for where in ("start", "key", "tag") for word in _cues(where)]
    return re.compile("|".join([*words, *_cues("pattern")]))


def find_cue(text: str) -> Cue | None:
    """Return the role that a line claims for itself, if any.

    >>> find_cue('相关阅读：')
    Cue(role='related', opens=True, sure=True)
    >>> find_cue('午睡要不要睡')
    """
    bare = text.strip(DECORATION)
    if not bare:
        return Cue("navigation")
    prose = is_prose(text)
    if prose and not _anything_first().match(bare) and not _anything().search(text):
        return Cue("caption") if _is_caption(text) else _find_stamp(text)
    is_short = len(text) <= 60 and not prose
    small_print = _find_small_print(text, bare)
    return (
        (is_short and (_find_opener(bare) or _find_navigation(text, bare)))
        or (small_print if small_print and small_print.sure else None)
        or _find_advertisement(text, bare, is_short=is_short)
        or small_print
        or (Cue("caption") if _is_caption(text) else None)
        or _find_stamp(text)
    ) or None


def _find_stamp(text: str) -> Cue | None:
    return Cue("related", sure=False) if is_stamped(text) else None


def _is_caption(text: str) -> bool:
    """Whether a line begins as a caption or a source note does, or ends with a picture's credit."""
    if len(text) > 120:
        return False
    return bool(_captions("start").match(text)) or (
        text[-1] in ")）摄图片照供影"
        and len(text) >= 6
        and bool(_captions("end").search(text, max(2, len(text) - 40)))
    )


def is_stamped(text: str) -> bool:
    """Whether a title is followed by a date or time, as in lists of headlines."""
    match = _STAMP.search(text[-24:]) if text[-1].isdigit() or text[-1] in "前日)）]" else None
    return match is not None and len(text[-24:]) - len(match[0]) + max(0, len(text) - 24) >= 6


def _find_opener(bare: str) -> Cue | None:
    if len(bare) <= 12 and _opening().fullmatch(bare):
        return Cue("related", opens=True)
    match = _any_of("opener").match(bare)
    if match is None:
        return None
    rest = bare[match.end() :].strip(DECORATION)
    if not rest or re.fullmatch(r"[(（]?\d*\s?[条篇]?[)）]?", rest):
        return Cue("related", opens=True)
    return Cue("related") if bare[match.end()] in ":：|｜／/" else None


@cache
def _opening() -> re.Pattern[str]:
    return re.compile("|".join(_cues("opening")))


def _find_navigation(text: str, bare: str) -> Cue | None:
    if (role := _cues("whole").get(bare)) or (
        role := _cues("ending").get(bare.strip("(（)）") if bare != text else "")
    ):
        return Cue(role)
    if (match := _any_of("start").match(bare)) and _is_label(bare, match):
        return Cue(_cues("start")[match[0]])
    tokens = [token for part in _TOKENS.split(bare) if (token := part.strip("[]【】()（）-–—"))]
    if not tokens:
        return None
    known = sum(token in _cues("word") or token.isdecimal() for token in tokens)
    known = known if any(token in _cues("word") for token in tokens) else 0
    if known and len(tokens) > 1 and (known * 2 >= len(tokens) or "首页" in tokens or "主页" in tokens):
        role = (
            "disclaimer"
            if any(_cues("word").get(token) == "disclaimer" for token in tokens)
            else "navigation"
        )
        return Cue(role) if max(map(len, tokens)) <= 16 else None
    if _TOPICS.search(bare):
        return Cue("navigation")
    if _CRUMBS.fullmatch(bare):
        return Cue("navigation", sure=len(tokens) >= 3)
    if len(tokens) >= 3 and max(map(len, tokens)) <= 6 and not re.search(r"[\d，。、：:%]", bare):
        return Cue("navigation", sure=False)
    return None


def _is_label(bare: str, match: re.Match[str]) -> bool:
    """Whether what begins with 上期 or 往期 is a label and not a word of a sentence."""
    return _cues("start")[match[0]] != "related" or bool(
        re.search(r"[:：】\])）>]|没有", bare[match.end() :][:6])
    )


def _find_small_print(text: str, bare: str) -> Cue | None:
    """Disclaimers: by how they begin, or by two of their set phrases, or by one where small print stands."""
    if (match := _any_of("start").match(bare)) and _cues("start")[match[0]] == "disclaimer":
        return Cue("disclaimer")
    if (match := _any_of("key").match(bare)) and bare[match.end() : match.end() + 1] in {":", "："}:
        role = _cues("key")[match[0]]
        return Cue(role, sure=role == "disclaimer" or (role != "related" and not is_prose(text)))
    if (match := _any_of("has").search(text)) and _cues("has")[match[0]] == "disclaimer":
        return Cue("disclaimer")
    phrases = set(_any_of("clause").findall(text))
    if phrases and (len(phrases) > 1 or _SMALL_PRINT.match(text) or (text[0] in "(（" and text[-1] in ")）")):
        return Cue("disclaimer")
    if any(role == "disclaimer" and pattern.match(bare) for pattern, role in _patterns()):
        return Cue("disclaimer")
    if "版权所有" in text and not is_prose(text):
        return Cue("disclaimer")
    is_foot = len(text) <= 60 and _any_of("foot").search(text)
    return Cue("disclaimer", sure=False) if phrases or is_foot else None


def _find_advertisement(text: str, bare: str, *, is_short: bool) -> Cue | None:
    match = _any_of("tag").match(bare)
    if match and (bare[match.end() : match.end() + 1] or "|") in "]】)）|｜:：":
        return Cue("advertisement")
    promotions = len(set(_PROMOTION.findall(text)))
    if promotions and _CONTACT.search(text):
        return Cue("advertisement")
    if len(text) > 60:
        return None
    if promotions > 1:
        return Cue("advertisement", sure=False)
    if is_short and (match := _any_of("has").search(text)) and _cues("has")[match[0]] == "advertisement":
        return Cue("advertisement")
    for pattern, role in _patterns():
        if role != "disclaimer" and pattern.match(bare):
            return Cue(role, sure=is_short)
    return None
