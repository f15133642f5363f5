"""Who holds a ticket: named by the buyer, claimed by the person, renamed, passed on, taken back.

Each function locks the ticket, changes it and writes its mails in one transaction, and raises `ValidationError` with a
sentence for the person in front of it. Whether that person may touch the ticket at all, the caller has checked.
"""

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from conference.models import User
from conference.scope import require_open
from registration.models import Attendee, AttendeeProfile
from registration.models.attendees import free_access_code, new_claim_token
from registration.services.attendees.completion import refresh
from registration.services.attendees.possible import has_holder, has_time
from registration.services.mails.names import require_no_address
from registration.services.mails.notices import tell_assigned
from registration.services.mails.tickets import tell_claimed, tell_former_holder, tell_new_holder


def assign(attendee: Attendee, *, name: str, email: str = "") -> Attendee:
    """Name the holder of an unclaimed ticket; with an address they get the link by mail, else the buyer hands it on.

    A ticket that has a holder already can be given to another one only while changes are possible.
    """
    name, email = _checked(name, email)
    with transaction.atomic():
        ticket = _locked(attendee)
        if ticket.user_id:
            raise ValidationError(_("This ticket is claimed already: pass it on instead."))
        if has_holder(ticket):
            _require_time(ticket)
        is_new_person = email.lower() != ticket.email.lower()
        if email and is_new_person:
            _refuse_second(ticket, email)
        if is_new_person:
            ticket.claim_token = new_claim_token()
            if ticket.email:
                _forget_answers(ticket)
        ticket.name, ticket.email = name, email
        if email and is_new_person:
            ticket.claim_mailed_at = timezone.now()
            tell_assigned(ticket)
        ticket.save(update_fields=["name", "email", "claim_token", "claim_mailed_at", "updated_at"])
    return ticket


def claim(token: str, *, user: User, accepts_conduct: bool) -> Attendee:
    """Make the ticket with this claim link the person's own; a second time by the same person it is simply theirs.

    Of two people at once the first one gets it. `Attendee.DoesNotExist` for a link that leads nowhere (any more).
    Somebody else's ticket gets a new code with that, unless it let them in already: its buyer had the old one.
    """
    with transaction.atomic():
        ticket = _locked(Attendee.objects.get(claim_token=token))
        if ticket.claim_token != token:
            raise Attendee.DoesNotExist
        if ticket.user_id == user.pk:
            return ticket
        if ticket.user_id:
            raise ValidationError(_("Somebody has claimed this ticket already. Ask the person who sent you the link."))
        if not accepts_conduct:
            raise ValidationError(_("Agree to the code of conduct first: it holds for everybody who comes."))
        now = timezone.now()
        ticket.user, ticket.claimed_at, ticket.conduct_accepted_at = user, now, now
        ticket.name, ticket.email = ticket.name or _name_of(user), user.email
        if ticket.order and ticket.order.user_id != user.pk and not ticket.checked_in_at:
            ticket.access_code = free_access_code()
        _save_holder(ticket)
        AttendeeProfile.objects.filter(attendee=ticket).update(
            user=user, access_code=ticket.access_code, updated_at=now
        )
        refresh(ticket)
        tell_claimed(ticket)
    return ticket


def rename(attendee: Attendee, *, name: str) -> Attendee:
    """Write the holder's name otherwise; the ticket stays theirs, with its code and answers."""
    name, _email = _checked(name, "")
    with transaction.atomic():
        ticket = _locked(attendee)
        _require_time(ticket)
        ticket.name = name
        ticket.save(update_fields=["name", "updated_at"])
    return ticket


