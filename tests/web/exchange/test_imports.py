"""Workbooks in: what the preview shows is what is written, as one deed that can be taken back."""

from __future__ import annotations

import uuid

import openpyxl
import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.web.exchange.conftest import cell_of, cells, line, project, sent, typed

from jixiao_web.audit.models import Entry
from jixiao_web.cycle.models import Form
from jixiao_web.exchange import applying, selectors, services, workbooks
from jixiao_web.exchange.models import Import
from jixiao_web.filling import services as filling
from jixiao_web.filling.deeds import CellChange, DeedRequest, Refused
from jixiao_web.filling.models import Change, Deed, Row
from jixiao_web.jobs.models import Job
from jixiao_web.jobs.worker import drain

pytestmark = pytest.mark.django_db


def test_an_export_imported_unchanged_changes_nothing(filled, workbook):
    """What leaves as a workbook comes back the same: 100.50 and 100.5 are one figure."""
    made = services.upload(filled.fresh("handler"), filled.forms["HQ"], sent(workbook(filled.forms["HQ"])))
    told = selectors.preview_of(made)
    assert (made.state, told.writes, told.missing, told.errors) == (Import.State.PREVIEW, 0, 0, 0)
    assert {item.subject: (item.added, item.changed, item.unchanged) for item in told.plans[0].plan.sheets} == {
        "project": (0, 0, 2),
        "budget": (0, 0, 1),
    }


def change_one(book):
    cell_of(book["预算执行"], "B1", "支出决算数").value = 99
    sheet = book["项目"]
    column = cell_of(sheet, "P02", "项目编号").column
    row = cell_of(sheet, "P02", "项目名称").row
    while sheet.cell(row, column).value:
        row += 1
    for heading, value in (("项目编号", "P03"), ("项目名称", "新项目"), ("实施单位", "HQ")):
        sheet.cell(row, cell_of(sheet, "P02", heading).column).value = value


def test_the_preview_shows_and_the_deed_writes_the_same(filled, workbook):
    """One cell changed and one row added in Excel: shown with before and after, written as one deed with the cell it came from."""
    path = workbook(filled.forms["HQ"], change=change_one)
    made = services.upload(filled.fresh("handler"), filled.forms["HQ"], sent(path))
    plan = selectors.preview_of(made).plans[0]
    assert [(c.row, c.before, c.after) for c in plan.changed] == [("B1", "100.50", "99")]
    assert [(row, [c.after for c in told]) for _sheet, row, told in plan.added] == [("P03 新项目", ["P03", "新项目"])]
    assert cells(filled.forms["HQ"], "budget")[0]["spent"] == "100.50"

    done = applying.apply(filled.fresh("handler"), made)
    deed = done.deeds.get()
    assert (deed.kind, deed.label, deed.form_id) == (Deed.Kind.IMPORT, path.name, filled.forms["HQ"].pk)
    assert cells(filled.forms["HQ"], "budget")[0]["spent"] == "99"
    assert cells(filled.forms["HQ"], "project")[2] == {"project": "P03", "name": "新项目"}
    origin = Change.objects.get(deed=deed, field="spent").origin
    assert origin.startswith(f"{path.name} › 预算执行 › ")
    assert origin[-1].isdigit()
    assert Entry.objects.filter(deed="import.apply").count() == 1


def test_applying_twice_writes_once(filled, workbook):
    """Two clicks on 确认 are one deed."""
    made = services.upload(
        filled.fresh("handler"), filled.forms["HQ"], sent(workbook(filled.forms["HQ"], change=change_one))
    )
    applying.apply(filled.fresh("handler"), made)
    applying.apply(filled.fresh("handler"), made)
    assert Deed.objects.filter(kind=Deed.Kind.IMPORT).count() == 1
    assert len(cells(filled.forms["HQ"], "project")) == 3


