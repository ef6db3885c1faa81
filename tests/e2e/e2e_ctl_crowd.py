#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Twenty gateways dial us, and a thousand strangers hold the port: whole requests followed by a byte now and then, bodies
without a signature, guesses, silence, from the gateways' own address and from others. The twenty stay online, one that
comes back gets in, the memory stays small, and the crowd is named."""
import base64
import json
import os
import random
import resource
import socket
import subprocess
import threading
import time

from harness import BIN, free_port, play, until

GATEWAYS, STRANGERS, SECONDS = 20, 1000, 12
SEED = int(os.environ.get("ROOKERY_SEED", "20261128"))


def upgrade(token, account):
    return (f"GET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            f"Sec-WebSocket-Key: {base64.b64encode(os.urandom(16)).decode()}\r\nAuthorization: Bearer {token}\r\n"
            f"X-Self-ID: {account}\r\n\r\n").encode()


class Crowd(threading.Thread):
    """So many strangers at once; who is cut comes back."""

    def __init__(self, port):
        super().__init__(daemon=True)
        self.port, self.ended, self.opened = port, False, 0
        self.chance = random.Random(SEED)
        self.greetings = [b"GET / HTTP/1.1\r\nHost: x\r\n\r\nG", b"", b"GET / HTTP/1.1\r\nX: y",
                          b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 4000000\r\n\r\nx",
                          b"POST / HTTP/1.1\r\nHost: x\r\nX-Signature: sha1=00\r\nContent-Length: 4000000\r\n\r\n" + b"x" * 65536]

    def stranger(self):
        one = socket.socket()
        one.setblocking(False)
        one.bind((f"127.0.0.{self.chance.randint(1, 20)}", 0))
        one.connect_ex(("127.0.0.1", self.port))
        self.opened += 1
        greeting = self.chance.choice(self.greetings + [upgrade("guess", self.chance.randint(1, 10**9))])
        return one, greeting

    def run(self):
        crowd = [self.stranger() for _ in range(STRANGERS)]
        while not self.ended:
            for i, (one, rest) in enumerate(crowd):
                try:
                    if rest:
                        rest = rest[one.send(rest):]
                    else:
                        if one.recv(65536) == b"":
                            raise ConnectionResetError
                        rest = b"E" if self.chance.random() < 0.01 else b""
                    crowd[i] = one, rest
                except BlockingIOError:
                    crowd[i] = one, rest if rest else (b"E" if self.chance.random() < 0.01 else b"")
                except OSError:
                    one.close()
                    crowd[i] = self.stranger()
            time.sleep(0.02)
        for one, _ in crowd:
            one.close()


def test(stage):
    print(f"seed {SEED}", flush=True)
    files = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(files[1], 8192), files[1]))
    port, profile = free_port(), stage.folder / "profile"
    environment = dict(os.environ)

    def ctl(*arguments, **options):
        subprocess.run([BIN / "rookeryctl", "--profile", profile, "--json", *arguments], check=True, capture_output=True, text=True,
                       env=environment, timeout=60, **options)

    ctl("gateway", "listener", "--port", str(port))
    accounts = [str(20001 + i) for i in range(GATEWAYS + 1)]  # the last one comes and goes
    for account in accounts:
        environment[f"ROOKERY_SECRET_G{account}_ONEBOT"] = f"token-of-{account}-0123456789"
        ctl("gateway", "add", f"g{account}", "--kind", "onebot11", "--way", "reverse", "--account", account, "--token-stdin",
            input=f"token-of-{account}-0123456789\n")
    watch = subprocess.Popen([BIN / "rookeryctl", "--profile", profile, "--json", "status", "--watch"], stdout=subprocess.PIPE,
                             stderr=subprocess.DEVNULL, text=True, env=environment)
    stage.closing.append(lambda: watch.poll() is None and (watch.kill(), watch.wait()))
    phases, left = {}, []  # of each account, and who was online and then was not

    def follow():
        for line in map(json.loads, watch.stdout):
            if line["type"] == "account":
                if line["id"] != f"g{accounts[-1]}" and phases.get(line["id"]) == "online" and line["phase"] != "online":
                    left.append((line["id"], line["phase"]))
                phases[line["id"]] = line["phase"]

    threading.Thread(target=follow, daemon=True).start()
    def dialling(these):
        scenario = stage.folder / "scenario.json"
        scenario.write_text(json.dumps({"gateways": [
            {"account": account, "name": account, "nickname": account, "loggedIn": True, "reverseUrl": f"ws://127.0.0.1:{port}/",
             "onebotToken": f"token-of-{account}-0123456789"} for account in these]}))
        simulator = stage.simulator("--kind", "onebot11", "--scenario", scenario)
        scenario.unlink()
        return simulator

    def last_is(phase):
        return lambda: (phases.get(f"g{accounts[-1]}") == "online") == (phase == "online")

    dialling(accounts[:GATEWAYS])
    until("all are online", lambda: sum(phase == "online" for phase in phases.values()) == GATEWAYS, 30)
    last = dialling(accounts[-1:])
    until("the last one is online", last_is("online"))

    crowd = Crowd(port)
    crowd.start()
    end, back = time.monotonic() + SECONDS, []
    time.sleep(2)  # its address has been refused often enough by now
    for _ in range(2):
        last.close()
        until("its loss is seen", last_is("away"))
        since = time.monotonic()
        last = dialling(accounts[-1:])
        until("it is back", last_is("online"), 20)
        back.append(f"{time.monotonic() - since:.1f} s")
    time.sleep(max(0, end - time.monotonic()))
    memory = int(open(f"/proc/{watch.pid}/status").read().split("VmHWM:")[1].split()[0]) // 1024
    crowd.ended = True
    crowd.join()
    print(f"{crowd.opened} connections of strangers; a gateway was back after {' and '.join(back)}; {memory} MiB", flush=True)
    assert not left, f"went offline: {left}"
    assert sum(phase == "online" for phase in phases.values()) >= GATEWAYS, phases
    assert memory < 300, memory
    watch.terminate()
    watch.wait(20)
    incidents = subprocess.run([BIN / "rookeryctl", "--profile", profile, "--json", "incidents"], capture_output=True, text=True,
                               env=environment, timeout=30, check=True).stdout
    titles = [json.loads(line)["title"] for line in incidents.splitlines()]
    assert "Port for gateways is full" in titles, titles


if __name__ == "__main__":
    play(test, display=False, keyring=False)
