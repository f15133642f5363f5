"""The stand-in's Payment Element in a real browser, on a page with a strict content security policy."""

import pytest
from playwright.sync_api import expect

from tests.sandbox.stripe.shop import Shop

pytestmark = [pytest.mark.e2e, pytest.mark.xdist_group("payment-element")]
FRAME = "iframe[title='Secure payment input frame']"


@pytest.fixture
def shop(stripe_sandbox):
    server = Shop(stripe_sandbox.base_url)
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def api(stripe_sandbox):
    import stripe

    key = stripe_sandbox.account("test").secret_key
    return stripe.StripeClient(key, base_addresses={"api": stripe_sandbox.base_url}).v1


@pytest.fixture
def checkout(browser, shop, api, stripe_sandbox):
    """Return `open(redirect=)`: the payment page of a new PaymentIntent; no policy may be broken on it."""
    contexts, troubles = [], []

    def make(redirect="always", intent=None):
        intent = intent or api.payment_intents.create(params={"amount": 2500, "currency": "eur"})
        shop.sell(stripe_sandbox.account("test").publishable_key, intent.client_secret, redirect)
        context = browser.new_context(reduced_motion="reduce")
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on("console", lambda message: troubles.append(message.text) if "Security Policy" in message.text else None)
        page.goto(shop.url)
        page.intent = intent
        return page

    yield make
    for context in contexts:
        context.close()
    assert troubles == []


def type_card(page, number, expiry="12 / 34", cvc="123"):
    frame = page.frame_locator(FRAME)
    frame.get_by_label("Card number").fill("")
    frame.get_by_label("Card number").press_sequentially(number)
    frame.get_by_label("Expiration date").fill("")
    frame.get_by_label("Expiration date").press_sequentially(expiry)
    frame.get_by_label("Security code").fill(cvc)


def pay(page):
    page.get_by_role("button", name="Pay now").click()


def test_a_card_pays_and_leads_back(checkout, shop, stripe_sandbox):
    page = checkout()
    type_card(page, "4242424242424242")
    assert ["card", True] in page.evaluate("window.seen")
    pay(page)

    page.wait_for_url(f"{shop.url}/return?*")

    assert f"payment_intent={page.intent.id}&" in page.url
    assert page.url.endswith("redirect_status=succeeded")
    assert [charge["amount"] for charge in stripe_sandbox.charges()] == [2500]


def test_a_declined_card_says_so_and_another_pays(checkout, shop, stripe_sandbox):
    page = checkout()
    type_card(page, "4000000000009995")
    pay(page)
    alert = page.get_by_role("alert")
    alert.filter(has_text="insufficient").wait_for()
    assert alert.inner_text() == "card_error card_declined insufficient_funds: Your card has insufficient funds."
    assert stripe_sandbox.charges() == []

    type_card(page, "4242424242424242")
    pay(page)

    page.wait_for_url(f"{shop.url}/return?*")
    assert len(stripe_sandbox.charges()) == 1


def test_authentication_is_completed_by_keyboard(checkout, shop, stripe_sandbox):
    page = checkout()
    type_card(page, "4000002500003155")
    pay(page)
    dialog = page.get_by_role("dialog", name="Confirm that it is you")
    dialog.wait_for()
    assert page.evaluate("document.activeElement.textContent") == "Complete authentication"
    page.keyboard.press("Enter")

    page.wait_for_url(f"{shop.url}/return?*")

    assert len(stripe_sandbox.charges()) == 1


@pytest.mark.parametrize("way", ["button", "Escape"])
def test_authentication_that_fails_takes_nothing(checkout, stripe_sandbox, way):
    page = checkout()
    type_card(page, "4000002760003184")
    pay(page)
    dialog = page.get_by_role("dialog", name="Confirm that it is you")
    dialog.wait_for()
    if way == "button":
        dialog.get_by_role("button", name="Fail authentication").click()
    else:
        page.keyboard.press("Escape")

    page.get_by_role("alert").filter(has_text="unable to authenticate").wait_for()

    assert page.evaluate("window.result.code") == "payment_intent_authentication_failure"
    assert stripe_sandbox.charges() == []
    assert dialog.count() == 0


def test_a_bank_debit_is_in_process_until_it_is_settled(checkout, api, stripe_sandbox):
    page = checkout(redirect="if_required")
    frame = page.frame_locator(FRAME)
    frame.get_by_label("SEPA Debit").check()
    frame.get_by_label("Full name").fill("Ada Lovelace")
    frame.get_by_label("Email").fill("ada@example.org")
    frame.get_by_label("IBAN").fill("DE89 3704 0044 0532 0130 00")
    pay(page)
    page.get_by_role("alert").filter(has_text="processing").wait_for()
    assert stripe_sandbox.charges() == []

    stripe_sandbox.settle(page.intent.id)

    assert api.payment_intents.retrieve(page.intent.id).status == "succeeded"


