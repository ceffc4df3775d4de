"""Pages of people: my own posts and sessions, and those of the administrators."""

from __future__ import annotations

from datetime import date
from typing import Any

from allauth.usersessions.models import UserSession
from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from jixiao_web import policies
from jixiao_web.accounts import services
from jixiao_web.accounts.models import Post, Role, User
from jixiao_web.audit import services as audit
from jixiao_web.cycle import handing
from jixiao_web.organisation.models import Division, Unit


class Day(forms.DateInput):
    """A day, chosen from a calendar."""

    input_type = "date"


class PersonForm(forms.Form):
    """A new account."""

    username = forms.CharField(label=_("登录名"), max_length=60)
    name = forms.CharField(label=_("姓名"), max_length=60)
    email = forms.EmailField(label=_("电子邮件"), required=False)


class PostForm(forms.Form):
    """A post for somebody."""

    person = forms.ModelChoiceField(User.objects.filter(is_active=True), label=_("人员"))
    role = forms.ChoiceField(choices=Role.choices, label=_("角色"))
    unit = forms.ModelChoiceField(Unit.objects.all(), label=_("单位"))
    division = forms.ModelChoiceField(Division.objects.all(), label=_("处室"), required=False)
    start = forms.DateField(widget=Day, label=_("起始日期"), initial=date.today)
    until = forms.DateField(widget=Day, label=_("终止日期"), required=False)


class HandOverForm(forms.Form):
    """To whom, from when, why."""

    successor = forms.ModelChoiceField(User.objects.filter(is_active=True), label=_("接任人"))
    on = forms.DateField(widget=Day, label=_("接任日期"), initial=date.today)
    reason = forms.CharField(label=_("交接原因"), max_length=200)


class DelegationForm(forms.Form):
    """Who stands in, from when to when, why."""

    deputy = forms.ModelChoiceField(User.objects.filter(is_active=True), label=_("代办人"))
    start = forms.DateField(widget=Day, label=_("起始日期"), initial=date.today)
    until = forms.DateField(widget=Day, label=_("终止日期"))
    reason = forms.CharField(label=_("原因"), max_length=200)


def my(request: HttpRequest) -> HttpResponse:
    """My posts, who stands in for me, my sessions, my second factor."""
    person: Any = request.user
    context = {
        "posts_of_mine": Post.objects.filter(user=person).select_related("unit", "division"),
        "sessions": UserSession.objects.filter(user=person),
        "present": request.session.session_key,
        "deputies": person.deputised.select_related("post__unit", "post__user"),
    }
    return render(request, "accounts/my.html", context)


def people(request: HttpRequest) -> HttpResponse:
    """All people with their posts; the forms that the reader's post allows."""
    makes = policies.may(request.user, "person.manage")
    places = policies.may(request.user, "post.manage")
    if not (makes or places):
        policies.require(request.user, "person.manage")
    told = request.POST if request.method == "POST" else None
    person_form = PersonForm(told if told and "username" in told else None)
    post_form = PostForm(told if told and "role" in told else None)
    password = made = None
    try:
        if person_form.is_bound and person_form.is_valid():
            made, password = services.make_person(request.user, **person_form.cleaned_data)  # type: ignore[arg-type]  # nobody else gets in
        elif post_form.is_bound and post_form.is_valid():
            services.give_post(request.user, **post_form.cleaned_data)  # type: ignore[arg-type]  # as above
            return HttpResponseRedirect(reverse("people"))
    except services.Refused as refused:
        messages.error(request, str(refused))
    context = {
        "people": User.objects.prefetch_related("posts__unit").order_by("username"),
        "person_form": person_form if makes else None,
        "post_form": post_form if places else None,
        "made": made,
        "password": password,
        "makes": makes,
        "places": places,
        "today": policies.today(),
    }
    return render(request, "accounts/people.html", context)


@require_POST
def person(request: HttpRequest, pk: int, deed: str) -> HttpResponse:
    """Disable or enable an account, reset its password, end its sessions."""
    found = get_object_or_404(User, pk=pk)
    by: Any = request.user
    try:
        if deed == "reset":
            password = services.reset_password(by, found)
            messages.success(
                request, _("{name} 的新初始密码：{password}（只显示这一次）").format(name=found.name, password=password)
            )
        elif deed == "sessions":
            policies.require(by, "session.end")
            for session in UserSession.objects.filter(user=found):
                session.end()
            audit.record(by=by, deed="session.end_all", target=found)
        else:
            services.set_active(by, found, active=deed == "enable")
    except services.Refused as refused:
        messages.error(request, str(refused))
    return HttpResponseRedirect(reverse("people"))


@require_POST
def end_post(request: HttpRequest, pk: int) -> HttpResponse:
    """End a post today."""
    found = get_object_or_404(Post.objects.select_related("unit"), pk=pk)
    services.end_post(request.user, found, policies.today())  # type: ignore[arg-type]  # as above
    return HttpResponseRedirect(reverse("people"))


def hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    """What will go over, then the deed."""
    found = get_object_or_404(Post.objects.select_related("unit", "user", "division"), pk=pk)
    handing.require(request.user, found)  # type: ignore[arg-type]  # as above
    form = HandOverForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            handing.hand_over(request.user, found, **form.cleaned_data)  # type: ignore[arg-type]  # as above
        except services.Refused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("岗位已交接。"))
            return HttpResponseRedirect(reverse("home"))
    context = {"post": found, "moving": handing.moving(found), "form": form}
    return render(request, "accounts/hand_over.html", context)


def delegate(request: HttpRequest, pk: int) -> HttpResponse:
    """Let somebody stand in for one's own post."""
    found = get_object_or_404(Post.objects.select_related("unit"), pk=pk, user=request.user.pk)
    policies.require(request.user, "post.delegate", found)
    form = DelegationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.delegate(request.user, found, **form.cleaned_data)  # type: ignore[arg-type]  # as above
        except services.Refused as refused:
            messages.error(request, str(refused))
        else:
            return HttpResponseRedirect(reverse("my"))
    return render(request, "accounts/delegate.html", {"post": found, "form": form})


@require_POST
def end_session(request: HttpRequest, pk: int) -> HttpResponse:
    """End one of one's own sessions."""
    found = get_object_or_404(UserSession, pk=pk, user=request.user.pk)
    found.end()
    return HttpResponseRedirect(reverse("my"))
