"""Pronouns and short descriptions, each resolved to a name before it by a named rule."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from hanclaim import tables
from hanclaim.alignment import Span
from hanclaim.document import Mention, MentionType
from hanclaim.mentions.cues import any_of
from hanclaim.mentions.page import Page

_NUMBER = {
    "两": 2,
    "二": 2,
    "俩": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
    "十": 10,
} | {str(n): n for n in range(2, 11)}
_COMPANY = "公司|集团|企业|厂商|车企|药企|巨头|银行|券商|大厂|运营商"
_PRONOUN = re.compile(
    r"(?P<person>(?<![其吉利排])(?:他|她)(?![们国人乡者]))"
    r"|(?P<its>(?<![尤极与何])其(?![中他余实次间它]))"
    r"|(?P<it>它)(?!们)"
    rf"|(?P<company>该(?:{_COMPANY}|机构|行|所|局|部|会|院|校|组织|平台|基金|机关|媒体|网站|社|台|报|央行|部门|协会|政府))"
    r"|(?P<firm>(?<=[，,。；;：:“「\n])(?:公司|集团)(?!旗下)|(?:(?<![日基根资成原样版剧])本|(?<!自)我)(?:公司|集团|司(?!法)|行(?!业)|院|校))"
    r"|(?P<site>该(?:厂|工厂|机场|园区|基地|店|医院|矿|电站|港|站|楼|大楼))"
    r"|(?P<product>该(?:产品|药物|药|疫苗|芯片|模型|大模型|车型|车|款|机型|系统|软件|手机|电池))"
    r"|(?P<thing>该(?:计划|项目|工程|报告|指数|债券|法案|协议|基金|书|片|剧))"
    r"|(?P<side>[馆校院店厂社台园矿]方(?![面向式法案位圆]))"
    r"|(?P<place>该(?:国|省|市|县|区|州|地区|地|镇|岛))"
    r"|(?P<first>前者)|(?P<last>后者)|(?P<both>双方|两者|二者)"
    rf"|(?P<several>(?:这|上述|以上|该)?(?P<n>[两二三四五六七八九十]|10|[2-9])(?:家|大)(?:{_COMPANY}|机构))"
)
_ORGANISED: frozenset[MentionType] = frozenset({"organization"})
_PEOPLE: frozenset[MentionType] = frozenset({"person"})
_ANY: frozenset[MentionType] = frozenset(
    {"organization", "person", "place", "product", "group", "event", "work", "other"}
)
_WORKS = frozenset({"片", "剧", "书"})
_PARTY: frozenset[MentionType] = frozenset({"organization", "person", "place", "product"})
_CLAUSE = re.compile(r"[。！？!?\n；;，,：:]")
_JOINED = re.compile(r"(?:和|与|、|及|以及|跟|同|或|乃至)(?:[^。，,、；;\n]{0,6})")
# How far back an antecedent may stand, in characters: two or three sentences.
REACH = 300


@dataclass(frozen=True, slots=True)
class Reference:
    """A pronoun in its place, and the mentions that stand near before it."""

    page: Page
    match: re.Match[str]
    near: tuple[Mention, ...]
    main: Mention | None
    all: Sequence[Mention]

    @property
    def names(self) -> list[Mention]:
        """What is named rather than referred to."""
        return [mention for mention in self.near if not mention.is_reference]

    def called(self, ending: str) -> list[Mention]:
        """Return the organizations of the page whose full names end so."""
        return [one for one in self.all if one.type == "organization" and one.canonical.endswith(ending)]


Resolver = Callable[[Reference], tuple[Mention, ...]]


def find_pronouns(page: Page, mentions: Sequence[Mention]) -> Iterator[Mention]:
    """Yield every pronoun that has an antecedent; the name it stands for is its canonical.

    A pronoun that cuts across the tagger's words is part of another word (其余, 他国).
    """
    starts = [mention.span.start for mention in mentions]
    main = _find_main(mentions)
    for match in _PRONOUN.finditer(page.folded):
        span = Span(*match.span())
        if _is_covered(mentions, starts, span) or _is_inside_word(page, span):
            continue
        kind = next(name for name, text in match.groupdict().items() if text and name != "n")
        first, last = bisect_left(starts, span.start - REACH), bisect_left(starts, span.start)
        near = tuple(mentions[first:last])
        found = _RESOLVERS[kind](Reference(page, match, near, main, mentions))
        if found:
            yield _refer(match, kind, found)


def _find_main(mentions: Sequence[Mention]) -> Mention | None:
    """Return the firm an article is about: named three times, and twice as often as any other."""
    firms = Counter(mention.canonical for mention in mentions if mention.type == "organization")
    (first, most), (_, next_most) = [*firms.most_common(2), ("", 0), ("", 0)][:2]
    if most < max(3, 2 * next_most):
        return None
    return next(mention for mention in mentions if mention.canonical == first)


def _is_covered(mentions: Sequence[Mention], starts: Sequence[int], span: Span) -> bool:
    """Whether a name shares a letter with ``span``."""
    before = bisect_left(starts, span.end) - 1
    return before >= 0 and mentions[before].span.end > span.start


def _is_inside_word(page: Page, span: Span) -> bool:
    words = page.words_in(span)
    return bool(words) and (
        (words[0].span.start < span.start and words[0].flag != "r")
        or (words[-1].span.end > span.end and len(words) == 1 and words[-1].flag not in {"r", "n"})
    )


def _refer(match: re.Match[str], kind: str, found: tuple[Mention, ...]) -> Mention:
    """Make the pronoun a mention; one for several names is a group that lists them."""
    names = tuple(dict.fromkeys(mention.canonical for mention in found))
    rule, span = f"coreference.{kind}", Span(*match.span())
    if len(names) > 1:
        return Mention(span, match[0], "group", "、".join(names), rule, members=names)
    one = found[0]
    return Mention(span, match[0], one.type, one.canonical, rule, one.id, members=one.members)


_LEADS = (
    r"日|年|月|时|天|中|上|下|里|前|后|来|此前|近日|随后|同时|其中|目前|当天|作为|但|而|不过|然而|于是|据|由|当然|"
    r"另外|此外|此时|对手|公司|商|厂|家|巨头|传出|传|称|说|表示|显示|预计"
)


@cache
def _opening() -> re.Pattern[str]:
    """What may stand in a clause before its subject: a time, a place, a link, or what the subject is."""
    titles = any_of([row["title"] for row in tables.read("titles", key="title")])
    return re.compile(rf"(?:.*(?:{_LEADS}|{titles})|是)?[\"“「《*\d.、 ]*", re.DOTALL)


def _opens_clause(page: Page, mention: Mention) -> bool:
    before = page.folded[max(0, mention.span.start - 40) : mention.span.start]
    follows = page.folded[mention.span.end : mention.span.end + 1]
    return _opening().fullmatch(_CLAUSE.split(before)[-1]) is not None and follows != "、"


_SENTENCE = re.compile(r"[。！？!?\n](?![^“”\n]{0,60}”)")


def _find_salient(reference: Reference, types: frozenset[MentionType]) -> tuple[Mention, ...]:
    """Return the last clause subject of these types: of this sentence, else of those before; else the last mention."""
    named = [mention for mention in reference.near if mention.type in types]
    start = reference.match.start()
    stops = [m.end() for m in _SENTENCE.finditer(reference.page.folded, max(0, start - REACH), start)]
    here = [mention for mention in named if stops and mention.span.start >= stops[-1]]
    for pool in (here, named):
        subjects = [mention for mention in pool if _opens_clause(reference.page, mention)]
        if subjects or (pool is here and here):
            return tuple((subjects or pool)[-1:])
    return tuple(named[-1:])


def _find_person(reference: Reference) -> tuple[Mention, ...]:
    return _find_salient(reference, _PEOPLE)


# What the subject of a clause does to somebody else: 券商将其目标价上调.
_TO_ANOTHER = re.compile("(?:将|把|对|向|给予|使|令|让|看好)$")


def _find_owner(reference: Reference) -> tuple[Mention, ...]:
    """Return who is spoken of; whom a clause does something to is not its subject."""
    start, folded = reference.match.start(), reference.page.folded
    if _TO_ANOTHER.search(folded[max(0, start - 2) : start]):
        stops = [m.end() for m in _CLAUSE.finditer(folded, max(0, start - REACH), start)]
        begins = stops[-1] if stops else 0
        here = {mention.canonical for mention in reference.near if mention.span.start >= begins}
        others = tuple(mention for mention in reference.near if mention.canonical not in here)
        reference = replace(reference, near=others)
    return _find_salient(reference, _ANY)


def _find_company(reference: Reference) -> tuple[Mention, ...]:
    return _find_salient(reference, _ORGANISED)


def _find_firm(reference: Reference) -> tuple[Mention, ...]:
    """Return the firm that the page is about, else the only one that can be meant.

    我院 is the only one named before, or on the page that is one; 集团 the only one called so, or of its sentence.
    """
    if reference.main:
        return (reference.main,)
    text, start = reference.match[0], reference.match.start()
    firms = [mention for mention in reference.names if mention.type == "organization"]
    if text[0] in "我本":
        pools = [firms, reference.called(text[-1])]
    else:
        begins = max(reference.page.folded.rfind(stop, 0, start) for stop in "。！？\n")
        pools = [
            [mention for mention in firms if mention.canonical.endswith(text)],
            [mention for mention in firms if mention.span.start > begins and text not in mention.canonical],
        ]
    return next(filter(None, map(_only, pools)), ())


def _find_side(reference: Reference) -> tuple[Mention, ...]:
    """Return the only house of the page that is one: the museum for 馆方."""
    return _only(reference.called(reference.match[0][0]))


def _only(firms: Sequence[Mention]) -> tuple[Mention, ...]:
    """Return the last mention of the one firm that all are of."""
    return tuple(firms[-1:]) if len({firm.canonical for firm in firms}) == 1 else ()


def _find_alike(reference: Reference) -> tuple[Mention, ...]:
    """Return the last name that carries the same noun: 高雄新厂 for 该厂, “星际之门”计划 for 该计划."""
    noun, folded = reference.match[0][1:], reference.page.folded
    if noun in _WORKS:
        return tuple([mention for mention in reference.near if mention.type == "work"][-1:])
    alike = [m for m in reference.near if noun in m.text or folded.startswith((noun, f"”{noun}"), m.span.end)]
    return tuple(alike[-1:])


def _find_site(reference: Reference) -> tuple[Mention, ...]:
    return _find_alike(reference) or _find_company(reference)


def _find_product(reference: Reference) -> tuple[Mention, ...]:
    return _find_alike(reference) or tuple([m for m in reference.near if m.type == "product"][-1:])


def _find_place(reference: Reference) -> tuple[Mention, ...]:
    return tuple([mention for mention in reference.near if mention.type == "place"][-1:])


def _find_pair(reference: Reference) -> tuple[Mention, ...]:
    """Return the last two names joined by 和 or 与, else the last two names."""
    parties = [mention for mention in reference.names if mention.type in _PARTY]
    for left, right in reversed(list(pairwise(parties))):
        between = _JOINED.fullmatch(reference.page.folded, left.span.end, right.span.start)
        if between and left.canonical != right.canonical:
            return left, right
    return _last_names(parties, 2)


def _last_names(parties: Sequence[Mention], count: int) -> tuple[Mention, ...]:
    """Return the last so many different names, in the order of the text."""
    last: dict[str, Mention] = {}
    for mention in reversed(parties):
        last.setdefault(mention.canonical, mention)
        if len(last) == count:
            return tuple(sorted(last.values(), key=lambda mention: mention.span))
    return ()


def _find_first(reference: Reference) -> tuple[Mention, ...]:
    return _find_pair(reference)[:1]


def _find_last(reference: Reference) -> tuple[Mention, ...]:
    return _find_pair(reference)[-1:]


def _find_several(reference: Reference) -> tuple[Mention, ...]:
    companies = [mention for mention in reference.names if mention.type == "organization"]
    return _last_names(companies, _NUMBER[reference.match["n"]])


_RESOLVERS: dict[str, Resolver] = {
    "person": _find_person,
    "its": _find_owner,
    "it": _find_owner,
    "company": _find_company,
    "firm": _find_firm,
    "side": _find_side,
    "site": _find_site,
    "product": _find_product,
    "thing": _find_alike,
    "place": _find_place,
    "first": _find_first,
    "last": _find_last,
    "both": _find_pair,
    "several": _find_several,
}
