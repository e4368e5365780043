"""An SFTP server on the loopback that serves a folder: paramiko's protocol over the files of this machine."""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import paramiko


class _Files(paramiko.SFTPServerInterface):
    """Paths are taken as they are."""

    def list_folder(self, path: str) -> Any:
        try:
            names = os.listdir(path)  # noqa: PTH208 - as the protocol wants them
        except OSError as error:
            return paramiko.SFTPServer.convert_errno(error.errno)
        return [
            paramiko.SFTPAttributes.from_stat(os.stat(f"{path}/{name}"), name)  # noqa: PTH116
            for name in names
        ]

    def _try(self, act: Any) -> int:
        try:
            act()
        except OSError as error:
            return paramiko.SFTPServer.convert_errno(error.errno)
        return paramiko.SFTP_OK

    def stat(self, path: str) -> Any:
        try:
            return paramiko.SFTPAttributes.from_stat(Path(path).stat())
        except OSError as error:
            return paramiko.SFTPServer.convert_errno(error.errno)

    lstat = stat

    def open(self, path: str, flags: int, attr: Any) -> Any:
        try:
            number = os.open(path, flags, 0o644)
        except OSError as error:
            return paramiko.SFTPServer.convert_errno(error.errno)
        handle = paramiko.SFTPHandle(flags)
        stream = os.fdopen(number, "wb" if flags & os.O_WRONLY else "rb")
        handle.readfile = handle.writefile = stream  # type: ignore[attr-defined]
        return handle

    def remove(self, path: str) -> int:
        return self._try(Path(path).unlink)

    def posix_rename(self, oldpath: str, newpath: str) -> int:
        return self._try(lambda: Path(oldpath).replace(newpath))

    def mkdir(self, path: str, attr: Any) -> int:
        return self._try(Path(path).mkdir)

    def rmdir(self, path: str) -> int:
        return self._try(Path(path).rmdir)

    def chattr(self, path: str, attr: Any) -> int:
        return paramiko.SFTP_OK


class _Door(paramiko.ServerInterface):
    def check_auth_password(self, username: str, password: str) -> int:
        return paramiko.AUTH_SUCCESSFUL if password == "open sesame" else paramiko.AUTH_FAILED

    def check_channel_request(self, kind: str, chanid: int) -> int:
        return paramiko.OPEN_SUCCEEDED


@contextmanager
def sftp_server() -> Iterator[tuple[int, str]]:
    """Its port, and its line for known_hosts."""
    key = paramiko.ECDSAKey.generate()
    listener = socket.create_server(("127.0.0.1", 0))
    transports: list[paramiko.Transport] = []

    def serve() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            transport = paramiko.Transport(connection)
            transports.append(transport)
            transport.add_server_key(key)
            transport.set_subsystem_handler("sftp", paramiko.SFTPServer, _Files)
            transport.start_server(event=threading.Event(), server=_Door())

    threading.Thread(target=serve, daemon=True).start()
    port = listener.getsockname()[1]
    try:
        yield port, f"[127.0.0.1]:{port} {key.get_name()} {key.get_base64()}\n"
    finally:
        listener.close()
        for transport in transports:
            transport.close()
