"""An event whose schedule was not released yet, seen through a recording of one that was."""

import json

from sandbox.pretalx.recording import ANONYMOUS, Answer, Params, Recording

NOT_AUTHENTICATED = {"detail": "Authentication credentials were not provided."}
NOT_FOUND = {"detail": "No Schedule matches the given query."}
NOTHING = {"count": 0, "next": None, "previous": None, "results": []}


def answer_unreleased(recording: Recording, path: str, params: Params, identity: str) -> Answer | None:
    """Return what an event without a release answers differently, or nothing where it answers the same.

    Anonymous readers see the event and nothing below it (401). A token sees rooms, people and submissions, an empty
    list of slots (200) and only the schedule that is being worked on.
    """
    if not path.startswith(recording.root) or path == recording.root:
        return None
    if identity == ANONYMOUS:
        return Answer.of_json(NOT_AUTHENTICATED, status=401, headers={"WWW-Authenticate": "Token"})
    endpoint = path.removeprefix(recording.root).strip("/")
    if endpoint == "slots":
        return Answer.of_json(NOTHING)
    if endpoint == "schedules":
        return _unpublished_only(recording, path, params, identity)
    if endpoint == "schedules/latest":
        return Answer.of_json(NOT_FOUND, status=404)
    return None


def _unpublished_only(recording: Recording, path: str, params: Params, identity: str) -> Answer | None:
    answer = recording.find("GET", path, params, identity)
    if answer is None or answer.status != 200:
        return answer
    schedules = [schedule for schedule in json.loads(answer.read())["results"] if not schedule["published"]]
    return Answer.of_json({**NOTHING, "count": len(schedules), "results": schedules})
