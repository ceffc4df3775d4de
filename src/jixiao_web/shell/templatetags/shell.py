"""Components as template tags: figures, states, charts, tasks. Figures are printed by the core's own methods, never here."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jixiao.figures import Count, Missing, Money, Ratio, Score
from jixiao.rules.registry import registry
from jixiao_web import policies
from jixiao_web.cycle.workflow import workflow
from jixiao_web.shell.keeping import Shelf
from jixiao_web.shell.language import core_language

register = template.Library()
NOTHING = "—"
"""A missing figure: never a zero."""


def printed(value: object) -> str:
    """A core value as it stands on a screen: 万元 with two decimals, percent, points; a dash for what is missing."""
    match value:
        case None | Missing():
            return NOTHING
        case Money():
            return f"{Decimal(value.text()):,}"  # the core's own two decimals, with marks between thousands
        case Score() | Count():
            return value.text()
        case Ratio():
            return value.percent()
        case bool():
            return _("是") if value else _("否")
        case _:
            return str(value) or NOTHING


@register.simple_tag
def figure(value: object, passport: str = "") -> SafeString:
    """A figure. Money tells its exact 元 on hover; with `passport`, the url of its passport, Enter or a click opens it."""
    exact = _("{yuan} 元").format(yuan=f"{value.yuan:,}") if isinstance(value, Money) else ""
    if passport:
        return format_html(
            '<span class="number" title="{}" data-passport-url="{}">{}</span>', exact, passport, printed(value)
        )
    return format_html('<span class="number" title="{}">{}</span>', exact, printed(value))


@register.filter
def shown(value: object) -> str:
    """A core value as text."""
    return printed(value)


@register.simple_tag
def state(name: str) -> SafeString:
    """The badge of a workflow state: a word on its colour."""
    found = workflow().states[name]
    return format_html(
        '<span class="badge {}">{}</span>', found.tone, found.en if core_language() == "en" else found.zh
    )


@register.filter
def state_word(name: str) -> str:
    """The word of a workflow state."""
    found = workflow().states.get(name)
    return name if found is None else (found.en if core_language() == "en" else found.zh)


@register.filter
def deed_word(move: Any) -> str:
    """The word of a move that was made."""
    try:
        rule = workflow().move(move.form.scope, move.deed)
    except KeyError:
        return str(move.deed)
    return rule.en if core_language() == "en" else rule.zh


LAMPS = {"red": ("▲", "红"), "yellow": ("◆", "黄"), "green": ("●", "绿"), "blue": ("■", "蓝")}


@register.simple_tag
def lamp(colour: str, word: str) -> SafeString:
    """A lamp: shape, colour and word together, so that colour never stands alone."""
    tone = "amber" if colour == "yellow" else colour
    return format_html(
        '<span class="badge {}"><span aria-hidden="true">{}</span> {}</span>', tone, LAMPS[colour][0], word
    )


SEVERITIES = {
    "block": ("red", "■"),
    "error": ("red", "▲"),
    "warning": ("amber", "◆"),
    "note": ("blue", "●"),
}


@register.simple_tag
def severity(name: str) -> SafeString:
    """How grave a finding is: shape, colour and word."""
    tone, shape = SEVERITIES[name]
    words = {"block": _("必须改"), "error": _("错误"), "warning": _("提醒"), "note": _("提示")}
    return format_html('<span class="badge {}"><span aria-hidden="true">{}</span> {}</span>', tone, shape, words[name])


@register.simple_tag
def days_left(number: int) -> SafeString:
    """Days until a deadline, or how late it is."""
    if number < 0:
        late = ngettext("已逾期 {n} 天", "已逾期 {n} 天", -number).format(n=-number)
        return format_html('<span class="badge red"><span aria-hidden="true">▲</span> {}</span>', late)
    tone = "amber" if number <= 7 else "grey"
    word = _("今天截止") if number == 0 else ngettext("还有 {n} 天", "还有 {n} 天", number).format(n=number)
    return format_html('<span class="badge {}">{}</span>', tone, word)


@register.simple_tag(takes_context=True)
def may(context: Mapping[str, Any], deed: str, target: Any = None) -> bool:
    """Whether the reader may do a deed: `{% may "form.edit" form as editable %}`."""
    return policies.may(context["request"].user, deed, target)


@register.simple_tag(takes_context=True)
def unit_short(context: Mapping[str, Any], code: str) -> str:
    """The short name of a unit; the code of one that is no more."""
    node = policies.present_tree(context["request"].user).by_code.get(code)
    return code if node is None else node.short


@register.inclusion_tag("shell/chart.html")
def chart(name: str, kind: str, data: object, title: str) -> dict[str, Any]:
    """A chart of `data` (see charts.js for the shape of each kind). The page shows the same figures as a table beside it."""
    return {"name": name, "data": {"kind": kind, "data": data}, "title": title}


@register.filter
def subject_name(subject: str) -> str:
    """The name of a sheet."""
    found = registry().by_id.get(subject)
    return subject if found is None else (found.en if core_language() == "en" else found.sheet)


@register.filter
def field_name(change: Any) -> str:
    """The name of the field that a change or a place concerns; it knows its sheet by `subject` or through its row."""
    subject = getattr(change, "subject", "") or change.row.subject
    found = registry().by_id.get(subject)
    for item in found.fields if found else ():
        if item.id == change.field:
            return item.en if core_language() == "en" else item.zh
    return str(change.field)


def row_called(subject: str, cells: Mapping[str, str]) -> str:
    """By what people know a row: its number or code, and its name; empty for a sheet of one row, or while neither is told."""
    found = registry().by_id.get(subject)
    if found is None or found.is_form:
        return ""
    told = [cells.get(name, "").strip() for name in (*found.key, "name", "title") if name != "unit"]
    return " ".join(dict.fromkeys(text for text in told if text))


@register.filter
def row_name(row: Any) -> str:
    """By what people know a row of a form."""
    return row_called(row.subject, row.cells)


@register.filter
def notice_text(notice: Any) -> str:
    """A notice in the reader's language."""
    return str(notice.text_en or notice.text) if core_language() == "en" else str(notice.text)


_PIECES = Shelf(3000)  # of a few KB each


class KeptNode(template.Node):
    """A piece of a page that is rendered once for what it shows."""

    def __init__(self, name: str, key: template.base.FilterExpression, body: template.NodeList) -> None:
        self.name = name
        self.key = key
        self.body = body

    def render(self, context: template.Context) -> SafeString:
        """From what was kept, or anew."""
        shown = self.key.resolve(context)
        if not shown:
            return self.body.render(context)
        return _PIECES.while_same((self.name, core_language(), shown), None, lambda: self.body.render(context))


@register.tag
def kept(parser: template.base.Parser, token: template.base.Token) -> KeptNode:
    """`{% kept name key %}…{% endkept %}`: `key` holds, as values and not as records, everything that stands between.

    Nothing is kept under an empty key. What stands between is the same for everybody: no forms, which hold a person's token.
    """
    _tag, name, key = token.split_contents()
    body = parser.parse(("endkept",))
    parser.delete_first_token()
    return KeptNode(name, parser.compile_filter(key), body)
