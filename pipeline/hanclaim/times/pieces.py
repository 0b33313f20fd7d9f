"""The pieces that dates are written in: each has a rank, a pattern, and a reading inside what stands before it.

A chain goes from coarse to fine: 2025年 · 9月 · 上旬, 昨天 · 晚上 · 8点.  So one
piece needs to know only the moment it refines, and whatever the first one lacks
is looked up by `anchors`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from hanclaim.times import readings, years
from hanclaim.times.calendar import QUARTER
from hanclaim.times.figures import DASH, HAN, ORDINAL, SMALL, any_of, table
from hanclaim.times.readings import Reader

# What the first piece of a chain leaves to its surroundings.
Base = Literal["none", "year", "whole", "month", "near", "week", "day", "published", "narrated"]


@dataclass(frozen=True, slots=True)
class Piece:
    """A named pattern; ``read`` places it inside a moment that is at least as fine as ``base`` asks.

    ``marks`` are the characters that it can be told by as the first of a chain:
    what it begins with or, where that is a numeral, what stands after the numeral.
    Without marks it begins no chain; ``refines`` says that it may follow.
    """

    name: str
    rank: int
    base: Base
    marks: str
    pattern: str
    read: Reader
    refines: bool = True


_YEAR = "(?:1[0-9]{3}|2[01][0-9]{2}|[一二][〇零一二三四五六七八九]{3})"
_QUARTER = "第?[一二三四1-4首]季"
_FINER = rf"(?=的?{SMALL}(?:{DASH}{SMALL})?月|[初底末]|年[初底末]|[上下]半年|{_QUARTER}|第{SMALL}个?(?:周|星期|礼拜|月)|[前后]{SMALL}个?[月季]|[春夏秋冬])"
_PART = any_of(word for word in table("day_parts") if len(word) > 1) + "|[早晚晨夜](?![盘报餐市会宴年期场日])"
_WEEKDAY = "[一二三四五六日天末](?![共直度样起次些定般手大个家名])"
# The months of an emperor's years are not those of our calendar.
_OLD = any_of(word for word, row in table("eras").items() if row["calendar"] == "lunar")
_RECURS = "(?<![每逢第近续])"
# 判刑5年2月 says how long.
_PASSED = r"(?<![刑判囚][一二三四五六七八九十1-9]年)(?<![刑判囚][0-9十一二][0-9一二三四五六七八九]年)"
# 连跌六日, 逗留30日 and 做26日 say how long.
_LASTS = "(?<![每逢第近续连跌升涨挫留做迟共历约足满逾超仅延需花])"
_UNITS = {"year": 2, "quarter": 3, "month": 4, "day": 6}
_ANCHORS: dict[str, Base] = {"published": "published", "narrated": "narrated"}
_DASHES = "-—–―~～－ー至到"
# 李国庆 is somebody; surnames that end other words as well (周, 方, 于) do not tell.
_SURNAMES = "李王张刘陈杨赵吴孙胡朱郭罗梁宋郑谢韩冯董曹袁邓傅沈彭吕苏卢蒋蔡贾魏薛叶潘杜戴"
_AROUND = "(?P<festival_around>假期|小?长假|期间|前后|黄金周|档|假日)?"


def _marks(words: Iterable[str]) -> str:
    """Return what each word can be told by: its first character that is no numeral."""
    return "".join(sorted({word.lstrip(HAN)[0] for word in words}))


def _relative_pieces() -> Iterable[Piece]:
    """Yield one piece for each unit and anchor of the table."""
    groups: dict[tuple[str, str], list[str]] = {}
    for word, row in table("relative_times").items():
        groups.setdefault((row["unit"], row["anchor"]), []).append(word)
    for (unit, anchor), words in groups.items():
        name, base = f"relative_{unit}_{anchor}", _ANCHORS[anchor]
        if unit == "week":
            pattern = rf"(?P<week_word>{any_of(words)})(?:的?(?:周|星期|礼拜)?(?P<week_day>{_WEEKDAY}))?"
            yield Piece(name, 5, base, _marks(words), pattern, readings.relative_week, refines=False)
        else:
            pattern = rf"(?:{any_of(words)})全年" if unit == "year" else ""
            pattern = "|".join(filter(None, (pattern, any_of(words))))
            yield Piece(name, _UNITS[unit], base, _marks(words), pattern, readings.relative, refines=False)


_COLON_CLOCK = "(?P<colon_hour>[0-2]?[0-9])[:：](?P<colon_minute>[0-5][0-9])(?:[:：](?P<colon_second>[0-5][0-9])(?:Z|[+-][0-9]{2}:?[0-9]{2}(?![0-9]))?)?(?![0-9:：])时?"
_SPOKEN_MINUTE = rf"(?P<minute>[0-5]?[0-9](?![0-9.])|零?{SMALL})(?:分(?!之)|(?![0-9万亿个名人家%])){{0,1}}(?:(?P<second>[0-5]?[0-9]|{SMALL})秒)?"
_SPOKEN_CLOCK = rf"(?P<hour>{SMALL}|零)(?:时(?![装代期空间光段长速限效差点])|点(?!钟?[建意原要名燃评赞击球子多]))(?:(?P<fraction>半|一刻|三刻)|整|许|{_SPOKEN_MINUTE})?钟?许?"
_CLOCK = rf"(?P<part>{_PART})?的?(?:{_COLON_CLOCK}|{_SPOKEN_CLOCK})"
# Written without 日, a day in Chinese numerals is one of the Chinese calendar.
_LUNAR_DAY = r"(?:初[一二三四五六七八九十]|(?:[一二三]?十[一二三四五六七八九]?|廿[一二三四五六七八九]?)(?=[,，。、)）\s(（晚早上下凌的至到]|$))"
# 神舟二十号 is a name: without 日 a day stands where no word runs into it.
_NAMED_NUMBER = rf"(?:(?!{ORDINAL}号)|(?<=[于在到至从自])|(?<![\u4e00-\u9fffA-Za-z])(?!{ORDINAL}号$))"
# With no day before it, a figure is a time of day only where it can hardly be anything else: no score, no ratio.
_LONE = rf"(?:{_PART})的?{SMALL}[点时:：]|(?<![^\s，,。；;、（(\[【—～~至到于在约间-])[0-2][0-9][:：][0-5][0-9]|[0-2]?[0-9]时|{SMALL}点(?:半|一刻|三刻|整|钟|许|{SMALL}分(?!之))"

# In order of trial: a longer way of writing stands before the shorter one that it begins with.
PIECES: tuple[Piece, ...] = (
    Piece("stamp", 6, "none", "-/.", r"(?P<stamp_year>[12][0-9]{3})(?:(?P<stamp_dash>[-/.])(?P<stamp_month>[0-9]{1,2})(?P=stamp_dash)(?P<stamp_day>[0-3][0-9](?=[0-9]{2}:[0-9]{2})|[0-9]{1,2}(?![0-9])))",
          readings.date_in_figures("stamp_year", "stamp_month", "stamp_day")),
    Piece("year_month", 4, "none", "-/.", rf"(?P<ym_year>(?:19|20)[0-9]{{2}})(?:[-/]|\.(?=[0-9]{{2}}{DASH}[12][0-9]{{3}})|(?<=[-—–~～至到][0-9]{{4}})\.)(?P<ym_month>0[1-9]|1[0-2])(?![0-9年]|[-/.][0-9]{{1,2}}(?![0-9])|赛季|球季|学年|年度|财年|财政年度)",
          readings.date_in_figures("ym_year", "ym_month", "")),
    Piece("american", 6, "none", "/", r"(?P<us_month>0?[1-9]|1[0-2])/(?P<us_day>1[3-9]|2[0-9]|3[01])/(?P<us_year>(?:19|20)[0-9]{2})(?![0-9])",
          readings.date_in_figures("us_year", "us_month", "us_day")),
    Piece("british", 6, "none", "/", r"(?P<uk_day>1[3-9]|2[0-9]|3[01])/(?P<uk_month>0?[1-9]|1[0-2])/(?P<uk_year>(?:19|20)[0-9]{2})(?![0-9])",
          readings.date_in_figures("uk_year", "uk_month", "uk_day")),
    Piece("month_day", 6, "year", "-/", r"(?P<md_month>[01]?[0-9])[-/](?P<md_day>[0-3]?[0-9])(?=\s{1,2}[0-2]?[0-9][:：][0-5][0-9]|(?<=/[0-9])[起止]|(?<=/[0-9]{2})[起止])",
          readings.date_in_figures("", "md_month", "md_day")),
    Piece("month_day_weekday", 6, "year", "/", r"(?P<mdw_month>1[0-2]|0?[1-9])/(?P<mdw_day>[0-3]?[0-9])(?=[(（](?:周|星期)?[一二三四五六日天][)）])",
          readings.date_in_figures("", "mdw_month", "mdw_day")),
    Piece("bracket_days", 6, "year", "/", rf"(?<=[（(])(?P<low_slash_month>1[0-2]|0?[1-9])/(?P<low_slash_day>[0-3]?[0-9])\s?{DASH}\s?(?P<high_slash_month>1[0-2]|0?[1-9])/(?P<high_slash_day>[0-3]?[0-9])(?=[）)])",
          readings.days_in_figures, refines=False),
    Piece("letter_part", 3, "none", "年QqHh", r"(?:20[0-9]{2}|2[0-9])年?\s?(?:[qQ][1-4]|[hH][12])(?![0-9A-Za-z])|(?:[1-4][qQ]|[12][hH])2[0-9](?![0-9A-Za-z])", years.letter_part),
    Piece("decade", 1, "none", "年世上本", r"(?:(?P<decade_century>上个?|本|[0-9]{1,2}|[一二]?十[一二三四五六七八九]?|[一二三四五六七八九])世纪)?(?P<decade_tens>(?:19|20)?[0-9]0|[一二三四五六七八九]十)年代(?:[初中末]期?|前期|后期)?", years.decade),
    Piece("century", 1, "none", "世上本", r"(?P<century_name>上个?|本|[0-9]{1,2}|二?十[一二三四五六七八九]?|[一二三四五六七八九])世纪(?:[初中末]叶?)?", years.century),
    Piece("years", 2, "none", _DASHES, rf"(?P<low_year>(?:19|20)[0-9]{{2}})\s?(?:{DASH}\s?(?P<high_year>(?:19|20)[0-9]{{2}}|[0-9]{{2}})\s?(?:年度?(?!代)|财政年度|财年|学年|赛季|球季))", years.years("low_year", "high_year")),
    Piece("slashed_years", 2, "none", "/", r"(?P<slashed_low>(?:19|20)[0-9]{2})/(?P<slashed_high>(?:20)?[0-9]{2})\s?(?:年度|财政年度|财年|学年|赛季|球季|季度)",
          years.years("slashed_low", "slashed_high")),
    Piece("old_month", 4, "none", _marks(table("eras")), rf"(?:{_OLD})(?:元|[0-9]{{1,2}}|[{HAN}]{{1,3}})年(?:正|腊|冬|闰?{SMALL})月(?:初?{SMALL}日?)?", readings.unknown),
    Piece("era", 2, "none", _marks(table("eras")), rf"(?P<era_name>{any_of(table('eras'))})(?P<era_year>[0-9]{{1,4}}|元|[{HAN}]{{1,4}})年", years.era),
    Piece("republic", 2, "none", "年", rf"(?P<republic_year>1[01][0-9])年(?:度|全年|{_FINER})", years.republic),
    Piece("fiscal_quarter", 2, "none", "财会年第Qq", rf"(?:{_YEAR}|2[0-9])(?:财政年度|财年|会计年度)(?:的?第?[一二三四1-4]财?季度?|的?[上下]半年?|[qQ][1-4])|第?[一二三四1-4]财季", readings.unknown),
    Piece("fiscal", 2, "none", "财会学赛", rf"(?P<fiscal_year>{_YEAR})(?:财政年度|财年|会计年度|学年|赛季)", years.year("fiscal_year")),
    Piece("year_cell", 2, "none", "/｜|年", r"(?<![^\n])(?:(?P<cell_year>(?:19|20)[0-9]{2})|(?P<cell_republic>1[01][0-9])年)(?=[ \t]*[｜|]|[ \t]+/[ \t])", years.cell),
    Piece("year", 2, "none", "年", rf"(?P<full_year>{_YEAR})\s?年(?:度(?!过)|全年)?(?!的?(?:历史|文明|之久))", years.year("full_year")),
    Piece("short_year", 2, "none", "年", rf"(?P<short>[0-9]{{2}}|[〇零一二三四五六七八九]{{2}})年{_FINER}", years.year("short")),
    Piece("zero_year", 2, "none", "年", r"(?P<zero_year>0[0-9]|[〇零][一二三四五六七八九])\s?年", years.year("zero_year")),
    Piece("plan", 1, "none", '“「"期时规”」', r"[“\"「]?(?P<plan_name>十[一二三四五六]?五|[八九]五)[”\"」]?(?:规划)?(?:期间|时期|期末)", years.plan),
    Piece("paired", 2, "published", "去昨今明", "(?P<paired_low>[去昨今明])(?P<paired_high>[今明后])两(?P<paired_unit>[年天日])", readings.paired),
    Piece("bracket_year", 2, "none", "今去明前", r"[今去明前][(（](?P<bracket_year>[0-9]{4})[)）]年", years.year("bracket_year")),
    Piece("bracket_month", 4, "year", "本上下", r"[本上下][(（](?P<bracket_month_number>[0-9]{1,2})[)）]月", readings.parts(0, 12, "bracket_month_number", "bracket_month_number")),
    Piece("bracket_day", 6, "near", "今昨前明", r"[今昨前明][天日]?[(（](?P<bracket_day_number>[0-3]?[0-9])日?[)）]日?", readings.day("bracket_day_number")),
    Piece("year_to_date", 3, "published", "年开", "(?:年初|开年)(?:以来|至今|迄今)", readings.year_to_date, refines=False),
    *_relative_pieces(),
    Piece("whole_year", 2, "whole", "全", "全年(?!龄)", years.whole_year, refines=False),
    Piece("half", 3, "year", "上下前后", "(?P<half_name>[上下]个?|[前后])半年(?!线|[报度])", readings.half),
    Piece("counted_months", 3, "year", "前头首", rf"的?(?P<counted_side>[前头首])(?P<counted_number>{SMALL})(?P<counted_unit>个月|月(?!份)|个?季度?)", readings.counted_months("counted")),
    Piece("last_months", 3, "year", "", rf"的?(?P<last_side>最?后)\s?(?P<last_number>{SMALL})\s?(?P<last_unit>个月|月(?!份)|个?季度?)",
          readings.counted_months("last")),
    Piece("quarters", 3, "year", f"第首季度个、{_DASHES}", rf"的?第?(?:(?P<low_quarter>[一二三1-3])(?:季度?)?(?:{DASH}|、))?第?(?P<quarter>[一二三四1-4首])(?:季度|(?<=首)个季度|(?<=第[一二三四])季|(?<=[1-4首])季)(?!赛)",
          readings.parts(QUARTER, 4, "low_quarter", "quarter")),
    Piece("quarter_letter", 3, "year", "Qq", r"\s?[qQ](?P<latin_quarter>[1-4])(?![0-9A-Za-z])", readings.quarter_letter),
    Piece("lunar", 6, "year", "农阴旧", rf"(?:农历|阴历|旧历)(?P<lunar_leap>闰)?(?P<lunar_month>{ORDINAL}|正|冬|腊)月(?:(?P<lunar_day>初?{ORDINAL})[日号]?)?", readings.lunar_date("lunar")),
    Piece("lunar_named", 6, "year", "月大闰正冬腊", rf"(?:大年|(?P<named_leap>闰)?(?P<named_month>正|腊|冬|(?<=闰){ORDINAL}|{ORDINAL}(?=月{_LUNAR_DAY}))月)(?P<named_day>初[一二三四五六七八九十]日?|{_LUNAR_DAY}|(?<=[正冬腊]月){ORDINAL}(?![0-9年月])日?)?(?:(?<=初[一二三四五六七八九]){DASH}(?:大年|正月)?(?P<named_until>初[二三四五六七八九十]))?",
          readings.lunar_date("named")),
    Piece("near_season", 3, "published", "今去明", "(?P<season_year>[今去明])年?的?(?P<near_season_name>[春夏秋冬])[季天]?(?![节令装至分运晚耕招])", readings.near_season, refines=False),
    Piece("season", 3, "year", "春夏秋冬", "(?P<season_name>[春夏秋冬])(?:季(?![奥残赛])|(?<=[年的][春夏秋冬])天|(?<=年[春夏秋冬])(?![节天季令装至分运晚耕招]))", readings.season),
    Piece("year_phase", 3, "year", "年岁", "[年岁][底末终]", readings.phase),
    Piece("inner_phase", 3, "year", "", "(?:[底末初终]|年初)(?!期|步|次|始|创|代|见|端)", readings.phase),
    Piece("months", 4, "year", f"月元首、{_DASHES}", rf"{_RECURS}{_PASSED}(?:(?P<low_month>{ORDINAL})(?:月份?)?(?:{DASH}|、))?(?P<month>{ORDINAL}|元|首)\s?月份?(?![薪票饼嫂天团子期]|(?:有期)?徒刑|监禁)",
          readings.parts(0, 12, "low_month", "month")),
    Piece("nth_month", 4, "year", "", rf"第(?P<nth_month>{ORDINAL})个月", readings.parts(0, 12, "nth_month", "nth_month")),
    Piece("quarter_phase", 4, "year", "", "[初底末](?!期|步|次|始|创|代|见|端)", readings.phase),
    Piece("month_phase", 5, "month", "月上中下", "月(?:[初底末]|上旬|中旬|下旬)|[中下上]旬(?=至|到|$|[,，。、的])", readings.phase),
    Piece("inner_month_phase", 5, "month", "", "[初底末](?!期|步|次|[一二三四五六七八九十])|[中下上]旬", readings.phase),
    Piece("nth_week", 5, "month", "", rf"的?(?P<nth>最后一|第{SMALL})个?(?:周|星期|礼拜)(?P<nth_weekday>[一二三四五六日天])?", readings.nth_week),
    Piece("stretch", 5, "month", "", rf"的?(?P<stretch_side>前|头|最后)(?P<stretch_days>{SMALL})[天日]", readings.stretch_of_days),
    Piece("half_month", 5, "month", "上下", "(?P<half_month>[上下])半月", readings.half_month),
    Piece("days", 6, "month", f"日号、{_DASHES}", rf"{_LASTS}{_NAMED_NUMBER}(?!一日(?![,，。、晚上下凌早]))(?:(?P<low_day>{ORDINAL})[日号]?(?:{DASH}|、))?(?P<day_number>{ORDINAL})(?:日(?![内间游线均元龄假]|本(?!报|公司|行|刊|台|[港市省县区地周月季院校案次轮届场赛]))|号(?=[,，。、\s上下早晚凌中起的至到开]|$))", readings.days),
    Piece("inner_day", 6, "month", "", rf"(?P<inner_day_number>{ORDINAL})(?:[日号]|(?<=[0-9])(?![0-9]|,[0-9])(?=[,，。、)）\s(（晚早上下至到出]|$))", readings.day("inner_day_number")),
    Piece("festival", 6, "year", _marks(table("festivals")), rf"(?<!犹太)(?<![{_SURNAMES}])(?P<festival_name>{any_of(table('festivals'))})(?!联欢|晚会|文艺){_AROUND}", readings.feast),
    Piece("weekday", 6, "week", "周星礼", rf"{_RECURS}(?:周|星期|礼拜)(?P<weekday_name>[一二三四五六日天末])(?![年月天围边岁])", readings.weekday),
    Piece("near_day", 6, "published", "今昨明", "[今昨明](?=[早晚晨夜])|昨(?![早晚晨夜是非])", readings.near_day, refines=False),
    Piece("told_day", 6, "narrated", "当", "当(?=[早晚晨夜])", readings.same, refines=False),
    Piece("same_weekday", 7, "day", "", r"(?:周|星期|礼拜)[一二三四五六日天]|[(（](?:周|星期|礼拜)?[一二三四五六日天][)）]", readings.same),
    Piece("whole_day", 9, "day", "", rf"零?0?0?(?:时|点|[:：]00)?{DASH}24(?:时|点|[:：]00)", readings.same),
    Piece("clock", 9, "day", "", _CLOCK, readings.clock),
    Piece("day_part", 8, "day", "", rf"(?:{_PART})", readings.same),
    Piece("lone_clock", 9, "day", "点时:：" + _marks(table("day_parts")), rf"(?={_LONE}){_CLOCK}", readings.clock, refines=False),
)  # fmt: skip

BY_GROUP = {f"as_{piece.name}": piece for piece in PIECES}


def compile_pieces(pieces: Iterable[Piece], *others: str) -> re.Pattern[str]:
    """Return one pattern for whichever of the pieces comes first in order; ``others`` are tried before them."""
    return re.compile("|".join([*others, *(f"(?P<as_{piece.name}>{piece.pattern})" for piece in pieces)]))
