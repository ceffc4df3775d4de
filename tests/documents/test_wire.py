from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from jixiao.documents.model import Cell, Document, Passage, Place, Sort, Table
from jixiao.documents.reading import from_text
from jixiao.documents.wire import from_data, to_data
from jixiao.files.messages import Term

PASSAGES = st.builds(
    Passage,
    st.text(max_size=9),
    st.lists(st.tuples(st.integers(0, 9), st.integers(0, 99)), min_size=1, max_size=3).map(tuple),
    st.sampled_from(Sort),
    st.integers(0, 4),
    st.text(max_size=3),
    st.builds(
        Place, st.integers(0, 3), st.integers(0, 3), sheet=st.text(max_size=3), part=st.sampled_from(["", "box"])
    ),
)
CELLS = st.builds(Cell, PASSAGES, st.just(0), st.just(0), st.integers(1, 2), st.integers(1, 2))
TABLES = st.builds(
    Table, CELLS.map(lambda cell: (cell,)), st.just(1), st.just(1), certain=st.booleans(), unit=st.text(max_size=3)
)
DOCUMENTS = st.builds(
    Document,
    st.text(max_size=20),
    st.lists(PASSAGES | TABLES, max_size=4).map(tuple),
    st.sampled_from(["text", "docx"]),
    st.text(max_size=5),
    st.sampled_from([(), (0, 7)]),
    st.sampled_from([(), (Term("file-kind-pdf"),)]),
)


@given(DOCUMENTS)
def test_a_document_comes_back_as_it_went(document):
    """Through JSON and back nothing is lost."""
    assert from_data(json.loads(json.dumps(to_data(document)))) == document


def test_half_a_character_does_not_stop_the_wire():
    """A lone surrogate, which a workbook can smuggle in, becomes the sign for an unreadable character."""
    sent = json.dumps(to_data(from_text("支出\ud800万元")), ensure_ascii=False).encode()

    assert from_data(json.loads(sent)).text == "支出\ufffd万元"
