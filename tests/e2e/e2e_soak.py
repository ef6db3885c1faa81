#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A flood of events through the real window: what it holds after them all is what it held after the first fifth.
ROOKERY_SOAK_EVENTS=2000000 is the long run."""
import json
import os
import secrets
import socket
import struct
import threading
import time

from harness import free_port, play, until

EVENTS = int(os.environ.get("ROOKERY_SOAK_EVENTS") or 400_000)
ANSWERS = {"get_status": {"online": True, "good": True}, "get_login_info": {"user_id": 10001, "nickname": "Wren"},
           "get_version_info": {"app_name": "NapCat.Onebot", "app_version": "4.18.19", "protocol_version": "v11"},
           "get_group_list": [{"group_id": 30001 + number, "group_name": f"group {number}"} for number in range(50)]}
BATCH = 1000


def frame(value, opcode=1):
    """A masked frame of RFC 6455, with a mask of zeros."""
    payload = value if isinstance(value, bytes) else json.dumps(value, ensure_ascii=False).encode()
    size = len(payload)
    length = struct.pack("!B", 0x80 | size) if size < 126 else struct.pack("!BH", 0xFE, size)
    return bytes([0x80 | opcode]) + length + b"\0\0\0\0" + payload


def event(number):
    text = f"message {number} " + "鸟" * (number % 60)
    return {"post_type": "message", "message_type": "group", "sub_type": "normal", "self_id": 10001, "time": 1795900000 + number,
            "user_id": 20000 + number % 997, "group_id": 30001 + number % 50, "message_id": number, "raw_message": text,
            "message": [{"type": "text", "data": {"text": text}}],
            "sender": {"user_id": 20000 + number % 997, "nickname": f"member {number % 997}", "card": ""}}


class Gateway:
    """A OneBot gateway that dials in, answers what it is asked, and has a great deal to tell."""

    def __init__(self, port, token):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=60)
        self.socket.sendall((f"GET /onebot/v11/ws HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                             "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nX-Self-ID: 10001\r\n"
                             f"X-Client-Role: Universal\r\nAuthorization: Bearer {token}\r\n\r\n").encode())
        self.stream = self.socket.makefile("rb")
        status = self.stream.readline()
        assert b" 101 " in status, status
        while self.stream.readline().strip():
            pass
        self.lock, self.pongs = threading.Lock(), threading.Semaphore(0)
        threading.Thread(target=self.answer, daemon=True).start()
        self.send(frame({"post_type": "meta_event", "meta_event_type": "lifecycle", "sub_type": "connect", "self_id": 10001, "time": 1795900000}))

    def send(self, frames):
        with self.lock:
            self.socket.sendall(frames)

    def answer(self):
        while head := self.stream.read(2):
            size = head[1] & 0x7F
            if size == 126:
                size, = struct.unpack("!H", self.stream.read(2))
            payload = self.stream.read(size)
            if head[0] & 0x0F == 10:
                self.pongs.release()
            elif head[0] & 0x0F == 9:
                self.send(frame(payload, 10))
            elif head[0] & 0x0F == 1:
                call = json.loads(payload)
                self.send(frame({"status": "ok", "retcode": 0, "data": ANSWERS.get(call["action"], []), "echo": call["echo"]}))

    def tell(self, count):
        """Events, and then waits until the last has been read."""
        frames = b"".join(frame(event(number)) for number in range(BATCH))
        for _ in range(count // BATCH):
            self.send(frames + frame(b"", 9))
            assert self.pongs.acquire(timeout=60), "no answer to a ping for a minute"


def test(stage):
    profile, port, token = stage.folder / "profile", free_port(), secrets.token_urlsafe(24)
    for arguments in (["listener", "--port", port], ["add", "far", "--kind", "onebot11", "--way", "reverse", "--account", 10001, "--token-stdin"]):
        done = stage.run("rookeryctl", "--profile", profile, "gateway", *arguments, input=token + "\n")
        assert done.returncode == 0, done
    window = stage.start("rookery", "--profile", profile, env={"QT_QPA_PLATFORM": "offscreen", "ROOKERY_SECRET_FAR": token})
    gateway = until("the window's port", lambda: Gateway(port, token), deadline=30)

    def resident():
        status = open(f"/proc/{window.pid}/status", encoding="ascii").read()
        return int(status.split("VmRSS:")[1].split()[0]) / 1024

    start, held = time.monotonic(), []
    for _ in range(5):
        gateway.tell(EVENTS // 5)
        held.append(resident())
    spent = time.monotonic() - start
    print(f"{EVENTS:,} events in {spent:.0f} s ({EVENTS / spent:,.0f}/s); MiB after each fifth: {' '.join(f'{value:.1f}' for value in held)}",
          flush=True)
    assert held[-1] <= 1.2 * held[0], held


if __name__ == "__main__":
    play(test, display=False, keyring=True)
