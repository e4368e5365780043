"""File systems by URL, through fsspec: opened so that what others write there is seen, and no stranger is trusted."""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from audiobook.errors import AudiobookError, PublishError, UsageError, reason_of

if TYPE_CHECKING:
    from fsspec import AbstractFileSystem

OBJECT_STORES = frozenset({"s3", "s3a", "gs", "gcs", "abfs", "abfss", "az", "oss", "memory"})
"""Where a put replaces an object at once."""

S3 = frozenset({"s3", "s3a"})
_EXTRAS = {"s3": "s3", "s3a": "s3", "sftp": "sftp", "ssh": "sftp"}
_PATIENCE_S = 30  # until a server has to answer


def open_file_system(url: str, at_once: int) -> tuple[AbstractFileSystem, str]:
    """The file system of a URL, without caches, and the path in it. `at_once`: how many requests will be under way.

    Raises UsageError for a kind that is not known or not installed, PublishError when it does not answer.
    """
    from fsspec.core import url_to_fs

    scheme = scheme_of(url)
    options: dict[str, Any] = {"skip_instance_cache": True}
    if scheme in S3:  # its library keeps ten connections where it is not told
        options |= {"use_listings_cache": False, "config_kwargs": {"max_pool_connections": at_once}}
    if _EXTRAS.get(scheme) == "sftp":
        options |= _sftp_options()
    shown = without_password(url)
    try:
        system, root = url_to_fs(url, **options)
    except ImportError as error:
        extra = _EXTRAS.get(scheme)
        hint = f"Install it with: pip install 'audiobook[{extra}]'" if extra else str(error)
        raise UsageError(f"{shown} needs a library that is not installed", hint) from error
    except ValueError as error:
        hint = "Give a folder, or a URL that fsspec knows, such as s3://BUCKET/PATH or sftp://HOST/PATH"
        raise UsageError(f"{shown} cannot be opened: {error}", hint) from error
    except Exception as error:
        if not is_foreign(error):
            raise
        hint = "Mend the address, the network or the credentials and run it again"
        raise PublishError(f"{shown} cannot be opened: {reason_of(error)}", hint) from error
    system.dircache.use_listings_cache = False
    return system, root


def scheme_of(url: str) -> str:
    return url.partition("://")[0]


def without_password(url: str) -> str:
    """The URL as it may be shown."""
    return re.sub(r"(://[^/@:]*):.*@", r"\1:***@", url)


def is_foreign(error: Exception) -> bool:
    """Whether an error comes from a file system, of which each has its own, and not from a fault of ours."""
    if isinstance(error, AudiobookError):
        return False
    theirs = type(error).__module__.partition(".")[0]
    return isinstance(error, OSError) or theirs not in ("builtins", "audiobook")


def _sftp_options() -> dict[str, Any]:
    """Only servers that ssh knows: fsspec would take any key for the server's."""
    try:
        import paramiko
    except ImportError:
        return {}  # fsspec says what is missing

    class KnownHosts(paramiko.MissingHostKeyPolicy):
        def missing_host_key(self, _: paramiko.SSHClient, hostname: str, key: paramiko.PKey) -> None:
            known = paramiko.HostKeys()
            with suppress(FileNotFoundError):
                known.load(str(Path("~/.ssh/known_hosts").expanduser()))
            if not known.check(hostname, key):
                raise paramiko.SSHException(
                    f"its {key.get_name()} key is not the one in ~/.ssh/known_hosts: connect once with ssh"
                )

    return {"host_key_policy": KnownHosts(), "timeout": _PATIENCE_S, "banner_timeout": _PATIENCE_S}