def test_what_is_incomplete_is_said_beside_its_field(checkout, stripe_sandbox):
    page = checkout()
    type_card(page, "4242", expiry="13 / 34", cvc="1")
    pay(page)

    page.get_by_role("alert").filter(has_text="incomplete").wait_for()

    frame = page.frame_locator(FRAME)
    assert page.evaluate("[result.type, result.code]") == ["validation_error", "incomplete_number"]
    assert frame.get_by_label("Expiration date").get_attribute("aria-invalid") == "true"
    assert frame.locator("#cvc-error").inner_text() == "Your card's security code is incomplete."
    assert frame.get_by_label("Card number").evaluate("node => node === document.activeElement")
    assert stripe_sandbox.requests("/v1/payment_methods") == []


def test_a_wrong_check_digit_is_noticed(checkout):
    page = checkout()
    type_card(page, "4242424242424241")
    pay(page)
    page.get_by_role("alert").filter(has_text="invalid_number").wait_for()


def test_a_second_tab_cannot_pay_again(checkout, shop, stripe_sandbox):
    second = checkout()
    first = checkout(intent=second.intent)
    type_card(first, "4242424242424242")
    type_card(second, "4242424242424242")
    pay(first)
    first.wait_for_url(f"{shop.url}/return?*")

    pay(second)

    second.get_by_role("alert").filter(has_text="payment_intent_unexpected_state").wait_for()
    assert second.evaluate("window.result.payment_intent.status") == "succeeded"
    assert len(stripe_sandbox.charges()) == 1


def test_a_paid_intent_cannot_be_shown_again(checkout, stripe_sandbox):
    page = checkout()
    stripe_sandbox.pay(page.intent.id)
    page.reload()
    page.get_by_role("alert").filter(has_text="payment_intent_unexpected_state").wait_for()
    assert page.get_by_role("button", name="Pay now").is_disabled()


def test_a_lost_answer_is_told_as_one(checkout, stripe_sandbox):
    page = checkout()
    type_card(page, "4242424242424242")
    stripe_sandbox.fault("drop_before", "/v1/payment_intents/*/confirm", count=9)
    pay(page)
    page.get_by_role("alert").filter(has_text="api_connection_error").wait_for()
    assert stripe_sandbox.charges() == []


def test_the_library_tells_an_intents_state_and_goes_on_with_it(checkout, api, stripe_sandbox):
    page = checkout()
    stripe_sandbox.pay(page.intent.id, "4000000000003220")
    secret = page.intent.client_secret
    state = page.evaluate("secret => stripe.retrievePaymentIntent(secret)", secret)
    assert state["paymentIntent"]["status"] == "requires_action"
    assert "metadata" not in state["paymentIntent"]

    page.evaluate(
        "secret => { stripe.handleNextAction({ clientSecret: secret }).then((done) => { window.done = done; }); }",
        secret,
    )
    page.get_by_role("button", name="Complete authentication").click()

    page.wait_for_function("window.done")
    assert page.evaluate("window.done.paymentIntent.status") == "succeeded"


@pytest.mark.parametrize(
    "wrong",
    [
        "Stripe('sk_test_123')",
        "Stripe(key).elements({})",
        "Stripe(key).elements({ clientSecret: secret }).create('card')",
        "elements.create('payment')",
        "document.body && elements.getElement('payment').mount('#nothing')",
    ],
)
def test_wrong_use_is_an_integration_error(checkout, wrong):
    page = checkout()
    caught = page.evaluate(f"() => {{ try {{ {wrong}; return 'nothing'; }} catch (error) {{ return error.name; }} }}")
    assert caught == "IntegrationError"


@pytest.mark.parametrize("state", ["fields", "dialog"])
def test_it_can_be_used_by_everybody(checkout, axe, stripe_sandbox, state):
    page = checkout()
    page.frame_locator(FRAME).get_by_label("Card number").wait_for()
    if state == "dialog":
        type_card(page, "4000002500003155")
        pay(page)
        page.get_by_role("dialog").wait_for()
        assert axe(page) == []
        return
    frame = next(each for each in page.frames if "/v3/element.html" in each.url)
    assert axe(frame) == []


def test_it_wears_what_the_page_wears(checkout):
    page = checkout()
    frame = page.frame_locator(FRAME)
    label = frame.get_by_text("Card number")
    expect(label).to_have_css("color", "rgb(31, 36, 48)")

    page.evaluate("elements.update({ appearance: { theme: 'night', variables: { colorPrimary: '#ff0000' } } })")

    expect(label).to_have_css("color", "rgb(242, 243, 245)")
    assert frame.locator(":root").evaluate("node => node.style.getPropertyValue('--primary')") == "#ff0000"
