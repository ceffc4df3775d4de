"""Addresses of people: signing in and out, one's own page, the administrators' pages."""

from __future__ import annotations

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from django.urls import path

from jixiao_web.accounts import people_views, views

urlpatterns = [
    path("login/", account.login, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("password/", account.password_change, name="account_change_password"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("2fa/", mfa.index, name="mfa_index"),
    path("2fa/authenticate/", mfa.authenticate, name="mfa_authenticate"),
    path("2fa/reauthenticate/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("2fa/totp/activate/", totp.activate_totp, name="mfa_activate_totp"),
    path("2fa/totp/deactivate/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("2fa/recovery-codes/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("2fa/recovery-codes/generate/", codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("2fa/recovery-codes/download/", codes.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("my/", views.my, name="my"),
    path("my/language/", views.language, name="my_language"),
    path("my/sessions/<int:pk>/end/", views.end_session, name="end_session"),
    path("my/delegations/<int:pk>/end/", views.end_delegation, name="end_delegation"),
    path("people/", people_views.people, name="people"),
    path("people/<int:pk>/<slug:deed>/", people_views.person, name="person_deed"),
    path("posts/<int:pk>/end/", people_views.end_post, name="end_post"),
    path("posts/<int:pk>/hand-over/", views.hand_over, name="hand_over"),
    path("posts/<int:pk>/delegate/", views.delegate, name="delegate"),
]
