"""Units that are several things: 度 of heat, of power or of an angle; 桶 of oil; 点, 分, 吋, 纳米, 厘."""

from __future__ import annotations

import re
from dataclasses import replace

from hanclaim.amounts.readings import Found
from hanclaim.amounts.units import Unit

AMBIGUOUS = frozenset(
    (
        "度",
        "°",
        "桶",
        "分",
        "点",
        "吋",
        "英寸",
        "寸",
        "英吋",
        "码",
        "Ah",
        "节",
        "日",
        "纳米",
        "奈米",
        "nm",
        "厘",
    )
)
_SCORED = re.compile(r"(?:小时|[得拿砍获扣加减打满]|仅|领先|落后)[了到有]?$")
_RUN = re.compile(r"(?:连续|连[跌涨升降挫]|一连|为期|历时|共|放假|长达)$")
_HEAT = re.compile(r"温|[冷热寒暖]|高烧|发烧|回升|零下|摄氏|降至|升至|天气")
_GRADED = re.compile("烈度|硬度|近视|散光|酒精|白酒")
_FAHRENHEIT = re.compile(r"华氏(?:温度)?[约达为是]?$")
_POWER = re.compile(r"电|千瓦|能耗")
_POWER_BEFORE = re.compile(r"(?:电量?|耗电|节电|发电|用电)[^，。；]{0,6}$")
_ANGLE = re.compile(r"[转角倾斜仰俯纬经坡弯]")
_OIL = re.compile(r"油|欧佩克|OPEC|布伦特")
_LENGTH = re.compile(r"波长|厚|直径|粒径|精度|宽|孔径|线宽|误差|颗粒|尺寸|间距|长|分辨率")
_INDEX = re.compile(r"指数|点位|股指|大盘|关口|[涨跌升降报收挫]|恒指|沪指|道指|纳指|期指")
_CLOCK = re.compile(r"[0-9一二三四五六七八九十][时点]$")
_INTEREST = re.compile(r"(?:[息利率厘]|回报|报酬)[^，。；]{0,8}$")
_NOUN = re.compile(r"[\u4e00-\u9fff]")
_MEASURE = re.compile(r"[的长宽高厚深左以上下]")


def settle_sense(folded: str, one: Found) -> Found | None:
    """Choose what an ambiguous unit measures by the words near it; None where it measures nothing."""
    left, right = folded[max(0, one.start - 12) : one.start], folded[one.end : one.end + 6]
    match one.surface:
        case "度" | "°":
            return _degrees(one, left, right)
        case "桶":
            return replace(one, unit=Unit("[bbl_us]", "physical")) if _OIL.search(left + right) else one
        case "分":
            much = folded[one.start : one.end] == "十分" and not _SCORED.search(left)  # 十分 says very
            return None if much or _CLOCK.search(left) else one
        case "点":
            figure = one.number.value if one.number.value is not None else one.number.low
            small = figure is not None and figure < 25
            return None if not _INDEX.search(left) and (small or one.chinese) else one
        case "吋" | "英寸" | "寸" | "英吋":  # 12吋产能 names a kind of wafer
            return None if _NOUN.match(right) and not _MEASURE.match(right) else one
        case "码":  # a quarter of a point, where rates move
            return replace(one, unit=Unit("{码}", "count")) if "息" in left else one
        case "Ah":  # 280Ah电芯 names a model
            return None if _NOUN.match(right) or right.startswith(" ") else one
        case "节":
            return replace(one, unit=Unit("[kn_i]", "physical")) if "速" in left[-4:] else one
        case "日":
            return one if _RUN.search(left) else None
        case "纳米" | "奈米" | "nm":  # 3纳米 names a process
            return one if _LENGTH.search(left[-10:]) else None
        case "厘":
            return one if _INTEREST.search(left) else None
    return one


def _degrees(one: Found, left: str, right: str) -> Found | None:
    if _FAHRENHEIT.search(left):
        return replace(one, unit=Unit("[degF]", "physical"))
    if one.chinese and one.number.value in {1, 2}:  # 一度, 再度: once, again
        return None
    if _GRADED.search(left):
        return replace(one, unit=Unit("{度}", "count"))
    if _POWER.search(right[:2]) or _POWER_BEFORE.search(left):
        return replace(one, unit=Unit("kW.h", "physical"))
    if _HEAT.search(left + right):
        return replace(one, unit=Unit("Cel", "physical"))
    if _ANGLE.search(left + right):
        return replace(one, unit=Unit("deg", "physical"))
    return None if one.chinese else replace(one, unit=Unit("Cel", "physical"))
