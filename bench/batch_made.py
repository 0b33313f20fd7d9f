"""Made-up pages, good and damaged, and a way of reading them that a page can kill; imported by workers on Ray."""

import os
import random
import signal

from hanclaim.damage import forward
from hanclaim.process import process

_FIRMS = ("云山电池", "海川集团", "青岚能源", "北辰半导体", "远岫物流", "明溪医药", "金陶食品", "沐光科技")
_PLACES = ("江城", "临港新区", "西岭省", "北湾", "全国", "东部沿海")
_PEOPLE = ("林知远", "周若谷", "陈砚秋", "苏景明")
_MEASURES = ("营收", "净利润", "出货量", "市值", "研发投入", "订单金额", "用户规模")
_SENTENCES = (
    "{firm}{year}年{measure}达{amount}亿元，同比增长{percent}%。",
    "{person}表示，{firm}计划在{place}投资{amount}亿元，建设{count}条产线。",
    "据{place}统计部门数据，{year}年{month}月新增就业{count}万人，较上年同期下降{percent}%。",
    "{firm}与{other}宣布达成合作，双方将共同开发新一代产品。",
    "{place}的参展企业超过{count}家，占总数的{percent}%。",
    "业内人士认为，这一变化仍需时间检验，短期内不会改变市场格局。",
    "{firm}预计{year}年{measure}将突破{amount}亿美元，约为{other}的{times}倍。",
    "会议在{place}举行，来自各地的代表就下一步工作交换了意见。",
)


def page(chance, size):
    """Write a page of about ``size`` bytes of UTF-8."""
    lines = [f"{chance.choice(_FIRMS)}发布{chance.randint(2019, 2025)}年经营数据", "2025年3月1日 08:00"]
    while sum(map(len, lines)) * 3 < size:
        lines.append("".join(_sentence(chance) for _ in range(chance.randint(2, 6))))
    return "\n".join(lines) + "\n"


def _sentence(chance):
    return chance.choice(_SENTENCES).format(
        firm=chance.choice(_FIRMS),
        other=chance.choice(_FIRMS),
        person=chance.choice(_PEOPLE),
        place=chance.choice(_PLACES),
        measure=chance.choice(_MEASURES),
        year=chance.randint(2019, 2025),
        month=chance.randint(1, 12),
        amount=f"{chance.uniform(1, 900):.2f}",
        percent=f"{chance.uniform(0.1, 99):.1f}",
        count=chance.randint(2, 9000),
        times=chance.randint(2, 12),
    )


def damaged(text, chance):
    """Return the page's bytes: most good in one codec or another, some damaged, a few of no use to anybody."""
    match chance.randrange(20):
        case 0:
            return b""
        case 1:
            return chance.randbytes(len(text))
        case 2 | 3:
            return forward.inject(text.encode("gbk", "ignore").decode("gbk"), chance).encode()
        case 4:
            return text.encode().decode("latin-1").encode()
        case 5 | 6 | 7:
            return text.encode("gb18030")
        case 8:
            return text.encode()[: len(text)]
        case _:
            return text.encode()


def write(folder, documents, smallest, largest):
    """Write so many pages, the same ones every time, a thousand to a folder."""
    chance = random.Random(20261122)
    for number in range(documents):
        room = folder / f"{number // 1000:04}"
        room.mkdir(parents=True, exist_ok=True)
        data = damaged(page(chance, chance.randint(smallest, largest)), chance)
        (room / f"{number:07}.html").write_bytes(data)


def read(source, settings):
    """Read a page as always, except one that is poison."""
    if source.data.startswith(b"poison"):
        os.kill(os.getpid(), signal.SIGKILL)
    return process(source, settings)