def test_undo_takes_the_import_back_as_one(filled, workbook):
    """Rows that it added go, cells that it changed get back what stood there; then it can be previewed again."""
    before = {name: cells(filled.forms["HQ"], name) for name in ("project", "budget")}
    made = services.upload(
        filled.fresh("handler"), filled.forms["HQ"], sent(workbook(filled.forms["HQ"], change=change_one))
    )
    applying.apply(filled.fresh("handler"), made)
    done, left = applying.undo(filled.fresh("handler"), made)
    assert done > 0
    assert left == 0
    assert {name: cells(filled.forms["HQ"], name) for name in ("project", "budget")} == before
    made.refresh_from_db()
    services.again(filled.fresh("handler"), made)
    assert selectors.preview_of(made).writes == 2
    applying.apply(filled.fresh("handler"), made)
    assert cells(filled.forms["HQ"], "budget")[0]["spent"] == "99"


def retype(world, row, before, after):
    changes = (CellChange(row, "budget", "spent", before, after),)
    filling.apply(
        world.fresh("handler"), world.forms["HQ"], DeedRequest(Deed.Kind.TYPING, changes, client=uuid.uuid4())
    )


def test_a_cell_changed_since_the_preview_stops_the_whole_import(filled, workbook):
    """Somebody typed into the same cell: nothing at all is written, and the clash names what stands there now."""
    made = services.upload(
        filled.fresh("handler"), filled.forms["HQ"], sent(workbook(filled.forms["HQ"], change=change_one))
    )
    retype(filled, filled.rows[2], "100.50", "77")
    with pytest.raises(applying.Changed) as changed:
        applying.apply(filled.fresh("handler"), made)
    assert [(c.mine, c.theirs) for c in changed.value.clashes] == [("99", "77")]
    assert len(cells(filled.forms["HQ"], "project")) == 2
    assert not Deed.objects.filter(kind=Deed.Kind.IMPORT).exists()
    services.again(filled.fresh("handler"), made)
    assert selectors.preview_of(made).plans[0].changed[0].before == "77"


def test_a_row_added_since_the_preview_stops_it_too(filled, workbook):
    """The file would add P03, and so did a colleague: nobody gets two rows with one key."""
    made = services.upload(
        filled.fresh("handler"), filled.forms["HQ"], sent(workbook(filled.forms["HQ"], change=change_one))
    )
    typed(filled, "handler", "HQ", project("P03", "别人加的"))
    with pytest.raises(applying.Changed):
        applying.apply(filled.fresh("handler"), made)
    assert [item["name"] for item in cells(filled.forms["HQ"], "project")] == ["劳模津贴", "职工培训", "别人加的"]


def drop_p02(book):
    sheet = book["项目"]
    sheet.delete_rows(cell_of(sheet, "P02", "项目名称").row)


@pytest.mark.parametrize(("missing", "left"), [(False, ["P21", "P02"]), (True, ["P21"])])
def test_rows_that_are_not_in_the_file_stay_unless_somebody_ticks(filled, workbook, missing, left):
    """A row missing in the file is told, and kept; the tick takes it out, and undo brings it back."""
    made = services.upload(
        filled.fresh("handler"), filled.forms["HQ"], sent(workbook(filled.forms["HQ"], change=drop_p02))
    )
    assert [row for _sheet, row in selectors.preview_of(made).plans[0].missing] == ["P02 职工培训"]
    applying.apply(filled.fresh("handler"), made, missing=missing)
    assert [item["project"] for item in cells(filled.forms["HQ"], "project")] == left
    if missing:
        applying.undo(filled.fresh("handler"), made)
        assert [item["project"] for item in cells(filled.forms["HQ"], "project")] == ["P21", "P02"]


def blank_name(book):
    cell_of(book["预算执行"], "B1", "资金来源").value = None


@pytest.mark.parametrize(("blanks", "fund"), [(False, "一般公共预算"), (True, None)])
def test_blank_cells_empty_nothing_unless_somebody_ticks(filled, workbook, blanks, fund):
    """A blank cell in the file where the form has a text is told, and empties it only on demand."""
    made = services.upload(
        filled.fresh("handler"), filled.forms["HQ"], sent(workbook(filled.forms["HQ"], change=blank_name))
    )
    assert selectors.preview_of(made).blanks == 1
    applying.apply(filled.fresh("handler"), made, blanks=blanks)
    assert cells(filled.forms["HQ"], "budget")[0].get("fund") == fund


