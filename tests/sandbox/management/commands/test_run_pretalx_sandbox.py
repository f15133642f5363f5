import socket

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from sandbox.management.commands.run_pretalx_sandbox import find_recording


def test_the_demo_is_found_by_its_name():
    assert find_recording("demo").event == "halyard-2027"


def test_a_recording_of_the_suite_is_found_by_its_folder():
    assert find_recording("small_2025.2_v1").event == "small"


def test_a_recording_is_found_by_its_path(tmp_path):
    (tmp_path / "index.json").write_text('{"event": "mine", "recorded_base": "", "tokens": {}, "entries": []}')

    assert find_recording(str(tmp_path)).event == "mine"


def test_an_unknown_recording_is_named():
    with pytest.raises(CommandError, match='no recording "nothing"'):
        call_command("run_pretalx_sandbox", recording=["nothing"])


def test_a_port_in_use_is_one_clear_line():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(CommandError, match=f"Port {port} cannot be used"):
            call_command("run_pretalx_sandbox", port=port)


def test_it_serves_until_it_is_interrupted(monkeypatch, capsys):
    def interrupted(server):
        raise KeyboardInterrupt

    monkeypatch.setattr("sandbox.pretalx.server.PretalxServer.serve_forever", interrupted)

    call_command("run_pretalx_sandbox", port=0)

    output = capsys.readouterr().out
    assert "Pretalx stand-in (demo) at http://127.0.0.1:" in output
    assert "Stopped." in output
