#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Each chat gets the very picture that was meant for it: two files of one name, two consoles at a time, a staging folder that
somebody empties in between. And what the operator's phone says in the same chats proves nothing about our messages."""
import concurrent.futures
import threading
import time

from harness import play, until
from kinds import Gateway, digest, picture

FINAL = {"napcat": {"verified"}, "llbot": {"verified", "accepted"}, "milky": {"verified"}, "milky-llbot": {"verified"},
         "lagrange": {"verified", "accepted"}, "onebot11": {"verified", "accepted"}}
FIRST = ["30001", "30002", "30003", "30004", "30005", "30006"]
SECOND = ["30011", "30012"]


def groups_of(deliveries):
    return sorted(target.removeprefix("group:") for target in deliveries)


def both_in_one(gateway, a, b):
    profile = gateway.profile()
    text = "one name, two pictures"
    lines = profile.deliveries(profile.broadcast(text, FIRST[:3], "--image", a, "--image", b), 0)
    assert {line["state"] for line in lines.values()} <= FINAL[gateway.name], lines
    got = gateway.received(text)
    assert sorted(entry["target"]["id"] for entry in got) == FIRST[:3], got
    assert all(entry["pictureSha256"] == [digest(a), digest(b)] for entry in got), got


def two_at_a_time(gateway, a, b):
    """The second console's picture has the first one's name, and comes while the first one's is still being sent."""
    first, second = gateway.profile(), gateway.profile()
    process = first.broadcast("first: a", FIRST, "--image", a)
    until("the first group has it", lambda: gateway.received("first: a"))
    other = second.deliveries(second.broadcast("second: b", SECOND, "--image", b), 0)
    assert len(gateway.received("first: a")) < len(FIRST), "they did not overlap: make sends slower"
    one = first.deliveries(process, 0)
    assert groups_of(one) == FIRST and groups_of(other) == SECOND
    assert {line["state"] for line in [*one.values(), *other.values()]} <= FINAL[gateway.name], (one, other)
    for text, groups, path in (("first: a", FIRST, a), ("second: b", SECOND, b)):
        got = gateway.received(text)
        assert sorted(entry["target"]["id"] for entry in got) == groups, got
        wrong = [entry for entry in got if entry["pictureSha256"] != [digest(path)]]
        assert not wrong, f"{gateway.name}: {len(wrong)} of {len(got)} got another picture: {wrong[:1]}"


def emptied_in_between(gateway, a):
    """Another bot calls clean_cache: one more upload, and everybody gets the picture."""
    profile = gateway.profile()
    process = profile.broadcast("still there", FIRST, "--image", a)
    until("the first group has it", lambda: gateway.received("still there"))
    uploads = gateway.sim.state()["uploads"]
    gateway.onebot("clean_cache")
    lines = profile.deliveries(process, 0)
    assert {line["state"] for line in lines.values()} == {"verified"}, lines
    got = gateway.received("still there")
    assert sorted(entry["target"]["id"] for entry in got) == FIRST, got
    assert all(entry["pictureSha256"] == [digest(a)] for entry in got), got
    assert gateway.sim.state()["uploads"] == uploads + 1, (uploads, gateway.sim.state()["uploads"])


def phone_proves_nothing(gateway, a):
    """A message is lost, while the account says nearly the same from a phone: a picture, the words, both with another picture."""
    text, group = "is it there?", "30010"
    over = threading.Event()

    def talk():
        while not over.wait(0.2):
            for message in ({"picture": True}, {"text": text}, {"text": text, "picture": True}, {"text": text, "face": 14}):
                gateway.from_phone(group, **message)

    gateway.sim.post("/fault/send-timeout-lost", {"times": 1, "delayMs": 1500, "group": group})
    profile = gateway.profile()
    process = profile.broadcast(text, [group], "--image", a)
    phone = threading.Thread(target=talk)
    phone.start()
    try:
        [line] = profile.deliveries(process, 0, 3).values()
    finally:
        over.set()
        phone.join()
    assert sum(entry.get("client") == "phone" for entry in gateway.sim.ledger()) >= 4
    got = gateway.received(text)
    if line["state"] == "verified" and gateway.name != "napcat":
        # the history of QQ's server showed that it was not there, so it was sent again
        assert [entry["pictureSha256"] for entry in got] == [[digest(a)]], (line, got)
    else:
        assert (line["state"], got) == ("unknown", []), (line, got)
    return line["state"]


def test(stage):
    a, b = picture(stage.folder / "a" / "x.png", "64x64"), picture(stage.folder / "b" / "x.png", "64x64")
    assert digest(a) != digest(b)
    # side by side: the wait for a proof that does not come is most of it
    with concurrent.futures.ThreadPoolExecutor(len(FINAL)) as pool:
        for kind in [pool.submit(one_kind, stage, name, a, b) for name in FINAL]:
            kind.result()


def one_kind(stage, name, a, b):
    begin = time.monotonic()
    gateway = Gateway(stage, name, sendDelayMs=400)
    both_in_one(gateway, a, b)
    two_at_a_time(gateway, a, b)
    if name == "napcat":
        emptied_in_between(gateway, a)
    state = phone_proves_nothing(gateway, a)
    gateway.sim.close()
    print(f"{name}: each group has its own picture; lost beside the phone's: {state} ({time.monotonic() - begin:.0f} s)", flush=True)


if __name__ == "__main__":
    play(test, display=False, keyring=False)
