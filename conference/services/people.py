"""Who works on a conference: inviting people into roles, giving and taking roles, accepting invitations.

`by` is the staff member who does it. They need the right to manage people at the conference, and for a role at all
conferences they need that right at all of them. Refusals are `ValidationError`s with one sentence.
"""

from datetime import timedelta
from urllib.parse import urlencode, urljoin, urlsplit

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from conference import extension, markdown, scope
from conference.models import Conference, Invitation, RoleGroup, User
from conference.services import mail
from conference.services.roles import role_group

VALID_FOR = timedelta(days=14)
MANAGE = "conference.manage_people"
LEADING = "organizers"
INVITED, GRANTED, REVOKED, CANCELLED = (
    "staff.person_invited",
    "staff.role_granted",
    "staff.role_revoked",
    "staff.invitation_cancelled",
)


@transaction.atomic
def invite(email: str, role: str, *, conference: Conference | None, by: User) -> Invitation | User:
    """Give the role to the owner of the address, or promise it until they have signed in with it.

    Returns the person when the address is some account's verified one (the role is theirs at once), else the invitation,
    which lasts `VALID_FOR`; inviting again renews it. Either way a mail tells them. Refused for a closed conference.
    """
    _require(by, conference)
    scope.require_open(conference)
    email = email.strip().lower()
    validate_email(email)
    group = role_group(role, conference)
    owner = User.objects.filter(emailaddress__email__iexact=email, emailaddress__verified=True, is_active=True).first()
    if owner is not None:
        grant(owner, role, conference=conference, by=by)
        _tell(email, group, by=by, is_new=False)
        return owner
    invitation, _created = Invitation.objects.update_or_create(
        email=email, role_group=group, defaults={"invited_by": by, "expires_at": timezone.now() + VALID_FOR}
    )
    _log(INVITED, group, email, by=by)
    _tell(email, group, by=by, is_new=True)
    return invitation


@transaction.atomic
def grant(user: User, role: str, *, conference: Conference | None, by: User) -> RoleGroup:
    """Give a person the role; `ValidationError` when they hold it already, or for a closed conference."""
    _require(by, conference)
    scope.require_open(conference)
    group = role_group(role, conference)
    if user.groups.filter(pk=group.group_id).exists():
        raise ValidationError(
            _("%(person)s has the role “%(role)s” already.") % {"person": user, "role": label_of(group)}
        )
    user.groups.add(group.group)
    _log(GRANTED, group, user.email, by=by)
    return group


@transaction.atomic
def revoke(user: User, role: RoleGroup, *, by: User) -> None:
    """Take the role away, at a closed conference too; refused when nobody would be left to lead one of its conferences."""
    _require(by, role.conference)
    # the lock makes two organizers who remove each other at the same time wait for one another
    list(RoleGroup.objects.select_for_update(of=("self",)).filter(role=role.role).order_by("pk"))
    if not user.groups.filter(pk=role.group_id).exists():
        raise ValidationError(_("%(person)s does not have this role any more.") % {"person": user})
    user.groups.remove(role.group)
    if role.role == LEADING and (orphan := _without_organizer(role.conference)):
        raise ValidationError(
            _("%(person)s is the last organizer of %(conference)s. Give somebody else this role first.")
            % {"person": user, "conference": orphan}
        )
    _log(REVOKED, role, user.email, by=by)


@transaction.atomic
def cancel_invitation(invitation: Invitation, *, by: User) -> None:
    """Take an invitation back; its mail opens nothing any more."""
    _require(by, invitation.role_group.conference)
    _log(CANCELLED, invitation.role_group, invitation.email, by=by)
    invitation.delete()


@transaction.atomic
def accept_invitations(user: User) -> list[RoleGroup]:
    """Give a person every role promised to an address they have verified, and return the roles they got now."""
    if not user.is_active:
        return []
    addresses = EmailAddress.objects.filter(user=user, verified=True).values_list("email", flat=True)
    verified = [address.lower() for address in addresses]
    open_ones = Invitation.objects.filter(email__in=verified).select_related(
        "role_group__group", "role_group__conference"
    )
    got = []
    for invitation in open_ones:
        if invitation.expires_at > timezone.now():
            user.groups.add(invitation.role_group.group)
            _log(GRANTED, invitation.role_group, user.email, by=invitation.invited_by)
            got.append(invitation.role_group)
        invitation.delete()
    return got


def may_give_everywhere(user: User) -> bool:
    """Return whether the person may give roles for all conferences."""
    return scope.may(user, MANAGE, None)


def label_of(group: RoleGroup) -> str:
    """Return the role's name as people read it."""
    return str(extension.roles.get(group.role).label)


def _require(by: User, conference: Conference | None) -> None:
    if scope.may(by, MANAGE, conference):
        return
    if conference is None:
        raise ValidationError(_("Only someone with a role for all conferences may give or take such a role."))
    raise ValidationError(_("You may not manage people of %(conference)s.") % {"conference": conference})


def _without_organizer(conference: Conference | None) -> Conference | None:
    """Return the conference, of all when `None`, that nobody would lead any more."""
    leading = User.objects.filter(is_active=True, groups__role_group__role=LEADING)
    if leading.filter(groups__role_group__conference__isnull=True, groups__role_group__role=LEADING).exists():
        return None
    concerned = Conference.objects.all() if conference is None else Conference.objects.filter(pk=conference.pk)
    led = leading.values_list("groups__role_group__conference", flat=True)
    return concerned.exclude(pk__in=[pk for pk in led if pk is not None]).first()


def _log(action: str, group: RoleGroup, email: str, *, by: User | None) -> None:
    place = group.conference.name if group.conference else _("all conferences")
    log(
        group.conference or group,
        action,
        user=by,
        title=place,
        data={"person": email, "role": label_of(group), "place": place},
    )


def _sign_in(email: str, staff: str) -> str:
    """Return the full address of the sign-in with the e-mail address filled in, which leads on to the staff's pages."""
    query = urlencode({"next": urlsplit(staff).path, "email": email})
    return f"{urljoin(staff, reverse('account_login'))}?{query}"


def _tell(email: str, group: RoleGroup, *, by: User, is_new: bool) -> None:
    place = group.conference.name if group.conference else settings.WAGTAIL_SITE_NAME
    values = {
        "by": markdown.escape(by.get_full_name()),
        "role": markdown.escape(label_of(group)),
        "place": markdown.escape(place),
        "url": extension.url_for(group.conference, "staff"),
        "days": VALID_FOR.days,
    }
    text = _("%(by)s has given you the role “%(role)s” at %(place)s.\n\n[Open the staff pages](%(url)s)") % values
    if is_new:
        text = _(
            "%(by)s invites you to work on %(place)s as “%(role)s”.\n\n"
            "Sign in with this e-mail address: we send you a code, and that is all it takes. "
            "The invitation lasts %(days)d days.\n\n[Sign in](%(url)s)"
        ) % {**values, "url": _sign_in(email, values["url"])}
    subject = _("Your role at %(place)s") % {"place": place}
    mail.queue(kind="people.role", to=email, subject=subject, text=text, conference=group.conference)
