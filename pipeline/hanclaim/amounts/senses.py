"""Units that are several things: 度 of heat, of power or of an angle; 桶 of oil; 点, 分, 吋, 纳米, 厘."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from hanclaim.amounts.readings import Found
from hanclaim.amounts.units import Unit

AMBIGUOUS = frozenset(
    [
        "度",
        "°",
        "桶",
        "分",
        "点",
        "平",
        "方",
        "升",
        "转",
        "厅",
        "卫",
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
        "K",
        "季",
        "旬",
        "只",
    ]
)
_SCORED = re.compile(r"(?:小时|[得拿砍获扣加减打满]|仅|领先|落后)[了到有]?$")
_VERY = re.compile("[\u4e00-\u9fff](?<![的钟球之以及和优后])")
_POINTS = re.compile(
    "(?:要求|建议|意见|共识|主张|希望|看法|原因|理由|启示|体会|承诺|措施|要点|不足|优势|思考|倡议)"
)
_AREA = re.compile("面积|占地|建面|建筑|商业|体量|住宅|用地|办公|厂房|绿地|花园|户型|房|馆|楼")
_WAFERS = re.compile("[^，。；、]{0,4}(?:产能|晶圆|[晶硅圆]片|厂|产线|生产线|制程|代工|芯片|线)")
_RUN = re.compile(
    r"(?:拘[留役]|羁押|隔离|停[业课工产牌]|禁足|连休|满|期[为是限]|连续|连[跌涨升降挫]|一连|为期|历时|共|放假|长达|(?<![大流串牵])连|禁言|停权|封号|逗留|停留|居留|做|上班|返工|试用)$"
)
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
_RATES = re.compile("[利息]率|息|央行|[升降]$")
_AGED = re.compile("年[近逾过届约已]{1,2}$")
_INTEREST = re.compile(r"(?:[息利率厘P]|[减升加]幅|回报|报酬)[^，。；]{0,8}$")
_NOUN = re.compile(r"[\u4e00-\u9fff]")


def settle_sense(folded: str, one: Found) -> Found | None:
    """Choose what an ambiguous unit measures by the words near it; None where it measures nothing."""
    left, right = folded[max(0, one.start - 12) : one.start], folded[one.end : one.end + 6]
    match one.surface:
        case "度" | "°":
            return _degrees(one, left, right)
        case "桶":
            return replace(one, unit=Unit("[bbl_us]", "physical")) if _OIL.search(left + right) else one
        case "分":
            much = folded[one.start : one.end] == "十分" and (
                not _SCORED.search(left) or _VERY.match(right) is not None
            )  # 十分 says very
            return None if much or _CLOCK.search(left) else one
        case "点":
            figure = one.number.value if one.number.value is not None else one.number.low
            small = figure is not None and figure < 25
            if _POINTS.match(right) and small:
                return replace(one, unit=Unit("{点}", "count"))
            return None if not _INDEX.search(left) and (small or one.chinese) else one
        case "转":  # 10转9 splits shares
            turns = re.search("[转机扭速]", left) or right[:1] == "时"
            return one if turns and not one.chinese else None
        case "季":  # 连续四季亏损, but 四季 is all year
            return one if left.endswith(("连", "连续")) else None
        case "旬":  # 年近七旬 is seventy
            return one if _AGED.search(left) else None
        case "K":  # 2K is a screen, 1800K is hot
            return one if _HEAT.search(left) else None
        case "升" if right[:1] in {"至", "到"}:  # from 1.5 it rose
            return replace(one, end=one.end - 1, unit=None, surface="", rule="number.plain")
        case "厅" | "卫" if left.endswith(("室", "房", "厅")):  # 3室2厅 names a kind of flat
            return None
        case "平" | "方":
            return _floor(one, left, right)
        case "吋" | "英寸" | "寸" | "英吋":  # 12吋产能 names a kind of wafer
            return None if _WAFERS.match(right) else one
        case "码":  # a quarter of a point, where rates move
            return replace(one, unit=Unit("{码}", "count")) if _RATES.search(left) else one
        case "只" if one.number.value is not None and one.number.value % 1 and not one.scaled:
            return replace(one, end=one.end - 1, unit=None, surface="", rule="number.plain")  # 0.295只少于
        case "Ah":  # 280Ah电芯 names a model
            return None if _NOUN.match(right) or right.startswith(" ") else one
        case "节":
            return replace(one, unit=Unit("[kn_i]", "physical")) if "速" in left[-4:] else one
        case "日":
            return one if _RUN.search(left) else None
        case "纳米" | "奈米" | "nm":  # 3纳米 names a process
            return one if _LENGTH.search(left[-10:]) else None
        case "厘":
            is_exact = one.number.value is not None and one.number.value % 1 != 0
            return one if is_exact or _INTEREST.search(left) else None
    return one


def _floor(one: Found, left: str, right: str) -> Found | None:
    """Read 平 and 方 as square metres of a floor; else 9胜11平 counts draws, and 方 is a cubic metre of earth or water."""
    value = one.number.value or one.number.low or Decimal(0)
    if one.surface == "平":
        if left.endswith("胜") or right[1:2] in {"负", "胜"}:
            return replace(one, unit=Unit("{平}", "count"))
        return one if one.scaled or value % 1 or (value >= 30 and not one.chinese) else None
    if not one.scaled and (one.chinese or value < 10 or _NOUN.match(right)):
        return None
    return replace(one, unit=Unit("m2", "physical")) if _AREA.search(left) else one


def _degrees(one: Found, left: str, right: str) -> Found | None:
    if _FAHRENHEIT.search(left):
        return replace(one, unit=Unit("[degF]", "physical"))
    if one.chinese and one.number.value in {1, 2}:  # 一度, 再度: once, again
        return None
    if _GRADED.search(left) or _GRADED.match(right):
        return replace(one, unit=Unit("{度}", "count"))
    if _POWER.search(right[:2]) or _POWER_BEFORE.search(left):
        return replace(one, unit=Unit("kW.h", "physical"))
    if _HEAT.search(left + right):
        return replace(one, unit=Unit("Cel", "physical"))
    if _ANGLE.search(left + right):
        return replace(one, unit=Unit("deg", "physical"))
    return None if one.chinese else replace(one, unit=Unit("Cel", "physical"))
