"""Published over SFTP, to a server that ssh knows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import require_package
from publishing import assert_whole, send, tree, write_edition

from audiobook.errors import PublishError
from audiobook.publish.target import open_target

pytestmark = pytest.mark.real


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    require_package("paramiko")
    from sftp_server import sftp_server

    (tmp_path / "home" / ".ssh").mkdir(parents=True)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.delenv("SSH_AUTH_SOCK", raising=False)
    with sftp_server() as (port, known):
        (tmp_path / "home" / ".ssh" / "known_hosts").write_text(known)
        yield port


def test_published_updated_and_brought_back(tmp_path: Path, server: int) -> None:
    output, site = tmp_path / "output", tmp_path / "site"
    target = open_target(f"sftp://me:open sesame@127.0.0.1:{server}{site}", tmp_path)
    write_edition(output, "v1", "ants", "bees")
    first = tree(output)
    send(output, target)
    assert first.items() <= tree(site).items()
    assert send(output, target).courses[0].plan.is_done

    write_edition(output, "v2", "wasps", "bees")
    send(output, target)
    assert tree(output).items() <= tree(site).items()
    assert_whole(tree(site))

    send(output, target, rollback=True, keep_days=0)
    assert {path: content for path, content in tree(site).items() if "/.published/" not in path} == first


def test_a_server_that_ssh_does_not_know_gets_nothing(tmp_path: Path, server: int) -> None:
    (tmp_path / "home" / ".ssh" / "known_hosts").unlink()
    with pytest.raises(
        PublishError, match=r"sftp://me:\*\*\*@.*cannot be opened.*not the one in ~/.ssh/known_hosts"
    ):
        open_target(f"sftp://me:open sesame@127.0.0.1:{server}/site", tmp_path)
