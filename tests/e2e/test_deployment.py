"""Backup and restore: what comes back answers as before, and nothing is written over anything."""

import re
import shutil
from pathlib import Path

import pytest

from tests.e2e.crawling import crawl
from tests.e2e.demo_site import HOST, ROOT, DemoSite, run

pytestmark = [pytest.mark.e2e, pytest.mark.xdist_group("demo")]

# What a page may say differently each time it is made.
FLEETING = re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"|nonce="[^"]*"')


@pytest.fixture(scope="module")
def backup(demo_site, tmp_path_factory) -> Path:
    """Return the folder of a backup of the demo."""
    into = tmp_path_factory.mktemp("backups")
    return Path(run([ROOT / "deploy/backup.sh", into], demo_site.environment).strip())


@pytest.fixture
def empty_site(demo_site, tmp_path):
    """Return an installation with the demo's keys and nothing else."""
    site = DemoSite(tmp_path, static=Path(demo_site.environment["STATIC_ROOT"]), keys=demo_site.keys)
    site.make_database(migrated=False)
    yield site
    site.stop()


def restore(site: DemoSite, folder: Path, **changed: str) -> str:
    return run([ROOT / "deploy/restore.sh", folder], site.environment | changed)


def test_a_backup_holds_database_files_and_keys_for_its_owner_only(backup, demo_site):
    assert {path.name for path in backup.iterdir()} == {
        "database.dump",
        "media.tar.gz",
        "private.tar.gz",
        "keys.env",
        "SHA256SUMS",
    }
    assert demo_site.keys["SALT_KEY"] in (backup / "keys.env").read_text()
    assert {path.stat().st_mode & 0o077 for path in [backup, *backup.iterdir()]} == {0}


def test_a_restored_site_answers_every_address_as_before(backup, empty_site, demo_crawl):
    restore(empty_site, backup)
    empty_site.start()
    restored = crawl(empty_site.get, origin=f"https://{HOST}")

    assert restored.statuses == demo_crawl.statuses
    changed = [
        path
        for path, markup in demo_crawl.pages.items()
        if FLEETING.sub("", markup) != FLEETING.sub("", restored.pages[path])
    ]
    assert changed == []


def test_other_keys_are_refused_before_anything_is_written(backup, empty_site):
    with pytest.raises(RuntimeError, match="SALT_KEY differs"):
        restore(empty_site, backup, SALT_KEY="another")
    restore(empty_site, backup)  # it was still empty


def test_a_database_with_tables_is_refused(backup, demo_site):
    with pytest.raises(RuntimeError, match="tables already"):
        restore(demo_site, backup)


def test_a_damaged_backup_is_refused(backup, empty_site, tmp_path):
    damaged = tmp_path / "damaged"
    shutil.copytree(backup, damaged)
    with (damaged / "media.tar.gz").open("ab") as file:
        file.write(b"x")
    with pytest.raises(RuntimeError, match="damaged"):
        restore(empty_site, damaged)


def test_without_keys_there_is_no_backup(demo_site, tmp_path):
    with pytest.raises(RuntimeError, match="SALT_KEY is not set"):
        run([ROOT / "deploy/backup.sh", tmp_path], demo_site.environment | {"SALT_KEY": ""})
    assert list(tmp_path.iterdir()) == []


def test_production_refuses_the_demos_database(demo_site):
    with pytest.raises(RuntimeError, match=r"plenary\.E002"):
        demo_site.manage("migrate")
