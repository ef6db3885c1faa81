<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_US" sourcelanguage="en_US">
<context>
    <name>Exposure</name>
    <message numerus="yes">
        <source>%1 and %n more</source>
        <translation>
            <numerusform>%1 and %n more</numerusform>
            <numerusform>%1 and %n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>rookery::text::Broadcasts</name>
    <message numerus="yes">
        <source>%n group(s) get it twice (%1)</source>
        <translation>
            <numerusform>%n group gets it twice (%1)</numerusform>
            <numerusform>%n groups get it twice (%1)</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n group(s) get it several times (%1)</source>
        <translation>
            <numerusform>%n group gets it several times (%1)</numerusform>
            <numerusform>%n groups get it several times (%1)</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n group(s) would get it twice (%1): only %2 sends to them</source>
        <translation>
            <numerusform>%n group would get it twice (%1): only %2 sends to it</numerusform>
            <numerusform>%n groups would get it twice (%1): only %2 sends to them</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n group(s) would get it several times (%1): only %2 sends to them</source>
        <translation>
            <numerusform>%n group would get it several times (%1): only %2 sends to it</numerusform>
            <numerusform>%n groups would get it several times (%1): only %2 sends to them</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 is offline (%2): %n message(s) on hold until it is online again</source>
        <translation>
            <numerusform>%1 is offline (%2): %n message on hold until it is online again</numerusform>
            <numerusform>%1 is offline (%2): %n messages on hold until it is online again</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n target(s) were listed more than once, some perhaps in another spelling (030010 is 30010): each gets the message once</source>
        <translation>
            <numerusform>%n target was listed more than once, perhaps in another spelling (030010 is 30010): it gets the message once</numerusform>
            <numerusform>%n targets were listed more than once, some perhaps in another spelling (030010 is 30010): each gets the message once</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n picture(s) of this message are no longer kept: %1. Add them again before you send it.</source>
        <translation>
            <numerusform>%n picture of this message is no longer kept: %1. Add it again before you send it.</numerusform>
            <numerusform>%n pictures of this message are no longer kept: %1. Add them again before you send it.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>rookery::ui::AccountDrawer</name>
    <message numerus="yes">
        <source>%n reconnect(s)</source>
        <translation>
            <numerusform>%n reconnect</numerusform>
            <numerusform>%n reconnects</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n can be answered now (users who wrote within 24 h)</source>
        <translation>
            <numerusform>%n can be answered now (users who wrote within 24 h)</numerusform>
            <numerusform>%n can be answered now (users who wrote within 24 h)</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>rookery::ui::AccountsDialog</name>
    <message numerus="yes">
        <source>Use %n account(s)</source>
        <translation>
            <numerusform>Use %n account</numerusform>
            <numerusform>Use %n accounts</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>rookery::ui::BroadcastModel</name>
    <message numerus="yes">
        <source>%n picture(s)</source>
        <translation>
            <numerusform>%n picture</numerusform>
            <numerusform>%n pictures</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>rookery::ui::BroadcastPage</name>
    <message numerus="yes">
        <source>Queue (%n unknown)</source>
        <translation>
            <numerusform>Queue (%n unknown)</numerusform>
            <numerusform>Queue (%n unknown)</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1: %n message(s)</source>
        <translation>
            <numerusform>%1: %n message</numerusform>
            <numerusform>%1: %n messages</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Send to %n target(s)?</source>
        <translation>
            <numerusform>Send to %n target?</numerusform>
            <numerusform>Send to %n targets?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n message(s) queued</source>
        <translation>
            <numerusform>%n message queued</numerusform>
            <numerusform>%n messages queued</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n chosen target(s) skipped: see the plan for the reason.</source>
        <translation>
            <numerusform>%n chosen target skipped: see the plan for the reason.</numerusform>
            <numerusform>%n chosen targets skipped: see the plan for the reason.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>rookery::ui::BroadcastQueue</name>
    <message numerus="yes">
        <source>%n queued again</source>
        <translation>
            <numerusform>%n queued again</numerusform>
            <numerusform>%n queued again</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) written to %1</source>
        <translation>
            <numerusform>%n row written to %1</numerusform>
            <numerusform>%n rows written to %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Resend %n message(s)?</source>
        <translation>
            <numerusform>Resend %n message?</numerusform>
            <numerusform>Resend %n messages?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n unsent message(s) will not be sent. Messages already sent are not affected.</source>
        <translation>
            <numerusform>%n unsent message will not be sent. Messages already sent are not affected.</numerusform>
            <numerusform>%n unsent messages will not be sent. Messages already sent are not affected.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n marked as delivered</source>
        <translation>
            <numerusform>%n marked as delivered</numerusform>
            <numerusform>%n marked as delivered</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Of these, %n may have arrived already. Check the chats first: the recipients may get the message twice.</source>
        <translation>
            <numerusform>Of these, %n may have arrived already. Check the chats first: the recipients may get the message twice.</numerusform>
            <numerusform>Of these, %n may have arrived already. Check the chats first: the recipients may get the message twice.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>rookery::ui::BulkActions</name>
    <message numerus="yes">
        <source>Connect %n account(s)</source>
        <translation>
            <numerusform>Connect %n account</numerusform>
            <numerusform>Connect %n accounts</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Disconnect %n account(s)</source>
        <translation>
            <numerusform>Disconnect %n account</numerusform>
            <numerusform>Disconnect %n accounts</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Quick login for %n account(s)</source>
        <translation>
            <numerusform>Quick login for %n account</numerusform>
            <numerusform>Quick login for %n accounts</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Log in %n account(s) again</source>
        <translation>
            <numerusform>Log in %n account again</numerusform>
            <numerusform>Log in %n accounts again</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Restart %n gateway(s)</source>
        <translation>
            <numerusform>Restart %n gateway</numerusform>
            <numerusform>Restart %n gateways</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Test %n gateway(s)</source>
        <translation>
            <numerusform>Test %n gateway</numerusform>
            <numerusform>Test %n gateways</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Tags of %n gateway(s)</source>
        <translation>
            <numerusform>Tags of %n gateway</numerusform>
            <numerusform>Tags of %n gateways</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Never broadcast from %n account(s)</source>
        <translation>
            <numerusform>Never broadcast from %n account</numerusform>
            <numerusform>Never broadcast from %n accounts</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Allow broadcasts from %n account(s)</source>
        <translation>
            <numerusform>Allow broadcasts from %n account</numerusform>
            <numerusform>Allow broadcasts from %n accounts</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Export %n gateway(s)</source>
        <translation>
            <numerusform>Export %n gateway</numerusform>
            <numerusform>Export %n gateways</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Remove %n gateway(s)</source>
        <translation>
            <numerusform>Remove %n gateway</numerusform>
            <numerusform>Remove %n gateways</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Connecting %n account(s)</source>
        <translation>
            <numerusform>Connecting %n account</numerusform>
            <numerusform>Connecting %n accounts</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n account(s) disconnected</source>
        <translation>
            <numerusform>%n account disconnected</numerusform>
            <numerusform>%n accounts disconnected</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n account(s) logging in without a scan</source>
        <translation>
            <numerusform>%n account logging in without a scan</numerusform>
            <numerusform>%n accounts logging in without a scan</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n gateway(s) restarting</source>
        <translation>
            <numerusform>%n gateway restarting</numerusform>
            <numerusform>%n gateways restarting</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Tags of %n gateway(s) changed</source>
        <translation>
            <numerusform>Tags of %n gateway changed</numerusform>
            <numerusform>Tags of %n gateways changed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n account(s) excluded from broadcasts</source>
        <translation>
            <numerusform>%n account excluded from broadcasts</numerusform>
            <numerusform>%n accounts excluded from broadcasts</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n account(s) can send broadcasts again</source>
        <translation>
            <numerusform>%n account can send broadcasts again</numerusform>
            <numerusform>%n accounts can send broadcasts again</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n gateway(s) removed</source>
        <translation>
            <numerusform>%n gateway removed</numerusform>
            <numerusform>%n gateways removed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n account(s) left out: none remembered by the gateway, several to choose from, or online elsewhere.</source>
        <translation>
            <numerusform>%n account left out: none remembered by the gateway, several to choose from, or online elsewhere.</numerusform>
            <numerusform>%n accounts left out: none remembered by the gateway, several to choose from, or online elsewhere.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n chosen account(s) left out: not possible in the present state.</source>
        <translation>
            <numerusform>%n chosen account left out: not possible in the present state.</numerusform>
            <numerusform>%n chosen accounts left out: not possible in the present state.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n gateway(s) written to %1, without tokens</source>
        <translation>
            <numerusform>%n gateway written to %1, without tokens</numerusform>
            <numerusform>%n gateways written to %1, without tokens</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>rookery::ui::BulkDialog</name>
    <message numerus="yes">
        <source>Retry %n failed</source>
        <translation>
            <numerusform>Retry %n failed</numerusform>
            <numerusform>Retry %n failed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n succeeded</source>
        <translation>
            <numerusform>%n succeeded</numerusform>
            <numerusform>%n succeeded</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n failed</source>
        <translation>
            <numerusform>%n failed</numerusform>
            <numerusform>%n failed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n cancelled</source>
        <translation>
            <numerusform>%n cancelled</numerusform>
            <numerusform>%n cancelled</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n removed meanwhile</source>
        <translation>
            <numerusform>%n removed meanwhile</numerusform>
            <numerusform>%n removed meanwhile</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n started</source>
        <translation>
            <numerusform>%n started</numerusform>
            <numerusform>%n started</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>rookery::ui::Composer</name>
    <message numerus="yes">
        <source>%n character(s)</source>
        <translation>
            <numerusform>%n character</numerusform>
            <numerusform>%n characters</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>rookery::ui::GatewaysPage</name>
    <message numerus="yes">
        <source>%n unknown account(s) tried to connect: confirmation needed.</source>
        <translation>
            <numerusform>%n unknown account tried to connect: confirmation needed.</numerusform>
            <numerusform>%n unknown accounts tried to connect: confirmation needed.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>rookery::ui::HealthPage</name>
    <message numerus="yes">
        <source>%n open</source>
        <translation>
            <numerusform>%n open</numerusform>
            <numerusform>%n open</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>rookery::ui::IncidentModel</name>
    <message numerus="yes">
        <source>%1 and %n more</source>
        <translation>
            <numerusform>%1 and %n more</numerusform>
            <numerusform>%1 and %n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>rookery::ui::IncidentStrip</name>
    <message numerus="yes">
        <source>%n accounts</source>
        <translation>
            <numerusform>%n account</numerusform>
            <numerusform>%n accounts</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more</source>
        <translation>
            <numerusform>%n more</numerusform>
            <numerusform>%n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>rookery::ui::LogHistogram</name>
    <message numerus="yes">
        <source>%n line(s)</source>
        <translation>
            <numerusform>%n line</numerusform>
            <numerusform>%n lines</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>rookery::ui::LogWords</name>
    <message numerus="yes">
        <source>+%n line(s)</source>
        <translation>
            <numerusform>+%n line</numerusform>
            <numerusform>+%n lines</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n line(s) left out: they came faster than they could be taken</source>
        <translation>
            <numerusform>%n line left out: they came faster than they could be taken</numerusform>
            <numerusform>%n lines left out: they came faster than they could be taken</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>rookery::ui::LoginPage</name>
    <message numerus="yes">
        <source>%n account(s) waiting</source>
        <translation>
            <numerusform>%n account waiting</numerusform>
            <numerusform>%n accounts waiting</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>rookery::ui::LogsPage</name>
    <message numerus="yes">
        <source>paused, %n new</source>
        <translation>
            <numerusform>paused, %n new</numerusform>
            <numerusform>paused, %n new</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n line(s) copied, secrets masked</source>
        <translation>
            <numerusform>%n line copied, secrets masked</numerusform>
            <numerusform>%n lines copied, secrets masked</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hit(s)</source>
        <translation>
            <numerusform>%n hit</numerusform>
            <numerusform>%n hits</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The first %n line(s) copied, secrets masked; export has no limit</source>
        <translation>
            <numerusform>The first %n line copied, secrets masked; export has no limit</numerusform>
            <numerusform>The first %n lines copied, secrets masked; export has no limit</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n line(s) written to %1, secrets masked</source>
        <translation>
            <numerusform>%n line written to %1, secrets masked</numerusform>
            <numerusform>%n lines written to %1, secrets masked</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s)</source>
        <translation>
            <numerusform>%n file</numerusform>
            <numerusform>%n files</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>rookery::ui::MainWindow</name>
    <message numerus="yes">
        <source>The database is older than the last send from it: %n deliveries need confirmation. Nothing was sent again.</source>
        <translation>
            <numerusform>The database is older than the last send from it: %n delivery needs confirmation. Nothing was sent again.</numerusform>
            <numerusform>The database is older than the last send from it: %n deliveries need confirmation. Nothing was sent again.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n need(s) attention</source>
        <translation>
            <numerusform>%n needs attention</numerusform>
            <numerusform>%n need attention</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>rookery::ui::MessageDialog</name>
    <message numerus="yes">
        <source>To %n target(s), queued %1</source>
        <translation>
            <numerusform>To %n target, queued %1</numerusform>
            <numerusform>To %n targets, queued %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>rookery::ui::PasteGatewaysDialog</name>
    <message numerus="yes">
        <source>%n line(s) were not understood.</source>
        <translation>
            <numerusform>%n line was not understood.</numerusform>
            <numerusform>%n lines were not understood.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>rookery::ui::PasteTargetsDialog</name>
    <message numerus="yes">
        <source>%n target(s) found</source>
        <translation>
            <numerusform>%n target found</numerusform>
            <numerusform>%n targets found</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>rookery::ui::PlanModel</name>
    <message numerus="yes">
        <source>%n message(s)</source>
        <translation>
            <numerusform>%n message</numerusform>
            <numerusform>%n messages</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>through %n account(s)</source>
        <translation>
            <numerusform>through %n account</numerusform>
            <numerusform>through %n accounts</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n picture(s) each</source>
        <translation>
            <numerusform>%n picture each</numerusform>
            <numerusform>%n pictures each</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n skipped</source>
        <translation>
            <numerusform>%n skipped</numerusform>
            <numerusform>%n skipped</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>rookery::ui::PortView</name>
    <message numerus="yes">
        <source>%n connection(s)</source>
        <translation>
            <numerusform>%n connection</numerusform>
            <numerusform>%n connections</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n rejected since the start</source>
        <translation>
            <numerusform>%n rejected since the start</numerusform>
            <numerusform>%n rejected since the start</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>rookery::ui::SelectionBar</name>
    <message numerus="yes">
        <source>%n selected</source>
        <translation>
            <numerusform>%n selected</numerusform>
            <numerusform>%n selected</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>rookery::ui::SettingsWindow</name>
    <message numerus="yes">
        <source>%n setting(s) found</source>
        <translation>
            <numerusform>%n setting found</numerusform>
            <numerusform>%n settings found</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>rookery::ui::TagsDialog</name>
    <message numerus="yes">
        <source>Tags of %n gateway(s)</source>
        <translation>
            <numerusform>Tags of %n gateway</numerusform>
            <numerusform>Tags of %n gateways</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>rookery::ui::TargetPicker</name>
    <message numerus="yes">
        <source>%n target(s) added</source>
        <translation>
            <numerusform>%n target added</numerusform>
            <numerusform>%n targets added</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Chosen: %n target(s)</source>
        <translation>
            <numerusform>Chosen: %n target</numerusform>
            <numerusform>Chosen: %n targets</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n shown</source>
        <translation>
            <numerusform>%n shown</numerusform>
            <numerusform>%n shown</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n can be answered now; iLink has no groups</source>
        <translation>
            <numerusform>%n can be answered now; iLink has no groups</numerusform>
            <numerusform>%n can be answered now; iLink has no groups</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>All %n account(s)</source>
        <translation>
            <numerusform>All %n account</numerusform>
            <numerusform>All %n accounts</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Loading %n list(s)…</source>
        <translation>
            <numerusform>Loading %n list…</numerusform>
            <numerusform>Loading %n lists…</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n chosen account(s)</source>
        <translation>
            <numerusform>%n chosen account</numerusform>
            <numerusform>%n chosen accounts</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>rookery::ui::Tray</name>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>and %n more</numerusform>
            <numerusform>and %n more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Rookery: %n account(s) need attention</source>
        <translation>
            <numerusform>Rookery: %n account needs attention</numerusform>
            <numerusform>Rookery: %n accounts need attention</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>rookery::ui::WaitStrip</name>
    <message numerus="yes">
        <source>%n message(s) wait: %1</source>
        <translation>
            <numerusform>%n message waits: %1</numerusform>
            <numerusform>%n messages wait: %1</numerusform>
        </translation>
    </message>
</context>
</TS>
