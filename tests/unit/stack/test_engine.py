"""What `make local` learns of the container engine: an engine without a gateway is an engine all the same."""

from __future__ import annotations

import pytest

from ghirbal_tools.stack.engine import WITHOUT, gateway_of
from ghirbal_tools.stack.ministack import StackError


def test_a_docker_that_was_just_started_names_no_gateway_and_is_used() -> None:
    assert gateway_of([{"Subnet": "172.17.0.0/16"}]) == "172.17.0.1"


def test_the_gateway_is_the_networks_own_where_it_names_one() -> None:
    assert gateway_of([{"Subnet": "10.88.0.0/16", "Gateway": "10.88.0.254"}]) == "10.88.0.254"


@pytest.mark.parametrize("networks", [[], [{}], [{"Subnet": ""}]])
def test_an_engine_without_a_network_is_told_from_no_engine(networks: list[dict[str, str]]) -> None:
    with pytest.raises(StackError) as error:
        gateway_of(networks)
    assert "engine answers" in str(error.value)
    assert str(error.value) != WITHOUT
