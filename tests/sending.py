"""Forms as a browser without script sends them."""

import re

from django.test import Client


def field(page: str, name: str) -> str:
    found = re.search(rf'name="{name}"[^>]*value="([^"]*)"', page)
    assert found is not None, name
    return found.group(1)


def send(client: Client, address: str, **fields: object) -> str:
    """Open a form and send it; the address it leads to. What it says where it is refused."""
    blank = client.get(address)
    assert blank.status_code == 200, blank.content.decode()
    answer = client.post(address, {"command_id": field(blank.content.decode(), "command_id"), **fields})
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"])


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.content.decode()
    return answer.content.decode()
