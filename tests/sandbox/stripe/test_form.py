import pytest

from sandbox.stripe.form import FormError, decode


@pytest.mark.parametrize(
    ("body", "means"),
    [
        ("", {}),
        ("a=1&b=", {"a": "1", "b": ""}),
        ("a[b][c]=x+y&a[b][d]=%C3%A9", {"a": {"b": {"c": "x y", "d": "é"}}}),
        ("a[0]=x&a[1]=y", {"a": ["x", "y"]}),
        ("a[1]=y&a[0]=x&a[10]=z", {"a": ["x", "y", "z"]}),
        ("a[]=x&a[]=y", {"a": ["x", "y"]}),
        ("a[0][b]=x&a[1][b]=y", {"a": [{"b": "x"}, {"b": "y"}]}),
    ],
)
def test_brackets_nest_and_digits_make_lists(body, means):
    assert decode(body) == means


@pytest.mark.parametrize("body", ["a[b=1", "[a]=1", "a=1&a[b]=2", "a[b]=2&a=1", "a]b=1"])
def test_what_makes_no_sense_is_refused(body):
    with pytest.raises(FormError):
        decode(body)