def spoil(book):
    cell_of(book["预算执行"], "B1", "支出决算数").value = "约一百万"
    cell_of(book["项目"], "P21", "项目名称").value = "劳模津贴（新）"


def test_a_bad_cell_is_told_and_the_good_ones_are_taken(filled, workbook):
    """约一百万 is no figure: the sentence names the cell, the annotated copy says it there, the other change goes in."""
    made = services.upload(
        filled.fresh("handler"), filled.forms["HQ"], sent(workbook(filled.forms["HQ"], change=spoil))
    )
    told = selectors.preview_of(made)
    assert told.errors == 1
    assert "约一百万" in told.problems[0]["sentence"]
    assert [c.after for c in told.plans[0].changed] == ["劳模津贴（新）"]
    file, name = workbooks.annotated(made)
    assert name.endswith("（批注）.xlsx")
    with file:
        rows = openpyxl.load_workbook(file)["预算执行"].iter_rows()
        comments = [cell.comment.text for row in rows for cell in row if cell.comment]
    assert any("约一百万" in text for text in comments)
    applying.apply(filled.fresh("handler"), made)
    assert cells(filled.forms["HQ"], "budget")[0]["spent"] == "100.50"
    assert cells(filled.forms["HQ"], "project")[0]["name"] == "劳模津贴（新）"


def test_rows_of_other_units_are_skipped_with_a_sentence(filled, workbook):
    """The department's workbook in a unit's form: only the unit's own rows count, the others are named."""
    path = workbook(filled.forms["UNION"], "whole", change_one)
    made = services.upload(filled.fresh("handler"), filled.forms["HQ"], sent(path))
    told = selectors.preview_of(made)
    assert [item.plan.unit for item in told.plans] == ["HQ"]
    assert told.missing == 0
    assert [sentence.partition("：")[0] for sentence in told.skipped] == [
        "某市工人业余大学的行不是这张表的，没有导入（项目 1 行、预算执行 1 行）",
        "某市总工会的行不是这张表的，没有导入（重点任务 1 行）",
    ]
    applying.apply(filled.fresh("handler"), made)
    assert cells(filled.forms["SCHOOL"], "project") == [{"project": "S01", "name": "校舍修缮"}]


def change_all(book):
    change_one(book)
    cell_of(book["项目"], "S01", "项目名称").value = "校舍大修"
    cell_of(book["重点任务"], "T7", "任务名称").value = "建功立业（新）"


def test_department_finance_imports_the_whole_workbook_into_every_open_form(filled, workbook):
    """One preview and one transaction: the rows of each unit go into its form, the department's into its own."""
    path = workbook(filled.forms["UNION"], "whole", change_all)
    made = services.upload(filled.fresh("finance"), filled.forms["UNION"], sent(path), whole=True)
    told = selectors.preview_of(made)
    assert [item.plan.unit for item in told.plans] == ["UNION", "HQ", "SCHOOL"]
    done = applying.apply(filled.fresh("finance"), made)
    assert [deed.form.unit.code for deed in done.deeds.order_by("pk")] == ["UNION", "HQ", "SCHOOL"]
    assert cells(filled.forms["SCHOOL"], "project")[0]["name"] == "校舍大修"
    assert cells(filled.forms["HQ"], "budget")[0]["spent"] == "99"
    assert cells(filled.forms["UNION"], "task")[0]["name"] == "建功立业（新）"
    assert cells(filled.forms["UNION"], "cover") == []  # what the organisation knows is nobody's entry
    applying.undo(filled.fresh("finance"), made)
    assert cells(filled.forms["SCHOOL"], "project")[0]["name"] == "校舍修缮"
    assert cells(filled.forms["HQ"], "budget")[0]["spent"] == "100.50"
    assert [item["project"] for item in cells(filled.forms["HQ"], "project")] == ["P21", "P02"]


