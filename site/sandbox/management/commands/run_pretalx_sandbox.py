"""`manage.py run_pretalx_sandbox`: answer as Pretalx would, on this machine."""

from argparse import ArgumentParser
from dataclasses import fields
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from sandbox.pretalx.faults import Options
from sandbox.pretalx.programme import DEMO, demo_recording
from sandbox.pretalx.recording import Recording
from sandbox.pretalx.server import make_server


class Command(BaseCommand):
    """Serve the demo's programme, or recorded answers, until it is stopped."""

    help = "Serve a stand-in for Pretalx on 127.0.0.1: the demo's programme, or recorded answers."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the port, the recordings and one option for every fault."""
        parser.add_argument("--port", type=int, default=8127)
        parser.add_argument(
            "--recording",
            action="append",
            default=[],
            metavar="NAME",
            help=f'"{DEMO}", a folder below tests/recordings, or the path of a folder; may be given several times. '
            "Of one event's recordings the first is active.",
        )
        for field in fields(Options):
            flag = "--" + field.name.replace("_", "-")
            if field.type is bool:
                parser.add_argument(flag, action="store_true")
            else:
                parser.add_argument(flag, type=field.type, default=field.default)

    def handle(self, *, port: int, recording: list[str], **options: Any) -> None:
        """Serve until interrupted."""
        faults = {field.name: options[field.name] for field in fields(Options)}
        try:
            server = make_server([find_recording(name) for name in recording or [DEMO]], port=port, **faults)
        except OSError as error:
            message = f"Port {port} cannot be used: {error.strerror}."
            raise CommandError(message) from error
        names = ", ".join(active.name for active in server.state.active.values())
        self.stdout.write(f"Pretalx stand-in ({names}) at {server.base_url}/api/")
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            self.stdout.write("Stopped.")
        finally:
            server.server_close()


def find_recording(name: str) -> Recording:
    """Return the demo, a folder below ``tests/recordings``, or the folder at that path."""
    if name == DEMO:
        return demo_recording()
    for folder in (Path(settings.ROOT) / "tests" / "recordings" / name, Path(name)):
        if (folder / "index.json").is_file():
            return Recording.load(folder)
    message = f'There is no recording "{name}".'
    raise CommandError(message)
