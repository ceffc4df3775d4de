"""The page of tables to paste into another system."""

from __future__ import annotations

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from jixiao_web.cycle.models import Form
from jixiao_web.evidence.filing import safe_name
from jixiao_web.exchange import orders, services
from jixiao_web.exchange.orders import Order
from jixiao_web.exchange.views import context_of, form_of
from jixiao_web.exchange.workbooks import XLSX


def _order(form: Form, name: str) -> Order:
    known = {order.id: order for order in orders.orders_of(form)}
    if not known:
        raise Http404(_("这一环节的表没有可以复制到其他系统的行。"))
    return known.get(name) or next(iter(known.values()))


@require_GET
def paste(request: HttpRequest, year: int, unit: str, kind: str) -> HttpResponse:
    """A table in the chosen order, with a button that copies it."""
    form = form_of(request, year, unit, kind)
    order = _order(form, request.GET.get("order", ""))
    columns = orders.columns_kept(request.user, order)
    whole = form.scope == "department" and bool(request.GET.get("whole"))
    rows = orders.table(form, order, columns, whole=whole)
    titles = [orders.title_of(order, name) for name in columns]
    listed = [*columns, *(name for name in order.known if name not in columns)]
    choices = [
        {"id": name, "title": orders.title_of(order, name), "place": columns.index(name) + 1 if name in columns else ""}
        for name in listed
    ]
    context = context_of(
        request,
        form,
        order=order,
        orders=orders.orders_of(form),
        titles=titles,
        rows=rows,
        choices=choices,
        whole=whole,
        tsv=orders.tsv(titles, rows),
        is_department=form.scope == "department",
    )
    return render(request, "exchange/paste.html", context)


@require_POST
def keep(request: HttpRequest, year: int, unit: str, kind: str) -> HttpResponse:
    """Keep which columns a person wants for an order, and in which order they stand."""
    form = form_of(request, year, unit, kind)
    order = _order(form, request.POST.get("order", ""))
    wanted: list[tuple[int, str]] = []
    for name in order.known:
        place = request.POST.get(f"place-{name}", "").strip()
        if place.isascii() and place.isdigit() and len(place) < 5:
            wanted.append((int(place), name))
    columns = [] if request.POST.get("reset") else [name for _place, name in sorted(wanted, key=lambda item: item[0])]
    services.keep_columns(request.user, order.id, columns)  # type: ignore[arg-type]  # signed in
    told = _("已记住您为“{order}”选的栏目和顺序。") if columns else _("已恢复“{order}”原来的栏目顺序。")
    messages.success(request, told.format(order=order.title))
    return HttpResponseRedirect(f"{reverse('paste', args=[year, unit, kind])}?order={order.id}")


@require_GET
def download(request: HttpRequest, year: int, unit: str, kind: str, format: str) -> FileResponse:  # noqa: A002  # the address calls it so
    """The same table as xlsx or csv."""
    form = form_of(request, year, unit, kind)
    if format not in {"xlsx", "csv"}:
        raise Http404
    order = _order(form, request.GET.get("order", ""))
    columns = orders.columns_kept(request.user, order)
    whole = form.scope == "department" and bool(request.GET.get("whole"))
    rows = orders.table(form, order, columns, whole=whole)
    titles = [orders.title_of(order, name) for name in columns]
    name = safe_name(f"{year}-{unit}-{order.title}.{format}")
    if format == "csv":
        file = orders.as_csv(titles, rows)
        return FileResponse(file, as_attachment=True, filename=name, content_type="text/csv; charset=utf-8")
    file = orders.as_xlsx(order.title, titles, rows)
    return FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)
