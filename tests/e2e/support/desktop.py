#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Stands in for a desktop's panel and notification service on the session bus: a tray for icons (StatusNotifierWatcher)
and org.freedesktop.Notifications. Told what to do by lines of JSON on standard input, it answers and reports on standard
output; support/tray.py is its other end."""
import json
import sys

import gi

gi.require_version("Gio", "2.0")
from gi.repository import Gio, GLib  # noqa: E402

WATCHER = """<node><interface name="org.kde.StatusNotifierWatcher">
  <method name="RegisterStatusNotifierItem"><arg type="s" direction="in"/></method>
  <method name="RegisterStatusNotifierHost"><arg type="s" direction="in"/></method>
  <property name="RegisteredStatusNotifierItems" type="as" access="read"/>
  <property name="IsStatusNotifierHostRegistered" type="b" access="read"/>
  <property name="ProtocolVersion" type="i" access="read"/>
  <signal name="StatusNotifierItemRegistered"><arg type="s"/></signal>
  <signal name="StatusNotifierItemUnregistered"><arg type="s"/></signal>
  <signal name="StatusNotifierHostRegistered"/>
</interface></node>"""
NOTIFICATIONS = """<node><interface name="org.freedesktop.Notifications">
  <method name="GetCapabilities"><arg type="as" direction="out"/></method>
  <method name="Notify"><arg type="s" direction="in"/><arg type="u" direction="in"/><arg type="s" direction="in"/>
    <arg type="s" direction="in"/><arg type="s" direction="in"/><arg type="as" direction="in"/><arg type="a{sv}" direction="in"/>
    <arg type="i" direction="in"/><arg type="u" direction="out"/></method>
  <method name="CloseNotification"><arg type="u" direction="in"/></method>
  <method name="GetServerInformation"><arg type="s" direction="out"/><arg type="s" direction="out"/><arg type="s" direction="out"/>
    <arg type="s" direction="out"/></method>
  <signal name="NotificationClosed"><arg type="u"/><arg type="u"/></signal>
  <signal name="ActionInvoked"><arg type="u"/><arg type="s"/></signal>
</interface></node>"""
ITEM, MENU = "org.kde.StatusNotifierItem", "com.canonical.dbusmenu"
NOTIFY = "/org/freedesktop/Notifications"


def tell(**event):
    print(json.dumps(event), flush=True)


class Desktop:
    def __init__(self, bus):
        self.bus = bus
        self.items = []  # bus names, the newest last
        self.last = 0
        for path, xml in (("/StatusNotifierWatcher", WATCHER), (NOTIFY, NOTIFICATIONS)):
            bus.register_object(path, Gio.DBusNodeInfo.new_for_xml(xml).interfaces[0], self.called, self.property, None)
        bus.signal_subscribe("org.freedesktop.DBus", "org.freedesktop.DBus", "NameOwnerChanged", "/org/freedesktop/DBus", None,
                             Gio.DBusSignalFlags.NONE, self.owner_changed)

    def property(self, bus, sender, path, interface, name):
        return {"RegisteredStatusNotifierItems": GLib.Variant("as", self.items),
                "IsStatusNotifierHostRegistered": GLib.Variant("b", True), "ProtocolVersion": GLib.Variant("i", 0)}[name]

    def called(self, bus, sender, path, interface, method, parameters, invocation):
        answer = None
        if method == "RegisterStatusNotifierItem":
            self.items.append(sender)
            tell(event="item", sender=sender)
        elif method == "GetCapabilities":
            answer = GLib.Variant("(as)", (["body", "actions", "body-markup"],))
        elif method == "Notify":
            _, _, _, title, body, actions, _, _ = parameters.unpack()
            self.last += 1
            tell(event="notify", id=self.last, title=title, body=body, actions=actions)
            answer = GLib.Variant("(u)", (self.last,))
        elif method == "GetServerInformation":
            answer = GLib.Variant("(ssss)", ("stand-in", "rookery", "1", "1.2"))
        invocation.return_value(answer)

    def owner_changed(self, bus, sender, path, interface, signal, parameters):
        name, _, owner = parameters.unpack()
        if not owner:
            self.items = [item for item in self.items if item != name]

    def ask(self, path, interface, method, arguments, kind=None):
        return self.bus.call_sync(self.items[-1], path, interface, method, arguments, kind and GLib.VariantType(kind),
                                  Gio.DBusCallFlags.NONE, 5000, None)

    def menu_path(self):
        value = self.ask("/StatusNotifierItem", "org.freedesktop.DBus.Properties", "Get", GLib.Variant("(ss)", (ITEM, "Menu")), "(v)")
        return value.unpack()[0]

    def entries(self):
        """The shown entries of the menu, as (id, label)."""
        layout = self.ask(self.menu_path(), MENU, "GetLayout", GLib.Variant("(iias)", (0, -1, [])), "(u(ia{sv}av))").unpack()
        children = [(number, options) for number, options, _ in layout[1][2]]
        return [(number, options.get("label", "").replace("_", "")) for number, options in children
                if options.get("type") != "separator" and options.get("visible", True)]

    def carry_out(self, order):
        what = order["do"]
        if what == "activate":
            self.ask("/StatusNotifierItem", ITEM, "Activate", GLib.Variant("(ii)", (0, 0)))
        elif what == "press":
            number = next(number for number, label in self.entries() if label.startswith(order["label"]))
            self.ask(self.menu_path(), MENU, "Event", GLib.Variant("(isvu)", (number, "clicked", GLib.Variant("s", ""), 0)))
        elif what == "click":
            self.bus.emit_signal(None, NOTIFY, "org.freedesktop.Notifications", "ActionInvoked",
                                 GLib.Variant("(us)", (order["id"], "default")))
        return [label for _, label in self.entries()] if what == "menu" else None


def main():
    bus = Gio.bus_get_sync(Gio.BusType.SESSION, None)
    desktop = Desktop(bus)
    for name in ("org.kde.StatusNotifierWatcher", "org.freedesktop.Notifications"):
        bus.call_sync("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", "RequestName",
                      GLib.Variant("(su)", (name, 4)), GLib.VariantType("(u)"), Gio.DBusCallFlags.NONE, 5000, None)
    loop = GLib.MainLoop()

    def on_line(channel, condition):
        line = sys.stdin.readline()
        if not line:
            loop.quit()
            return False
        try:
            tell(event="done", answer=desktop.carry_out(json.loads(line)))
        except Exception as error:  # the test decides whether that is a failure
            tell(event="failed", why=repr(error))
        return True

    GLib.io_add_watch(GLib.IOChannel.unix_new(sys.stdin.fileno()), GLib.PRIORITY_DEFAULT, GLib.IOCondition.IN | GLib.IOCondition.HUP,
                      on_line)
    tell(event="ready")
    loop.run()


if __name__ == "__main__":
    main()
