"""The fields of the organizers' questions: their words, a choice that is none, and text that is no longer than what is kept."""

import pytest
from django import forms

from common.answers import answer_field
from registration.models import AttendeeProfile, ProfileQuestion
from registration.models.profiles import ANSWERS

ALL = [ProfileQuestion(field=name) for name in ANSWERS]


@pytest.mark.parametrize("question", ALL, ids=str)
@pytest.mark.parametrize("required", [True, False])
def test_a_form_says_whether_it_insists_on_an_answer(question, required):
    form = forms.Form({})
    form.fields["answer"] = answer_field(question, required=required)
    assert form.is_valid() is not required


def test_the_hint_is_the_organizers_or_else_ours():
    assert answer_field(ProfileQuestion(field="pronouns"), required=False).help_text == "As on your badge."
    hint = ProfileQuestion(field="pronouns", help_text="They stand below your name.")
    assert answer_field(hint, required=False).help_text == "They stand below your name."


def test_a_choice_begins_with_none():
    field = answer_field(ProfileQuestion(field="shirt_size"), required=True)
    assert [str(words) for _value, words in field.choices][:2] == ["Choose one", "XS"]
    assert [value for value, _words in field.choices].count("") == 1


@pytest.mark.parametrize("name", ["pronouns", "dietary_needs", "accessibility"])
def test_what_would_not_fit_is_refused(name):
    field = answer_field(ProfileQuestion(field=name), required=False)
    longest = AttendeeProfile._meta.get_field(name).max_length
    assert field.clean("x" * longest) == "x" * longest
    with pytest.raises(forms.ValidationError):
        field.clean("x" * (longest + 1))
