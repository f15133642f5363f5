import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP

from conference import encryption
from portal import mfa_adapter
from tests.factories.conference import UserFactory

pytestmark = pytest.mark.django_db
SECRET = "JBSWY3DPEHPK3PXP"


def test_app_secret_is_stored_encrypted_and_still_works():
    row = TOTP.activate(UserFactory(), SECRET).instance
    assert SECRET not in str(Authenticator.objects.get(pk=row.pk).data)
    assert encryption.decrypt(row.data["secret"]) == SECRET


def test_secrets_survive_a_change_of_keys(settings):
    user = UserFactory()
    app = TOTP.activate(user, SECRET).instance
    codes = RecoveryCodes.activate(user).generate_codes()
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "a new key"
    assert mfa_adapter.rotate_secrets() == 2
    settings.SECRET_KEY_FALLBACKS = []
    app.refresh_from_db()
    assert encryption.decrypt(app.data["secret"]) == SECRET
    assert RecoveryCodes(user.authenticator_set.get(type="recovery_codes")).generate_codes() == codes


def test_without_the_old_key_nothing_is_written(settings):
    app = TOTP.activate(UserFactory(), SECRET).instance
    settings.SECRET_KEY = "a new key"
    with pytest.raises(ValueError, match="none of SECRET_KEY"):
        mfa_adapter.rotate_secrets()
    assert Authenticator.objects.get().data == app.data
