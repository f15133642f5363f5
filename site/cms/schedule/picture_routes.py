"""Pictures below the schedule page: QR codes of the feeds, and the cards of talks for shared links."""

from django.http import Http404, HttpRequest, HttpResponse
from wagtail.contrib.routable_page.models import path

from cms.schedule.qr import qr_response
from cms.schedule.social_card import card_content, card_png
from conference.queries.schedule_rows import TalkRow
from conference.queries.talk_detail import talk_detail

FEEDS_WITH_QR = ("schedule.ics", "schedule.xml", "schedule.json")


class PictureRoutes:
    """Adds pictures to a schedule page."""

    @path("qr-<slug:kind>.svg/", name="feed_qr")
    def feed_qr(self, request: HttpRequest, kind: str) -> HttpResponse:
        """Answer with the QR picture of a feed's address; `kind` is the end of its name."""
        name = f"schedule.{kind}"
        if name not in FEEDS_WITH_QR:
            raise Http404
        return qr_response(self.absolute_addresses(request).feed(name))

    @path("talk/<slug:code>/card-<slug:digest>.png/", name="talk_card")
    def talk_card(self, request: HttpRequest, code: str, digest: str) -> HttpResponse:  # noqa: ARG002 - a route's signature
        """Answer with a talk's card; only under the name that its present content gives."""
        detail = talk_detail(self.conference, code)
        if detail is None:
            raise Http404
        content = card_content(self.conference, detail.talk)
        if content.digest != digest:
            raise Http404
        return HttpResponse(card_png(content), content_type="image/png")

    def card_address(self, request: HttpRequest, talk: TalkRow) -> str:
        """Return the absolute address of a talk's card."""
        digest = card_content(self.conference, talk).digest
        return request.build_absolute_uri(self.addresses.talk_picture(talk.code, digest))
