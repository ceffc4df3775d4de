"""Pages of the administrators: accounts by one, posts by another."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from jixiao_web import policies
from jixiao_web.accounts import selectors, services
from jixiao_web.accounts.forms import PersonForm, PostForm
from jixiao_web.accounts.models import Post, User


@require_http_methods(["GET", "POST"])
def people(request: HttpRequest) -> HttpResponse:
    """All people with their posts; the forms that the reader's post allows."""
    policies.require(request.user, "person.view")
    reader: Any = request.user
    told = request.POST if request.method == "POST" else None
    person_form = post_form = made = password = None
    if policies.may(reader, "person.manage"):
        person_form = PersonForm(told if told and "username" in told else None)
    if policies.may(reader, "post.manage"):
        person_tree, units = policies.present_tree(reader), policies.visible_units(reader, "post.manage")
        post_form = PostForm(told if told and "role" in told else None, tree=person_tree, units=units)
    if person_form is not None and person_form.is_bound and person_form.is_valid():
        try:
            made, password = services.make_person(reader, **person_form.cleaned_data)
            person_form = PersonForm()
        except services.Refused as refused:
            person_form.add_error("username", str(refused))
    elif post_form is not None and post_form.is_bound and post_form.is_valid():
        try:
            post = services.give_post(reader, **post_form.cleaned_data)
        except services.Refused as refused:
            post_form.add_error(None, str(refused))
        else:
            messages.success(request, _("{name} 已任职。").format(name=post.user.name))
            return HttpResponseRedirect(reverse("people"))
    wish = request.GET.get("q", "").strip()
    context = {
        "page": selectors.people(wish, request.GET.get("page"), policies.today()),
        "wish": wish,
        "person_form": person_form,
        "post_form": post_form,
        "made": made,
        "password": password,
    }
    response = render(request, "accounts/people.html", context)
    if password:
        response["Cache-Control"] = "no-store"
    return response


@require_POST
def person(request: HttpRequest, pk: int, deed: str) -> HttpResponse:
    """Disable or enable an account, reset its password, end its sessions, remove its second factor."""
    policies.require(request.user, "person.view")
    found = get_object_or_404(User, pk=pk)
    by: Any = request.user
    try:
        match deed:
            case "reset":
                password = services.reset_password(by, found)
                return once(request, found, password)
            case "sessions":
                ended = services.end_sessions(by, found)
                messages.success(request, _("已结束 {name} 的 {n} 个会话。").format(name=found.name, n=ended))
            case "factor":
                services.remove_second_factor(by, found)
                messages.success(request, _("已解除 {name} 的动态口令，下次登录只用密码。").format(name=found.name))
            case "enable" | "disable":
                services.set_active(by, found, active=deed == "enable")
            case _other:
                raise Http404
    except services.Refused as refused:
        messages.error(request, str(refused))
    return HttpResponseRedirect(reverse("people"))


def once(request: HttpRequest, person: User, password: str) -> HttpResponse:
    """A first password, shown on this one page and kept nowhere."""
    response = render(request, "accounts/password.html", {"person": person, "password": password})
    response["Cache-Control"] = "no-store"
    return response


@require_POST
def end_post(request: HttpRequest, pk: int) -> HttpResponse:
    """End a post today."""
    found = get_object_or_404(Post.objects.select_related("unit", "user"), pk=pk)
    by: Any = request.user
    try:
        services.end_post(by, found, policies.today())
    except services.Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("{name} 今天起离任。").format(name=found.user.name))
    return HttpResponseRedirect(reverse("people"))
