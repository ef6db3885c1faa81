# SPDX-License-Identifier: GPL-3.0-or-later
"""rookery-sim as a process, driven through its control port like any outsider would."""
import json
import subprocess
import time
import urllib.error
import urllib.request


def wait_for(what, check, seconds=20.0, every=0.05):
    """Polls real time until check() is truthy; the last value is returned. Fails with the words of `what`."""
    deadline = time.monotonic() + seconds
    while True:
        value = check()
        if value:
            return value
        if time.monotonic() > deadline:
            raise AssertionError(f"not within {seconds} s: {what} (last: {value!r})")
        time.sleep(every)


class Simulator:
    """Starts the program, reads its ready lines; `gateways` holds them in order."""

    def __init__(self, binary, *arguments, count=1):
        self.process = subprocess.Popen(
            [binary, "--kind", "napcat", "--with-parent", *arguments],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.gateways = [json.loads(self.process.stdout.readline()) for _ in range(count)]
        assert all(gateway["ready"] for gateway in self.gateways)

    def get(self, path, gateway=0):
        with urllib.request.urlopen(self.gateways[gateway]["control"] + path, timeout=10) as answer:
            return json.loads(answer.read() or "null")

    def post(self, path, body=None, gateway=0):
        request = urllib.request.Request(
            self.gateways[gateway]["control"] + path, method="POST",
            data=json.dumps(body or {}).encode(), headers={"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=10) as answer:
            return json.loads(answer.read() or "null")

    def fault(self, name, gateway=0, **options):
        return self.post(f"/fault/{name}", {"on": True, **options}, gateway)

    def ledger(self, gateway=0):
        entries = self.get("/ledger", gateway)
        return entries["entries"] if isinstance(entries, dict) else entries

    def close(self):
        if self.process.poll() is None:
            self.process.stdin.close()
            try:
                self.process.wait(timeout=5)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()
