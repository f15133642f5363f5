"""Measure the demo with Lighthouse as on a phone (`make lighthouse`): prints the scores, fails where one is below 95.

Lighthouse is not installed with the project; `npx` fetches it. Node 18 and a Chromium are needed.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import urllib.request

from demo_server import demo_server

LIGHTHOUSE = "lighthouse@12"  # 13 asks for a newer Node than Debian has
LEAST = 95
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")


def main() -> int:
    """Measure home, schedule and a talk."""
    if not shutil.which("npx"):
        sys.exit("npx is needed: install Node 18 or newer.")
    low = False
    with demo_server() as base:
        for name, path in (("home", "/"), ("schedule", "/schedule/"), ("talk", a_talk(base))):
            scores, hints = measure(base + path)
            print(f"{name:<9}" + "  ".join(f"{category} {score:>3}" for category, score in scores.items()), flush=True)
            for hint in hints:
                print(f"          - {hint}")
            low = low or min(scores.values()) < LEAST
    return 1 if low else 0


def a_talk(base: str) -> str:
    """Return the path of the first talk that the schedule links to."""
    with urllib.request.urlopen(f"{base}/schedule/") as answer:
        found = re.search(r'href="(/schedule/talk/[^"/]+/)"', answer.read().decode())
    return found[1] if found else sys.exit("The schedule links to no talk.")


def measure(url: str) -> tuple[dict[str, int], list[str]]:
    """Return the scores of a page, from 0 to 100, and a line for each audit that takes points away."""
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome") or ""
    flags = "--headless=new" + (" --no-sandbox" if os.geteuid() == 0 else "")
    command = ["npx", "--yes", LIGHTHOUSE, url, "--quiet", "--output=json", f"--chrome-flags={flags}"]
    command.append(f"--only-categories={','.join(CATEGORIES)}")
    run = subprocess.run(
        command, env=os.environ | {"CHROME_PATH": chromium}, capture_output=True, text=True, check=False
    )
    if run.returncode:
        sys.exit(f"Lighthouse failed:\n{run.stderr}")
    report = json.loads(run.stdout)
    scores = {name: round(100 * (report["categories"][name]["score"] or 0)) for name in CATEGORIES}
    weighty = {
        reference["id"]
        for name in CATEGORIES
        for reference in report["categories"][name]["auditRefs"]
        if reference["weight"]
    }
    audits = [audit for key, audit in report["audits"].items() if key in weighty]
    hints = [
        f"{audit['title']} {audit.get('displayValue', '')}".strip()
        for audit in audits
        if audit["score"] is not None and audit["score"] < 0.9
    ]
    return scores, hints


if __name__ == "__main__":
    sys.exit(main())
