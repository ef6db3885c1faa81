#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a picture for twenty groups costs on the wire, counted by a relay that we did not write the protocol of."""
import asyncio
import hashlib
import json
import os
import subprocess
import threading
import urllib.parse

from harness import BIN, play

GROUPS = [str(30001 + i) for i in range(20)]
SIZE = 2_000_000
LIMIT = 1.4


class Relay:
    """Passes bytes on to the gateway and counts those that go there."""

    def __init__(self, port):
        self.sent = 0
        self.target = port
        self.loop = asyncio.new_event_loop()
        self.port = asyncio.run_coroutine_threadsafe(self.listen(), self.run()).result(10)

    def run(self):
        threading.Thread(target=self.loop.run_forever, daemon=True).start()
        return self.loop

    async def listen(self):
        server = await asyncio.start_server(self.pass_on, "127.0.0.1", 0)
        return server.sockets[0].getsockname()[1]

    async def pass_on(self, reader, writer):
        there, back = await asyncio.open_connection("127.0.0.1", self.target)

        async def pump(source, sink, counted):
            try:
                while data := await source.read(65536):
                    if counted:
                        self.sent += len(data)
                    sink.write(data)
                    await sink.drain()
            except ConnectionError:
                pass
            sink.close()
        await asyncio.gather(pump(reader, back, True), pump(there, writer, False))


def picture(path):
    """A real PNG of about two megabytes: noise does not compress."""
    subprocess.run(["convert", "-size", "820x813", "xc:gray", "+noise", "Random", f"png24:{path}"], check=True)
    size = path.stat().st_size
    assert SIZE * 0.8 < size < SIZE * 1.5, size
    return size


def test(stage):
    scenario = stage.folder / "scenario.json"
    scenario.write_text(json.dumps({"loggedIn": True, "loginRate": 100}))
    sim = stage.simulator("--kind", "napcat", "--scenario", scenario)
    relay = Relay(urllib.parse.urlsplit(sim.ready["webui"]).port)
    token = sim.ready["webuiToken"]
    profile = stage.folder / "profile"
    environment = {**os.environ, "ROOKERY_SECRET_ONE": token}
    command = [BIN / "rookeryctl", "--profile", profile, "--json"]
    subprocess.run([*command, "gateway", "add", "one", "--url", f"http://127.0.0.1:{relay.port}", "--token-stdin"],
                   input=token + "\n", text=True, env=environment, check=True, stdout=subprocess.DEVNULL, timeout=30)
    path = stage.folder / "picture.png"
    size = picture(path)
    answer = subprocess.run([*command, "broadcast", "--text", "look", "--image", path, "--pace", "none",
                             "--to", ",".join(f"group:{group}" for group in GROUPS)],
                            capture_output=True, text=True, env=environment, stdin=subprocess.DEVNULL, timeout=120)
    assert answer.returncode == 0, answer.stdout[-2000:] + answer.stderr
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    ledger = sim.ledger()
    assert sorted(str(entry["target"]["id"]) for entry in ledger) == GROUPS, "each group got it exactly once"
    assert all(digest in json.dumps(entry) for entry in ledger), "each group got the very picture"
    print(f"{len(GROUPS)} targets, picture {size} bytes, console to gateway {relay.sent} bytes: {relay.sent / size:.3f} x")
    assert relay.sent <= LIMIT * size, f"{relay.sent / size:.3f} x the picture"


if __name__ == "__main__":
    play(test, display=False, keyring=False)