def test_a_submitted_form_takes_no_part_in_a_whole_import(filled, workbook):
    """What a unit handed in stays as it is; the preview says so, and a form submitted after the preview stops it all."""
    path = workbook(filled.forms["UNION"], "whole", change_all)
    made = services.upload(filled.fresh("finance"), filled.forms["UNION"], sent(path), whole=True)
    Form.objects.filter(pk=filled.forms["SCHOOL"].pk).update(state="at_unit")
    with pytest.raises(PermissionDenied):
        applying.apply(filled.fresh("finance"), made)
    assert cells(filled.forms["UNION"], "task")[0]["name"] == "建功立业"
    services.again(filled.fresh("finance"), made)
    told = selectors.preview_of(made)
    assert [item.plan.unit for item in told.plans] == ["UNION", "HQ"]
    assert any("已送审" in sentence for sentence in told.skipped)


@pytest.mark.parametrize(
    ("who", "form"),
    [("approver", "HQ"), ("school_handler", "HQ"), ("other_handler", "HQ"), ("finance", "HQ"), ("bureau", "UNION")],
)
def test_only_who_fills_in_the_form_imports(filled, workbook, who, form):
    """The approver, other units and the bureau do not bring workbooks into it."""
    path = workbook(filled.forms["HQ"])
    with pytest.raises(PermissionDenied):
        services.upload(filled.fresh(who), filled.forms[form], sent(path))
    assert not Import.objects.exists()


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.xlsx", b"PK\x03\x04 broken", "a.xlsx"),
        ("b.xlsx", b"%PDF-1.4 hello", "b.xlsx"),
    ],
)
def test_what_is_no_workbook_is_refused_with_a_sentence(filled, name, content, words):
    """A file is judged by its content, not by its name."""
    made = services.upload(filled.fresh("handler"), filled.forms["HQ"], SimpleUploadedFile(name, content))
    assert made.state == Import.State.REFUSED
    assert words in services.refused_sentence(made)
    with pytest.raises(Refused):
        applying.apply(filled.fresh("handler"), made)


def other_year(book):
    sheet = book["封面"]
    for row in sheet.iter_rows():
        for cell in row:
            if cell.value == 2022:
                cell.value = 2021


def test_a_workbook_of_another_year_is_refused(filled, workbook):
    """The cover says 2021 and the form is of 2022."""
    made = services.upload(
        filled.fresh("handler"), filled.forms["HQ"], sent(workbook(filled.forms["HQ"], change=other_year))
    )
    assert made.state == Import.State.REFUSED
    assert "2021" in services.refused_sentence(made)


def test_too_large_a_file_is_not_kept(filled, settings, workbook):
    """The limit is told, and nothing stays."""
    settings.UPLOAD_LIMIT = 1000
    with pytest.raises(Refused):
        services.upload(filled.fresh("handler"), filled.forms["HQ"], sent(workbook(filled.forms["HQ"])))
    assert not Import.objects.exists()


def test_an_empty_template_filled_by_hand_needs_no_unit_on_every_row(filled, workbook):
    """A unit fills the blank template without writing its own code, and it is taken as its own."""

    def fill(book):
        sheet = book["项目"]
        example = cell_of(sheet, "P01", "项目编号")
        for heading, value in (("项目编号", "P09"), ("项目名称", "手工项目")):
            sheet.cell(example.row + 1, cell_of(sheet, "P01", heading).column).value = value

    path = workbook(filled.forms["HQ"], "empty", fill)
    made = services.upload(filled.fresh("handler"), filled.forms["HQ"], sent(path))
    plan = selectors.preview_of(made).plans[0]
    assert [row for _sheet, row, _cells in plan.added] == ["P09 手工项目"]


def test_a_dropped_import_writes_nothing(filled, workbook):
    """Leaving it is recorded; it can be neither applied nor undone."""
    made = services.upload(
        filled.fresh("handler"), filled.forms["HQ"], sent(workbook(filled.forms["HQ"], change=change_one))
    )
    applying.drop(filled.fresh("handler"), made)
    with pytest.raises(Refused):
        applying.apply(filled.fresh("handler"), made)
    with pytest.raises(Refused):
        applying.undo(filled.fresh("handler"), made)
    assert Row.objects.filter(form=filled.forms["HQ"], alive=True).count() == 3


