"""The page that asks for the code of a mail. Whoever mistypes it too often, or comes too late, goes on where they came from,
with words about it: a buyer finds the checkout and its basket again, not another page of the account.
"""

from allauth.account.views import ConfirmLoginCodeView
from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import FormView


class CodePage(ConfirmLoginCodeView):
    """Says what became of a code; `next` names the page where one was."""

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """Answer; a code that is asked for no longer (too late, too often, cancelled) leads back to `next`."""
        self.is_told = False
        answer = super().dispatch(request, *args, **kwargs)
        if answer.status_code != 302 or answer.headers["Location"] != reverse("account_request_login_code"):
            return answer
        if request.method == "POST" and not self.is_told:
            messages.warning(request, _("That code is not good any more. Ask for a new one."))
        return HttpResponseRedirect(self.get_next_url() or answer.headers["Location"])

    def form_invalid(self, form: forms.Form) -> HttpResponse:
        """Show the form again, as often as one may try; a form sent without a code is no try."""
        if not form.data.get("code", "").strip() or self._process.record_invalid_attempt():
            return FormView.form_invalid(self, form)
        self.is_told = True
        messages.error(
            self.request, _("Too many wrong codes: the one that we sent opens nothing any more. Ask for a new one.")
        )
        return HttpResponseRedirect(reverse("account_request_login_code"))

    def _resend_form_valid(self, form: forms.Form) -> HttpResponse:
        before = self._process.state["resend_count"]
        answer = super()._resend_form_valid(form)
        if self._process.state["resend_count"] > before:
            messages.success(self.request, _("A new code is on its way. The one before opens nothing any more."))
        return answer
