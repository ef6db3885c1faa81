<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en_US">
<context>
    <name>Errors</name>
    <message>
        <source>this host name is not known</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The name service has no such host. Check the spelling of the address, or use the IP address.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>nothing listens at this address and port</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The machine answered that the port is closed: the gateway is not running, or its panel uses another port (NapCat: 6099 by default). Start it or correct the port, then press Retry now.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the machine does not answer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No answer came within the deadline: the machine is off, or a firewall drops the connection. Check the address and the firewall, then press Retry now.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the connection broke off</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The connection was open and then ended. Rookery connects again by itself; if it keeps happening, look at the gateway&apos;s log.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>connected, but the gateway never answered the handshake</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The port is open, yet nothing was said on it for 5 s: the gateway hangs, or another service holds the port. Restart the gateway, then press Retry now.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the gateway went silent although the connection looks open</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Heartbeats stopped and a question was not answered. Rookery drops the connection and builds a new one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>something else than this kind of gateway answers there</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The answer is not one NapCat&apos;s panel would give: probably the port of another service, or the OneBot port instead of the panel&apos;s. Edit the gateway and enter the panel&apos;s address.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>this version of the gateway does not know the call</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The gateway answers, but without this function: it is too old. Update the gateway.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the certificate is not trusted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is self-signed or from an unknown issuer. Compare its fingerprint with the one on the gateway&apos;s machine; if they are equal, press Trust this certificate.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the certificate is not the one you trusted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its fingerprint differs from the one kept. If the gateway&apos;s certificate was renewed, compare the new fingerprint and trust it; if not, somebody may be listening in.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>one side speaks https, the other plain http</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Change http to https in the gateway&apos;s address, or the other way round.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the proxy did not let the connection through</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check the proxy in the settings. Addresses on this machine are never sent through it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the gateway is restarting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It takes a few seconds; Rookery connects as soon as the port is open again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the gateway does not accept this machine&apos;s address</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The gateway&apos;s own list of allowed addresses refuses us. Add this machine there (NapCat: access control of the panel).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the gateway sent more than is allowed at once</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The message was larger than the limit, so the connection was closed to protect this program. If it happens again, look at what the gateway forwards.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the gateway sent something unreadable</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It was counted and skipped. If it keeps happening, the gateway&apos;s version may be too new or a proxy may change the data.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the token was refused</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The gateway understood and said no. Rookery does not try again by itself, because repeated attempts lock everybody out. Press Change token; NapCat keeps it in webui.json and prints it at its start.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no token is known for this gateway</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Neither the keyring nor the environment has one. Press Change token and enter it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>too many logins at this gateway&apos;s panel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The gateway allows a few logins per minute, for all users together. Rookery waits and then tries once.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the gateway&apos;s panel asks for a two-factor code</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Two-factor login is switched on there. Enter the six digits that your authenticator shows now.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the two-factor code was refused</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A code is good for 30 s, and both clocks must agree. Wait for the next code and enter that one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the login at the gateway&apos;s panel has expired</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rookery logs in again with the stored token; nothing to press.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no QQ account is logged in at this gateway</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open Login and scan the code with the phone.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>an account is already logged in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A code is only given while nobody is logged in. To use another account, log this one out first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the gateway said the code was refreshed, but it is still the old one</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The same code came back, and an old code cannot be scanned. Press New code again; if it stays, restart the gateway.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the code has expired</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Press New code and scan that one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>quick login did not work</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>QQ no longer accepts the saved login. Scan the code instead.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>QQ asks for a captcha</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It can only be solved on the gateway&apos;s own page. Press Open gateway page.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>QQ wants this device confirmed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It can only be confirmed on the gateway&apos;s own page. Press Open gateway page.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>QQ threw the account out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The account was used on another device, or QQ objected. Log in again; if it repeats within hours, let the account rest.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>QQ reports the account as offline</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The gateway still runs, but QQ has cut the account off. Log in again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the gateway did not answer in time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What was asked may have happened or not. Look at the chat before you send again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the gateway saw no confirmation from QQ</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The gateway took the message and QQ did not confirm it in time. It may have arrived: look at the chat, then say It arrived or Send again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>QQ did not take the picture (rich media transfer failed)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The upload to QQ failed. Rookery tries a few times with growing pauses; if it stays, send fewer pictures at once or restart the gateway.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the picture is no longer on the gateway</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The gateway cleans its cache from time to time. Rookery uploads the picture once more and goes on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the gateway received another file than was sent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The checksums differ, so the picture is not used. Send again; if it repeats, check the connection and the gateway&apos;s disk.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the account is muted there</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>An administrator of the group has silenced the account or everybody. Ask for it to be lifted, then send again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the account is not in this group</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It left or was removed. Take the group off the list, or reach it through another account.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the account does not know this group or friend</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is not in the account&apos;s lists. Check the number, or refresh the lists with F5.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the gateway does not support this call</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its version lacks the function. Update the gateway.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>QQ refused the message</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The refusal is certain: nothing was sent. The text in brackets is QQ&apos;s own; change the message or the target.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>accepted, but nothing has shown that it arrived</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The gateway gave a message number, yet the message never came back as an echo. Look at the chat, then say It arrived or Send again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the program ended while this was being sent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It may have left or not. Look at the chat, then say It arrived or Send again; nothing is repeated by itself.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>all sending is stopped</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Somebody pressed Stop all sending. Press Allow sending at the top of the window to go on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the account is not online</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its messages wait and cost no attempt. They go out once the account is online again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the picture cannot be read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file is damaged or cut short. Choose another file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the picture file is too large</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>QQ does not take files of this size as pictures. Save it smaller.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the picture has too many pixels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Scale it down and add it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>this picture format cannot be sent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The content, not the name, decides. Save it as PNG, JPEG, GIF, WebP or BMP.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the picture file is empty</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It has no bytes. Choose another file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the file is not there</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It was moved or deleted. Choose it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the keyring is locked</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stored tokens cannot be read now, and none is overwritten. Unlock the keyring of your desktop.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>there is no keyring on this machine</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tokens are kept for this run only and must be entered again after a start. Install a keyring service to keep them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the keyring reported a failure</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The token is kept for this run only. Check the keyring of your desktop.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the disk is full</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing can be recorded, so nothing is sent. Make room; sending goes on by itself.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the file or folder may not be used</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The system refused access. Check its owner and permissions.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the profile&apos;s database is damaged</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It cannot be read safely. Put back a backup of the profile folder, or start with another profile.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the profile was used by a newer version</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This version would misread it. Update Rookery, or start with another profile.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the profile is in use by another program</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only one program may send from a profile. Close the other one, or start with another profile.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>this input cannot be used</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Correct it and try again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>that is no longer there</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It was removed in the meantime. Refresh with F5.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it is there already</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The same entry is taken once only.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ended because the program or the connection is closing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing to press.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a fault inside this program</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This should not happen. Please report it with the program&apos;s log.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>there was no connection, nothing was sent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no answer in time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the connection failed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no trusted connection could be made</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>access was refused</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>too many requests</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the gateway refused</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it has expired</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the answer is not the expected protocol</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it could not be stored</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <comment>what happened (the other side&apos;s own words)</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1; next try in %2.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1.</source>
        <comment>full stop behind a sentence</comment>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Format</name>
    <message>
        <source>%1 d</source>
        <comment>days</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 h</source>
        <comment>hours</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 min</source>
        <comment>minutes</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 s</source>
        <comment>seconds</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 ms</source>
        <comment>milliseconds</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>just now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 ago</source>
        <comment>12 s ago</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Group %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Friend %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Incidents</name>
    <message>
        <source>Gateway unreachable</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Token refused</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Waiting for scan</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Account kicked offline</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Account offline at QQ</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Picture links run on fallback keys</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>rkey server failing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pictures cannot be sent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sends are not confirmed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Deliveries ask for your word</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Disk full</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keyring does not work</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unreadable data from the gateway</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Gateway restarted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Certificate not trusted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Same account on two gateways</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Login code does not renew</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rookery keeps trying with growing pauses. Check that the gateway runs and that its address and port are right; Retry now on the Gateways page does not wait.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The gateway refuses the token, and Rookery does not repeat it so that nobody is locked out. Enter the right one with Change token.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No account is logged in there. Open Login and scan the code with the phone.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>QQ threw the account out, often because it was used on another device. Its deliveries wait. Log in again; if it repeats, let the account rest.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The gateway runs, but QQ reports the account as offline: nothing is received or sent. Log in again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Links to received pictures will not download; messages look normal and sending works. Restart the gateway once its rkey servers answer again; a latched native path only comes back with a restart.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A public rkey server gives errors. After four failures the gateway stops asking it for a day; when all are off, picture links break. Watch the rkey page.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>QQ does not take the uploads. Rookery retries a few times; send fewer pictures at once, or restart the gateway.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The gateway takes messages but QQ does not confirm them: they may be lost in groups while private chats still work. Look at a chat, then restart the gateway.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is not known whether these messages arrived, and nothing is repeated without you. Look at the chats, then press It arrived or Send again on the Broadcast page.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing can be recorded, so nothing is sent. Make room on the disk.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tokens are kept for this run only. Unlock or install the keyring of your desktop.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is counted and skipped. If it keeps coming, compare the gateway&apos;s version and look for a proxy in between.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The connection came back by itself. If nobody restarted it, look at the lines before in its log.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The gateway&apos;s certificate is unknown or has changed. Compare its fingerprint, then trust it on the Gateways page.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Both gateways hold the same account, and QQ will throw one of them out. Log it out on one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The gateway says the code is refreshed but hands out the old one. Press New code again; if it stays, restart the gateway.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Keyring</name>
    <message>
        <source>The keyring is being asked.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tokens are kept in the keyring of your desktop, never in a file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The keyring is locked: stored tokens cannot be read, and nothing in it is changed. Unlock it, or enter the token for this run.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No keyring answers on this machine: tokens are kept for this run only and are never written to a file.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Rkey</name>
    <message>
        <source>Nothing has shown yet where the keys come from. It becomes known with the first picture, or press Probe.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The gateway gets its keys from QQ itself. This is the healthy way: links to received pictures work until the key expires.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The gateway cannot get keys itself and asks a public server. Pictures work, but only as long as that server does.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No source answers, so the gateway builds picture links with an old key that is compiled into it. Such links usually do not download, although every message looks normal. Sending is not affected.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The gateway has no key at all; received pictures cannot be downloaded.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Words</name>
    <message>
        <source>unknown</source>
        <comment>rkey source</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>native</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>remote server</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>fallback (stale key)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>none</source>
        <comment>rkey source</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not probed yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>picture downloads</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>link has expired</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>picture server unreachable</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no picture seen yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>information</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>degraded</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>needs a hand</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>failed</source>
        <comment>severity</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>asking the keyring</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>keyring works</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>keyring locked</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no keyring</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Address answers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kind of gateway</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Token accepted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Version</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>QQ account</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Actions answer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not tested</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>passed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>failed</source>
        <comment>test step</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>skipped</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the system&apos;s proxy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no proxy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>HTTP proxy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>SOCKS5 proxy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>state: cause</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>waiting for scan</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>captcha asked</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>new device to confirm</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>kicked offline</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>offline (QQ)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>logged in elsewhere</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>stopped</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>connecting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>two-factor code needed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>online</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>retrying</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>refused</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>token refused</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>retrying in %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Enter code</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Retry now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Change token</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show code</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Log in again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open gateway page</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>reachable</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>token accepted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>QQ logged in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>actions answer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>events flow</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>sending proven</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not known yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>working</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>broken</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not %1</source>
        <comment>a broken rung: not reachable</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ready</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 of %2 proven</source>
        <comment>rungs of the ladder</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>queued</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>waiting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>sending</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>accepted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>unknown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>verified</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>failed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>echo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>history</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>witness</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>operator</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <comment>verified (echo)</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>accepted (proof impossible here)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>sending</source>
        <comment>a broadcast</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>paused</source>
        <comment>a broadcast</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>settled</source>
        <comment>a broadcast</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>cancelled</source>
        <comment>a broadcast</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>paused (interrupted)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>group</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>friend</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no pause between messages</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>one message every %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>one message every %1 (± %2 %)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>debug</source>
        <comment>log level</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>info</source>
        <comment>log level</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>warning</source>
        <comment>log level</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>error</source>
        <comment>log level</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>fatal</source>
        <comment>log level</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>other</source>
        <comment>log category</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>fallback</source>
        <comment>log category</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>timeout</source>
        <comment>log category</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>rich media</source>
        <comment>log category</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>rkey</source>
        <comment>log category</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>kick/offline</source>
        <comment>log category</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>login</source>
        <comment>log category</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>restart</source>
        <comment>log category</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>port</source>
        <comment>log category</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>unknown event</source>
        <comment>log category</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>risk control</source>
        <comment>log category</comment>
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>
