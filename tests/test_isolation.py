"""The walls around the suite stand: no network, and a transactional test leaves the next one its foundation."""

import socket

import pytest
from pytest_socket import SocketConnectBlockedError
from wagtail.models import Page, Site


@pytest.fixture
def listener():
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()


@pytest.mark.filterwarnings("ignore:A test tried to use")  # it warns and raises; the warning alone would do
def test_other_hosts_are_out_of_reach():
    with pytest.raises(SocketConnectBlockedError):
        socket.create_connection(("192.0.2.1", 80), timeout=1)


def test_this_machine_is_within_reach(listener):
    socket.create_connection(listener, timeout=1).close()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", ["first", "after a flush"])
def test_a_transactional_test_finds_the_foundation(turn):
    assert Site.objects.get(is_default_site=True).root_page.depth == 2
    assert Page.get_first_root_node().content_type.model_class() is Page


def test_home_is_the_root_of_the_only_site(home, client):
    assert home.get_url() == "/"
    assert Site.objects.count() == 1
