"""Places that machines share, for tests: an S3 server with a bucket, and a wire to it that can be cut."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from tests.conftest import require_package
from tests.s3_server import ACCESS, s3_server

BUCKET = "shared"
NOWHERE = "/nowhere"


def environment(port: int) -> dict[str, str]:
    """What makes programs find the server at this port, and nothing of the user's."""
    files = {"AWS_CONFIG_FILE": NOWHERE, "AWS_SHARED_CREDENTIALS_FILE": NOWHERE}
    return {**ACCESS, **files, "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}"}


@contextmanager
def server() -> Iterator[int]:
    """The port of a server that holds nothing but the empty bucket."""
    require_package("moto")
    require_package("s3fs")
    with s3_server() as port:
        import botocore.session

        client = botocore.session.get_session().create_client(
            "s3",
            region_name=ACCESS["AWS_DEFAULT_REGION"],
            endpoint_url=f"http://127.0.0.1:{port}",
            aws_access_key_id=ACCESS["AWS_ACCESS_KEY_ID"],
            aws_secret_access_key=ACCESS["AWS_SECRET_ACCESS_KEY"],
        )
        client.create_bucket(Bucket=BUCKET)
        yield port


class Wire:
    """Carries connections to a server; `cut` ends each of them after so many bytes of the answer. None: it is whole."""

    def __init__(self, port: int) -> None:
        self._target = port
        self.cut: int | None = None
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        self._listener.close()

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self._listener.accept()
            except OSError:
                return
            far = socket.create_connection(("127.0.0.1", self._target))
            threading.Thread(target=self._carry, args=(near, far, False), daemon=True).start()
            threading.Thread(target=self._carry, args=(far, near, True), daemon=True).start()

    def _carry(self, source: socket.socket, target: socket.socket, answer: bool) -> None:
        carried = 0
        with suppress(OSError):
            while data := source.recv(65536):
                if answer and self.cut is not None:
                    data = data[: max(0, self.cut - carried)]
                carried += len(data)
                target.sendall(data)
                if answer and self.cut is not None and carried >= self.cut:
                    break
        for end in (source, target):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