def transfer(attendee: Attendee, *, name: str, email: str) -> Attendee:
    """Pass a ticket on to somebody else, add-ons and all.

    It gets a new code and a new link, so that the old QR and PDF let nobody in; the answers of who held it are deleted.
    Both are told.
    """
    name, email = _checked(name, email)
    if not email:
        raise ValidationError({"email": _("The ticket needs an address to go to.")})
    with transaction.atomic():
        ticket = _locked(attendee)
        _require_time(ticket)
        if ticket.checked_in_at:
            raise ValidationError(_("This ticket was used at the entrance already: it cannot be passed on."))
        former_name, former_email = ticket.name, ticket.user.email if ticket.user else ticket.email
        if email.lower() == former_email.lower():
            raise ValidationError({"email": _("This person has the ticket already.")})
        _refuse_second(ticket, email)
        AttendeeProfile.objects.filter(attendee=ticket).delete()
        ticket.user = ticket.claimed_at = ticket.conduct_accepted_at = None
        ticket.completed_registration = False
        ticket.access_code, ticket.claim_token = free_access_code(), new_claim_token()
        ticket.name, ticket.email, ticket.claim_mailed_at = name, email, timezone.now()
        ticket.save()
        AttendeeProfile.objects.create(attendee=ticket, access_code=ticket.access_code)
        tell_former_holder(ticket, name=former_name, email=former_email)
        tell_new_holder(ticket, former=former_name)
    return ticket


def take_back(attendee: Attendee) -> Attendee:
    """Let an unclaimed ticket be nobody's again; the link that was sent opens nothing any more."""
    with transaction.atomic():
        ticket = _locked(attendee)
        if ticket.user_id:
            raise ValidationError(_("This ticket is claimed already: it can only be passed on."))
        _require_time(ticket)
        ticket.name = ticket.email = ""
        ticket.claim_token, ticket.claim_mailed_at = new_claim_token(), None
        ticket.save(update_fields=["name", "email", "claim_token", "claim_mailed_at", "updated_at"])
        _forget_answers(ticket)
    return ticket


def _forget_answers(ticket: Attendee) -> None:
    """Delete what was answered at the checkout: it was about the person who was named there, and nobody else reads it."""
    AttendeeProfile.objects.filter(attendee=ticket).delete()
    AttendeeProfile.objects.create(attendee=ticket, access_code=ticket.access_code)
    refresh(ticket)


def _locked(attendee: Attendee) -> Attendee:
    """Return the ticket as it is stored, locked; `ValidationError` when it ended or its conference is closed."""
    rows = Attendee.objects.select_for_update(of=("self",), no_key=True)
    ticket = rows.select_related("conference", "order__user", "line", "user").get(pk=attendee.pk)
    require_open(ticket.conference)
    if ticket.revoked_at:
        raise ValidationError(_("This ticket has ended: nothing can be changed about it any more."))
    return ticket


def _require_time(ticket: Attendee) -> None:
    if not has_time(ticket.conference):
        raise ValidationError(_("Tickets cannot be renamed or passed on any more. Write to the organizers."))


def _checked(name: str, email: str) -> tuple[str, str]:
    """Return name and address without spaces around them; `ValidationError` by field."""
    name, email = " ".join(name.split()), email.strip()
    if not name:
        raise ValidationError({"name": _("Say whose ticket it is.")})
    if len(name) > Attendee._meta.get_field("name").max_length:
        raise ValidationError({"name": _("This name is too long for a ticket.")})
    try:
        require_no_address(name)
    except ValidationError as error:
        raise ValidationError({"name": error.messages}) from error
    if email:
        try:
            validate_email(email)
        except ValidationError as error:
            raise ValidationError({"email": error.messages}) from error
    return name, email


def _name_of(user: User) -> str:
    """Return what a ticket calls an account that nobody named: mails to others may say it, so it does not advertise."""
    try:
        require_no_address(user.name)
    except ValidationError:
        return user.email
    return user.get_full_name()


def _refuse_second(ticket: Attendee, email: str) -> None:
    """Raise when this order has a ticket for the address already: each person has one."""
    others = Attendee.objects.filter(order=ticket.order, revoked_at__isnull=True, email__iexact=email)
    if ticket.order_id and others.exclude(pk=ticket.pk).exists():
        raise ValidationError({"email": _("Another ticket of this order is for this address: each person has one.")})


def _save_holder(ticket: Attendee) -> None:
    try:
        with transaction.atomic():
            ticket.save(
                update_fields=[
                    *("user", "name", "email", "access_code", "claimed_at", "conduct_accepted_at", "updated_at")
                ]
            )
    except IntegrityError as error:
        raise ValidationError(
            _("You have a ticket for %(conference)s already, and each person has one. Pass this one on to somebody."),
            params={"conference": ticket.conference.name},
        ) from error
