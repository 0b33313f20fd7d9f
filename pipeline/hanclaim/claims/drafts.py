"""What a draft of a law would prescribe: its fines and limits hold for nobody yet."""

from __future__ import annotations

from hanclaim.document import Attribution
from hanclaim.grammar.sites import Site

_DRAFTS = ("草案", "征求意见稿", "送审稿")
_PRESCRIBES = frozenset({"不得", "应当", "应", "须", "必须", "需", "禁止", "罚", "罚款", "罚金", "处", "处以", "可处", "并处", "并科",
    "限", "限养", "上限", "下限", "最高", "最低", "最多", "订为", "定为", "改为", "降为", "升为", "提存", "收取", "规定"})  # fmt: skip
_PASSED = frozenset({"已", "已经", "了", "曾", "被", "现行", "去年", "目前", "现有", "统计"})


def is_drafted(site: Site, page: str, voice: Attribution | None) -> bool:
    """Whether a draft says it, or prescribes it on a page that spoke of the draft before: 草案规定, 每户限养2只."""
    words = [unit.text for unit in site.units]
    if site.left.origin or any(word in _PASSED for word in words):
        return False
    if voice is not None and (voice.speaker or "").rstrip("》）)").endswith(_DRAFTS):
        return True
    start = site.quantity.span.start
    spoken_of = any(0 <= page.find(name) < start for name in _DRAFTS)
    return spoken_of and any(word in _PRESCRIBES for word in words)
