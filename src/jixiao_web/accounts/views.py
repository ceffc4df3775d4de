"""Pages of one's own: posts, deputies, sessions, language."""

from __future__ import annotations

from typing import Any

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jixiao_web import policies
from jixiao_web.accounts import selectors, services
from jixiao_web.accounts.forms import DelegationForm, HandOverForm, LanguageForm
from jixiao_web.accounts.models import Delegation, Post
from jixiao_web.cycle import handing


@require_GET
def my(request: HttpRequest) -> HttpResponse:
    """My posts, who stands in for whom, my sessions, my language, my second factor."""
    person: Any = request.user
    context = {
        "own": selectors.own(person, policies.today()),
        "present": request.session.session_key,
        "language_form": LanguageForm(initial={"language": person.language or translation.get_language()}),
    }
    return render(request, "accounts/my.html", context)


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Keep the person's language, here and on every other machine."""
    form = LanguageForm(request.POST)
    answer = HttpResponseRedirect(reverse("my"))
    if form.is_valid():
        chosen = form.cleaned_data["language"]
        services.set_language(request.user, chosen)  # type: ignore[arg-type]  # the middleware lets nobody else in
        answer.set_cookie(settings.LANGUAGE_COOKIE_NAME, chosen, samesite="Lax", secure=settings.HTTPS)
    return answer


@require_POST
def end_session(request: HttpRequest, pk: int) -> HttpResponse:
    """End one of one's own sessions."""
    found = get_object_or_404(UserSession, pk=pk, user=request.user.pk)
    services.end_own_session(request.user, found)  # type: ignore[arg-type]  # as above
    messages.success(request, _("会话已结束。"))
    return HttpResponseRedirect(reverse("my"))


@require_http_methods(["GET", "POST"])
def delegate(request: HttpRequest, pk: int) -> HttpResponse:
    """Let somebody stand in for one's own post."""
    found = get_object_or_404(Post.objects.select_related("unit"), pk=pk, user=request.user.pk)
    policies.require(request.user, "post.delegate", found)
    form = DelegationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.delegate(request.user, found, **form.cleaned_data)  # type: ignore[arg-type]  # as above
        except services.Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("已委托。到期自动结束，也可以随时收回。"))
            return HttpResponseRedirect(reverse("my"))
    return render(request, "accounts/delegate.html", {"post": found, "form": form})


@require_POST
def end_delegation(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a post back, or give it back."""
    known = Delegation.objects.select_related("post__unit", "deputy")
    person = request.user.pk
    found = get_object_or_404(known.filter(post__user=person) | known.filter(deputy=person), pk=pk)
    services.end_delegation(request.user, found)  # type: ignore[arg-type]  # as above
    messages.success(request, _("委托已结束。"))
    return HttpResponseRedirect(reverse("my"))


@require_http_methods(["GET", "POST"])
def hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    """What will go over, then the deed."""
    found = get_object_or_404(Post.objects.select_related("unit", "user", "division"), pk=pk)
    handing.require(request.user, found)  # type: ignore[arg-type]  # as above
    form = HandOverForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            handing.hand_over(request.user, found, **form.cleaned_data)  # type: ignore[arg-type]  # as above
        except services.Refused as refused:
            form.add_error(None, str(refused))
        else:
            told = _("{post} 已由 {old} 交给 {new}。要反悔，由接任人交回即可。")
            new = form.cleaned_data["successor"].name
            messages.success(request, told.format(post=found.get_role_display(), old=found.user.name, new=new))
            return HttpResponseRedirect(reverse("home"))
    context = {"post": found, "moving": handing.moving(found), "form": form}
    return render(request, "accounts/hand_over.html", context)
