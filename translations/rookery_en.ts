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
        <source>%1 is away (%2): its %n message(s) wait until it is back</source>
        <translation>
            <numerusform>%1 is away (%2): its %n message waits until it is back</numerusform>
            <numerusform>%1 is away (%2): its %n messages wait until it is back</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n target(s) were named again, some perhaps in another spelling (030010 is 30010): each gets the message once</source>
        <translation>
            <numerusform>%n target was named again, perhaps in another spelling (030010 is 30010): it gets the message once</numerusform>
            <numerusform>%n targets were named again, some perhaps in another spelling (030010 is 30010): each gets the message once</numerusform>
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
        <source>%n can be answered now (who wrote within 24 h)</source>
        <translation>
            <numerusform>%n can be answered now (who wrote within 24 h)</numerusform>
            <numerusform>%n can be answered now (who wrote within 24 h)</numerusform>
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
        <source>%n chosen target(s) get nothing: the plan says why.</source>
        <translation>
            <numerusform>%n chosen target gets nothing: the plan says why.</numerusform>
            <numerusform>%n chosen targets get nothing: the plan says why.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>rookery::ui::BroadcastQueue</name>
    <message numerus="yes">
        <source>%n message(s) that have not left yet will not be sent. What has left stays as it is.</source>
        <translation>
            <numerusform>%n message that have not left yet will not be sent. What has left stays as it is.</numerusform>
            <numerusform>%n messages that have not left yet will not be sent. What has left stays as it is.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n marked as arrived</source>
        <translation>
            <numerusform>%n marked as arrived</numerusform>
            <numerusform>%n marked as arrived</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n put back into the queue</source>
        <translation>
            <numerusform>%n put back into the queue</numerusform>
            <numerusform>%n put back into the queue</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Of these, %n may have arrived already: nobody has proof. Look at the chats first; whoever has it gets it twice.</source>
        <translation>
            <numerusform>Of these, %n may have arrived already: nobody has proof. Look at the chats first; whoever has it gets it twice.</numerusform>
            <numerusform>Of these, %n may have arrived already: nobody has proof. Look at the chats first; whoever has it gets it twice.</numerusform>
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
        <source>%n account(s) dialled in without being on the list, waiting for your word.</source>
        <translation>
            <numerusform>%n account dialled in without being on the list, waiting for your word.</numerusform>
            <numerusform>%n accounts dialled in without being on the list, waiting for your word.</numerusform>
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
    <name>rookery::ui::LineExplanation</name>
    <message numerus="yes">
        <source>Seen %n time(s) in the lines at hand</source>
        <translation>
            <numerusform>Seen %n time in the lines at hand</numerusform>
            <numerusform>Seen %n times in the lines at hand</numerusform>
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
        <source>%n turned away since the start</source>
        <translation>
            <numerusform>%n turned away since the start</numerusform>
            <numerusform>%n turned away since the start</numerusform>
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
        <source>%n can be answered now; no groups over iLink</source>
        <translation>
            <numerusform>%n can be answered now; no groups over iLink</numerusform>
            <numerusform>%n can be answered now; no groups over iLink</numerusform>
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
