"""The layout that everything else relies on: where packages lie, who may import whom, what is pinned and documented."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
OUR_CODE = ("conference", "registration", "sponsors", "programs", "site", "scripts")
VARIABLE = re.compile(
    r"""\benv(?:\.\w+)?\(\s*["']([A-Z][A-Z0-9_]+)["']"""
    r"""|environ(?:\.get\(|\.setdefault\(|\.pop\(|\[)\s*["']([A-Z][A-Z0-9_]+)["']"""
)
# Paths of somebody's own machine: a home folder, a temporary one.
LOCAL_PATH = re.compile(r"(?<![\w.])/(?:home/\w|Users/\w|root/|work/|tmp/\w)")
TEXT = {".py", ".html", ".md", ".toml", ".txt", ".in", ".css", ".js", ".json", ".sh", ".yaml", ".service", ""}
# The rule itself needs to be written down somewhere.
NAMES_THEM = {"tests/test_layout.py"}


def git(*arguments: str) -> subprocess.CompletedProcess:
    return subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=False)


def project_files() -> list[Path]:
    """Return every file that is in the repository or could be added to it."""
    listed = git("ls-files", "--cached", "--others", "--exclude-standard").stdout.splitlines()
    return [ROOT / name for name in listed if (ROOT / name).is_file()]


def test_site_is_no_package():
    assert not (ROOT / "site" / "__init__.py").exists()


def test_git_sees_the_folder_site():
    assert git("check-ignore", "site", "site/config/urls.py").returncode == 1
    assert git("check-ignore", "var/db.sqlite3").returncode == 0  # the question itself works


# --- floors -------------------------------------------------------------------------------------------------------


def floors(root: Path) -> subprocess.CompletedProcess:
    environment = os.environ | {"PYTHONPATH": f"{root}{os.pathsep}{root / 'site'}"}
    lint = [Path(sys.executable).parent / "lint-imports", "--no-cache"]
    return subprocess.run(lint, cwd=root, env=environment, capture_output=True, text=True, check=False)


def test_the_floors_hold():
    result = floors(ROOT)
    assert result.returncode == 0, result.stdout


def test_the_floors_would_not_hold_with_an_upward_import(tmp_path):
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())
    for package in settings["tool"]["importlinter"]["root_packages"]:
        below = tmp_path if (ROOT / package).is_dir() else tmp_path / "site"
        (below / package).mkdir(parents=True)
        (below / package / "__init__.py").touch()
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    assert floors(tmp_path).returncode == 0
    (tmp_path / "conference" / "upward.py").write_text("import cms\n")
    assert floors(tmp_path).returncode == 1


# --- what is written into files -------------------------------------------------------------------------------------


def test_no_file_names_a_path_of_one_machine():
    found = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
        for path in project_files()
        if path.suffix in TEXT and path.relative_to(ROOT).as_posix() not in NAMES_THEM
        for number, line in enumerate(path.read_text(errors="replace").splitlines(), 1)
        if LOCAL_PATH.search(line)
    ]
    assert found == []


@pytest.mark.parametrize("line", ["see /home/anna/plenary", '"/Users/anna/x"', "cp /tmp/x .", "/root/.venv"])
def test_a_path_of_one_machine_would_be_found(line):
    assert LOCAL_PATH.search(line)


@pytest.mark.parametrize("line", ["/var/lib/plenary", "https://a.example/home/anna", "../tmp/x", "templates/root/x"])
def test_other_paths_are_no_finding(line):
    assert not LOCAL_PATH.search(line)


# --- requirements -------------------------------------------------------------------------------------------------


def requirements(name: str) -> list[Requirement]:
    lines = (ROOT / name).read_text().splitlines()
    return [Requirement(line.split(" #")[0]) for line in lines if line[:1].isalnum()]


@pytest.mark.parametrize("kind", ["requirements", "requirements-dev"])
def test_everything_asked_for_is_pinned_as_asked(kind):
    pins = {canonicalize_name(pin.name): next(iter(pin.specifier)) for pin in requirements(f"{kind}.txt")}
    assert all(pin.operator == "==" for pin in pins.values())
    for asked in requirements(f"{kind}.in"):
        assert asked.specifier.contains(pins[canonicalize_name(asked.name)].version), asked


def test_development_uses_the_versions_of_the_site():
    development = {pin.name: str(pin.specifier) for pin in requirements("requirements-dev.txt")}
    assert [
        pin.name for pin in requirements("requirements.txt") if development.get(pin.name) != str(pin.specifier)
    ] == []


def test_no_package_comes_from_a_place_of_its_own():
    for name in ("requirements.txt", "requirements-dev.txt", "requirements.in", "requirements-dev.in"):
        assert not re.search(r"https?:|--(extra-)?index", (ROOT / name).read_text()), name


# --- configuration ------------------------------------------------------------------------------------------------


def variables_read() -> dict[str, str]:
    """Return every environment variable that our code reads or sets for others, with the file that does."""
    files = [ROOT / "gunicorn.conf.py", ROOT / "manage.py"]
    files += [path for folder in OUR_CODE for path in (ROOT / folder).rglob("*.py")]
    return {
        one or other: str(path.relative_to(ROOT)) for path in files for one, other in VARIABLE.findall(path.read_text())
    }


def test_every_variable_is_documented():
    listed = set(re.findall(r"[A-Z][A-Z0-9_]+", (ROOT / "docs/operate/configuration.md").read_text()))
    python_s_own = {"PYTHONUNBUFFERED"}
    missing = {name: file for name, file in variables_read().items() if name not in listed | python_s_own}
    assert missing == {}
    assert {"SECRET_KEY", "BIND", "PORT"} <= set(variables_read())  # the search itself works


def test_every_line_of_the_example_is_documented():
    names = re.findall(r"^#?([A-Z][A-Z0-9_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE)
    deployment = "".join(path.read_text() for path in (ROOT / "deploy/containers").iterdir())
    documented = (ROOT / "docs/operate/configuration.md").read_text()
    assert names
    assert [name for name in names if name not in documented and name not in deployment] == []


# --- what the documents promise -------------------------------------------------------------------------------------


def test_the_readme_lists_the_demos_accounts():
    listed = tomllib.loads((ROOT / "site/sandbox/demo/accounts.toml").read_text())
    readme = (ROOT / "README.md").read_text()
    assert f"`{listed['password']}`" in readme
    assert [account["email"] for account in listed["account"] if f"`{account['email']}`" not in readme] == []


def test_every_package_asked_for_has_its_reason():
    reasons = (ROOT / "docs/contribute/dependencies.md").read_text()
    asked = [*requirements("requirements.in"), *requirements("requirements-dev.in")]
    assert [pin.name for pin in asked if pin.name not in reasons] == []


def test_links_between_documents_lead_somewhere():
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    links = [(page, link) for page in pages for link in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text())]
    ours = [(page, link) for page, link in links if not link.startswith(("http:", "https:", "mailto:"))]
    assert ours
    broken = [f"{link} in {page.relative_to(ROOT)}" for page, link in ours if not (page.parent / link).exists()]
    assert broken == []
