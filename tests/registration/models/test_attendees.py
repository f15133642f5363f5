"""The codes of tickets."""

from registration.models.attendees import CODE_LENGTH, new_access_code


def test_a_new_code_has_nothing_that_is_taken_for_something_else():
    drawn = {new_access_code() for _number in range(300)}
    assert not set("".join(drawn)) & set("01ILOU")
    assert len(drawn) == 300
    assert {len(code) for code in drawn} == {CODE_LENGTH}
