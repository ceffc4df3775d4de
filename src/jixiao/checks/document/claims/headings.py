"""Headings against what stands under them: nothing, or something else."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jixiao.checks.catalogue import Declaration
from jixiao.checks.document.claims.telling import quoted, tell
from jixiao.checks.document.finding import PaperFinding
from jixiao.checks.document.paper import Paper
from jixiao.checks.document.rules import rule

_CONTENTS = re.compile(r"目\s*录|[.．…·]{3,}|\s\d{1,3}$")
_ANNEX = re.compile(r"附件|附表|附：|附录")
_LEAD = re.compile(r"^[^：:。；]{2,24}[：:]")
_IN_A_ROW = 3  # headings without text one after the other are a table of contents


@rule("CMP-15")
def headings_have_content(paper: Paper, declared: Declaration) -> Iterator[PaperFinding]:
    """A heading with nothing under it: the next one is of its level or above. Tables of contents are left alone."""
    outline = paper.outline
    if not outline.is_report:
        return
    run = 0
    sections = outline.sections
    for index, section in enumerate(sections):
        run = 0 if section.blocks else run + 1
        heading = section.heading
        following = sections[index + 1] if index + 1 < len(sections) else None
        if heading is None or section.blocks or not heading.mark or _CONTENTS.search(heading.text):
            continue
        after = following.heading if following else None
        if (
            _ANNEX.search(heading.text)
            or heading.text.endswith(("。", "；"))
            or (after and after.level > heading.level)
        ):
            continue
        if run >= _IN_A_ROW or (following and not following.blocks and after and after.level == heading.level):
            continue
        yield tell(
            paper, declared, [heading.span(0, len(heading.text))], "claim-empty", {"heading": quoted(heading.text)}
        )


@rule("CMP-16")
def content_fits_its_heading(paper: Paper, declared: Declaration) -> Iterator[PaperFinding]:
    """A paragraph opens by naming what it is, and its heading names something else."""
    outline = paper.outline
    if not outline.is_report:
        return
    topics = {re.compile(lead): re.compile(welcome) for lead, welcome in declared.table("topics").items()}
    headed = re.compile("|".join(declared.words("headings")))
    for section in outline.sections:
        heading = section.heading
        if heading is None or not headed.search(heading.text):
            continue
        for passage in section.passages:
            lead = _LEAD.match(passage.text)
            for named, welcome in topics.items():
                if lead and named.search(lead.group()) and not welcome.search(heading.text):
                    values = {"heading": quoted(heading.text), "lead": quoted(lead.group().rstrip("：:"))}
                    spans = [passage.span(0, lead.end() - 1), heading.span(0, len(heading.text))]
                    yield tell(paper, declared, spans, "claim-heading", values)
                    break
