"""The spaCy component, the way to a Doc and back, and models and lists of the user's own."""

import pytest
import spacy
from spacy.tokens import DocBin

from hanclaim.document import Source
from hanclaim.mentions import UserEntity, find_mentions
from hanclaim.process import read
from hanclaim.spacy import SpacyTagger, add_list, from_doc, to_doc, to_patterns

SENTENCE = "晶瀚半导体2024年营收43.5亿元。该公司任命王小明为总裁。"


@pytest.fixture(scope="module")
def nlp():
    pipeline = spacy.blank("zh")
    pipeline.add_pipe("hanclaim")
    return pipeline


def test_the_component_sets_entities_claims_and_their_spans(nlp):
    doc = nlp(SENTENCE)
    assert [(ent.text, ent.label_) for ent in doc.ents] == [("晶瀚半导体", "ORG"), ("王小明", "PERSON")]
    assert doc.spans["references"][0]._.canonical == "晶瀚半导体"
    record = doc._.claims[0]
    assert (str(record.quantity.value), doc.spans["claims"][0].label_) == ("4350000000", record.kind)
    assert record.quote == doc.spans["claims"][0].text


def test_an_empty_doc_stays_empty(nlp):
    assert nlp("")._.claims == ()


PAGES = {
    "big5.txt": "晶瀚半導體２０２４年營收43.5億元。".encode("big5"),
    "page.html": "<html><body><h1>晶瀚半导体扩产</h1><p>晶瀚半导体&nbsp;2024年营收43.5亿元。</p></body></html>".encode(),
}


@pytest.mark.parametrize("name", PAGES)
def test_a_document_goes_to_a_doc_and_back_through_bytes(name):
    document = read(Source(PAGES[name], name))
    doc = to_doc(document)
    assert doc.text == document.text.value
    kept = DocBin(store_user_data=True)
    kept.add(doc)
    (again,) = DocBin(store_user_data=True).from_bytes(kept.to_bytes()).get_docs(doc.vocab)
    assert from_doc(again) == document
    assert [record.id for record in again._.claims] == [record.id for record in doc._.claims]


def test_a_users_model_takes_the_taggers_place(tmp_path):
    model = spacy.blank("zh")
    model.add_pipe("entity_ruler").add_patterns([{"label": "ORG", "pattern": "东海精工"}])
    model.to_disk(tmp_path / "model")
    assert [m.rule for m in find_mentions("东海精工涨价。", tagger=SpacyTagger(model))] == ["tagger.ORG"]
    pipeline = spacy.blank("zh")
    pipeline.add_pipe("hanclaim", config={"model": str(tmp_path / "model")})
    assert [ent.text for ent in pipeline("东海精工涨价。").ents] == ["东海精工"]


def test_a_users_list_becomes_patterns_and_ids(tmp_path):
    table = tmp_path / "own.csv"
    table.write_text("name,type,aliases,id\n东海精工,organization,东工,688000.SH\n", encoding="utf-8")
    ruled = spacy.blank("zh")
    add_list(ruled, table)
    assert [(ent.text, ent.ent_id_) for ent in ruled("东工涨价。").ents] == [("东工", "688000.SH")]
    listed = spacy.blank("zh")
    listed.add_pipe("hanclaim", config={"entities": str(table)})
    (entity,) = listed("东工涨价。").ents
    assert (entity.kb_id_, entity._.canonical) == ("688000.SH", "东海精工")
    assert to_patterns([UserEntity("某刊", "work")]) == [
        {"label": "WORK_OF_ART", "pattern": "某刊", "id": "某刊"}
    ]


def test_a_sentence_without_a_claim_has_its_entities_too(nlp):
    assert [ent.text for ent in nlp("王小明住在上海。").ents] == ["王小明", "上海"]
