"""Fills an empty database with the demonstration and says who can sign in."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from jixiao.files.errors import FileRefused
from jixiao_web.accounts.models import Role, User
from jixiao_web.demo.making import make, story


class Command(BaseCommand):
    """`demo_data WORKBOOK`: the Guangzhou department half-way through its self-evaluation of 2022."""

    help = "在空数据库中建立演示数据：一个部门做到一半的自评，每个角色一人。"

    def add_arguments(self, parser: CommandParser) -> None:
        """The workbook that the figures are taken from."""
        parser.add_argument("workbook", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002  # Django's signature
        """Make it unless there is something already. Raises CommandError: the workbook cannot be read."""
        if User.objects.exists():
            self.stdout.write("数据库里已有数据，保持不变。")
        else:
            try:
                make(options["workbook"], say=lambda what: self.stdout.write(f"  {what}"))
            except FileRefused as refused:
                raise CommandError(refused.sentence("zh")) from refused
        roles = dict(Role.choices)
        self.stdout.write(f"可登录的人员（密码都是 {story()['password']}）：")
        for person in story()["people"]:
            self.stdout.write(f"  {person['username']:<8}{person['name']}　{roles[person['role']]}：{person['does']}")
