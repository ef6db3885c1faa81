#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A reverse proxy in front of a gateway answers something of its own for 15 s, to every kind at once: nothing of it is
taken for the gateway's word (no refused token, no lost login), and each account is back by itself within 30 s."""
import asyncio
import json
import threading
import time

from e2e_ctl_lagrange import Ctl
from harness import play, until

KINDS = {  # name: kind of the simulator, kind for rookeryctl, address and token in the ready line, more words
    "napcat": ("napcat", "napcat", "webui", "webuiToken", []),
    "llbot": ("llbot", "llbot", "webui", "webuiToken", []),
    "milky": ("milky", "milky", "webui", "webuiToken", []),
    "socket": ("onebot11", "onebot11", "onebotWs", "onebotToken", []),
    "http": ("onebot11", "onebot11", "onebotHttp", "onebotToken", ["--way", "http"]),
}
PAGE = "<html><head><title>Sorry</title></head></html>"
ANSWERS = {  # status, content type, body
    "a401": (401, "text/html", PAGE),
    "a403": (403, "text/html", PAGE),
    "a403-empty": (403, "text/plain", ""),
    "a404": (404, "text/html", PAGE),
    "a404-empty": (404, "text/plain", ""),
    "a500": (500, "text/plain", "Internal Server Error"),
    "a503": (503, "text/html", PAGE),
    "a302": (302, "text/html", ""),
    "a200-page": (200, "text/html", PAGE),
    "a200-empty": (200, "text/plain", ""),
    "a200-json": (200, "application/json", '{"ok":true,"result":[]}'),
}
BROKEN, BACK = 15, 30
FINAL = ("rejected", "login-required", "stopped")


class Proxies:
    """One per gateway and answer, on a loop of their own; `broken` makes all of them answer by themselves."""

    def __init__(self):
        self.broken, self.open = False, set()
        self.loop = asyncio.new_event_loop()
        threading.Thread(target=self.loop.run_forever, daemon=True).start()

    def add(self, upstream, answer):
        async def begin():
            server = await asyncio.start_server(lambda r, w: self.serve(r, w, upstream, answer), "127.0.0.1", 0)
            return server.sockets[0].getsockname()[1]
        return asyncio.run_coroutine_threadsafe(begin(), self.loop).result(5)

    def set_broken(self, broken):
        def turn():
            self.broken = broken
            for writer in list(self.open) if broken else []:
                writer.transport.abort()
        self.loop.call_soon_threadsafe(turn)

    async def serve(self, reader, writer, upstream, answer):
        self.open.add(writer)
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                fields = dict(line.lower().split(": ", 1) for line in head.decode("latin1").split("\r\n")[1:] if ": " in line)
                body = await reader.readexactly(int(fields.get("content-length", 0)))
                if self.broken:
                    status, kind, text = answer
                    more = "Location: /login\r\n" if status == 302 else ""
                    writer.write(f"HTTP/1.1 {status} X\r\nContent-Type: {kind}\r\n{more}Content-Length: {len(text)}\r\n\r\n{text}".encode())
                    await writer.drain()
                else:  # to the end of the connection: a tunnel
                    await self.tunnel(reader, writer, upstream, head + body)
                    return
        except (OSError, EOFError):
            pass
        finally:
            self.open.discard(writer)
            writer.close()

    async def tunnel(self, reader, writer, upstream, first):
        from_gateway, to_gateway = await asyncio.open_connection("127.0.0.1", upstream)
        to_gateway.write(first)

        async def pipe(source, sink):
            try:
                while data := await source.read(65536):
                    sink.write(data)
                    await sink.drain()
            except OSError:
                pass
            finally:
                sink.close()
        await asyncio.gather(pipe(reader, to_gateway), pipe(from_gateway, writer))


def port_of(url):
    return int(url.split("://")[1].split("/")[0].rsplit(":", 1)[1])


def test(stage):
    profile, proxies, ids = stage.folder / "profile", Proxies(), []
    for name, (simulated, kind, url, token, more) in KINDS.items():
        scenario = stage.folder / f"{name}.json"
        scenario.write_text(json.dumps({"loggedIn": True, "loginRate": 1000}))
        ready = stage.simulator("--kind", simulated, "--scenario", scenario).ready
        upstream = port_of(ready[url])
        for answer, what in ANSWERS.items():
            ids.append(f"{name}-{answer}")
            address = ready[url].replace(f":{upstream}", f":{proxies.add(upstream, what)}")
            done = stage.run("rookeryctl", "--profile", profile, "gateway", "add", ids[-1], "--kind", kind, *more, "--url", address,
                             "--token-stdin", input=ready[token] + "\n")
            assert done.returncode == 0, done
    watch = Ctl(stage, profile, "status", "--watch")

    def last():
        return {line["id"]: line for line in watch.of("account")}

    def online():
        now = last()
        return all(now.get(one, {}).get("phase") == "online" for one in ids)

    until("all are online", online, 30)
    before = len(watch.of("account"))
    proxies.set_broken(True)
    time.sleep(BROKEN)
    proxies.set_broken(False)
    healed = time.monotonic()
    try:
        until("all are back", online, BACK)
    finally:
        away = {one: line for one, line in last().items() if line["phase"] != "online"}
        assert not away, {one: (line["phase"], line["word"]) for one, line in away.items()}
    said = watch.of("account")[before:]
    for line in said:
        assert line["phase"] not in FINAL, line
    for one in ids:
        if one.startswith("llbot"):
            continue  # its OneBot port is not behind the proxy: what flows there flows on
        words = [line["word"] for line in said if line["id"] == one and line["phase"] == "backoff"]
        assert words, f"{one} said nothing"
        assert any(clause in words[-1] for clause in ("in front", "something other than this kind of gateway")), (one, words)
    print(f"{len(ids)} gateways refused by a proxy for {BROKEN} s: all back {time.monotonic() - healed:.1f} s after it", flush=True)


if __name__ == "__main__":
    play(test, display=False, keyring=True)
