"""Ending many voucher codes at once: a list of them, the question, the act."""

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from registration.services.setting_up.ending_codes import end_codes, look
from staff.registration.acts import ConfirmedActView

DELETE = "registration.delete_voucher"
LONGEST = 60_000  # characters: 500 lines of the longest code


class EndCodesForm(forms.Form):
    """Which codes, and what becomes of them."""

    codes = forms.CharField(
        label=gettext_lazy("Codes"),
        widget=forms.Textarea(attrs={"rows": 8}),
        max_length=LONGEST,
        help_text=gettext_lazy("One a line. TEAM-* means all that begin with TEAM-."),
    )
    what = forms.ChoiceField(
        label=gettext_lazy("What becomes of them"),
        choices=[
            ("off", gettext_lazy("Switch them off")),
            ("delete", gettext_lazy("Delete those that no order was made with, switch the others off")),
        ],
        widget=forms.RadioSelect,
        initial="off",
    )

    def lines(self) -> list[str]:
        """Return the lines."""
        return self.cleaned_data["codes"].splitlines()

    def is_deletion(self) -> bool:
        """Return whether unused ones go."""
        return self.cleaned_data["what"] == "delete"


class EndCodesView(ConfirmedActView):
    """Switches codes off, or deletes unused ones."""

    permissions = (DELETE,)
    instance = None  # it acts upon many
    page_title = gettext_lazy("End many codes")
    header_icon = "key"
    form_class = EndCodesForm
    is_danger = True

    def get_success_url(self) -> str:
        """Return the address of the list."""
        return reverse("vouchers:index")

    def verb_for(self, form: EndCodesForm) -> str:
        """Return the words on the button."""
        return _("Delete the unused ones") if form.is_deletion() else _("Switch these off")

    def consequences(self, form: EndCodesForm) -> list[str]:
        """Say how many codes are meant, and what becomes of them."""
        found = look(self.conference, form.lines())
        meant = ngettext("%(count)d code is meant.", "%(count)d codes are meant.", found.found)
        sentences = [meant % {"count": found.found}]
        stay = found.found
        if form.is_deletion():
            stay -= found.unused
            gone = ngettext("%(count)d unused code is deleted.", "%(count)d unused codes are deleted.", found.unused)
            sentences.append(gone % {"count": found.unused})
        if stay:
            off = ngettext("%(count)d code is switched off.", "%(count)d codes are switched off.", stay)
            sentences.append(off % {"count": stay})
        return [*sentences, _("Nobody can use them for a new order. Orders made with them stay as they are.")]

    def act(self, form: EndCodesForm) -> str:
        """End them."""
        found = end_codes(self.conference, form.lines(), delete=form.is_deletion(), by=self.request.user)
        return ngettext("%(count)d code has ended.", "%(count)d codes have ended.", found.found) % {
            "count": found.found
        }
