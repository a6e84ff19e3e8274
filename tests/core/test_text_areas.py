"""No text area cuts what is pasted into it; a line of text is still as long as its column."""

from django import forms


class Form(forms.Form):
    text = forms.CharField(max_length=500, widget=forms.Textarea)
    line = forms.CharField(max_length=60)


def test_a_text_area_has_a_limit_to_count_by_and_none_that_cuts():
    drawn = str(Form())
    assert 'data-limit="500"' in drawn
    assert 'maxlength="500"' not in drawn
    assert 'maxlength="60"' in drawn


def test_too_long_is_refused_in_words_with_the_text_kept():
    form = Form({"text": "x" * 501, "line": "y"})
    assert not form.is_valid()
    assert "501" in str(form.errors["text"])
    assert "x" * 501 in str(form["text"])
