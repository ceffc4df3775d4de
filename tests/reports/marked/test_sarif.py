from __future__ import annotations

import json

import pytest
from tests.reports.marked import given

from jixiao.checks.catalogue import review_catalogue
from jixiao.reports.marked.sarif import as_sarif, uri

SUSPECT = {"span": [3, 9], "found": "97.44%", "proposed": "98.44%", "cause": "cause-digit"}


@pytest.fixture(scope="module")
def log():
    results = [
        given.data(given.WRONG, "甲 单位/报告.txt"),
        given.data(given.RIGHT),
        {"file": "坏.pdf", "refused": "已损坏。"},
    ]
    return as_sarif(results)


def test_the_log_has_the_structure_that_the_standard_asks_for(log):
    """Version, one run, a tool with a name, rules with identifiers of their own, results with messages."""
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    driver = run["tool"]["driver"]
    assert driver["name"] == "jixiao"
    idents = [rule["id"] for rule in driver["rules"]]
    assert idents == list(review_catalogue())
    assert run["columnKind"] in {"utf16CodeUnits", "unicodeCodePoints"}
    for rule in driver["rules"]:
        assert rule["shortDescription"]["text"]
        assert rule["help"]["text"]
        assert rule["defaultConfiguration"]["level"] in {"error", "warning", "note"}
    for result in run["results"]:
        assert idents[result["ruleIndex"]] == result["ruleId"]
        assert result["message"]["text"]
        assert result["level"] in {"error", "warning", "note", "none"}
    assert json.loads(json.dumps(log)) == log


def test_a_result_says_where_its_figures_stand(log):
    """Line, column and characters of the first; the others are related."""
    result = log["runs"][0]["results"][0]
    place = result["locations"][0]["physicalLocation"]
    assert place["artifactLocation"] == {"uri": "%E7%94%B2%20%E5%8D%95%E4%BD%8D/%E6%8A%A5%E5%91%8A.txt", "index": 0}
    start = given.WRONG.index("100.00 万元")
    assert place["region"] == {"charOffset": start, "charLength": 9, "startLine": 2, "startColumn": 4}
    related = [item["physicalLocation"]["region"]["charOffset"] for item in result["relatedLocations"]]
    assert related == [given.WRONG.index("60.00"), given.WRONG.index("50.00")]
    assert [item["id"] for item in result["relatedLocations"]] == [1, 2]


def test_a_file_that_cannot_be_read_is_a_notice_of_the_run(log):
    """The run says that it was not whole."""
    (invocation,) = log["runs"][0]["invocations"]
    assert invocation["executionSuccessful"] is False
    assert "已损坏" in invocation["toolExecutionNotifications"][0]["message"]["text"]
    assert as_sarif([])["runs"][0]["invocations"][0]["executionSuccessful"] is True


def finding(**changes):
    told = given.data(given.WRONG)["findings"][0]
    return {**told, "spans": [[3, 9], [20, 29]], "line": 1, "column": 4, "candidates": [SUSPECT], **changes}


def logged(kind: str, *findings, waived=()):
    told = {**given.data("支出。"), "kind": kind, "findings": list(findings), "waived": list(waived)}
    return as_sarif([told])["runs"][0]["results"]


@pytest.mark.parametrize(
    "kind, changes, fixed",
    [
        ("text", {"suspect": [3, 9]}, True),
        ("docx", {"suspect": [3, 9]}, False),
        ("text", {"suspect": None}, False),
        ("text", {"suspect": [20, 29]}, False),
        ("text", {"suspect": [3, 9], "candidates": [{**SUSPECT, "proposed": ""}]}, False),
    ],
)
def test_a_fix_stands_only_where_an_editor_may_apply_it(kind, changes, fixed):
    """In a text, at the one figure that is clearly ahead, by line and column."""
    (result,) = logged(kind, finding(**changes))
    assert ("fixes" in result) == fixed
    if fixed:
        (change,) = result["fixes"][0]["artifactChanges"][0]["replacements"]
        assert change["deletedRegion"] == {"startLine": 1, "startColumn": 4, "endColumn": 10}
        assert change["insertedContent"]["text"] == "98.44%"
    assert result["properties"]["candidates"][0]["found"] == "97.44%"


def test_a_finding_set_aside_is_suppressed_with_its_reason():
    """Who, until when, why."""
    waiver = {"person": "李四", "reason": "口径不同", "until": "2026-12-31"}
    (result,) = logged("text", waived=[finding(waiver=waiver)])
    assert result["suppressions"] == [
        {"kind": "external", "status": "accepted", "justification": "李四（2026-12-31）：口径不同"}
    ]


def test_a_finding_that_has_moved_keeps_its_fingerprint():
    """Lines put before it change its place only."""
    here, there = (
        as_sarif([given.data(text)])["runs"][0]["results"][0] for text in (given.WRONG, "概况\n\n" + given.WRONG)
    )
    assert here["locations"] != there["locations"]
    assert here["partialFingerprints"] == there["partialFingerprints"]


@pytest.mark.parametrize(
    "file, told",
    [("a b.txt", "a%20b.txt"), ("/tmp/100%.txt", "file:///tmp/100%25.txt"), ("../x#y.pdf", "../x%23y.pdf")],
)
def test_a_file_has_an_address(file, told):
    """Whatever its name holds."""
    assert uri(file) == told
