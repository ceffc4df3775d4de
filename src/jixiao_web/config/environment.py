"""What the environment says, turned into Django's settings."""

from __future__ import annotations

import os
import secrets
from importlib.util import find_spec
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
            "ENGINE": "jixiao_web.config.sqlite",
            "NAME": data / "jixiao.sqlite3",
            "CONN_MAX_AGE": 300,  # opening it and telling it what SQL functions there are costs more than most pages
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",  # a writer waits its turn at the start instead of failing at the end
                "timeout": 30,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
            },
            "TEST": {"NAME": ":memory:", "OPTIONS": {}},
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


FOLDER = "django.core.files.storage.FileSystemStorage"
S3_KNOWN = {"endpoint", "region", "addressing"}


def files(where: str, data: Path) -> tuple[dict[str, Any], Path]:
    """The store of files, and the folder of it: in the data folder, in another one, or in a bucket that speaks S3.

    A bucket is `s3://bucket/prefix?endpoint=https://…&region=…&addressing=path`; its key and secret stand before the bucket
    (`s3://key:secret@bucket`) or in AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY. Raises ImproperlyConfigured: it is none of
    these, says something that is not known, or the package for it is not installed.
    """
    parts = urlsplit(where)
    if "://" not in where:
        return {"BACKEND": FOLDER}, Path(where).absolute() if where else data / "files"
    told = dict(parse_qsl(parts.query))
    if parts.scheme != "s3" or not parts.hostname or told.keys() - S3_KNOWN:
        raise ImproperlyConfigured(
            f"JIXIAO_FILES 应是一个目录，或 s3://桶/前缀?endpoint=https://…&region=…&addressing=path，现为 {_without_secret(where)}。"
            " / JIXIAO_FILES should be a folder, or s3://bucket/prefix?endpoint=https://…&region=…&addressing=path."
        )
    if find_spec("storages") is None or find_spec("boto3") is None:
        raise ImproperlyConfigured(
            "对象存储需要另装软件包：pip install 'jixiao[s3]'。 / A bucket needs another package: pip install 'jixiao[s3]'."
        )
    from botocore.config import Config  # noqa: PLC0415  # only where a bucket is used

    client = Config(
        s3={"addressing_style": told.get("addressing", "auto")},
        signature_version="s3v4",
        # Stores that only speak like S3 do not know the newer checksums.
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
        retries={"max_attempts": 3, "mode": "standard"},
    )
    options = {
        "bucket_name": parts.netloc.rpartition("@")[2],
        "location": parts.path.strip("/"),
        "endpoint_url": told.get("endpoint"),
        "region_name": told.get("region"),
        "access_key": unquote(parts.username) if parts.username else None,
        "secret_key": unquote(parts.password) if parts.password else None,
        "client_config": client,
        "file_overwrite": False,
        "default_acl": None,
    }
    return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}, data / "files"


def _without_secret(url: str) -> str:
    parts = urlsplit(url)
    return url.replace(f"{parts.netloc.rpartition('@')[0]}@", "") if "@" in parts.netloc else url


def mail(url: str, data: Path) -> dict[str, Any]:
    """Mail by SMTP, or into files of the data folder where nobody named a server.

    Raises ImproperlyConfigured: another way of sending mail.
    """
    if not url:
        return {"EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend", "EMAIL_FILE_PATH": data / "mail"}
    parts = urlsplit(url)
    if parts.scheme not in {"smtp", "smtps", "smtp+tls"}:
        raise ImproperlyConfigured(
            f"JIXIAO_SMTP 应以 smtp://、smtp+tls:// 或 smtps:// 开头，现为 {parts.scheme}://；不设置则邮件存入数据目录。"
            f" / JIXIAO_SMTP should begin with smtp://, smtp+tls:// or smtps://, not {parts.scheme}://;"
            " without it mail is kept in the data folder."
        )
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname or "",
        "EMAIL_PORT": parts.port or {"smtps": 465, "smtp+tls": 587}.get(parts.scheme, 25),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
        "EMAIL_TIMEOUT": 20,
    }
