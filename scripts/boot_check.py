"""Prove that the pinned packages are the installed ones, can be imported, and boot the project.

pip may solve a package back to a years-old release without a word; `pip check` then still finds nothing wrong. Run in a
process of its own, so that nothing was imported before. Prints one line per fault; the exit code is 1 when there is one.
"""

import importlib
import importlib.metadata as metadata
import re
import subprocess
import sys
import warnings
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PIN = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)(\[[^]]*])?==(?P<version>[^\s;]+)")
# What a package offers to others beside its code, or what needs settings first: booting the project imports these.
NOT_ALONE = {"tests", "test", "docs", "examples", "scripts", "benchmarks"}


def main() -> int:
    """Check every pin, import what the site asks for, boot it."""
    faults = [*wrong_versions(), *failing_imports(), *failing_boot()]
    for fault in faults:
        print(fault, file=sys.stderr)
    if not faults:
        print("The pinned packages are installed, import and boot.")
    return 1 if faults else 0


def pins() -> dict[str, str]:
    """Return name -> version of requirements.txt."""
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    return {match["name"]: match["version"] for match in map(PIN.match, lines) if match}


def wrong_versions() -> list[str]:
    """Return a line for every pin that is not what is installed."""
    faults = []
    for name, version in pins().items():
        try:
            installed = metadata.version(name)
        except metadata.PackageNotFoundError:
            faults.append(f"{name} is pinned but not installed")
            continue
        if installed != version:
            faults.append(f"{name} is {installed}, but {version} is pinned")
    return faults


def failing_imports() -> list[str]:
    """Return a line for every package named in requirements.in whose modules cannot be imported."""
    names = {
        re.split(r"[\[~=<>! ;]", line)[0]
        for line in (ROOT / "requirements.in").read_text(encoding="utf-8").splitlines()
        if line and not line.startswith(("#", "-"))
    }
    faults = []
    for name in sorted(names):
        for module in modules_of(name):
            try:
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore")  # old syntax of others is theirs; ours is checked by the suite
                    importlib.import_module(module)
            except Exception as error:  # noqa: BLE001 - whatever it raises is the finding
                faults.append(f"{name}: importing {module} failed: {error!r}")
    return faults


def modules_of(name: str) -> list[str]:
    """Return the top-level modules that a distribution installs."""
    tops = {path.parts[0] for path in metadata.files(name) or [] if path.suffix == ".py" and ".." not in path.parts}
    found = {top.removesuffix(".py") for top in tops if "dist-info" not in top}
    return sorted(found - NOT_ALONE)


def failing_boot() -> list[str]:
    """Return what Django's system check says when it finds anything, warnings included."""
    command = [sys.executable, str(ROOT / "manage.py"), "check", "--fail-level", "WARNING"]
    boot = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    return [] if boot.returncode == 0 else [f"the project does not boot:\n{boot.stdout}{boot.stderr}"]


if __name__ == "__main__":
    sys.exit(main())
