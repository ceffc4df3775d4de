"""What the environment says, turned into Django's settings."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured


def secret_key(data: Path) -> str:
    """The key that signs sessions: told by JIXIAO_SECRET_KEY, or made once and kept in the data folder, readable by its owner only."""
    told = os.environ.get("JIXIAO_SECRET_KEY", "")
    if told:
        return told
    kept = data / "secret-key"
    data.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return kept.read_text(encoding="ascii").strip()
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(50))
    return kept.read_text(encoding="ascii")


def database(url: str, data: Path) -> dict[str, Any]:
    """SQLite in the data folder, or PostgreSQL by its url. Raises ImproperlyConfigured: another kind of database."""
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": data / "jixiao.sqlite3",
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",  # a writer waits its turn at the start instead of failing at the end
                "timeout": 30,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
            },
            "TEST": {"OPTIONS": {}},
        }
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ImproperlyConfigured(
            f"DATABASE_URL 应以 postgresql:// 开头，现为 {parts.scheme}://；不设置则用本地 SQLite。"
            f" / DATABASE_URL should begin with postgresql://, not {parts.scheme}://; without it SQLite is used."
        )
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 300,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": dict(parse_qsl(parts.query)),
    }


def mail(url: str, data: Path) -> dict[str, Any]:
    """Mail by SMTP, or into files of the data folder where nobody named a server."""
    if not url:
        return {"EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend", "EMAIL_FILE_PATH": data / "mail"}
    parts = urlsplit(url)
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname or "",
        "EMAIL_PORT": parts.port or (465 if parts.scheme == "smtps" else 25),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_TIMEOUT": 20,
    }
