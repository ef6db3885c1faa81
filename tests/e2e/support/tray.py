# SPDX-License-Identifier: GPL-3.0-or-later
"""A panel with a tray and notifications, seen and worked from a test; support/desktop.py is the process behind it."""
import json
import pathlib
import queue
import subprocess
import sys
import threading

from harness import Failed, until


class Tray:
    """Start it before the window, which looks for a tray once."""

    def __init__(self, stage):
        self.process = subprocess.Popen([sys.executable, "-B", pathlib.Path(__file__).parent / "desktop.py"], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, text=True)
        stage.closing.append(self.close)
        self.notifications = []
        self.icons = 0
        self.answers = queue.Queue()
        self.ready = threading.Event()
        threading.Thread(target=self._read, daemon=True).start()
        if not self.ready.wait(20):
            raise Failed("the stand-in for a desktop does not start")

    def _read(self):
        for line in self.process.stdout:
            event = json.loads(line)
            if event["event"] == "ready":
                self.ready.set()
            elif event["event"] == "notify":
                self.notifications.append(event)
            elif event["event"] == "item":
                self.icons += 1
            else:
                self.answers.put(event)

    def _do(self, **order):
        self.process.stdin.write(json.dumps(order) + "\n")
        self.process.stdin.flush()
        answer = self.answers.get(timeout=20)
        if answer["event"] == "failed":
            raise RuntimeError(answer["why"])  # may be tried again
        return answer["answer"]

    def wait_icon(self):
        until("an icon in the tray", lambda: self.icons, deadline=20)

    def activate(self):
        """A click on the icon."""
        self._do(do="activate")

    def menu(self):
        return self._do(do="menu")

    def press(self, label):
        """The first entry of the menu that begins so."""
        until(f"{label!r} in the tray's menu", lambda: any(entry.startswith(label) for entry in self.menu()))
        self._do(do="press", label=label)

    def wait_notification(self, words, deadline=20):
        """Until a notification has these words; gives it."""
        return until(f"a notification with {words!r}", lambda: next((n for n in self.notifications if words in n["body"]), None), deadline)

    def click(self, notification):
        self._do(do="click", id=notification["id"])

    def close(self):
        self.process.kill()
        self.process.wait()


def close_window(process):
    """Asks the newest shown window of the process to close, as a window manager's button does."""
    import ctypes
    found = subprocess.run(["xdotool", "search", "--onlyvisible", "--pid", str(process.pid)], capture_output=True, text=True).stdout
    x11 = ctypes.CDLL("libX11.so.6")
    x11.XOpenDisplay.restype = ctypes.c_void_p
    x11.XInternAtom.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int]
    x11.XInternAtom.restype = ctypes.c_ulong

    class Message(ctypes.Structure):  # an XClientMessageEvent, with the room of an XEvent behind it
        _fields_ = [("type", ctypes.c_int), ("serial", ctypes.c_ulong), ("send_event", ctypes.c_int), ("display", ctypes.c_void_p),
                    ("window", ctypes.c_ulong), ("message_type", ctypes.c_ulong), ("format", ctypes.c_int),
                    ("data", ctypes.c_long * 5), ("room", ctypes.c_long * 24)]

    x11.XSendEvent.argtypes = [ctypes.c_void_p, ctypes.c_ulong, ctypes.c_int, ctypes.c_long, ctypes.POINTER(Message)]
    x11.XCloseDisplay.argtypes = [ctypes.c_void_p]
    display = x11.XOpenDisplay(None)
    if not display or not found.split():
        raise Failed("no window to close")
    protocols, delete = (x11.XInternAtom(display, name, 0) for name in (b"WM_PROTOCOLS", b"WM_DELETE_WINDOW"))
    message = Message(33, 0, 1, display, int(found.split()[-1]), protocols, 32)
    message.data[0] = delete
    x11.XSendEvent(display, message.window, 0, 0, ctypes.byref(message))
    x11.XCloseDisplay(display)
