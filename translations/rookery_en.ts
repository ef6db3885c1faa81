<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_US" sourcelanguage="en_US">
<context>
    <name>rookery::ui::AccountDrawer</name>
    <message numerus="yes">
        <source>%n reconnect(s)</source>
        <translation>
            <numerusform>%n reconnect</numerusform>
            <numerusform>%n reconnects</numerusform>
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
        <source>Seen %n time(s) in the lines at hand</source>
        <translation>
            <numerusform>Seen %n time in the lines at hand</numerusform>
            <numerusform>Seen %n times in the lines at hand</numerusform>
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
</context>
</TS>
