"""People in the browser: a post is handed over with all that was open, and a second factor is put in and asked for."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from playwright.sync_api import expect
from tests.web.accounts.test_sign_in import code_of
from tests.web.conftest import PASSWORD, build_world
from tests.web.played.seat import Seat

from jixiao_web.accounts.models import User
from jixiao_web.notices.models import ReadingItem

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TITLE = "2022 年度部门整体支出绩效自评"
READING = "项目支出绩效评价管理办法"


@pytest.fixture
def world(transactional_db, _quick_passwords):
    """The small organisation, and somebody who has just come and has no post yet."""
    cache.clear()  # what earlier tests counted of sign-ins
    made = build_world()
    made.people["newcomer"] = User.objects.create_user(username="newcomer", password=PASSWORD, name="人员-newcomer")
    return made


def test_a_post_is_handed_over_with_all_that_is_open(world, open_page):
    """Task, draft and reading list are the successor's from that moment, and the predecessor finds them no more."""
    form = world.forms["HQ"]
    form.assignee = world.people["handler"]
    form.save()
    ReadingItem.objects.create(user=world.people["handler"], title=READING, number="财预〔2020〕10号")
    old = Seat(open_page("/", person=world.people["handler"], expect_errors=True))  # a page is refused him in the end
    new = Seat(open_page("/", person=world.people["newcomer"]))
    new.sees("没有要填的")
    old.follow(TITLE)
    old.follow("预算与执行")
    old.add_row({"行号": "B1", "支出类型": "项目支出", "年初预算数": "12.50"})
    old.saved()

    old.go("/accounts/my/")
    old.follow("交接")
    old.sees("指定由本人填报的表 1 张")
    old.sees("应读文件 1 份")
    old.page.get_by_label("接任人").select_option(label="人员-newcomer（newcomer）")
    old.press("交接")
    expect(old.page.locator("main .problem, main :invalid").first).to_be_attached()  # why is asked
    old.page.get_by_label("交接原因").fill("轮岗")
    old.press("交接")
    old.sees("已由 人员-handler 交给 人员-newcomer", "#messages")
    expect(old.page.get_by_role("link", name=TITLE)).to_have_count(0)
    old.go("/2022/HQ/evaluation/sheet/budget/")
    old.sees("没有权限")
    old.go("/notices/reading/")
    expect(old.page.get_by_text(READING)).to_have_count(0)

    new.go("/")
    new.follow(TITLE)
    new.sees("由人员-newcomer填报", "#flow")
    new.follow("预算与执行")
    expect(new.cell(0, "年初预算数")).to_have_text("12.50")
    new.change(0, "年初预算数", "13")
    new.saved()
    new.go("/notices/reading/")
    new.sees(READING)


def sign_in(seat: Seat, name: str) -> None:
    seat.page.get_by_label("登录名").fill(name)
    seat.page.get_by_label("密码").fill(PASSWORD)
    seat.press("登录")


def test_a_second_factor_is_put_in_and_asked_for(world, open_page):
    """Enrolled from the shown secret; at the next sign-in the code is asked for, a wrong one is refused with a sentence."""
    handler = Seat(open_page("/accounts/my/"))
    sign_in(handler, "handler")
    handler.follow("两步验证")
    handler.follow("启用动态口令")
    handler.sees("请再输入一次密码")
    handler.page.get_by_label("密码").fill(PASSWORD)
    handler.press("继续")
    secret = handler.page.locator("#secret").inner_text()
    expect(handler.page.get_by_alt_text("二维码")).to_be_visible()
    handler.page.locator("main input[name=code]").fill(code_of(secret))
    handler.press("启用")
    handler.sees("恢复码", "h1")
    cache.clear()  # half a minute goes by: no code may be told twice
    handler.go("/accounts/my/")
    handler.sees("已启用动态口令")

    handler.menu("退出")
    handler.go("/accounts/login/")
    sign_in(handler, "handler")
    handler.sees("动态口令", "h1")
    handler.page.locator("main input[name=code]").fill("000000")
    handler.press("登录")
    handler.sees("动态口令或恢复码不对：请输入手机上现在显示的六位数字，并核对手机时间。")
    handler.go("/")
    expect(handler.page.get_by_role("heading", name="我的任务")).to_have_count(0)
    if handler.page.locator("main input[name=login]").count():
        sign_in(handler, "handler")
    handler.page.locator("main input[name=code]").fill(code_of(secret))
    handler.press("登录")
    handler.sees("我的任务", "h1")