def test_a_large_file_is_read_in_the_background(filled, workbook, monkeypatch):
    """Beyond the small size the person does not wait: a worker reads it, and the preview is there when it ended."""
    monkeypatch.setattr(services, "SMALL", 10)
    made = services.upload(
        filled.fresh("handler"), filled.forms["HQ"], sent(workbook(filled.forms["HQ"], change=change_one))
    )
    assert made.state == Import.State.READING
    with pytest.raises(Refused):
        applying.apply(filled.fresh("handler"), made)
    drain()
    job = Job.objects.get()
    assert (job.state, job.result) == (Job.State.DONE, {"import": made.pk})
    made.refresh_from_db()
    assert made.state == Import.State.PREVIEW
    assert selectors.preview_of(made).writes == 2


def test_a_write_that_breaks_in_the_middle_leaves_nothing(filled, workbook, monkeypatch):
    """The second form fails: the first one's deed is gone too, and the preview stays."""
    path = workbook(filled.forms["UNION"], "whole", change_all)
    made = services.upload(filled.fresh("finance"), filled.forms["UNION"], sent(path), whole=True)
    deeds = Deed.objects.count()
    real, calls = filling.apply, []

    def breaks(by, form, request):
        calls.append(form)
        if len(calls) == 2:
            raise RuntimeError("the machine went off")
        return real(by, form, request)

    monkeypatch.setattr(applying.filling, "apply", breaks)
    with pytest.raises(RuntimeError):
        applying.apply(filled.fresh("finance"), made)
    assert Deed.objects.count() == deeds
    made.refresh_from_db()
    assert made.state == Import.State.PREVIEW
    assert line("B1", "P21", "1")[0] == "budget"
    assert cells(filled.forms["UNION"], "task")[0]["name"] == "建功立业"


OFFICIAL = (
    ("项目支出绩效自评表",),
    ("项目名称", "职工培训", None, None, None, None, None, None),
    ("年度目标", "预期目标", None, None, "实际完成情况"),
    (None, "办好培训", None, None, "已办 12 期"),
    ("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因分析及改进措施"),
    ("产出指标", "数量指标", "培训场次", "≥10场", "12场", 45, 45, None),
    ("效益指标", "社会效益指标", "获证率", "≥80%", "85%", 45, 45, None),
    ("总分", None, None, None, None, 90, 90, None),
)


def test_a_filled_official_form_is_taken_by_the_name_of_its_project(filled, tmp_path):
    """项目支出绩效自评表 as another system prints it: result and indicators go into the project of that name."""
    book = openpyxl.Workbook()
    for row in OFFICIAL:
        book.active.append(row)
    path = tmp_path / "自评表.xlsx"
    book.save(path)
    made = services.upload(filled.fresh("handler"), filled.forms["HQ"], sent(path))
    assert made.state == Import.State.PREVIEW, services.refused_sentence(made)
    applying.apply(filled.fresh("handler"), made)
    found = {item["name"]: item for item in cells(filled.forms["HQ"], "indicator")}
    assert found["培训场次"]["target"] == "10"
    assert found["培训场次"]["actual"] == "12"
    assert found["获证率"]["owner"] == "P02"
    assert Change.objects.filter(field="actual", after="12").get().origin.startswith("自评表.xlsx › ")


def test_a_workbook_without_anything_of_ours_says_what_it_should_be(filled, tmp_path):
    """Somebody's shopping list is refused with a sentence."""
    book = openpyxl.Workbook()
    book.active.append(["买菜", "三斤"])
    path = tmp_path / "清单.xlsx"
    book.save(path)
    made = services.upload(filled.fresh("handler"), filled.forms["HQ"], sent(path))
    assert made.state == Import.State.REFUSED
    assert "没有可以导入的内容" in services.refused_sentence(made)
