#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The answer says no, and the message is there: what arrived decides, nothing is sent twice. Words that mean nothing leave open what
became of the message. And what is too large for one is too large for the rest: it is tried once."""
import concurrent.futures
import time

from harness import play
from kinds import Gateway, picture

GROUPS = ["30001", "30002", "30003"]
NEVER = 3_600_000


def copies(gateway, text):
    return sorted(entry["target"]["id"] for entry in gateway.received(text))


def delivered_all_the_same(gateway, fault, delay, more=()):
    """The own message comes before the answer, or this long after it; a repeat would be a second copy."""
    text = f"{fault} {delay}"
    gateway.sim.post(f"/fault/{fault}", {"on": True, "delayMs": delay})
    profile = gateway.profile()
    lines = profile.deliveries(profile.broadcast(text, GROUPS, *more), 0, 3)
    gateway.sim.post(f"/fault/{fault}", {"on": False})
    assert copies(gateway, text) == GROUPS, (gateway.name, fault, delay, copies(gateway, text), lines)
    assert {line["state"] for line in lines.values()} == {"verified"}, (gateway.name, fault, delay, lines)
    print(f"{gateway.name}, {fault}, echo {f'{delay} ms later' if delay else 'first'}: once each, verified", flush=True)


def never_told(gateway):
    text = "nobody tells"
    gateway.sim.post("/fault/answer-unlisted", {"on": True, "delayMs": NEVER})
    profile = gateway.profile()
    lines = profile.deliveries(profile.broadcast(text, GROUPS[:1]), 3)
    gateway.sim.post("/fault/answer-unlisted", {"on": False})
    [line] = lines.values()
    assert (line["state"], copies(gateway, text)) == ("unknown", GROUPS[:1]), (gateway.name, line, copies(gateway, text))
    print(f"{gateway.name}, answer-unlisted, no echo: unknown, {line['reason']!r}", flush=True)


def too_large(gateway, path):
    """The picture travels inside the message, and the gateway takes no frames of that size."""
    text = "too large"
    gateway.sim.post("/fault/answer-too-large", {"on": True, "bytes": 100_000})
    before = gateway.sim.state()
    profile = gateway.profile()
    lines = profile.deliveries(profile.broadcast(text, GROUPS, "--image", path), 3)
    after = gateway.sim.state()
    gateway.sim.post("/fault/answer-too-large", {"on": False})
    assert {line["state"] for line in lines.values()} == {"failed"} and not gateway.received(text), (gateway.name, lines)
    assert all("large" in line["reason"] for line in lines.values()), (gateway.name, lines)
    assert sum(line["attempts"] for line in lines.values()) == 1, (gateway.name, lines)
    sent = after["bytesIn"] - before["bytesIn"]
    assert sent < 2 * path.stat().st_size, f"{gateway.name}: {sent} bytes for a picture of {path.stat().st_size}"
    opened = after.get("socketsOpened", 0) - before.get("socketsOpened", 0)
    assert opened <= 2, f"{gateway.name}: {opened} sockets, so more than one was lost"
    print(f"{gateway.name}, too large: {next(iter(lines.values()))['reason']!r}, sent once, {opened} sockets", flush=True)


def napcat(stage, small):
    gateway = Gateway(stage, "napcat")
    for fault in ("answer-refused", "answer-offline", "answer-unlisted"):
        delivered_all_the_same(gateway, fault, 0, ("--image", small))
        delivered_all_the_same(gateway, fault, 1500)


def milky(stage, name):
    gateway = Gateway(stage, name)
    for fault in ("answer-refused", "answer-offline", "answer-unlisted"):
        delivered_all_the_same(gateway, fault, 500)


def test(stage):
    begin = time.monotonic()
    small, large = picture(stage.folder / "small.png", "64x64"), picture(stage.folder / "large.png", "500x400")
    assert 200_000 < large.stat().st_size * 4 / 3
    # side by side: most of it is waiting for proofs
    with concurrent.futures.ThreadPoolExecutor() as pool:
        work = [pool.submit(napcat, stage, small), pool.submit(lambda: never_told(Gateway(stage, "napcat", files="silent")))]
        work += [pool.submit(milky, stage, name) for name in ("milky", "milky-llbot")]
        work += [pool.submit(lambda name=name: too_large(Gateway(stage, name), large)) for name in ("onebot11", "onebot11-http")]
        for one in work:
            one.result()
    print(f"{time.monotonic() - begin:.0f} s", flush=True)


if __name__ == "__main__":
    play(test, display=False, keyring=False)
