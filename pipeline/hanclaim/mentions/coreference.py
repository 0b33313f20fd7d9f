"""Pronouns and short descriptions, each resolved to a name before it by a named rule."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from hanclaim.alignment import Span
from hanclaim.document import Mention, MentionType
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
_COMPANY = "公司|集团|企业|厂商|机构|车企|药企|巨头|银行|券商|大厂|运营商"
_PRONOUN = re.compile(
    r"(?P<person>他|她)(?![们国人乡者])"
    r"|(?P<its>(?<![尤极与何])其)(?![中他余实次间它])"
    r"|(?P<it>它)(?!们)"
    r"|(?P<company>该(?:公司|集团|企业|厂商|机构|行|所|厂|局|部|会|院|校|组织|平台|基金|机关|媒体|网站|社|台|报|央行|部门|协会|政府))"
    r"|(?P<thing>该(?:计划|项目|产品|药物|药|疫苗|芯片|模型|车型|车|款|机型|系统|软件|平台|工程|报告|指数|债券))"
    r"|(?P<place>该(?:国|省|市|县|区|州|地区|地|镇|岛))"
    r"|(?P<first>前者)|(?P<last>后者)|(?P<both>双方|两者|二者)"
    rf"|(?P<several>(?:这|上述|以上|该)?(?P<n>[两二三四五六七八九十]|10|[2-9])(?:家|大)(?:{_COMPANY}))"
)
_ORGANISED: frozenset[MentionType] = frozenset({"organization"})
_PEOPLE: frozenset[MentionType] = frozenset({"person"})
_ANY: frozenset[MentionType] = frozenset({"organization", "person", "place", "product", "group"})
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

    @property
    def names(self) -> list[Mention]:
        """What is named rather than referred to."""
        return [mention for mention in self.near if not mention.is_reference]


Resolver = Callable[[Reference], tuple[Mention, ...]]


def find_pronouns(page: Page, mentions: Sequence[Mention]) -> Iterator[Mention]:
    """Yield every pronoun that has an antecedent; the name it stands for is its canonical.

    A pronoun that cuts across the tagger's words is part of another word (其余, 他国).
    """
    covered = [mention.span for mention in mentions]
    for match in _PRONOUN.finditer(page.folded):
        span = Span(*match.span())
        if any(c.start < span.end and span.start < c.end for c in covered) or _is_inside_word(page, span):
            continue
        kind = next(name for name, text in match.groupdict().items() if text and name != "n")
        near = tuple(m for m in mentions if span.start - REACH <= m.span.start and m.span.end <= span.start)
        found = _RESOLVERS[kind](Reference(page, match, near))
        if found:
            yield _refer(match, kind, found)


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


_OPENING = re.compile(
    r"(?:[^。！？!?\n；;，,：:]*?(?:日|年|月|时|天|中|上|下|里|前|后|此前|近日|随后|同时|其中|目前|当天|来|"
    r"作为|但|而|不过|然而|于是|据|由|当然|另外|此外|对手|CEO|总裁|公司|商|家|巨头))?[\"“「《*\d.、 ]*"
)


def _opens_clause(page: Page, mention: Mention) -> bool:
    """Whether a mention opens its clause, or follows only a time, a place or what it is called there."""
    before = page.folded[max(0, mention.span.start - 40) : mention.span.start]
    follows = page.folded[mention.span.end : mention.span.end + 1]
    return _OPENING.fullmatch(_CLAUSE.split(before)[-1]) is not None and follows != "、"


def _find_salient(reference: Reference, types: frozenset[MentionType]) -> tuple[Mention, ...]:
    """Return the last clause subject of these types, else the last mention of them."""
    named = [mention for mention in reference.near if mention.type in types]
    subjects = [mention for mention in named if _opens_clause(reference.page, mention)]
    return tuple((subjects or named)[-1:])


def _find_person(reference: Reference) -> tuple[Mention, ...]:
    return _find_salient(reference, _PEOPLE)


def _find_owner(reference: Reference) -> tuple[Mention, ...]:
    return _find_salient(reference, _ANY)


def _find_company(reference: Reference) -> tuple[Mention, ...]:
    return _find_salient(reference, _ORGANISED)


def _find_thing(reference: Reference) -> tuple[Mention, ...]:
    """Return what carries the same noun, else the last work, product or event."""
    noun = reference.match["thing"][1:]
    folded = reference.page.folded
    alike = [m for m in reference.near if noun in m.text or folded.startswith((noun, f"”{noun}"), m.span.end)]
    things = [m for m in reference.near if m.type in {"product", "work", "event"}]
    return tuple((alike or things)[-1:])


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
    "thing": _find_thing,
    "place": _find_place,
    "first": _find_first,
    "last": _find_last,
    "both": _find_pair,
    "several": _find_several,
}
