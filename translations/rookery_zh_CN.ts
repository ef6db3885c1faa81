<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en_US">
<context>
    <name>Confirm</name>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
</context>
<context>
    <name>Detection</name>
    <message>
        <source>This is the panel of %1.</source>
        <translation>这是 %1 的面板。</translation>
    </message>
    <message>
        <source>This behaves like the panel of %1.</source>
        <translation>这里的表现像是 %1 的面板。</translation>
    </message>
    <message>
        <source>WeChat&apos;s bot interface (iLink) answers here.</source>
        <translation>这里应答的是微信机器人接口（iLink）。</translation>
    </message>
    <message>
        <source>Nothing answers here: %1.</source>
        <translation>这里没有应答：%1。</translation>
    </message>
    <message>
        <source>Version %1.</source>
        <translation>版本 %1。</translation>
    </message>
    <message>
        <source>A token is required.</source>
        <translation>需要 Token。</translation>
    </message>
    <message>
        <source>, closed with %1</source>
        <translation>，以 %1 关闭</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>question: answer</comment>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>This address speaks OneBot 11.</source>
        <translation>该地址使用 OneBot 11。</translation>
    </message>
    <message>
        <source>This address speaks OneBot 11 (%1).</source>
        <translation>该地址使用 OneBot 11（%1）。</translation>
    </message>
    <message>
        <source>This address speaks Milky.</source>
        <translation>该地址使用 Milky。</translation>
    </message>
    <message>
        <source>This address speaks Milky (%1).</source>
        <translation>该地址使用 Milky（%1）。</translation>
    </message>
    <message>
        <source>This is an ordinary web page, not a gateway. It can be added as a monitored service.</source>
        <translation>这是普通网页，不是网关。可以添加为服务监控。</translation>
    </message>
    <message>
        <source>Something answers here, but its kind could not be detected. Choose the kind yourself.</source>
        <translation>这里有应答，但无法识别种类。请自行选择种类。</translation>
    </message>
    <message>
        <source>Its certificate is not trusted: you will be asked to review it.</source>
        <translation>其证书不受信任：稍后会请您核对。</translation>
    </message>
</context>
<context>
    <name>DialIn</name>
    <message>
        <source>no token</source>
        <translation>没有 Token</translation>
    </message>
    <message>
        <source>wrong token</source>
        <translation>Token 错误</translation>
    </message>
    <message>
        <source>this account is connected already</source>
        <translation>该账号已经连接</translation>
    </message>
    <message>
        <source>listening, other machines can reach it</source>
        <translation>正在监听，其他机器可以访问</translation>
    </message>
    <message>
        <source>listening, for programs on this machine only</source>
        <translation>正在监听，仅限本机程序访问</translation>
    </message>
    <message>
        <source>closed: no gateway on the list uses it</source>
        <translation>未开启：列表中没有网关使用它</translation>
    </message>
    <message>
        <source>closed: %1</source>
        <translation>未开启：%1</translation>
    </message>
    <message>
        <source>too many attempts</source>
        <translation>尝试次数过多</translation>
    </message>
    <message>
        <source>new, needs confirmation</source>
        <translation>新账号，待确认</translation>
    </message>
    <message>
        <source>not a gateway&apos;s connection request</source>
        <translation>不是网关的连接请求</translation>
    </message>
    <message>
        <source>Enter the token that Rookery showed at the gateway; if it is lost, generate a new one.</source>
        <translation>请在网关端填入 Rookery 显示过的 Token；若已遗失，请生成新的 Token。</translation>
    </message>
    <message>
        <source>The account is on the list, but its token is wrong. Generate a new one and paste it at the gateway.</source>
        <translation>账号在列表中，但 Token 不对。请生成新的 Token 并粘贴到网关端。</translation>
    </message>
    <message>
        <source>If it is yours, press Add this account to get a token for the gateway. If not, ignore it: it cannot connect.</source>
        <translation>如果是您的账号，请点击“添加此账号”，获取要粘贴到网关端的 Token。如果不是，可以忽略：它无法连接。</translation>
    </message>
    <message>
        <source>Two gateways use the same account, or one gateway connects twice. The first connection is kept.</source>
        <translation>两个网关运行同一账号，或同一网关连接了两次。先连接的一方保留。</translation>
    </message>
    <message>
        <source>Something other than a gateway connects to this port. If the port need not be reachable from there, let it listen on another address.</source>
        <translation>连接该端口的不是网关。如果端口不必对外开放，请让它监听其他地址。</translation>
    </message>
    <message>
        <source>This address was rejected a hundred times within ten seconds, or holds too many connections without a token. It is ignored for ten seconds at a time. Correct its token, or stop it.</source>
        <translation>该地址在十秒内被拒绝了一百次，或占用了过多未出示 Token 的连接，每次会有十秒不予理会。请改正它的 Token，或停掉它。</translation>
    </message>
</context>
<context>
    <name>Errors</name>
    <message>
        <source>nothing listens at this address and port</source>
        <translation>该地址和端口上没有服务在监听</translation>
    </message>
    <message>
        <source>the machine does not answer</source>
        <translation>对方机器没有应答</translation>
    </message>
    <message>
        <source>No answer came within the deadline: the machine is off, or a firewall drops the connection. Check the address and the firewall, then press Retry now.</source>
        <translation>限时内没有应答：机器已关机，或防火墙丢弃了连接。请检查地址和防火墙，然后点“立即重试”。</translation>
    </message>
    <message>
        <source>connected, but the gateway never answered the handshake</source>
        <translation>已连上，但网关始终没有应答握手</translation>
    </message>
    <message>
        <source>this version of the gateway does not know the call</source>
        <translation>这个版本的网关不认识该调用</translation>
    </message>
    <message>
        <source>The gateway answers, but without this function: it is too old. Update the gateway.</source>
        <translation>网关有应答，但没有这项功能：版本太旧。请升级网关。</translation>
    </message>
    <message>
        <source>the certificate is not trusted</source>
        <translation>证书不受信任</translation>
    </message>
    <message>
        <source>It is self-signed or from an unknown issuer. Compare its fingerprint with the one on the gateway&apos;s machine; if they are equal, press Trust this certificate.</source>
        <translation>证书是自签名的，或签发者未知。请与网关机器上的指纹核对；一致时点“信任此证书”。</translation>
    </message>
    <message>
        <source>the certificate is not the one you trusted</source>
        <translation>证书不是您信任的那一张</translation>
    </message>
    <message>
        <source>one side speaks https, the other plain http</source>
        <translation>一端用 https，另一端用明文 http</translation>
    </message>
    <message>
        <source>Change http to https in the gateway&apos;s address, or the other way round.</source>
        <translation>请把网关地址里的 http 改成 https，或反过来。</translation>
    </message>
    <message>
        <source>the gateway is restarting</source>
        <translation>网关正在重启</translation>
    </message>
    <message>
        <source>It takes a few seconds; Rookery connects as soon as the port is open again.</source>
        <translation>需要几秒钟；端口一恢复 Rookery 就会连接。</translation>
    </message>
    <message>
        <source>the gateway does not accept this machine&apos;s address</source>
        <translation>网关不接受本机的地址</translation>
    </message>
    <message>
        <source>the gateway sent more than is allowed at once</source>
        <translation>网关一次发来的数据超过上限</translation>
    </message>
    <message>
        <source>The message was larger than the limit, so the connection was closed to protect this program. If it happens again, look at what the gateway forwards.</source>
        <translation>消息超过上限，为保护本程序已关闭连接。如果再次出现，请查看网关在转发什么。</translation>
    </message>
    <message>
        <source>the token was refused</source>
        <translation>Token 错误</translation>
    </message>
    <message>
        <source>too many logins at this gateway&apos;s panel</source>
        <translation>登录该网关面板过于频繁</translation>
    </message>
    <message>
        <source>The gateway allows a few logins per minute, for all users together. Rookery waits and then tries once.</source>
        <translation>网关每分钟只允许所有用户合计登录几次。Rookery 会等待，然后只试一次。</translation>
    </message>
    <message>
        <source>the gateway&apos;s panel asks for a two-factor code</source>
        <translation>网关面板要求两步验证码</translation>
    </message>
    <message>
        <source>Two-factor login is switched on there. Enter the six digits that your authenticator shows now.</source>
        <translation>那里开启了两步验证。请输入验证器当前显示的六位数字。</translation>
    </message>
    <message>
        <source>the two-factor code was refused</source>
        <translation>两步验证码被拒绝</translation>
    </message>
    <message>
        <source>A code is good for 30 s, and both clocks must agree. Wait for the next code and enter that one.</source>
        <translation>验证码 30 秒内有效，两边时钟须一致。请等下一个验证码再输入。</translation>
    </message>
    <message>
        <source>the login at the gateway&apos;s panel has expired</source>
        <translation>网关面板的登录已过期</translation>
    </message>
    <message>
        <source>Open Login and scan the code with the phone.</source>
        <translation>请打开“登录”页，用手机扫码。</translation>
    </message>
    <message>
        <source>an account is already logged in</source>
        <translation>已有账号登录</translation>
    </message>
    <message>
        <source>the gateway said the code was refreshed, but it is still the old one</source>
        <translation>网关提示二维码已刷新，但仍是旧码</translation>
    </message>
    <message>
        <source>the code has expired</source>
        <translation>二维码已过期</translation>
    </message>
    <message>
        <source>Press New code and scan that one.</source>
        <translation>请点“刷新二维码”再扫描。</translation>
    </message>
    <message>
        <source>QQ no longer accepts the saved login. Scan the code instead.</source>
        <translation>QQ 不再接受保存的登录。请改为扫码。</translation>
    </message>
    <message>
        <source>QQ asks for a captcha</source>
        <translation>QQ 要求验证码</translation>
    </message>
    <message>
        <source>It can only be solved on the gateway&apos;s own page. Press Open gateway page.</source>
        <translation>只能在网关自己的页面上完成。请点“打开网关页面”。</translation>
    </message>
    <message>
        <source>QQ wants this device confirmed</source>
        <translation>QQ 要求确认新设备</translation>
    </message>
    <message>
        <source>It can only be confirmed on the gateway&apos;s own page. Press Open gateway page.</source>
        <translation>只能在网关自己的页面上确认。请点“打开网关页面”。</translation>
    </message>
    <message>
        <source>QQ reports the account as offline</source>
        <translation>QQ 报告账号离线</translation>
    </message>
    <message>
        <source>The gateway still runs, but QQ has cut the account off. Log in again.</source>
        <translation>网关仍在运行，但 QQ 已断开账号。请重新登录。</translation>
    </message>
    <message>
        <source>the gateway did not answer in time</source>
        <translation>网关没有及时应答</translation>
    </message>
    <message>
        <source>the gateway saw no confirmation from QQ</source>
        <translation>网关没有收到 QQ 的确认</translation>
    </message>
    <message>
        <source>the picture is no longer on the gateway</source>
        <translation>网关上已没有这张图片</translation>
    </message>
    <message>
        <source>The gateway cleans its cache from time to time. Rookery uploads the picture once more and goes on.</source>
        <translation>网关会不时清理缓存。Rookery 会再上传一次并继续。</translation>
    </message>
    <message>
        <source>the account is muted there</source>
        <translation>账号在那里被禁言</translation>
    </message>
    <message>
        <source>the account is not in this group</source>
        <translation>账号不在这个群里</translation>
    </message>
    <message>
        <source>It left or was removed. Take the group off the list, or reach it through another account.</source>
        <translation>账号已退群或被移出。请把该群移出列表，或通过其他账号发送。</translation>
    </message>
    <message>
        <source>the account does not know this group or friend</source>
        <translation>账号没有这个群或好友</translation>
    </message>
    <message>
        <source>It is not in the account&apos;s lists. Check the number, or refresh the lists with F5.</source>
        <translation>不在账号的列表里。请检查号码，或按 F5 刷新列表。</translation>
    </message>
    <message>
        <source>the gateway does not support this call</source>
        <translation>网关不支持该调用</translation>
    </message>
    <message>
        <source>Its version lacks the function. Update the gateway.</source>
        <translation>该版本没有这项功能。请升级网关。</translation>
    </message>
    <message>
        <source>QQ refused the message</source>
        <translation>QQ 拒绝了消息</translation>
    </message>
    <message>
        <source>the program ended while this was being sent</source>
        <translation>发送过程中程序退出</translation>
    </message>
    <message>
        <source>all sending is stopped</source>
        <translation>全部发送已停止</translation>
    </message>
    <message>
        <source>the account is not online</source>
        <translation>账号不在线</translation>
    </message>
    <message>
        <source>Its messages wait and cost no attempt. They go out once the account is online again.</source>
        <translation>它的消息在等待，不消耗尝试次数。账号恢复在线后会继续发送。</translation>
    </message>
    <message>
        <source>the picture cannot be read</source>
        <translation>图片无法读取</translation>
    </message>
    <message>
        <source>The file is damaged or cut short. Choose another file.</source>
        <translation>文件损坏或不完整。请另选文件。</translation>
    </message>
    <message>
        <source>the picture file is too large</source>
        <translation>图片文件太大</translation>
    </message>
    <message>
        <source>QQ does not take files of this size as pictures. Save it smaller.</source>
        <translation>QQ 不接受这么大的图片文件。请压缩后再试。</translation>
    </message>
    <message>
        <source>the picture has too many pixels</source>
        <translation>图片像素过多</translation>
    </message>
    <message>
        <source>Scale it down and add it again.</source>
        <translation>请缩小后重新添加。</translation>
    </message>
    <message>
        <source>this picture format cannot be sent</source>
        <translation>不能发送这种图片格式</translation>
    </message>
    <message>
        <source>The content, not the name, decides. Save it as PNG, JPEG, GIF, WebP or BMP.</source>
        <translation>以内容而非文件名为准。请另存为 PNG、JPEG、GIF、WebP 或 BMP。</translation>
    </message>
    <message>
        <source>the picture file is empty</source>
        <translation>图片文件是空的</translation>
    </message>
    <message>
        <source>It has no bytes. Choose another file.</source>
        <translation>文件没有内容。请另选文件。</translation>
    </message>
    <message>
        <source>It was moved or deleted. Choose it again.</source>
        <translation>文件已移动或删除。请重新选择。</translation>
    </message>
    <message>
        <source>the keyring is locked</source>
        <translation>密钥环已锁定</translation>
    </message>
    <message>
        <source>Stored tokens cannot be read now, and none is overwritten. Unlock the keyring of your desktop.</source>
        <translation>现在无法读取保存的 Token，也不会覆盖它们。请解锁桌面的密钥环。</translation>
    </message>
    <message>
        <source>there is no keyring on this machine</source>
        <translation>本机没有密钥环</translation>
    </message>
    <message>
        <source>Tokens are kept for this run only and must be entered again after a start. Install a keyring service to keep them.</source>
        <translation>Token 只在本次运行中保留，重启后须重新输入。要长期保存，请安装密钥环服务。</translation>
    </message>
    <message>
        <source>the keyring reported a failure</source>
        <translation>密钥环报告失败</translation>
    </message>
    <message>
        <source>The token is kept for this run only. Check the keyring of your desktop.</source>
        <translation>Token 只在本次运行中保留。请检查桌面的密钥环。</translation>
    </message>
    <message>
        <source>the disk is full</source>
        <translation>磁盘已满</translation>
    </message>
    <message>
        <source>The system refused access. Check its owner and permissions.</source>
        <translation>系统拒绝访问。请检查其所有者和权限。</translation>
    </message>
    <message>
        <source>the profile&apos;s database is damaged</source>
        <translation>数据目录中的数据库已损坏</translation>
    </message>
    <message>
        <source>the profile was used by a newer version</source>
        <translation>该数据目录曾被更新的版本使用</translation>
    </message>
    <message>
        <source>This version would misread it. Update Rookery, or start with another profile.</source>
        <translation>此版本会误读它。请升级 Rookery，或用另一个数据目录启动。</translation>
    </message>
    <message>
        <source>the profile is in use by another program</source>
        <translation>该数据目录正被另一个程序使用</translation>
    </message>
    <message>
        <source>Only one program may send from a profile. Close the other one, or start with another profile.</source>
        <translation>一个数据目录只能由一个程序发送。请关闭另一个程序，或用另一个数据目录启动。</translation>
    </message>
    <message>
        <source>this input cannot be used</source>
        <translation>输入无效</translation>
    </message>
    <message>
        <source>Correct it and try again.</source>
        <translation>请改正后重试。</translation>
    </message>
    <message>
        <source>It was removed in the meantime. Refresh with F5.</source>
        <translation>期间已被移除。请按 F5 刷新。</translation>
    </message>
    <message>
        <source>This should not happen. Please report it with the program&apos;s log.</source>
        <translation>这不应该发生。请附上程序日志报告。</translation>
    </message>
    <message>
        <source>there was no connection, nothing was sent</source>
        <translation>没有连接，什么都没有发出</translation>
    </message>
    <message>
        <source>no answer in time</source>
        <translation>没有及时应答</translation>
    </message>
    <message>
        <source>the connection failed</source>
        <translation>连接失败</translation>
    </message>
    <message>
        <source>no trusted connection could be made</source>
        <translation>无法建立可信连接</translation>
    </message>
    <message>
        <source>access was refused</source>
        <translation>访问被拒绝</translation>
    </message>
    <message>
        <source>too many requests</source>
        <translation>请求过多</translation>
    </message>
    <message>
        <source>the gateway refused</source>
        <translation>网关拒绝</translation>
    </message>
    <message>
        <source>it has expired</source>
        <translation>已过期</translation>
    </message>
    <message>
        <source>the answer is not the expected protocol</source>
        <translation>应答不是预期的协议</translation>
    </message>
    <message>
        <source>it could not be stored</source>
        <translation>无法保存</translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation>已取消</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <comment>what happened (the other side&apos;s own words)</comment>
        <translation>%1（%2）</translation>
    </message>
    <message>
        <source>%1; next try in %2.</source>
        <translation>%1；%2后再试。</translation>
    </message>
    <message>
        <source>%1.</source>
        <comment>full stop behind a sentence</comment>
        <translation>%1。</translation>
    </message>
    <message>
        <source>QQ restricts the account for a while, so nothing was sent. Pause its broadcasts, and look in the phone app for a notice that lets you lift it.</source>
        <translation>QQ 暂时限制了该账号，因此没有发出任何内容。请暂停它的群发，并在手机 QQ 中查看能解除限制的通知。</translation>
    </message>
    <message>
        <source>the message arrived without its picture</source>
        <translation>消息送达了，但图片丢了</translation>
    </message>
    <message>
        <source>the gateway&apos;s panel is locked after too many wrong passwords</source>
        <translation>密码连续输错，网关面板已被锁定</translation>
    </message>
    <message>
        <source>the gateway&apos;s panel has no password yet</source>
        <translation>网关面板还没有设置密码</translation>
    </message>
    <message>
        <source>Open LLBot&apos;s WebUI in a browser and choose a password; then press Change token and type it here.</source>
        <translation>请在浏览器中打开 LLBot 的 WebUI 设置密码；然后点击“更换 Token”，在这里输入。</translation>
    </message>
    <message>
        <source>no OneBot server is switched on in the gateway</source>
        <translation>网关里没有启用任何 OneBot 服务</translation>
    </message>
    <message>
        <source>logged in, but none of the gateway&apos;s ports answers</source>
        <translation>已登录，但网关的端口都没有响应</translation>
    </message>
    <message>
        <source>The account is logged in, yet the gateway has not opened its HTTP and WebSocket services. Restart the gateway; if it happens again, look in its log for a port that is in use.</source>
        <translation>账号已登录，但网关没有启动 HTTP 和 WebSocket 服务。请重启网关；如果再次出现，请在日志中查找被占用的端口。</translation>
    </message>
    <message>
        <source>the program could not be started</source>
        <translation>程序无法启动</translation>
    </message>
    <message>
        <source>The file or its folder is missing, or you may not run it. Check the path of the program and its working folder, then press Retry now.</source>
        <translation>文件或其文件夹不存在，或者您没有执行权限。请检查程序路径和工作文件夹，然后点“立即重试”。</translation>
    </message>
    <message>
        <source>the program has ended</source>
        <translation>程序已退出</translation>
    </message>
    <message>
        <source>the gateway runs for the first time and waits for its settings</source>
        <translation>网关首次运行，正在等待填写配置</translation>
    </message>
    <message>
        <source>It has written appsettings.json into its folder and waits for a key to be pressed. Edit that file (its implementations, ports and tokens), then press Retry now.</source>
        <translation>它已在文件夹中生成 appsettings.json，并在等待按键。请编辑该文件（实现方式、端口和 Token），然后点“立即重试”。</translation>
    </message>
    <message>
        <source>LLBot: open its WebUI, page OneBot 11, and enable a WebSocket server (type ws) or an HTTP server. Lagrange: add a ForwardWebSocket with host, port and token to Implementations in its appsettings.json. Rookery never changes that configuration itself.</source>
        <translation>LLBot：打开其 WebUI 的 OneBot 11 页，启用一个 WebSocket 服务（类型 ws）或 HTTP 服务。Lagrange：在其 appsettings.json 的 Implementations 中添加一项 ForwardWebSocket，填写主机、端口和 Token。Rookery 从不自行更改该配置。</translation>
    </message>
    <message>
        <source>the phone shows digits that have to be entered here</source>
        <translation>手机上显示了一串数字，需要在这里输入</translation>
    </message>
    <message>
        <source>another program has bound the bot</source>
        <translation>机器人已被另一个程序绑定</translation>
    </message>
    <message>
        <source>the user has to write first</source>
        <translation>需要对方先发消息</translation>
    </message>
    <message>
        <source>LLBot&apos;s own Auth Token is missing or refused</source>
        <translation>LLBot 自己的 Auth Token 缺失或无效</translation>
    </message>
    <message>
        <source>Enter the token that belongs to the account on the Login page, or on LLBot&apos;s panel.</source>
        <translation>请在登录页或 LLBot 的 WebUI 中填写该账号的 Auth Token。</translation>
    </message>
    <message>
        <source>the log cannot be followed</source>
        <translation>无法跟踪日志</translation>
    </message>
    <message>
        <source>the database is older than the last send</source>
        <translation>数据库是旧的（早于最后一次发送）</translation>
    </message>
    <message>
        <source>the profile&apos;s database was changed by another program</source>
        <translation>数据目录中的数据库被其他程序改动过</translation>
    </message>
    <message>
        <source>the profile&apos;s database was removed or replaced while Rookery runs</source>
        <translation>Rookery 运行期间数据库文件被删除或替换</translation>
    </message>
    <message>
        <source>the message is larger than the gateway accepts</source>
        <translation>消息超过网关允许的大小</translation>
    </message>
    <message>
        <source>Nothing was sent, and the other targets at this gateway were not tried. Use smaller pictures, or raise the size limit of the gateway or of the proxy in front of it.</source>
        <translation>没有发出任何内容，该网关的其余目标也未再尝试。请换用更小的图片，或调大网关（或其前面的反向代理）的大小上限。</translation>
    </message>
    <message>
        <source>the disk reported an error</source>
        <translation>磁盘报告错误</translation>
    </message>
    <message>
        <source>kicked offline by QQ</source>
        <translation>被 QQ 踢下线</translation>
    </message>
    <message>
        <source>its gateway was removed from Rookery</source>
        <translation>它的网关已从 Rookery 中移除</translation>
    </message>
    <message>
        <source>The messages wait for a gateway with this id. Add it again, or cancel the rest of the broadcast.</source>
        <translation>这些消息在等这个 id 的网关。请重新添加该网关，或取消这次群发的剩余部分。</translation>
    </message>
    <message>
        <source>another account is logged in at its gateway</source>
        <translation>它的网关上登录着另一个账号</translation>
    </message>
    <message>
        <source>Messages are never handed to another account. Log the right one in there, or cancel the rest of the broadcast.</source>
        <translation>消息不会转交给别的账号。请在该网关登录原来的账号，或取消这次群发的剩余部分。</translation>
    </message>
    <message>
        <source>it gets the message through another account</source>
        <translation>已由另一个账号发送</translation>
    </message>
    <message>
        <source>A group that several accounts reach gets the message once.</source>
        <translation>多个账号都能发到的群只发一次。</translation>
    </message>
    <message>
        <source>not finished within the time limit</source>
        <translation>在时限内没有完成</translation>
    </message>
    <message>
        <source>The checksums differ, so the picture is not used. Resend it; if it repeats, check the connection and the gateway&apos;s disk.</source>
        <translation>校验值不一致，因此不使用该图片。请重新发送；若再次发生，请检查连接和网关的磁盘。</translation>
    </message>
    <message>
        <source>No action needed.</source>
        <translation>无需操作。</translation>
    </message>
    <message>
        <source>The machine answered that the port is closed: the gateway is not running, or uses another port. Start it or correct the port, then press Retry now.</source>
        <translation>对方机器表示端口已关闭：网关没有运行，或使用了其他端口。请启动网关或更正端口，然后点“立即重试”。</translation>
    </message>
    <message>
        <source>connections without a token fill the port for gateways</source>
        <translation>未出示 Token 的连接占满了网关接入端口</translation>
    </message>
    <message>
        <source>a web server in front answers, but what is behind it does not</source>
        <translation>前面的 Web 服务器有应答，但后面的服务没有应答</translation>
    </message>
    <message>
        <source>The process behind it is gone, starting or not ready; its last log lines say why. Rookery tries again by itself.</source>
        <translation>后面的进程已退出、正在启动或尚未就绪；原因见其最后几行日志。Rookery 会自动重试。</translation>
    </message>
    <message>
        <source>something in front of the gateway refuses the request</source>
        <translation>网关前面的代理或防火墙拒绝了请求</translation>
    </message>
    <message>
        <source>the token was refused, or a proxy in front of the gateway refuses</source>
        <translation>Token 错误，或网关前面的代理拒绝了请求</translation>
    </message>
    <message>
        <source>The refusal is empty and does not say who gave it. Rookery tries again by itself. Compare the token with the gateway&apos;s, and look at the rules of a proxy in front of it.</source>
        <translation>拒绝没有任何内容，看不出是谁给出的。Rookery 会自动重试。请核对 Token 是否与网关一致，并检查网关前面代理的规则。</translation>
    </message>
    <message>
        <source>no events come this way: sends cannot be proven</source>
        <translation>此方式收不到事件：发送无法确认</translation>
    </message>
    <message>
        <source>The gateway is reached over HTTP alone. Switch a WebSocket server on there; where its configuration is read, Rookery moves to it by itself.</source>
        <translation>目前只通过 HTTP 连接网关。请在网关启用 WebSocket 服务；能读取其配置时，Rookery 会自动切换过去。</translation>
    </message>
    <message>
        <source>the gateway cannot restart itself</source>
        <translation>网关无法自行重启</translation>
    </message>
    <message>
        <source>It runs as a single process, without one that could start it again. Stop and start it on its own machine (its window, service or container); Rookery connects again by itself.</source>
        <translation>它以单进程方式运行，没有可以重新拉起它的主进程。请在它所在的机器上手动停止并启动（窗口、服务或容器）；Rookery 会自动重新连接。</translation>
    </message>
    <message>
        <source>More than 8 MiB of answers waited for it, so the connection was closed to protect this program. Rookery connects again by itself; if it happens again, restart the gateway.</source>
        <translation>积压的应答超过 8 MiB，为保护本程序已断开连接。Rookery 会自动重连；若再次出现，请重启网关。</translation>
    </message>
    <message>
        <source>the other side speaks only versions of TLS that are no longer safe</source>
        <translation>对方只支持已不安全的旧版 TLS</translation>
    </message>
    <message>
        <source>TLS 1.2 or later is needed. Update the gateway, or the proxy that holds its certificate, or let it offer TLS 1.2.</source>
        <translation>需要 TLS 1.2 或更高版本。请更新网关或持有证书的反向代理，或在其中启用 TLS 1.2。</translation>
    </message>
    <message>
        <source>Neither the keyring nor the environment has one. Press Change token and enter it, or set the variable ROOKERY_SECRET_&lt;ID&gt; before the start (&lt;ID&gt; is the gateway&apos;s, in capitals).</source>
        <translation>密钥环和环境变量中都没有。请点“更换 Token”填写，或在启动前设置环境变量 ROOKERY_SECRET_&lt;ID&gt;（&lt;ID&gt; 为网关编号的大写）。</translation>
    </message>
    <message>
        <source>no account is logged in at this gateway</source>
        <translation>此网关没有账号登录</translation>
    </message>
    <message>
        <source>the profile&apos;s settings.json is empty or unreadable</source>
        <translation>数据目录中的 settings.json 为空或无法读取</translation>
    </message>
    <message>
        <source>the profile&apos;s settings.json contradicts itself</source>
        <translation>数据目录中的 settings.json 内容自相矛盾</translation>
    </message>
    <message>
        <source>The machine answered that the port is closed: the gateway is not running, or uses another port. Start it, or go back and correct the address.</source>
        <translation>对方机器表示端口已关闭：网关没有运行，或使用了其他端口。请启动网关，或返回上一步更正地址。</translation>
    </message>
    <message>
        <source>No usable answer came within the deadline. Check the address, the gateway and the firewall; then press Test again.</source>
        <translation>限定时间内没有可用的应答。请检查地址、网关和防火墙，然后点“再次测试”。</translation>
    </message>
    <message>
        <source>The refusal is empty and does not say who gave it. Go back and compare the token, or look at the rules of a proxy in front of the gateway.</source>
        <translation>拒绝没有任何内容，看不出是谁给出的。请返回上一步核对 Token，或检查网关前面代理的规则。</translation>
    </message>
    <message>
        <source>Go back and enter the token.</source>
        <translation>请返回上一步填写 Token。</translation>
    </message>
    <message>
        <source>Open LLBot&apos;s WebUI in a browser and choose a password; then go back and type it.</source>
        <translation>请在浏览器中打开 LLBot 的 WebUI 设置密码，然后返回上一步填写。</translation>
    </message>
    <message>
        <source>The file or its folder is missing, or you may not run it. Go back and check the path of the program and its working folder.</source>
        <translation>文件或其目录不存在，或没有运行权限。请返回上一步检查程序路径和工作目录。</translation>
    </message>
    <message>
        <source>It has written appsettings.json into its folder and waits for a key to be pressed. Edit that file, then press Test again.</source>
        <translation>它已在目录中写入 appsettings.json 并等待按键。请编辑该文件，然后点“再次测试”。</translation>
    </message>
    <message>
        <source>It is self-signed or from an unknown issuer. Compare its fingerprint with the one on the gateway&apos;s machine; press Review certificate.</source>
        <translation>证书是自签名的，或签发者未知。请点“查看证书”，与网关机器上的指纹核对。</translation>
    </message>
    <message>
        <source>NapCat&apos;s panel uses port 6099 unless it is set otherwise.</source>
        <translation>NapCat 面板默认使用端口 6099。</translation>
    </message>
    <message>
        <source>LLBot&apos;s WebUI uses port 3080 unless it is set otherwise.</source>
        <translation>LLBot 的 WebUI 默认使用端口 3080。</translation>
    </message>
    <message>
        <source>NapCat keeps it in webui.json and prints it at its start.</source>
        <translation>NapCat 的 Token 在 webui.json 里，启动时也会打印。</translation>
    </message>
    <message>
        <source>LLBot keeps that of its WebUI in data/webui_token.txt.</source>
        <translation>LLBot 的 WebUI 密码在 data/webui_token.txt 里。</translation>
    </message>
    <message>
        <source>Lagrange keeps it as AccessToken in its appsettings.json.</source>
        <translation>Lagrange 的 Token 是其 appsettings.json 里的 AccessToken。</translation>
    </message>
    <message>
        <source>NapCat: access control of its panel.</source>
        <translation>NapCat：面板的访问控制。</translation>
    </message>
    <message>
        <source>this host name cannot be resolved</source>
        <translation>主机名无法解析</translation>
    </message>
    <message>
        <source>DNS has no such host. Check the spelling of the address, or use the IP address.</source>
        <translation>DNS 中没有这个主机。请检查地址拼写，或改用 IP 地址。</translation>
    </message>
    <message>
        <source>the connection was lost</source>
        <translation>连接中断</translation>
    </message>
    <message>
        <source>The connection was open and then ended. Rookery reconnects by itself; if this keeps happening, check the gateway&apos;s log.</source>
        <translation>连接建立后又断开。Rookery 会自动重连；如果反复出现，请查看网关日志。</translation>
    </message>
    <message>
        <source>The port is open, but nothing was received for 5 s: the gateway hangs, or another service uses the port. Restart the gateway, then press Retry now.</source>
        <translation>端口是开的，但 5 秒内没有任何应答：网关卡死，或端口被其他服务占用。请重启网关，然后点“立即重试”。</translation>
    </message>
    <message>
        <source>the gateway stopped responding although the connection is open</source>
        <translation>连接仍在，但网关已停止响应</translation>
    </message>
    <message>
        <source>Heartbeats stopped and a request was not answered. Rookery closes the connection and reconnects.</source>
        <translation>心跳停止，请求也没有应答。Rookery 会断开并重新连接。</translation>
    </message>
    <message>
        <source>something other than this kind of gateway answers there</source>
        <translation>该地址不是所选类型的网关</translation>
    </message>
    <message>
        <source>The answer does not have this gateway&apos;s own format: it comes from a proxy or a login page in front, or from another service at this address. Rookery retries by itself; if this continues, check address and kind.</source>
        <translation>应答不是这类网关的格式：来自前面的代理或登录页，或该地址上的其他服务。Rookery 会自动重试；若一直如此，请检查地址和种类。</translation>
    </message>
    <message>
        <source>Its fingerprint differs from the stored one. If the gateway&apos;s certificate was renewed, compare the new fingerprint and trust it; if not, the connection may be intercepted.</source>
        <translation>指纹与保存的不同。如果网关换过证书，请核对新指纹后再信任；如果没有，连接可能被窃听。</translation>
    </message>
    <message>
        <source>the proxy refused the connection</source>
        <translation>代理拒绝了连接</translation>
    </message>
    <message>
        <source>the gateway has not connected</source>
        <translation>网关还没有连接过来</translation>
    </message>
    <message>
        <source>This gateway connects to Rookery. Set it up as a WebSocket client with the address and token that Rookery shows, and make sure that it can reach this machine.</source>
        <translation>该网关主动连接 Rookery。请在网关里新建 WebSocket 客户端（反向），填入 Rookery 显示的地址和 Token，并确认它能访问本机。</translation>
    </message>
    <message>
        <source>Those that have waited longest are closed to make room, so a gateway with the right token can still connect. Find the program at that address and stop it.</source>
        <translation>等待最久的连接会被断开以腾出位置，因此 Token 正确的网关仍能接入。请找到该地址上的程序并停掉它。</translation>
    </message>
    <message>
        <source>Rookery&apos;s own port could not be opened</source>
        <translation>无法打开本程序自己的端口</translation>
    </message>
    <message>
        <source>Another program uses it, or this address is not one of this machine. Choose another port or address for incoming gateway connections.</source>
        <translation>端口被其他程序占用，或该地址不属于本机。请为主动连接的网关换一个端口或地址。</translation>
    </message>
    <message>
        <source>Rookery started it and it exited by itself; its last log lines say why. Rookery restarts it a limited number of times, because each start is another login. After that, press Retry now.</source>
        <translation>程序由 Rookery 启动，自行退出了，原因见日志最后几行。Rookery 会再次启动它，但次数有限：每次启动都是一次新的登录。之后请点“立即重试”。</translation>
    </message>
    <message>
        <source>the service reports an error</source>
        <translation>服务报告出错</translation>
    </message>
    <message>
        <source>The process runs, but something that it depends on does not, often its database. Check its log.</source>
        <translation>进程在运行，但它依赖的东西（常见为数据库）不可用。请查看它的日志。</translation>
    </message>
    <message>
        <source>The file is missing or cannot be read, or the command ended. Rookery keeps trying; until then the state of the bot behind the service is unknown.</source>
        <translation>文件不存在或无权读取，或命令已结束。Rookery 会继续尝试；在此之前无法得知服务背后机器人的情况。</translation>
    </message>
    <message>
        <source>The gateway&apos;s list of allowed addresses does not include this machine. Add it there.</source>
        <translation>网关的地址白名单里没有本机。请在那里加入本机。</translation>
    </message>
    <message>
        <source>The answer does not have the gateway&apos;s own format: a reverse proxy, a firewall or a login page gave it. Rookery retries by itself; if this continues, allow this machine there.</source>
        <translation>应答不是网关自己的格式，而是反向代理、防火墙或登录页给出的。Rookery 会自动重试；若一直如此，请在那里放行本机。</translation>
    </message>
    <message>
        <source>the gateway does not read what is sent to it</source>
        <translation>网关不读取发给它的数据</translation>
    </message>
    <message>
        <source>the gateway sent data that cannot be decoded</source>
        <translation>网关发来了无法解析的数据</translation>
    </message>
    <message>
        <source>It was counted and skipped. If this keeps happening, the gateway&apos;s version may be too new, or a proxy changes the data.</source>
        <translation>已计数并跳过。如果反复出现，可能是网关版本太新，或有代理改动了数据。</translation>
    </message>
    <message>
        <source>The gateway rejected the token. Rookery does not retry by itself, because repeated attempts lock out all clients. Press Change token.</source>
        <translation>网关拒绝登录：Token 错误。为避免触发锁定，不会自动重试。请点“更换 Token”。</translation>
    </message>
    <message>
        <source>no token is stored for this gateway</source>
        <translation>没有此网关的 Token</translation>
    </message>
    <message>
        <source>LLBot rejects every login for up to an hour, even with the right password. Wait, or restart LLBot; then check the password in its data/webui_token.txt and press Change token.</source>
        <translation>LLBot 在最多一小时内拒绝所有登录，密码正确也不行。请等待或重启 LLBot；然后核对 data/webui_token.txt 中的密码，并点击“更换 Token”。</translation>
    </message>
    <message>
        <source>WeChat checks that the phone and this console belong together. Open Login and enter the digits that the phone shows after the scan.</source>
        <translation>微信要确认手机和这个控制台属于同一个人。打开“登录”页，输入扫码后手机上显示的数字。</translation>
    </message>
    <message>
        <source>the digits do not match those on the phone</source>
        <translation>数字和手机上显示的不一致</translation>
    </message>
    <message>
        <source>Enter them again as the phone shows them. After several wrong attempts WeChat asks for another scan.</source>
        <translation>请照手机上显示的再输入一次。多次输错后，微信会要求重新扫码。</translation>
    </message>
    <message>
        <source>Rookery logs in again with the stored token; no action is needed.</source>
        <translation>Rookery 会用保存的 Token 重新登录，无需操作。</translation>
    </message>
    <message>
        <source>The gateway shows a code only while no account is logged in. To use another account, log this one out first.</source>
        <translation>只有没有账号登录时，网关才会给出二维码。要换账号，请先退出当前账号。</translation>
    </message>
    <message>
        <source>The same code came back, and an old code cannot be scanned. Press New code again; if it does not change, restart the gateway.</source>
        <translation>返回的是同一张码，旧码无法扫描。请再点“刷新二维码”；若仍不变，请重启网关。</translation>
    </message>
    <message>
        <source>quick login failed</source>
        <translation>快速登录失败</translation>
    </message>
    <message>
        <source>the gateway was replaced or updated</source>
        <translation>网关已被更换或升级</translation>
    </message>
    <message>
        <source>It is not the same as before. Check its kind on the Gateways page.</source>
        <translation>它与之前的不同，请在“网关”页核对种类。</translation>
    </message>
    <message>
        <source>The account was used on another device, or QQ ended the session. Log in again; if it happens again within hours, stop using the account for a while.</source>
        <translation>账号在别的设备上使用，或 QQ 终止了会话。请重新登录；若几小时内再次发生，请暂停使用该账号一段时间。</translation>
    </message>
    <message>
        <source>A WeChat bot can be bound to one program at a time. Open Login and scan the code to bind it here; the other program then loses it.</source>
        <translation>微信同一时间只允许一个程序绑定机器人。打开“登录”页扫码即可绑定到这里，另一个程序会随之失去它。</translation>
    </message>
    <message>
        <source>The request may or may not have been carried out. Check the chat before you send again.</source>
        <translation>请求可能已执行，也可能没有。重新发送前请先查看聊天。</translation>
    </message>
    <message>
        <source>The gateway accepted the message and QQ did not confirm it in time. It may have arrived: check the chat, then press Mark as delivered or Resend.</source>
        <translation>网关收下了消息，但 QQ 没有及时确认。消息可能已送达：请查看聊天，再点“标记为已送达”或“重新发送”。</translation>
    </message>
    <message>
        <source>the picture was not accepted (rich media transfer failed)</source>
        <translation>图片未被收下（rich media transfer failed）</translation>
    </message>
    <message>
        <source>The upload failed. Rookery retries a few times with increasing delays; if this continues, send fewer pictures at once or restart the gateway.</source>
        <translation>上传失败。Rookery 会以递增的间隔重试几次；若仍失败，请减少同时发送的图片，或重启网关。</translation>
    </message>
    <message>
        <source>the gateway received a different file than was sent</source>
        <translation>网关收到的文件与发出的不同</translation>
    </message>
    <message>
        <source>A group administrator muted the account or all members. Ask to be unmuted, then send again.</source>
        <translation>群管理员禁言了该账号或全体成员。请先要求解除，再重新发送。</translation>
    </message>
    <message>
        <source>QQ refused it. If the message appears in the chat after all, it is marked as delivered. The evidence has the gateway&apos;s response; change the message or the target.</source>
        <translation>QQ 拒绝了这条消息。如果它仍出现在聊天中，会被标记为已送达。证据中有网关的原话；请修改消息或目标。</translation>
    </message>
    <message>
        <source>the gateway reported an error that does not say whether the message was sent</source>
        <translation>网关报错，但没说明消息是否已发出</translation>
    </message>
    <message>
        <source>The message may have arrived. Check the chat, then press Mark as delivered or Resend.</source>
        <translation>消息可能已送达。请查看聊天，再点“标记为已送达”或“重新发送”。</translation>
    </message>
    <message>
        <source>WeChat lets a bot reply only to users who wrote to it within the last 24 hours; nothing was sent. Once the user has written, send again.</source>
        <translation>微信只允许机器人回复最近 24 小时内给它发过消息的人；什么都没有发出。等对方发来消息后再发送。</translation>
    </message>
    <message>
        <source>The gateway reported success, but the message that it sent has no picture. The text is in the chat already: resending repeats it, so send the picture alone.</source>
        <translation>网关报告成功，但它发出的消息里没有图片。文字已经在聊天里了：再发一次会重复文字，请单独发送图片。</translation>
    </message>
    <message>
        <source>QQ silently dropped the message</source>
        <translation>消息被 QQ 静默拦截</translation>
    </message>
    <message>
        <source>accepted, but delivery was not confirmed</source>
        <translation>网关已接收，但未确认送达</translation>
    </message>
    <message>
        <source>The gateway returned a message number, but no echo of the message arrived. Check the chat, then press Mark as delivered or Resend.</source>
        <translation>网关给出了消息编号，但始终没有收到消息回传。请查看聊天，再点“标记为已送达”或“重新发送”。</translation>
    </message>
    <message>
        <source>It may or may not have been sent. Check the chat, then press Mark as delivered or Resend; nothing is resent automatically.</source>
        <translation>可能已发出，也可能没有。请查看聊天，再点“标记为已送达”或“重新发送”；不会自动重发。</translation>
    </message>
    <message>
        <source>The profile was restored from an older copy, so this message may have been sent since. Check the chat, then press Mark as delivered or Resend; nothing is resent automatically.</source>
        <translation>数据是从较早的副本恢复的，这条消息之后可能已经发出。请查看聊天，再点“标记为已送达”或“重新发送”；不会自动重发。</translation>
    </message>
    <message>
        <source>Stop all sending was pressed. Press Resume sending at the top of the window to continue.</source>
        <translation>已点过“停止全部发送”。要继续，请点窗口顶部的“恢复发送”。</translation>
    </message>
    <message>
        <source>disconnected manually</source>
        <translation>已手动断开</translation>
    </message>
    <message>
        <source>later messages arrived</source>
        <translation>之后的消息已确认送达</translation>
    </message>
    <message>
        <source>Unfinished messages stay in the queue, paused. Resume the broadcast to continue.</source>
        <translation>未完成的部分留在队列里，处于暂停状态；恢复群发即可继续。</translation>
    </message>
    <message>
        <source>the file does not exist</source>
        <translation>文件不存在</translation>
    </message>
    <message>
        <source>Nothing can be recorded, so nothing is sent. Free some space; sending resumes by itself.</source>
        <translation>无法记录，因此不会发送。请腾出空间；之后会自动继续发送。</translation>
    </message>
    <message>
        <source>Reading or writing the profile failed although there is free space. Nothing can be recorded, so nothing is sent; sending resumes by itself once the disk works. Check the disk.</source>
        <translation>磁盘还有空间，但读写数据目录失败。无法记录，因此不再发送；磁盘恢复后会自动继续。请检查磁盘。</translation>
    </message>
    <message>
        <source>no permission to use the file or folder</source>
        <translation>没有权限使用该文件或文件夹</translation>
    </message>
    <message>
        <source>Nothing was changed in it. The last good copy is beside it as settings.last-good.json; &quot;rookeryctl settings restore&quot; restores it and keeps the unreadable file.</source>
        <translation>文件未被改动。旁边的 settings.last-good.json 是最近一份完好的副本；运行 &quot;rookeryctl settings restore&quot; 可恢复它，并保留无法读取的文件。</translation>
    </message>
    <message>
        <source>A gateway id appears twice, or a gateway has a kind that this version does not know. Nothing was changed in the file. Correct it in an editor, or restore the last good copy with &quot;rookeryctl settings restore&quot;.</source>
        <translation>有网关的 id 出现了两次，或其种类是本版本不认识的。文件未被改动。请用编辑器改正，或运行 &quot;rookeryctl settings restore&quot; 恢复最近一份完好的副本。</translation>
    </message>
    <message>
        <source>It cannot be read safely. Restore a backup of the profile folder, or start with another profile.</source>
        <translation>无法安全读取。请恢复数据目录的备份，或用另一个数据目录启动。</translation>
    </message>
    <message>
        <source>Its tables or triggers are not those that Rookery creates, so it is not used. Restore a backup of the profile folder, or start with another profile.</source>
        <translation>其中的表或触发器不是 Rookery 建立的，因此不使用这个数据库。请恢复数据目录的备份，或用另一个数据目录启动。</translation>
    </message>
    <message>
        <source>Sends could not be recorded, so nothing is sent. Put the original file back, or restart Rookery; messages with an unknown outcome are not resent.</source>
        <translation>发送结果无法记录，因此不再发送。请把原来的文件放回去，或重启 Rookery；结果不明的消息不会自动重发。</translation>
    </message>
    <message>
        <source>it no longer exists</source>
        <translation>它已不存在</translation>
    </message>
    <message>
        <source>it already exists</source>
        <translation>它已经存在</translation>
    </message>
    <message>
        <source>The same entry can be added only once.</source>
        <translation>相同的条目只能添加一次。</translation>
    </message>
    <message>
        <source>cancelled because the program or the connection is closing</source>
        <translation>因程序或连接正在关闭而取消</translation>
    </message>
    <message>
        <source>an internal error of this program</source>
        <translation>程序内部错误</translation>
    </message>
    <message>
        <source>The answer does not have this gateway&apos;s own format: a proxy or a login page in front gave it, or another service. Go back and check address and kind.</source>
        <translation>应答不是这类网关的格式：来自前面的代理或登录页，或其他服务。请返回上一步检查地址和类型。</translation>
    </message>
    <message>
        <source>The gateway rejected the token. Go back and correct it; too many wrong tokens lock some panels for all clients.</source>
        <translation>网关拒绝登录：Token 错误。请返回上一步更正；错误次数过多会锁定面板。</translation>
    </message>
    <message>
        <source>LLBot rejects every login for up to an hour, even with the right password. Wait, or restart LLBot; then go back and compare the password with its data/webui_token.txt.</source>
        <translation>LLBot 最长一小时内不允许任何人登录，密码正确也不行。请等待或重启 LLBot，然后返回上一步，与其 data/webui_token.txt 中的密码核对。</translation>
    </message>
    <message>
        <source>Lagrange&apos;s ports are set in its appsettings.json; it opens them only after a login.</source>
        <translation>Lagrange 的端口见其 appsettings.json，登录后才会打开。</translation>
    </message>
    <message>
        <source>the gateway&apos;s packet back end does not work</source>
        <translation>网关的 packetBackend 不可用</translation>
    </message>
    <message>
        <source>Without it the gateway cannot ask QQ for picture keys. NapCat: set packetBackend to auto in its napcat.json, use a version of QQ that it supports, and restart it.</source>
        <translation>没有它，网关无法向 QQ 获取图片密钥。NapCat：请在其 napcat.json 中将 packetBackend 设为 auto，使用其支持的 QQ 版本，然后重启。</translation>
    </message>
    <message>
        <source>another version of Rookery is running with this profile</source>
        <translation>另一个版本的 Rookery 正在使用此数据目录</translation>
    </message>
    <message>
        <source>Quit it first (its tray icon has a menu), then start this version again.</source>
        <translation>请先退出它（托盘图标有菜单），再启动这个版本。</translation>
    </message>
    <message>
        <source>Check the proxy in the settings, section Network. Addresses on this machine are never sent through it.</source>
        <translation>请检查设置中“网络”一节的代理。本机地址从不经过代理。</translation>
    </message>
    <message>
        <source>the password of the proxy is not stored here</source>
        <translation>本机没有保存代理密码</translation>
    </message>
    <message>
        <source>The settings came from another machine, or the password was removed from the keyring. Enter it in the settings, section Network.</source>
        <translation>设置来自另一台机器，或密码已从密钥环中删除。请在设置的“网络”一节中重新输入。</translation>
    </message>
    <message>
        <source>Rookery does not connect to this gateway until Connect is pressed. Its messages wait.</source>
        <translation>在点“连接”之前，Rookery 不会连接这个网关。它的消息会等待。</translation>
    </message>
    <message>
        <source>this account is excluded from broadcasts</source>
        <translation>该账号已设为不参与群发</translation>
    </message>
    <message>
        <source>It is marked &quot;Never broadcast from this account&quot; in its gateway&apos;s settings: nothing was sent through it. Clear the mark there to send from it again.</source>
        <translation>该网关的设置中勾选了“不用此账号群发”，因此没有通过它发送任何内容。取消勾选后即可再用它发送。</translation>
    </message>
</context>
<context>
    <name>Exposure</name>
    <message numerus="yes">
        <source>%1 and %n more</source>
        <translation>
            <numerusform>%1 等另外 %n 个</numerusform>
        </translation>
    </message>
    <message>
        <source>Plain http to another machine: %1</source>
        <translation>以明文 http 连接其他机器：%1</translation>
    </message>
    <message>
        <source>A log command runs on this machine: %1</source>
        <translation>本机正在运行日志命令：%1</translation>
    </message>
    <message>
        <source>A gateway&apos;s program is started on this machine: %1</source>
        <translation>本机会启动网关的程序：%1</translation>
    </message>
    <message>
        <source>A program or log command is not run: %1</source>
        <translation>程序或日志命令未运行：%1</translation>
    </message>
    <message>
        <source>There is no proof that it was entered on this machine: it came with settings from another folder or machine, or there was no keyring to remember it. Edit the gateway: saving confirms it; or remove it and save.</source>
        <translation>无法证明它是在本机输入的：可能随其他文件夹或机器的设置而来，或当时没有密钥环可以记住。请编辑该网关：保存即确认其中的内容，或清空后保存。</translation>
    </message>
    <message>
        <source>Anyone on the same network can read the tokens and the messages. Give the gateway a certificate and use https, or use a tunnel (VPN, SSH).</source>
        <translation>同一网络中的任何人都能读取 Token 和消息。请为网关配置证书并使用 https，或通过隧道（VPN、SSH）连接。</translation>
    </message>
    <message>
        <source>Rookery&apos;s port is open to other machines, without encryption</source>
        <translation>Rookery 的端口对其他机器开放，且未加密</translation>
    </message>
    <message>
        <source>Gateways that connect here send their token in plain text. Give the port a certificate, or bind it to this machine or to the address of a container network only.</source>
        <translation>连接到这里的网关以明文发送 Token。请为端口配置证书，或只绑定本机或容器网络的地址。</translation>
    </message>
    <message>
        <source>It runs with your permissions. Keep it only if you chose the program yourself; without it, the gateway has to be started by other means.</source>
        <translation>它以您的权限运行。只有该程序是您本人选定的才保留；去掉后，网关须以其他方式启动。</translation>
    </message>
    <message>
        <source>It runs exactly as entered, with your permissions. Keep it only if you entered it yourself; a log file serves the same purpose with less risk.</source>
        <translation>它按原样以您的权限运行。只有亲自输入的命令才应保留；使用日志文件效果相同而风险更小。</translation>
    </message>
</context>
<context>
    <name>Format</name>
    <message>
        <source>%1 d</source>
        <comment>days</comment>
        <translation>%1 天</translation>
    </message>
    <message>
        <source>%1 h</source>
        <comment>hours</comment>
        <translation>%1 小时</translation>
    </message>
    <message>
        <source>%1 min</source>
        <comment>minutes</comment>
        <translation>%1 分钟</translation>
    </message>
    <message>
        <source>%1 s</source>
        <comment>seconds</comment>
        <translation>%1 秒</translation>
    </message>
    <message>
        <source>%1 ms</source>
        <comment>milliseconds</comment>
        <translation>%1 毫秒</translation>
    </message>
    <message>
        <source>just now</source>
        <translation>刚刚</translation>
    </message>
    <message>
        <source>%1 ago</source>
        <comment>12 s ago</comment>
        <translation>%1前</translation>
    </message>
    <message>
        <source>Group %1</source>
        <translation>群 %1</translation>
    </message>
    <message>
        <source>Friend %1</source>
        <translation>好友 %1</translation>
    </message>
</context>
<context>
    <name>GatewayAddress</name>
    <message>
        <source>connects to Rookery</source>
        <translation>主动连接</translation>
    </message>
</context>
<context>
    <name>GatewayForm</name>
    <message>
        <source>Panel address</source>
        <translation>面板地址</translation>
    </message>
    <message>
        <source>As printed at start: &quot;WebUi User Panel Url&quot;. The port is 6099 unless it was taken.</source>
        <translation>启动时会打印：“WebUi User Panel Url”。端口默认 6099，除非已被占用。</translation>
    </message>
    <message>
        <source>Token</source>
        <translation>Token</translation>
    </message>
    <message>
        <source>The port is 3080, or the next one that was free: LLBot prints it at start.</source>
        <translation>端口是 3080，或其后第一个空闲端口：LLBot 启动时会打印。</translation>
    </message>
    <message>
        <source>Panel password</source>
        <translation>面板密码</translation>
    </message>
    <message>
        <source>OneBot address</source>
        <translation>OneBot 地址</translation>
    </message>
    <message>
        <source>Access token</source>
        <translation>Access Token</translation>
    </message>
    <message>
        <source>Milky address</source>
        <translation>Milky 地址</translation>
    </message>
    <message>
        <source>Lagrange listens on 3000, LLBot on 3010; with the prefix, if one is set.</source>
        <translation>Lagrange 监听 3000，LLBot 监听 3010；如设有前缀请一并填写。</translation>
    </message>
    <message>
        <source>QQ accounts through NapCatQQ, by its panel.</source>
        <translation>通过 NapCatQQ 的面板使用 QQ 账号。</translation>
    </message>
    <message>
        <source>OneBot address (optional)</source>
        <translation>OneBot 地址（可选）</translation>
    </message>
    <message>
        <source>QQ accounts through Lagrange.OneBot, on this machine or elsewhere.</source>
        <translation>通过本机或别处的 Lagrange.OneBot 使用 QQ 账号。</translation>
    </message>
    <message>
        <source>Working folder</source>
        <translation>工作目录</translation>
    </message>
    <message>
        <source>Program (optional)</source>
        <translation>程序（可选）</translation>
    </message>
    <message>
        <source>Without /api or /event at its end.</source>
        <translation>末尾不含 /api 或 /event。</translation>
    </message>
    <message>
        <source>Any program that speaks OneBot 11.</source>
        <translation>任何支持 OneBot 11 的程序。</translation>
    </message>
    <message>
        <source>Account number (optional)</source>
        <translation>账号（可选）</translation>
    </message>
    <message>
        <source>QQ accounts through Lagrange 2 or LLBot 7 and later, over Milky.</source>
        <translation>通过 Lagrange 2 或 LLBot 7 及以上版本的 Milky 使用 QQ 账号。</translation>
    </message>
    <message>
        <source>Base URL (optional)</source>
        <translation>基础地址（可选）</translation>
    </message>
    <message>
        <source>Empty: Tencent&apos;s own.</source>
        <translation>留空：使用腾讯的地址。</translation>
    </message>
    <message>
        <source>API address</source>
        <translation>API 地址</translation>
    </message>
    <message>
        <source>Page address (optional)</source>
        <translation>页面地址（可选）</translation>
    </message>
    <message>
        <source>Log file (optional)</source>
        <translation>日志文件（可选）</translation>
    </message>
    <message>
        <source>Followed through rotation. The bot&apos;s login code is read from it.</source>
        <translation>轮转后仍会继续跟踪。机器人的登录二维码从中读取。</translation>
    </message>
    <message>
        <source>Or a log command (optional)</source>
        <translation>或日志命令（可选）</translation>
    </message>
    <message>
        <source>QQ accounts through LLBot (LLOneBot) 5 and later, by its panel.</source>
        <translation>通过 LLBot（LLOneBot）5 及以上版本的面板使用 QQ 账号。</translation>
    </message>
    <message>
        <source>A second connection for actions; leave it empty if unsure.</source>
        <translation>动作的第二条通路；不确定时请留空。</translation>
    </message>
    <message>
        <source>If empty, LLBot&apos;s own settings apply.</source>
        <translation>留空：以 LLBot 自己的设置为准。</translation>
    </message>
    <message>
        <source>The folder of its appsettings.json: the OneBot address, its token and the login code are read there, and nothing is changed. Leave it empty if it runs on another machine.</source>
        <translation>appsettings.json 所在的目录：OneBot 地址、Token 和登录二维码都从中读取，不作任何修改。留空：它运行在其他机器上。</translation>
    </message>
    <message>
        <source>If given, Rookery starts it in that folder, shows its log, and restarts it for a new code. If empty, it has to be started by other means.</source>
        <translation>填写：由 Rookery 在该目录启动它、显示其日志，并为获取新二维码而重新启动。留空：须以其他方式启动。</translation>
    </message>
    <message>
        <source>Only needed without a folder, or when its address differs from its settings.</source>
        <translation>仅在没有目录，或实际访问方式与其设置不同时填写。</translation>
    </message>
    <message>
        <source>Address of its HTTP server.</source>
        <translation>其 HTTP 服务器的地址。</translation>
    </message>
    <message>
        <source>Address of its WebSocket server.</source>
        <translation>其 WebSocket 服务器的地址。</translation>
    </message>
    <message>
        <source>If given, only this account can connect with the token. If empty, any account can.</source>
        <translation>填写：只有该账号能凭此 Token 连接。留空：任何账号均可凭此 Token 连接。</translation>
    </message>
    <message>
        <source>A WeChat bot over Tencent&apos;s own bot interface (iLink); log in by scanning a code.</source>
        <translation>通过腾讯自己的机器人接口（iLink）扫码使用微信机器人。</translation>
    </message>
    <message>
        <source>The scan binds the bot to this console. A program that it is bound to now loses it, and vice versa: one WeChat user has one bound program.</source>
        <translation>扫码会把机器人绑定到本控制台。如果它现在绑定在别的程序上，那个程序将失去它，反之亦然：一个微信用户只能绑定一个程序。</translation>
    </message>
    <message>
        <source>A service such as GeekAI that is monitored only, nothing is sent through it: is it up, and is its bot logged in?</source>
        <translation>像 GeekAI 这样的服务，只监控、不发送：它是否在运行，它的机器人是否已登录？</translation>
    </message>
    <message>
        <source>Address of the service itself, not of the web server in front of it.</source>
        <translation>服务本身的地址，而不是其前面的 Web 服务器。</translation>
    </message>
    <message>
        <source>The page that its users open. With both addresses Rookery can tell which of the two is down.</source>
        <translation>用户打开的地址。两者都填写时，可以判断是哪一个出了问题。</translation>
    </message>
    <message>
        <source>Runs on this machine exactly as entered, with your permissions, while the service is monitored. Enter only commands that you know.</source>
        <translation>监控期间会在本机以您的权限原样运行。请只输入您了解的命令。</translation>
    </message>
</context>
<context>
    <name>GatewayNeeds</name>
    <message>
        <source>Its panel (WebUI), which is on from the start. No OneBot port has to be opened, and nothing in its configuration is changed.</source>
        <translation>它的面板（WebUI），默认已开启。不需要开放任何 OneBot 端口，也不会修改它的配置。</translation>
    </message>
    <message>
        <source>NapCat 4.18.19 (August 2026); 4.7.33 and later.</source>
        <translation>NapCat 4.18.19（2026 年 8 月）；支持 4.7.33 及以上版本。</translation>
    </message>
    <message>
        <source>LLBot 8.1.7 and 7.8.3 (panel from 5.2).</source>
        <translation>LLBot 8.1.7 和 7.8.3（5.2 起有面板）。</translation>
    </message>
    <message>
        <source>AccessToken of that entry in appsettings.json; with a working folder it is read there.</source>
        <translation>appsettings.json 中该条目的 AccessToken；填写工作目录时会自动读取。</translation>
    </message>
    <message>
        <source>Lagrange.OneBot 0.0.3 (v1, October 2025, its last).</source>
        <translation>Lagrange.OneBot 0.0.3（v1，2025 年 10 月，最后一版）。</translation>
    </message>
    <message>
        <source>A WebSocket server (&quot;forward WebSocket&quot;) in the gateway&apos;s settings.</source>
        <translation>网关设置中的 WebSocket 服务器（正向 WebSocket）。</translation>
    </message>
    <message>
        <source>A WebSocket client (&quot;reverse WebSocket&quot;) in the gateway&apos;s settings, with the address and token that the third step shows.</source>
        <translation>网关设置中的 WebSocket 客户端（反向 WebSocket），填入第三步显示的地址和 Token。</translation>
    </message>
    <message>
        <source>An HTTP server in the gateway&apos;s settings.</source>
        <translation>网关设置中的 HTTP 服务器。</translation>
    </message>
    <message>
        <source>An HTTP server that serves /_events as well.</source>
        <translation>同时提供 /_events 的 HTTP 服务器。</translation>
    </message>
    <message>
        <source>OneBot has no login code, no log and no restart: log in at the gateway&apos;s own panel or console. NapCat, LLBot 5 and later and Lagrange can do more under their own names.</source>
        <translation>OneBot 没有登录二维码、日志和重启：请在网关自己的面板或控制台登录。NapCat、LLBot 5 及以上和 Lagrange 以各自的种类添加时功能更多。</translation>
    </message>
    <message>
        <source>LLOneBot 3.27 to 7.8, LLBot 8.1.7, Lagrange.OneBot 0.0.3, NapCat 4.18.19.</source>
        <translation>LLOneBot 3.27 至 7.8、LLBot 8.1.7、Lagrange.OneBot 0.0.3、NapCat 4.18.19。</translation>
    </message>
    <message>
        <source>Lagrange.Milky: on from the start. LLBot: its panel&apos;s page Milky, with own messages reported.</source>
        <translation>Lagrange.Milky：默认开启。LLBot：面板的 Milky 页，并开启上报自身消息。</translation>
    </message>
    <message>
        <source>Milky has no login code, no log and no restart: log in at the gateway&apos;s own panel (LLBot, port 3080) or console (Lagrange). For LLBot&apos;s code here, add it as LLBot.</source>
        <translation>Milky 没有登录二维码、日志和重启：请在网关自己的面板（LLBot，端口 3080）或控制台（Lagrange）登录。若想在这里看到 LLBot 的二维码，请以 LLBot 添加。</translation>
    </message>
    <message>
        <source>Lagrange.Milky (August 2026) and LLBot 8.1.7, over Milky 1.2.</source>
        <translation>Lagrange.Milky（2026 年 8 月）和 LLBot 8.1.7，Milky 1.2。</translation>
    </message>
    <message>
        <source>GeekAI 3.1.4 to 4.1.1.</source>
        <translation>GeekAI 3.1.4 至 4.1.1。</translation>
    </message>
    <message>
        <source>An HTTP server, and an HTTP client (&quot;HTTP POST&quot;) with the address that the third step shows. Both get the same token: it is the access token of the one and the secret of the other.</source>
        <translation>HTTP 服务器，以及填入第三步所示地址的 HTTP 客户端（HTTP POST 上报）。两者使用同一 Token：对前者是 Access Token，对后者是 secret。</translation>
    </message>
    <message>
        <source>It reports neither how long a login code is valid nor that it was scanned: the age of the code is shown, and a new code is verified to be new. Captchas and new devices are confirmed on its own page.</source>
        <translation>它不说明二维码的有效期，也不告知是否已扫码：因此显示二维码已存在的时间，并确认新码确实是新的。验证码和新设备确认需在它自己的页面完成。</translation>
    </message>
    <message>
        <source>Its panel (WebUI), and on the panel&apos;s page OneBot 11 a WebSocket server (type ws) or an HTTP server. Rookery reads its address and changes nothing.</source>
        <translation>它的面板（WebUI），以及面板 OneBot 11 页中的 WebSocket 服务器（类型 ws）或 HTTP 服务器。Rookery 只读取其地址，不作修改。</translation>
    </message>
    <message>
        <source>The fourth wrong password in a row locks out all clients for an hour, so a rejected one is never retried. It cannot be restarted from here: restart its process. Through PMHQ (5 to 7, or 8 when started that way) it has no quick login: scan its code. LLOneBot 3 and 4 have no panel: choose OneBot 11.</source>
        <translation>连续第四次输错密码会把所有人锁定一小时，因此被拒绝的密码绝不会再试。无法从这里重启它：请重启其进程。经 PMHQ 时（5 至 7，或以此方式启动的 8）没有快速登录：请扫描其二维码。LLOneBot 3 和 4 没有面板：请选择 OneBot 11。</translation>
    </message>
    <message>
        <source>In its appsettings.json, under Implementations, an entry of the type ForwardWebSocket or Http; or a ReverseWebSocket to Rookery&apos;s port. By default it has one to 127.0.0.1:8080.</source>
        <translation>在 appsettings.json 的 Implementations 中需要 ForwardWebSocket 或 Http 类型的条目，或指向 Rookery 端口的 ReverseWebSocket。默认配置中是指向 127.0.0.1:8080 的 ReverseWebSocket。</translation>
    </message>
    <message>
        <source>The program exits when the login code expires; a new code appears by itself only if Rookery starts the program. Its get_status always reports online, so it is not trusted. Its built-in sign server no longer answers: enter another SignServerUrl.</source>
        <translation>登录二维码过期后程序会退出：只有由 Rookery 启动时，新码才会自动出现。它的 get_status 始终显示在线，因此不予采信。内置的签名服务器已无应答：请填写其他 SignServerUrl。</translation>
    </message>
    <message>
        <source>Rookery generates it and shows it once; paste it at the gateway.</source>
        <translation>由 Rookery 生成并只显示一次，请粘贴到网关端。</translation>
    </message>
    <message>
        <source>Nothing: Rookery connects to Tencent&apos;s server. Scan the code on the Login page with WeChat on the phone; the page may then ask for digits that the phone shows.</source>
        <translation>无需开启：Rookery 直接连接腾讯的服务器。用手机微信扫描“登录”页上的二维码；之后可能会要求输入手机上显示的数字。</translation>
    </message>
    <message>
        <source>None: it comes with the scan and is kept in the keyring.</source>
        <translation>无：扫码时获得，并保存在密钥环中。</translation>
    </message>
    <message>
        <source>Private chats only, no groups. The bot cannot start a conversation: it can reply to a user for 24 hours after the user wrote. No proof that a message arrived.</source>
        <translation>只有私聊，没有群聊。机器人不能主动发起：只能在对方发消息后的 24 小时内回复。无法证明消息已送达。</translation>
    </message>
    <message>
        <source>The behaviour of Tencent&apos;s own client 2.4.9; not tested against the live service.</source>
        <translation>依据腾讯官方客户端 2.4.9 的行为；未在真实服务上测试。</translation>
    </message>
    <message>
        <source>Nothing. The state of the bot is read from the log: a file, or a command that prints it.</source>
        <translation>无需开启。机器人的情况来自它的日志：一个文件，或一条输出日志的命令。</translation>
    </message>
    <message>
        <source>None: only public pages are requested.</source>
        <translation>无：只访问公开页面。</translation>
    </message>
    <message>
        <source>It is monitored only: no messages are sent through it, and it cannot be restarted from here. The login code of its bot is read from the log.</source>
        <translation>只监控：不通过它发送消息，也无法从这里重启它。其机器人的登录二维码从日志中读取。</translation>
    </message>
</context>
<context>
    <name>Incidents</name>
    <message>
        <source>Gateway unreachable</source>
        <translation>网关无法连接</translation>
    </message>
    <message>
        <source>Token refused</source>
        <translation>Token 错误</translation>
    </message>
    <message>
        <source>Account kicked offline</source>
        <translation>账号被踢下线</translation>
    </message>
    <message>
        <source>Account offline at QQ</source>
        <translation>账号在 QQ 离线</translation>
    </message>
    <message>
        <source>Picture links run on fallback keys</source>
        <translation>图片链接已用兜底 rkey</translation>
    </message>
    <message>
        <source>rkey server failing</source>
        <translation>rkey 服务器出错</translation>
    </message>
    <message>
        <source>Pictures cannot be sent</source>
        <translation>图片发送失败</translation>
    </message>
    <message>
        <source>Sends are not confirmed</source>
        <translation>发送得不到确认</translation>
    </message>
    <message>
        <source>Disk full</source>
        <translation>磁盘已满</translation>
    </message>
    <message>
        <source>Unreadable data from the gateway</source>
        <translation>网关数据无法解读</translation>
    </message>
    <message>
        <source>Gateway restarted</source>
        <translation>网关已重启</translation>
    </message>
    <message>
        <source>Certificate not trusted</source>
        <translation>证书不受信任</translation>
    </message>
    <message>
        <source>Same account on two gateways</source>
        <translation>同一账号在两个网关上</translation>
    </message>
    <message>
        <source>Login code does not renew</source>
        <translation>登录二维码不更新</translation>
    </message>
    <message>
        <source>The gateway runs, but QQ reports the account as offline: nothing is received or sent. Log in again.</source>
        <translation>网关在运行，但 QQ 报告账号离线：收不到也发不出。请重新登录。</translation>
    </message>
    <message>
        <source>Tokens are kept for this run only. Unlock or install the keyring of your desktop.</source>
        <translation>Token 只在本次运行中保留。请解锁或安装桌面的密钥环。</translation>
    </message>
    <message>
        <source>The gateway&apos;s certificate is unknown or has changed. Compare its fingerprint, then trust it on the Gateways page.</source>
        <translation>网关的证书未知或已更换。请核对指纹，再到“网关”页信任它。</translation>
    </message>
    <message>
        <source>Waiting for a login</source>
        <translation>等待登录</translation>
    </message>
    <message>
        <source>No account is logged in there. Open Login: it shows the code to scan, or says where this gateway logs in.</source>
        <translation>该网关没有已登录的账号。打开“登录”页：那里会显示要扫描的二维码，或说明该网关在哪里登录。</translation>
    </message>
    <message>
        <source>Logged in, but its ports stay closed</source>
        <translation>已登录，但端口未打开</translation>
    </message>
    <message>
        <source>QQ restricts this account</source>
        <translation>账号被 QQ 限制</translation>
    </message>
    <message>
        <source>LLBot&apos;s Auth Token is missing or refused</source>
        <translation>LLBot 的 Auth Token 缺失或无效</translation>
    </message>
    <message>
        <source>Bot&apos;s login failed, payments off</source>
        <translation>机器人登录失败，收款已停</translation>
    </message>
    <message>
        <source>WeChat session lost, payments off</source>
        <translation>微信会话丢失，收款已停</translation>
    </message>
    <message>
        <source>Service answers only in part</source>
        <translation>服务只有部分可用</translation>
    </message>
    <message>
        <source>%1 not confirmed, then %2 arrived</source>
        <comment>counts of messages</comment>
        <translation>%1 次未确认，之后 %2 条已送达</translation>
    </message>
    <message>
        <source>%1 refused, then %2 arrived</source>
        <comment>counts of messages</comment>
        <translation>被拒 %1 次，之后 %2 条已送达</translation>
    </message>
    <message>
        <source>Login asks for a captcha</source>
        <translation>登录要求验证码</translation>
    </message>
    <message>
        <source>Login asks to confirm a new device</source>
        <translation>登录要求确认新设备</translation>
    </message>
    <message>
        <source>Account is logged in elsewhere</source>
        <translation>账号已在别处登录</translation>
    </message>
    <message>
        <source>Login needs a check</source>
        <translation>登录需要验证</translation>
    </message>
    <message>
        <source>Token needed</source>
        <translation>需要 Token</translation>
    </message>
    <message>
        <source>rkey server failing: %1</source>
        <comment>host</comment>
        <translation>rkey 服务器异常：%1</translation>
    </message>
    <message>
        <source>Port for gateways is full</source>
        <translation>网关接入端口已被占满</translation>
    </message>
    <message>
        <source>Picture keys do not come from QQ</source>
        <translation>图片密钥不是来自 QQ</translation>
    </message>
    <message>
        <source>Two-factor code needed</source>
        <translation>需要两步验证码</translation>
    </message>
    <message>
        <source>The gateway&apos;s panel or the phone asks for digits before the login goes on. Enter them on the Login page. An account that was logged in already stays online meanwhile.</source>
        <translation>网关面板或手机要求输入数字后才能继续登录。请在登录页输入。已登录的账号在此期间仍在线。</translation>
    </message>
    <message>
        <source>QQ wants more than a scan. Open the gateway&apos;s own page from the Login page and finish the check there.</source>
        <translation>QQ 要求扫码以外的验证。请从登录页打开网关自己的页面完成验证。</translation>
    </message>
    <message>
        <source>Storage not writable</source>
        <translation>存储无法写入</translation>
    </message>
    <message>
        <source>Deliveries need confirmation</source>
        <translation>有消息未确认，请处理</translation>
    </message>
    <message>
        <source>Keyring unavailable</source>
        <translation>密钥环不可用</translation>
    </message>
    <message>
        <source>Gateway replaced or updated</source>
        <translation>网关已被更换或升级</translation>
    </message>
    <message>
        <source>Service blocked by its WeChat bot</source>
        <translation>服务被微信登录阻塞</translation>
    </message>
    <message>
        <source>Rookery retries with increasing delays. Check that the gateway runs and that its address and port are right; Retry now on the Gateways page retries at once.</source>
        <translation>Rookery 会以递增的间隔持续重试。请检查网关是否运行、地址和端口是否正确；也可在“网关”页点“立即重试”。</translation>
    </message>
    <message>
        <source>The gateway rejected the token, and Rookery does not retry, because repeated attempts can lock out all clients. Enter the right token with Change token.</source>
        <translation>网关拒绝登录：Token 错误。为避免触发锁定，不会自动重试。请用“更换 Token”填写正确的 Token。</translation>
    </message>
    <message>
        <source>Kicked offline by QQ, often because the account was used on another device. Its deliveries wait. Log in again; if it happens again, stop using the account for a while.</source>
        <translation>被 QQ 踢下线，通常是因为账号在别的设备登录。它的消息会等待。请重新登录；若反复发生，请暂停使用该账号一段时间。</translation>
    </message>
    <message>
        <source>Links to received pictures usually do not download; messages look normal and sending works. Restart the gateway once its rkey servers answer again; a native source that was switched off comes back only with a restart.</source>
        <translation>收到的图片链接通常打不开；消息看似正常，发送也正常。rkey 服务器恢复后请重启网关；已关闭的网关自取通道只有重启才能恢复。</translation>
    </message>
    <message>
        <source>A public rkey server returns errors. After four failures the gateway stops using it for a day; when all are off, picture links break. Check the rkey page.</source>
        <translation>公共 rkey 服务器报错。失败四次后网关一天内不再询问它；全部停用后图片链接就会失效。请留意 rkey 页。</translation>
    </message>
    <message>
        <source>QQ does not accept the uploads. Rookery retries a few times; send fewer pictures at once, or restart the gateway.</source>
        <translation>QQ 不接受上传。Rookery 会重试几次；请减少同时发送的图片，或重启网关。</translation>
    </message>
    <message>
        <source>The gateway accepts messages but QQ does not confirm them: group messages may be lost while private chats still work. Check a chat, then restart the gateway.</source>
        <translation>网关收下消息但 QQ 不确认：群消息可能丢失，私聊却仍正常。请查看聊天，然后重启网关。</translation>
    </message>
    <message>
        <source>It is unknown whether these messages arrived; nothing is resent automatically. Check the chats, then press Mark as delivered or Resend on the Broadcast page.</source>
        <translation>无法确定这些消息是否送达，不会自动重发。请查看聊天，再在“群发”页点“标记为已送达”或“重新发送”。</translation>
    </message>
    <message>
        <source>Nothing can be recorded, so nothing is sent. Free space on the disk.</source>
        <translation>无法记录，因此不会发送。请腾出磁盘空间。</translation>
    </message>
    <message>
        <source>It is counted and skipped. If this continues, check the gateway&apos;s version and look for a proxy in between.</source>
        <translation>已计数并跳过。如果持续出现，请核对网关版本，并检查中间是否有代理。</translation>
    </message>
    <message>
        <source>The connection came back by itself. If the restart was not intended, check the preceding lines in its log.</source>
        <translation>连接已自行恢复。如果不是人为重启，请查看日志中之前的内容。</translation>
    </message>
    <message>
        <source>Both gateways use the same account, and QQ will kick one of them offline. Log out on one of them.</source>
        <translation>两个网关登录着同一账号，QQ 会把其中一个踢下线。请在其中一个上退出。</translation>
    </message>
    <message>
        <source>The gateway reports a refreshed code but returns the old one. Press New code again; if it does not change, restart the gateway.</source>
        <translation>网关提示二维码已刷新，给的却是旧码。请再点“刷新二维码”；若仍不变，请重启网关。</translation>
    </message>
    <message>
        <source>The account logged in but the gateway did not open its services, usually after a reconnect while it waited for the scan. Restart the gateway: it logs in again by itself. If Rookery starts the gateway, it is restarted once automatically.</source>
        <translation>账号已登录，但网关始终没有启动服务，通常是等待扫码期间发生过重连。请重启网关，它会自动重新登录；由 Rookery 启动的网关会自动重启一次。</translation>
    </message>
    <message>
        <source>QQ silently drops what this account sends. Stop sending from it. If the log line names an address where the restriction can be lifted, open it on a device of this account.</source>
        <translation>QQ 会静默拦截该账号发出的消息，请停止用它发送。如果日志行给出了解除限制的地址，请在该账号的设备上自行打开。</translation>
    </message>
    <message>
        <source>Without a valid Auth Token this LLBot cannot get a login code. Enter the token that belongs to the account on the Login page, or on LLBot&apos;s own panel.</source>
        <translation>没有有效的 Auth Token，LLBot 无法获取登录二维码。请在登录页或 LLBot 自己的 WebUI 中填写该账号的 Auth Token。</translation>
    </message>
    <message>
        <source>Rookery treats it as what it now reports to be. If that is another kind of gateway, press Change kind in its details to use its login and log as well.</source>
        <translation>Rookery 按它现在自报的身份与其通信；如果种类已不同，请在其详情中点“更改种类”，才能使用其登录和日志。</translation>
    </message>
    <message>
        <source>The API is not listening because it waits for WeChat, even if the front page works. Scan the code on the Login page, or set WeChatBot = false and restart, or update to v4.1.2 or later.</source>
        <translation>接口没有监听，因为它在等微信，首页能打开也不代表服务可用。请在登录页扫码，或设置 WeChatBot = false 并重启，或升级到 v4.1.2 及以上版本。</translation>
    </message>
    <message>
        <source>The service is up, but payments are not detected, and the bot does not retry. Restart the service only when someone can scan: after a restart it is unavailable until the scan.</source>
        <translation>服务正常，但收款不会被识别，机器人也不会重试。请在有人能扫码时再重启服务：重启后直到扫码前服务不可用。</translation>
    </message>
    <message>
        <source>The bot was logged out of WeChat, and the service does not report it: payments are not detected. Restart the service only when someone can scan.</source>
        <translation>机器人已被微信登出，而服务对此没有任何提示：收款不会被识别。请在有人能扫码时再重启服务。</translation>
    </message>
    <message>
        <source>One of its two addresses does not work: the API fails, or the public page is unreachable. Check the log of the one that fails.</source>
        <translation>两个地址中有一个不可用：接口出错，或用户看到的首页打不开。请查看出错一方的日志。</translation>
    </message>
    <message>
        <source>A program keeps opening connections to the port for gateways and sends no token. Connected gateways are not affected; new ones may need several attempts. Find the program at the address named here and stop it, or let the port listen on this machine only.</source>
        <translation>有程序不断连接网关接入端口却不出示 Token。已连接的网关不受影响；此时新接入的网关可能要多试几次。请按这里给出的地址找到该程序并停掉它，或让端口只监听本机。</translation>
    </message>
    <message>
        <source>The gateway cannot get picture keys itself. Received pictures work only as long as a public server gives it keys; the rkey page shows which. If the native source was switched off, only a restart of the gateway brings it back.</source>
        <translation>网关自己取不到图片密钥。只有公共服务器还能提供密钥时，收到的图片才可用；rkey 页会显示是哪个。若网关自取通道已关闭，只有重启网关才能恢复。</translation>
    </message>
</context>
<context>
    <name>Keyring</name>
    <message>
        <source>Tokens are kept in the keyring of your desktop, never in a file.</source>
        <translation>Token 保存在桌面的密钥环里，从不写入文件。</translation>
    </message>
    <message>
        <source>The keyring is locked: stored tokens cannot be read, and nothing in it is changed. Unlock it, or enter the token for this run.</source>
        <translation>密钥环已锁定：无法读取保存的 Token，也不会改动其中内容。请解锁，或为本次运行输入 Token。</translation>
    </message>
    <message>
        <source>Reading the keyring.</source>
        <translation>正在读取密钥环。</translation>
    </message>
    <message>
        <source>No keyring is available on this machine: tokens are kept for this run only and are never written to a file.</source>
        <translation>本机没有可用的密钥环：Token 只在本次运行中保留，从不写入文件。</translation>
    </message>
</context>
<context>
    <name>OneBotWay</name>
    <message>
        <source>For gateways that answer actions at /api and send events at /event only. Give the address without either.</source>
        <translation>用于只在 /api 应答动作、只在 /event 推送事件的网关。填写地址时不要带这两个后缀。</translation>
    </message>
    <message>
        <source>Actions go to its HTTP server, events come from its /_events (LLBot 5 and later).</source>
        <translation>动作发往它的 HTTP 服务器，事件来自它的 /_events（LLBot 5 及以上）。</translation>
    </message>
    <message>
        <source>Forward WebSocket</source>
        <translation>正向 WebSocket</translation>
    </message>
    <message>
        <source>Forward WebSocket, /api and /event</source>
        <translation>正向 WebSocket，/api 与 /event 分开</translation>
    </message>
    <message>
        <source>Reverse WebSocket</source>
        <translation>反向 WebSocket</translation>
    </message>
    <message>
        <source>HTTP, sending only</source>
        <translation>HTTP，只能发送</translation>
    </message>
    <message>
        <source>HTTP, events by HTTP POST</source>
        <translation>HTTP，事件由 HTTP POST 上报</translation>
    </message>
    <message>
        <source>HTTP, events as a stream</source>
        <translation>HTTP，事件流</translation>
    </message>
    <message>
        <source>Rookery connects to the gateway. The best choice where the gateway has a WebSocket server that this machine can reach.</source>
        <translation>Rookery 连接网关。网关有本机可访问的 WebSocket 服务器时，这是最佳方式。</translation>
    </message>
    <message>
        <source>The gateway connects to Rookery. For gateways behind a router or in a container, which this machine cannot reach. Rookery shows the address and token to paste there.</source>
        <translation>网关连接 Rookery。用于路由器之后或容器中、本机无法访问的网关。Rookery 会给出要粘贴到网关端的地址和 Token。</translation>
    </message>
    <message>
        <source>Messages can be sent, but nothing is received and no send can be verified. Use another connection if the gateway has one.</source>
        <translation>可以发送消息，但收不到任何内容，也无法证明发送结果。网关有其他方式时请选择其他方式。</translation>
    </message>
    <message>
        <source>Actions go to its HTTP server, and it sends its events to Rookery&apos;s port. Rookery shows the address and token to paste there.</source>
        <translation>动作发往它的 HTTP 服务器，事件由它上报到 Rookery 的端口。Rookery 会给出要粘贴到网关端的地址和 Token。</translation>
    </message>
</context>
<context>
    <name>Rkey</name>
    <message>
        <source>No source answers, so the gateway builds picture links with an old key that is compiled into it. Such links usually do not download, although every message looks normal. Sending is not affected.</source>
        <translation>所有来源都没有应答，网关只好用内置的旧 rkey 拼图片链接（兜底）。这类链接通常无法下载，尽管消息看起来都正常。发送不受影响。</translation>
    </message>
    <message>
        <source>The gateway has no key at all; received pictures cannot be downloaded.</source>
        <translation>网关没有任何密钥；收到的图片无法下载。</translation>
    </message>
    <message>
        <source>Pictures come with fresh keys. Whether these are from QQ or from a public server is not known yet.</source>
        <translation>图片带的是有效密钥，但还不知道来自 QQ 还是公共服务器。</translation>
    </message>
    <message>
        <source>%1: QQ gave one for %2</source>
        <comment>time, life of the key</comment>
        <translation>%1：QQ 给出一个，有效期 %2</translation>
    </message>
    <message>
        <source>%1: none came. %2</source>
        <comment>time, why</comment>
        <translation>%1：未取得。%2</translation>
    </message>
    <message>
        <source>Keys do not come from QQ: the gateway&apos;s native source is off. The next picture will show whether a public server gives keys.</source>
        <translation>密钥不是来自 QQ：网关自取通道已关闭。公共服务器是否还能提供密钥，要看下一张图片。</translation>
    </message>
    <message>
        <source>At %1 the gateway got no key from QQ. The next picture will show whether a public server gives keys.</source>
        <translation>%1 询问时，网关未能从 QQ 取得密钥。公共服务器是否还能提供密钥，要看下一张图片。</translation>
    </message>
    <message>
        <source>At %1 QQ gave a key. In an earlier run keys did not come from QQ; the next picture will show whether pictures get fresh keys again.</source>
        <translation>%1 询问时，QQ 给出了密钥。上次运行时密钥不是来自 QQ；图片是否已恢复有效密钥，要看下一张图片。</translation>
    </message>
    <message>
        <source>The source of the keys is not known yet. The first picture will show it.</source>
        <translation>还不知道密钥来自哪里。收到第一张图片后就会知道。</translation>
    </message>
    <message>
        <source>At %1 QQ gave a key: the native source works. The first picture will show which key pictures carry.</source>
        <translation>%1 询问时，QQ 给出了密钥：网关自取通道可用。图片实际带哪个密钥，收到第一张图片后就会知道。</translation>
    </message>
    <message>
        <source>The gateway gets its keys from QQ itself. This is the normal source: links to received pictures work until the key expires.</source>
        <translation>网关直接从 QQ 获取密钥。这是正常方式：密钥过期前，收到的图片链接都有效。</translation>
    </message>
    <message>
        <source>The gateway cannot get keys itself and uses a public server. Pictures work only as long as that server does.</source>
        <translation>网关自己取不到密钥，改向公共服务器索取。图片可用，但取决于该服务器。</translation>
    </message>
    <message>
        <source>The native source is switched off until the gateway restarts: it failed %1 times.</source>
        <translation>网关自取通道已关闭，直到网关重启：已失败 %1 次。</translation>
    </message>
    <message>
        <source>According to the gateway&apos;s log at %1, the native source is switched off until the gateway restarts. The number of failures is not known.</source>
        <translation>据网关 %1 的日志，网关自取通道已关闭，直到网关重启；失败次数未知。</translation>
    </message>
    <message>
        <source>not requested yet</source>
        <translation>尚未请求</translation>
    </message>
    <message>
        <source>this gateway does not support it</source>
        <translation>此网关不支持</translation>
    </message>
</context>
<context>
    <name>SecretField</name>
    <message>
        <source>Show the input</source>
        <translation>显示输入内容</translation>
    </message>
</context>
<context>
    <name>Service</name>
    <message>
        <source>online</source>
        <translation>在线</translation>
    </message>
    <message>
        <source>up, bot not proven</source>
        <translation>服务正常，机器人状态未知</translation>
    </message>
    <message>
        <source>online, no bot configured</source>
        <translation>在线，未配置机器人</translation>
    </message>
    <message>
        <source>up, bot waits for a scan</source>
        <translation>服务正常，机器人等待扫码</translation>
    </message>
    <message>
        <source>degraded: payments off</source>
        <translation>异常：收款已停</translation>
    </message>
    <message>
        <source>degraded: WeChat session lost</source>
        <translation>异常：微信会话丢失</translation>
    </message>
    <message>
        <source>degraded: service fails</source>
        <translation>异常：服务出错</translation>
    </message>
    <message>
        <source>degraded: front page down</source>
        <translation>异常：首页打不开</translation>
    </message>
    <message>
        <source>service down</source>
        <translation>服务已停</translation>
    </message>
    <message>
        <source>timed out</source>
        <translation>超时</translation>
    </message>
    <message>
        <source>The API is not listening because it waits for WeChat.</source>
        <translation>接口没有监听，因为它在等微信。</translation>
    </message>
    <message>
        <source>Three ways out: scan the code; or set WeChatBot = false in config.toml and restart; or update to v4.1.2 or later, which has no bot.</source>
        <translation>三种办法：扫码；或在 config.toml 中设置 WeChatBot = false 并重启；或升级到 v4.1.2 及以上版本（已无机器人）。</translation>
    </message>
    <message>
        <source>not checked yet</source>
        <translation>尚未检查</translation>
    </message>
    <message>
        <source>up, bot not monitored</source>
        <translation>服务正常，未监控机器人</translation>
    </message>
    <message>
        <source>blocked: waiting for scan</source>
        <translation>启动受阻：等待扫码</translation>
    </message>
    <message>
        <source>The bot logged in; its next heartbeat will show whether the session is valid.</source>
        <translation>机器人已登录，下一次心跳会表明会话是否有效。</translation>
    </message>
    <message>
        <source>The bot logged in, but it is unknown whether its session is still valid: it writes its heartbeats to standard error only. A log command, such as one that follows the container&apos;s log, shows them.</source>
        <translation>机器人已登录，但没有依据表明会话仍然有效：它的心跳只写到标准错误输出。填写日志命令（例如跟踪容器日志的命令）即可看到。</translation>
    </message>
    <message>
        <source>The service answers. The state of its bot is unknown, because its log was not read from its start.</source>
        <translation>服务有应答。没有读取到它从启动开始的日志，因此机器人的状态未知。</translation>
    </message>
    <message>
        <source>The service answers; only the bot waits for a scan, and payments are not detected until then.</source>
        <translation>服务有应答，只有机器人在等待扫码；在此之前收款不会被识别。</translation>
    </message>
    <message>
        <source>The service is up, but its bot is not logged in and does not retry: payments are not detected. Restart the service when someone can scan.</source>
        <translation>服务正常，但机器人未登录且不会重试：收款不会被识别。请在有人能扫码时重启服务。</translation>
    </message>
    <message>
        <source>The service is up, but its bot&apos;s WeChat session has ended, and the service does not report it: payments are not detected. Restart the service when someone can scan.</source>
        <translation>服务正常，但机器人的微信会话已结束，而服务没有提示：收款不会被识别。请在有人能扫码时重启服务。</translation>
    </message>
    <message>
        <source>The API is not listening because it waits for WeChat; the front page still returns 200. Users and administrators get 502.</source>
        <translation>接口没有监听，因为它在等微信；首页仍返回 200。用户和管理员都会看到 502。</translation>
    </message>
    <message>
        <source>monitored only, nothing is sent</source>
        <translation>仅监控</translation>
    </message>
</context>
<context>
    <name>Words</name>
    <message>
        <source>unknown</source>
        <comment>rkey source</comment>
        <translation>未知</translation>
    </message>
    <message>
        <source>from QQ (native)</source>
        <translation>网关自取</translation>
    </message>
    <message>
        <source>remote server</source>
        <translation>远程服务器</translation>
    </message>
    <message>
        <source>fallback (stale key)</source>
        <translation>兜底（内置旧 rkey）</translation>
    </message>
    <message>
        <source>none</source>
        <comment>rkey source</comment>
        <translation>无</translation>
    </message>
    <message>
        <source>not probed yet</source>
        <translation>尚未探测</translation>
    </message>
    <message>
        <source>picture downloads</source>
        <translation>图片可下载</translation>
    </message>
    <message>
        <source>link has expired</source>
        <translation>链接已过期</translation>
    </message>
    <message>
        <source>picture server unreachable</source>
        <translation>图片服务器无法连接</translation>
    </message>
    <message>
        <source>no picture seen yet</source>
        <translation>尚未见到图片</translation>
    </message>
    <message>
        <source>information</source>
        <translation>提示</translation>
    </message>
    <message>
        <source>degraded</source>
        <translation>异常</translation>
    </message>
    <message>
        <source>failed</source>
        <comment>severity</comment>
        <translation>失败</translation>
    </message>
    <message>
        <source>keyring works</source>
        <translation>密钥环可用</translation>
    </message>
    <message>
        <source>keyring locked</source>
        <translation>密钥环已锁定</translation>
    </message>
    <message>
        <source>no keyring</source>
        <translation>没有密钥环</translation>
    </message>
    <message>
        <source>Address answers</source>
        <translation>地址有应答</translation>
    </message>
    <message>
        <source>Kind of gateway</source>
        <translation>网关类型</translation>
    </message>
    <message>
        <source>Token accepted</source>
        <translation>Token 有效</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>版本</translation>
    </message>
    <message>
        <source>Actions answer</source>
        <translation>调用有应答</translation>
    </message>
    <message>
        <source>not tested</source>
        <translation>未测试</translation>
    </message>
    <message>
        <source>passed</source>
        <translation>通过</translation>
    </message>
    <message>
        <source>failed</source>
        <comment>test step</comment>
        <translation>失败</translation>
    </message>
    <message>
        <source>skipped</source>
        <translation>已跳过</translation>
    </message>
    <message>
        <source>the system&apos;s proxy</source>
        <translation>系统代理</translation>
    </message>
    <message>
        <source>no proxy</source>
        <translation>不使用代理</translation>
    </message>
    <message>
        <source>HTTP proxy</source>
        <translation>HTTP 代理</translation>
    </message>
    <message>
        <source>SOCKS5 proxy</source>
        <translation>SOCKS5 代理</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>state: cause</comment>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>waiting for scan</source>
        <translation>等待扫码</translation>
    </message>
    <message>
        <source>captcha asked</source>
        <translation>要求验证码</translation>
    </message>
    <message>
        <source>new device to confirm</source>
        <translation>需确认新设备</translation>
    </message>
    <message>
        <source>kicked offline</source>
        <translation>被踢下线</translation>
    </message>
    <message>
        <source>offline (QQ)</source>
        <translation>QQ 离线</translation>
    </message>
    <message>
        <source>logged in elsewhere</source>
        <translation>已在别处登录</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>已停止</translation>
    </message>
    <message>
        <source>connecting</source>
        <translation>连接中</translation>
    </message>
    <message>
        <source>two-factor code needed</source>
        <translation>需要两步验证码</translation>
    </message>
    <message>
        <source>online</source>
        <translation>在线</translation>
    </message>
    <message>
        <source>retrying</source>
        <translation>重试中</translation>
    </message>
    <message>
        <source>refused</source>
        <translation>被拒绝</translation>
    </message>
    <message>
        <source>token refused</source>
        <translation>Token 错误</translation>
    </message>
    <message>
        <source>retrying in %1</source>
        <translation>%1后重试</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Enter code</source>
        <translation>输入验证码</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Retry now</source>
        <translation>立即重试</translation>
    </message>
    <message>
        <source>Change token</source>
        <translation>更换 Token</translation>
    </message>
    <message>
        <source>Show code</source>
        <translation>显示二维码</translation>
    </message>
    <message>
        <source>Log in again</source>
        <translation>重新登录</translation>
    </message>
    <message>
        <source>Open gateway page</source>
        <translation>打开网关页面</translation>
    </message>
    <message>
        <source>reachable</source>
        <translation>可连接</translation>
    </message>
    <message>
        <source>token accepted</source>
        <translation>Token 有效</translation>
    </message>
    <message>
        <source>actions answer</source>
        <translation>调用有应答</translation>
    </message>
    <message>
        <source>events flow</source>
        <translation>事件正常</translation>
    </message>
    <message>
        <source>sending proven</source>
        <translation>发送已验证</translation>
    </message>
    <message>
        <source>not known yet</source>
        <translation>尚不清楚</translation>
    </message>
    <message>
        <source>working</source>
        <translation>正常</translation>
    </message>
    <message>
        <source>broken</source>
        <translation>中断</translation>
    </message>
    <message>
        <source>ready</source>
        <translation>就绪</translation>
    </message>
    <message>
        <source>%1 of %2 proven</source>
        <comment>rungs of the ladder</comment>
        <translation>已验证 %1/%2</translation>
    </message>
    <message>
        <source>queued</source>
        <translation>排队中</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>等待中</translation>
    </message>
    <message>
        <source>sending</source>
        <translation>发送中</translation>
    </message>
    <message>
        <source>accepted</source>
        <translation>网关已接收，待确认</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>verified</source>
        <translation>已送达</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation>已取消</translation>
    </message>
    <message>
        <source>echo</source>
        <translation>消息回传</translation>
    </message>
    <message>
        <source>history</source>
        <translation>历史记录</translation>
    </message>
    <message>
        <source>operator</source>
        <translation>人工确认</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <comment>verified (echo)</comment>
        <translation>%1（%2）</translation>
    </message>
    <message>
        <source>accepted (proof impossible here)</source>
        <translation>网关已接收（此处无法确认）</translation>
    </message>
    <message>
        <source>sending</source>
        <comment>a broadcast</comment>
        <translation>发送中</translation>
    </message>
    <message>
        <source>paused</source>
        <comment>a broadcast</comment>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>cancelled</source>
        <comment>a broadcast</comment>
        <translation>已取消</translation>
    </message>
    <message>
        <source>paused (interrupted)</source>
        <translation>已暂停（曾中断）</translation>
    </message>
    <message>
        <source>group</source>
        <translation>群</translation>
    </message>
    <message>
        <source>friend</source>
        <translation>好友</translation>
    </message>
    <message>
        <source>no delay between messages</source>
        <translation>消息之间不间隔</translation>
    </message>
    <message>
        <source>one message every %1</source>
        <translation>每 %1一条</translation>
    </message>
    <message>
        <source>one message every %1 (± %2 %)</source>
        <translation>每 %1一条（± %2 %）</translation>
    </message>
    <message>
        <source>debug</source>
        <comment>log level</comment>
        <translation>调试</translation>
    </message>
    <message>
        <source>info</source>
        <comment>log level</comment>
        <translation>信息</translation>
    </message>
    <message>
        <source>warning</source>
        <comment>log level</comment>
        <translation>警告</translation>
    </message>
    <message>
        <source>error</source>
        <comment>log level</comment>
        <translation>错误</translation>
    </message>
    <message>
        <source>fatal</source>
        <comment>log level</comment>
        <translation>致命</translation>
    </message>
    <message>
        <source>other</source>
        <comment>log category</comment>
        <translation>其他</translation>
    </message>
    <message>
        <source>fallback</source>
        <comment>log category</comment>
        <translation>兜底</translation>
    </message>
    <message>
        <source>timeout</source>
        <comment>log category</comment>
        <translation>超时</translation>
    </message>
    <message>
        <source>rich media</source>
        <comment>log category</comment>
        <translation>富媒体</translation>
    </message>
    <message>
        <source>rkey</source>
        <comment>log category</comment>
        <translation>rkey</translation>
    </message>
    <message>
        <source>kick/offline</source>
        <comment>log category</comment>
        <translation>踢下线/离线</translation>
    </message>
    <message>
        <source>login</source>
        <comment>log category</comment>
        <translation>登录</translation>
    </message>
    <message>
        <source>restart</source>
        <comment>log category</comment>
        <translation>重启</translation>
    </message>
    <message>
        <source>port</source>
        <comment>log category</comment>
        <translation>端口</translation>
    </message>
    <message>
        <source>unknown event</source>
        <comment>log category</comment>
        <translation>未知事件</translation>
    </message>
    <message>
        <source>risk control</source>
        <comment>log category</comment>
        <translation>风控</translation>
    </message>
    <message>
        <source>unreachable</source>
        <translation>无法连接</translation>
    </message>
    <message>
        <source>waiting for login</source>
        <translation>等待登录</translation>
    </message>
    <message>
        <source>actions fail</source>
        <translation>动作调用失败</translation>
    </message>
    <message>
        <source>no events arrive</source>
        <translation>收不到事件</translation>
    </message>
    <message>
        <source>sending in doubt</source>
        <translation>发送存疑</translation>
    </message>
    <message>
        <source>ready, sending not proven yet</source>
        <translation>就绪，尚未验证发送</translation>
    </message>
    <message>
        <source>WeChat (iLink)</source>
        <translation>微信（iLink）</translation>
    </message>
    <message>
        <source>log in at the gateway</source>
        <translation>请在网关端登录</translation>
    </message>
    <message>
        <source>Where to log in</source>
        <translation>在哪里登录</translation>
    </message>
    <message>
        <source>bound by another program</source>
        <translation>已被其他程序绑定</translation>
    </message>
    <message>
        <source>digits from the phone needed</source>
        <translation>需要输入手机上的数字</translation>
    </message>
    <message>
        <source>Enter digits</source>
        <translation>输入数字</translation>
    </message>
    <message>
        <source>Auth Token needed</source>
        <translation>需要 Auth Token</translation>
    </message>
    <message>
        <source>Enter Auth Token</source>
        <translation>填写 Auth Token</translation>
    </message>
    <message>
        <source>Code %1 has expired</source>
        <translation>二维码 %1 已过期</translation>
    </message>
    <message>
        <source>Code %1 was scanned: now confirm on the phone</source>
        <translation>二维码 %1 已被扫描：请在手机上确认</translation>
    </message>
    <message>
        <source>Code %1: scan it with the phone</source>
        <translation>二维码 %1：请用手机扫描</translation>
    </message>
    <message>
        <source>done</source>
        <comment>a broadcast</comment>
        <translation>已完成</translation>
    </message>
    <message>
        <source>waiting</source>
        <comment>a broadcast</comment>
        <translation>等待中</translation>
    </message>
    <message>
        <source>not proven</source>
        <translation>未验证</translation>
    </message>
    <message>
        <source>needs attention</source>
        <translation>需要处理</translation>
    </message>
    <message>
        <source>picture keys do not come from QQ</source>
        <translation>图片密钥不是来自 QQ</translation>
    </message>
    <message>
        <source>from QQ (asked)</source>
        <translation>网关自取（已询问）</translation>
    </message>
    <message>
        <source>unknown, native off</source>
        <translation>未知，网关自取已关闭</translation>
    </message>
    <message>
        <source>unknown, QQ gave no key</source>
        <translation>未知，QQ 未给出密钥</translation>
    </message>
    <message>
        <source>Account</source>
        <translation>账号</translation>
    </message>
    <message>
        <source>token needed</source>
        <translation>需要 Token</translation>
    </message>
    <message>
        <source>token needed (%1)</source>
        <translation>需要 Token（%1）</translation>
    </message>
    <message>
        <source>account logged in</source>
        <translation>账号已登录</translation>
    </message>
    <message>
        <source>refused</source>
        <comment>log category</comment>
        <translation>被拒绝</translation>
    </message>
    <message>
        <source>container name</source>
        <translation>容器名</translation>
    </message>
    <message>
        <source>time stamp</source>
        <translation>时间戳</translation>
    </message>
    <message>
        <source>journal prefix</source>
        <translation>journal 前缀</translation>
    </message>
    <message>
        <source>JSON record</source>
        <translation>JSON 记录</translation>
    </message>
    <message>
        <source>read as %1, %2</source>
        <translation>按 %1 读取，编码 %2</translation>
    </message>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
    <message>
        <source>; </source>
        <translation>；</translation>
    </message>
    <message>
        <source>WeChat bot bound</source>
        <translation>微信机器人已绑定</translation>
    </message>
    <message>
        <source>WeChat account</source>
        <translation>微信账号</translation>
    </message>
    <message>
        <source>Service behind it answers</source>
        <translation>后端服务有应答</translation>
    </message>
    <message>
        <source>Log can be read</source>
        <translation>日志可读取</translation>
    </message>
    <message>
        <source>cannot be proven here</source>
        <translation>此处无法验证</translation>
    </message>
    <message>
        <source>ready, sending cannot be proven here</source>
        <translation>就绪，此处无法验证发送</translation>
    </message>
    <message>
        <source>the newest %1 lines</source>
        <translation>最新的 %1 行</translation>
    </message>
    <message>
        <source>the newest %1 of %2 lines</source>
        <translation>共 %2 行，显示最新的 %1 行</translation>
    </message>
    <message>
        <source>%1, from %2</source>
        <comment>lines, time of the first</comment>
        <translation>%1，自 %2 起</translation>
    </message>
    <message>
        <source>%1; earlier ones are not shown</source>
        <translation>%1；更早的行未显示</translation>
    </message>
    <message>
        <source>reading the keyring</source>
        <translation>正在读取密钥环</translation>
    </message>
    <message>
        <source>Monitored service</source>
        <translation>服务监控</translation>
    </message>
    <message>
        <source>wrapper removed from each line (%1)</source>
        <translation>已去掉每行外层的包装（%1）</translation>
    </message>
    <message>
        <source>the year is taken from the file&apos;s modification time</source>
        <translation>年份取自文件的修改时间</translation>
    </message>
    <message>
        <source>the lines have no time stamp</source>
        <translation>日志行中没有时间</translation>
    </message>
    <message>
        <source>never broadcasts</source>
        <translation>不参与群发</translation>
    </message>
    <message>
        <source>Connect</source>
        <translation>连接</translation>
    </message>
    <message>
        <source>colour codes</source>
        <translation>颜色代码</translation>
    </message>
    <message>
        <source>its text is garbled: UTF-8 that was misread as %1</source>
        <translation>文本为乱码：UTF-8 曾被误读为 %1</translation>
    </message>
</context>
<context>
    <name>main</name>
    <message>
        <source>Rookery cannot open its profile</source>
        <translation>无法打开数据目录</translation>
    </message>
    <message>
        <source>Use the last good copy</source>
        <translation>使用最近一份完好的副本</translation>
    </message>
</context>
<context>
    <name>rookery::text::Broadcasts</name>
    <message>
        <source>, </source>
        <comment>between names in a list</comment>
        <translation>、</translation>
    </message>
    <message>
        <source>%1 and %2</source>
        <comment>end of a list of names</comment>
        <translation>%1 和 %2</translation>
    </message>
    <message>
        <source>It was found in the chat&apos;s history at %1 (message %2).</source>
        <translation>%1 在聊天记录中找到了它（消息 %2）。</translation>
    </message>
    <message>
        <source>The program had ended while this was being sent; found at the start at %1.</source>
        <translation>发送途中程序结束了；%1 启动时发现。</translation>
    </message>
    <message>
        <source>At %1 the database was found to be older than the last send from it.</source>
        <translation>%1 发现数据库比它的最后一次发送还旧。</translation>
    </message>
    <message numerus="yes">
        <source>%n group(s) get it twice (%1)</source>
        <translation>
            <numerusform>%n 个群会收到两次（%1）</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n group(s) get it several times (%1)</source>
        <translation>
            <numerusform>%n 个群会收到多次（%1）</numerusform>
        </translation>
    </message>
    <message>
        <source>It gets the message through %1.</source>
        <comment>a group that is skipped</comment>
        <translation>由 %1 发送。</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>account: why it cannot send</comment>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>; </source>
        <comment>between what several accounts wait for</comment>
        <translation>；</translation>
    </message>
    <message>
        <source>%1 arrived</source>
        <translation>%1 条已送达</translation>
    </message>
    <message>
        <source>%1 failed</source>
        <translation>%1 条失败</translation>
    </message>
    <message>
        <source>%1 unconfirmed</source>
        <translation>%1 条未确认</translation>
    </message>
    <message>
        <source>%1 accepted without proof</source>
        <translation>%1 条网关已接收（网关不提供送达证据）</translation>
    </message>
    <message>
        <source>%1 not sent</source>
        <translation>%1 条未发送</translation>
    </message>
    <message>
        <source>, </source>
        <comment>between the parts of an outcome</comment>
        <translation>，</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>state of a broadcast: details</comment>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>%1, %2 waiting: %3</source>
        <comment>state of a broadcast, a number, what they wait for</comment>
        <translation>%1，%2 条等待：%3</translation>
    </message>
    <message>
        <source>%1 (QQ error %2)</source>
        <comment>what happened, QQ&apos;s own number</comment>
        <translation>%1（QQ 错误 %2）</translation>
    </message>
    <message>
        <source>%1 (code %2)</source>
        <comment>what happened, the gateway&apos;s number</comment>
        <translation>%1（代码 %2）</translation>
    </message>
    <message>
        <source>waiting for confirmation: %1</source>
        <translation>等待确认：%1</translation>
    </message>
    <message>
        <source>%1; %2</source>
        <comment>cause; when it goes on</comment>
        <translation>%1；%2</translation>
    </message>
    <message>
        <source>It was handed to the gateway at %1.</source>
        <translation>%1 交给网关。</translation>
    </message>
    <message>
        <source>The operator has seen it in the chat.</source>
        <translation>已由人工在聊天中确认。</translation>
    </message>
    <message>
        <source>The program had ended right after the refusal, before an echo could contradict it; found at the start at %1.</source>
        <translation>程序在被拒后随即结束，来不及等消息回传反证；于 %1 启动时发现。</translation>
    </message>
    <message numerus="yes">
        <source>%n group(s) would get it twice (%1): only %2 sends to them</source>
        <translation>
            <numerusform>%n 个群两个账号都能发到（%1）：只由 %2 发送</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n group(s) would get it several times (%1): only %2 sends to them</source>
        <translation>
            <numerusform>%n 个群多个账号都能发到（%1）：只由 %2 发送</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <comment>what is wrong with a picture, its size</comment>
        <translation>%1（%2）</translation>
    </message>
    <message>
        <source>The picture is large (%1): it is sent, but QQ may shrink it, and each send takes longer.</source>
        <translation>图片较大（%1）：会照常发送，但 QQ 可能压缩它，每次发送也更慢。</translation>
    </message>
    <message>
        <source>Its echo, the account&apos;s own message, arrived at %1 (message %2).</source>
        <translation>%1 收到自身消息回传（消息 %2）。</translation>
    </message>
    <message>
        <source>An own message with the same text and number of pictures arrived at %1 (message %2), but it cannot be determined whether it is this one.</source>
        <translation>%1 看到一条文字和图片数量相同的本账号消息（消息 %2），但无法判断是不是这一条。</translation>
    </message>
    <message>
        <source>The operator queued it again at %1.</source>
        <translation>%1 由人工重新排队。</translation>
    </message>
    <message>
        <source>Gateway response: %1</source>
        <translation>网关响应：%1</translation>
    </message>
    <message>
        <source>By %1 the gateway had not reported whether it was sent.</source>
        <translation>到 %1 为止，网关没有说明是否已发出。</translation>
    </message>
    <message>
        <source>By %1 its delivery had not been confirmed.</source>
        <translation>到 %1 为止，仍未确认送达。</translation>
    </message>
    <message>
        <source>Waiting for its confirmation was resumed after a start at %1.</source>
        <translation>%1 启动后继续等待它的送达证据。</translation>
    </message>
    <message>
        <source>An own message with the same text and number of pictures arrived at %1, but it cannot be determined whether it is this one.</source>
        <translation>%1 看到一条文字和图片数量相同的本账号消息，但无法判断是不是这一条。</translation>
    </message>
    <message numerus="yes">
        <source>%1 is offline (%2): %n message(s) on hold until it is online again</source>
        <translation>
            <numerusform>%1 不在线（%2）：%n 条消息会等它恢复在线</numerusform>
        </translation>
    </message>
    <message>
        <source>It is listed more than once and gets the message once.</source>
        <comment>a target that is skipped</comment>
        <translation>重复列出，只发一次。</translation>
    </message>
    <message numerus="yes">
        <source>%n target(s) were listed more than once, some perhaps in another spelling (030010 is 30010): each gets the message once</source>
        <translation>
            <numerusform>有 %n 个目标重复列出，可能写法不同（030010 即 30010）：每个只发一次</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 waiting for confirmation</source>
        <translation>%1 条等待确认</translation>
    </message>
    <message>
        <source>continues in %1</source>
        <translation>%1后继续</translation>
    </message>
    <message>
        <source>The gateway returned the message number %1.</source>
        <translation>网关给的消息编号是 %1。</translation>
    </message>
    <message>
        <source>%1 of %1 arrived</source>
        <comment>nothing is missing</comment>
        <translation>%1 条全部送达</translation>
    </message>
    <message>
        <source>Broadcast %1 is done: %2</source>
        <comment>its number, its outcome</comment>
        <translation>群发 %1 已完成：%2</translation>
    </message>
    <message>
        <source>Broadcast %1 is done: %2, in %3</source>
        <comment>its number, its outcome, how long it took</comment>
        <translation>群发 %1 已完成：%2，用时 %3</translation>
    </message>
    <message numerus="yes">
        <source>%n picture(s) of this message are no longer kept: %1. Add them again before you send it.</source>
        <translation>
            <numerusform>这条消息有 %n 张图片已不再保留：%1。请重新添加后再发送。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>rookery::ui::AboutSection</name>
    <message>
        <source>Rookery %1: logs bot accounts in, shows which of them really work, and proves what it sent.</source>
        <translation>Rookery %1：登录机器人账号，看清哪些真正可用，并确认每条消息是否送达。</translation>
    </message>
    <message>
        <source>Licence: GPL-3.0-or-later. It comes without any warranty.</source>
        <translation>许可证：GPL-3.0-or-later。不提供任何担保。</translation>
    </message>
    <message>
        <source>Save support file …</source>
        <translation>保存支持文件…</translation>
    </message>
    <message>
        <source>Save support file</source>
        <translation>保存支持文件</translation>
    </message>
    <message>
        <source>For a question to others</source>
        <translation>向他人求助时</translation>
    </message>
    <message>
        <source>The support file contains versions, states and the latest notable log lines. Tokens, codes and account numbers are not included.</source>
        <translation>支持文件包含版本、状态和最近值得注意的日志。不含 Token、验证码和QQ 号。</translation>
    </message>
    <message>
        <source>Text (*.txt)</source>
        <translation>文本 (*.txt)</translation>
    </message>
    <message>
        <source>Saved: %1</source>
        <translation>已保存：%1</translation>
    </message>
</context>
<context>
    <name>rookery::ui::AccountActions</name>
    <message>
        <source>%1 is stopped</source>
        <translation>%1 已停止</translation>
    </message>
    <message>
        <source>%1: trying again</source>
        <translation>%1：正在重试</translation>
    </message>
    <message>
        <source>Log in again?</source>
        <translation>重新登录？</translation>
    </message>
    <message>
        <source>%1 restarts and then waits for a scan or a quick login. Until then it neither receives nor sends.</source>
        <translation>%1 将重启，然后等待扫码或快速登录。在此之前既不接收也不发送。</translation>
    </message>
    <message>
        <source>Restart and log in</source>
        <translation>重启并登录</translation>
    </message>
    <message>
        <source>%1 restarts</source>
        <translation>%1 正在重启</translation>
    </message>
    <message>
        <source>Logging in without a scan …</source>
        <translation>正在免扫码登录 …</translation>
    </message>
    <message>
        <source>Remove %1?</source>
        <translation>移除 %1？</translation>
    </message>
    <message>
        <source>Remove gateway</source>
        <translation>移除网关</translation>
    </message>
    <message>
        <source>%1 was removed</source>
        <translation>已移除 %1</translation>
    </message>
    <message>
        <source>Review certificate …</source>
        <translation>查看证书 …</translation>
    </message>
    <message>
        <source>Retry now</source>
        <translation>立即重试</translation>
    </message>
    <message>
        <source>Show log</source>
        <translation>查看日志</translation>
    </message>
    <message>
        <source>Open gateway page …</source>
        <translation>打开网关页面 …</translation>
    </message>
    <message>
        <source>Edit gateway …</source>
        <translation>编辑网关 …</translation>
    </message>
    <message>
        <source>Change token …</source>
        <translation>更换 Token …</translation>
    </message>
    <message>
        <source>Remove gateway …</source>
        <translation>移除网关 …</translation>
    </message>
    <message>
        <source>Change kind to %1 …</source>
        <translation>将种类改为 %1 …</translation>
    </message>
    <message>
        <source>Disconnected from %1; the gateway keeps running</source>
        <translation>已断开 %1；网关仍在运行</translation>
    </message>
    <message>
        <source>Open the gateway&apos;s own page</source>
        <translation>打开网关自己的页面</translation>
    </message>
    <message>
        <source>Your browser opens this address:

%1

The page asks for the gateway&apos;s token; finish the check there.</source>
        <translation>浏览器将打开此地址：

%1

页面会要求网关的 Token；请在那里完成验证。</translation>
    </message>
    <message>
        <source>Open in browser</source>
        <translation>在浏览器中打开</translation>
    </message>
    <message>
        <source>Connecting %1</source>
        <translation>正在连接 %1</translation>
    </message>
    <message>
        <source>Could not reconnect %1</source>
        <translation>无法重新连接 %1</translation>
    </message>
    <message>
        <source>Could not restart %1</source>
        <translation>无法重启 %1</translation>
    </message>
    <message>
        <source>Requested a new code from %1</source>
        <translation>已向 %1 请求新码</translation>
    </message>
    <message>
        <source>Could not request a new code from %1</source>
        <translation>无法向 %1 请求新码</translation>
    </message>
    <message>
        <source>Could not log in without a scan</source>
        <translation>无法免扫码登录</translation>
    </message>
    <message>
        <source>The gateway itself keeps running; it and its token are removed from this list. Its sending history is kept.</source>
        <translation>网关本身继续运行；只是从本列表移除它和它的 Token。通过它发送的记录会保留。</translation>
    </message>
    <message>
        <source>Could not remove %1</source>
        <translation>无法移除 %1</translation>
    </message>
    <message>
        <source>List of rejected connections cleared</source>
        <translation>被拒绝的连接列表已清空</translation>
    </message>
    <message>
        <source>Could not clear the list of rejected connections</source>
        <translation>无法清空被拒绝的连接列表</translation>
    </message>
    <message>
        <source>Could not connect %1</source>
        <translation>无法连接 %1</translation>
    </message>
    <message>
        <source>Could not disconnect %1</source>
        <translation>无法断开 %1</translation>
    </message>
    <message>
        <source>Restart %1?</source>
        <translation>重启 %1？</translation>
    </message>
    <message>
        <source>Restart gateway</source>
        <translation>重启网关</translation>
    </message>
    <message>
        <source>Connect</source>
        <translation>连接</translation>
    </message>
    <message>
        <source>Disconnect</source>
        <translation>断开</translation>
    </message>
    <message>
        <source>Log in again …</source>
        <translation>重新登录 …</translation>
    </message>
    <message>
        <source>Restart gateway …</source>
        <translation>重启网关 …</translation>
    </message>
    <message>
        <source>Could not probe the rkey of %1</source>
        <translation>无法探测 %1 的 rkey</translation>
    </message>
    <message>
        <source>Send from here</source>
        <translation>用此账号群发</translation>
    </message>
    <message>
        <source>Log in %1</source>
        <translation>登录 %1</translation>
    </message>
    <message>
        <source>Restart %1 and log in again …</source>
        <translation>重启 %1 并重新登录…</translation>
    </message>
    <message>
        <source>Restart %1 …</source>
        <translation>重启 %1…</translation>
    </message>
    <message>
        <source>Send through %1</source>
        <translation>用 %1 发送</translation>
    </message>
    <message>
        <source>Connect %1</source>
        <translation>连接 %1</translation>
    </message>
    <message>
        <source>Disconnect %1</source>
        <translation>断开 %1</translation>
    </message>
    <message>
        <source>Retry %1 now</source>
        <translation>立即重试 %1</translation>
    </message>
</context>
<context>
    <name>rookery::ui::AccountDrawer</name>
    <message>
        <source>Account details</source>
        <translation>账号详情</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>Another gateway holds the same account. Only one of them should be logged in.</source>
        <translation>另一个网关登录着同一账号。只应有一个登录。</translation>
    </message>
    <message>
        <source>Readiness</source>
        <translation>就绪状态</translation>
    </message>
    <message>
        <source>Connections</source>
        <translation>连接</translation>
    </message>
    <message>
        <source>Facts</source>
        <translation>信息</translation>
    </message>
    <message>
        <source>Last heartbeat</source>
        <translation>最近心跳</translation>
    </message>
    <message>
        <source>Events</source>
        <translation>事件</translation>
    </message>
    <message>
        <source>Chats</source>
        <translation>会话</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>版本</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>Account name</source>
        <translation>账号名称</translation>
    </message>
    <message>
        <source>Close details</source>
        <translation>关闭详情</translation>
    </message>
    <message>
        <source>Close details (Esc)</source>
        <translation>关闭详情 (Esc)</translation>
    </message>
    <message>
        <source>Actions</source>
        <translation>操作</translation>
    </message>
    <message>
        <source>Account actions</source>
        <translation>账号操作</translation>
    </message>
    <message>
        <source>Review certificate</source>
        <translation>查看证书</translation>
    </message>
    <message numerus="yes">
        <source>%n reconnect(s)</source>
        <translation>
            <numerusform>重连 %n 次</numerusform>
        </translation>
    </message>
    <message>
        <source>last closed by the gateway, %1</source>
        <translation>上次由网关关闭，%1</translation>
    </message>
    <message>
        <source>last closed here, %1</source>
        <translation>上次由本端关闭，%1</translation>
    </message>
    <message>
        <source>up</source>
        <translation>正常</translation>
    </message>
    <message>
        <source>down</source>
        <translation>断开</translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation>%1 毫秒</translation>
    </message>
    <message>
        <source>%1 not understood</source>
        <translation>%1 条无法解析</translation>
    </message>
    <message>
        <source>%1 ok, %2 unknown, %3 failed</source>
        <translation>成功 %1，未知 %2，失败 %3</translation>
    </message>
    <message>
        <source>%1 groups, %2 friends</source>
        <translation>%1 个群，%2 个好友</translation>
    </message>
    <message>
        <source>Panel</source>
        <translation>面板</translation>
    </message>
    <message>
        <source>Event stream</source>
        <translation>事件流</translation>
    </message>
    <message>
        <source>Log stream</source>
        <translation>日志流</translation>
    </message>
    <message>
        <source>Change kind</source>
        <translation>更改种类</translation>
    </message>
    <message>
        <source>Its own count</source>
        <translation>网关自身统计</translation>
    </message>
    <message>
        <source>%1 received, %2 sent</source>
        <translation>收 %1 条，发 %2 条</translation>
    </message>
    <message>
        <source>since %1</source>
        <translation>自 %1 起</translation>
    </message>
    <message>
        <source>mode %1</source>
        <translation>模式 %1</translation>
    </message>
    <message>
        <source>Front page</source>
        <translation>首页</translation>
    </message>
    <message>
        <source>Interface</source>
        <translation>接口</translation>
    </message>
    <message>
        <source>Log file</source>
        <translation>日志文件</translation>
    </message>
    <message>
        <source>Log command</source>
        <translation>日志命令</translation>
    </message>
    <message>
        <source>Sent since start</source>
        <translation>本次已发送</translation>
    </message>
    <message>
        <source>It was added as %1 and now reports %2: it was replaced or updated.</source>
        <translation>它是作为 %1 添加的，现在自称 %2：可能已被替换或更新。</translation>
    </message>
    <message>
        <source>no events for a while: it is unknown whether events arrive</source>
        <translation>已有一段时间没有收到任何事件：事件能否送达尚不清楚</translation>
    </message>
    <message>
        <source>last disconnect before %1: %2</source>
        <comment>time, what happened</comment>
        <translation>%1 之前的上次中断：%2</translation>
    </message>
    <message numerus="yes">
        <source>%n can be answered now (users who wrote within 24 h)</source>
        <translation>
            <numerusform>现在可回复 %n 个会话（24 小时内发过消息的人）</numerusform>
        </translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>Send from here</source>
        <translation>用此账号群发</translation>
    </message>
    <message>
        <source>Open incidents</source>
        <translation>进行中的告警</translation>
    </message>
    <message>
        <source>Source of the picture keys</source>
        <translation>图片密钥来源</translation>
    </message>
    <message>
        <source>Probe</source>
        <translation>探测</translation>
    </message>
    <message>
        <source>Probe this account&apos;s rkey</source>
        <translation>探测此账号的 rkey</translation>
    </message>
    <message>
        <source>Downloads the newest picture link of this account to see whether it works</source>
        <translation>下载该账号最新的图片链接，看是否有效</translation>
    </message>
    <message>
        <source>Log in again …</source>
        <translation>重新登录 …</translation>
    </message>
    <message>
        <source>Restart gateway …</source>
        <translation>重启网关 …</translation>
    </message>
    <message>
        <source>Open incident: %1</source>
        <translation>打开告警：%1</translation>
    </message>
    <message>
        <source>Probing</source>
        <translation>探测中</translation>
    </message>
</context>
<context>
    <name>rookery::ui::AccountModel</name>
    <message>
        <source>since %1</source>
        <translation>自 %1</translation>
    </message>
    <message>
        <source>Last event: %1
Last heartbeat: %2
Events: %3</source>
        <translation>最近事件：%1
最近心跳：%2
事件数：%3</translation>
    </message>
    <message>
        <source>Messages sent since the program started, by how they ended</source>
        <translation>程序启动以来发送的消息，按结果统计</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Account</source>
        <translation>账号</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>QQ 号</translation>
    </message>
    <message>
        <source>Gateway</source>
        <translation>网关</translation>
    </message>
    <message>
        <source>Readiness</source>
        <translation>就绪状态</translation>
    </message>
    <message>
        <source>rkey</source>
        <translation>rkey</translation>
    </message>
    <message>
        <source>Last event</source>
        <translation>最近事件</translation>
    </message>
    <message>
        <source>Unknown</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>Sent this run</source>
        <translation>本次已发</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>%1 (remembered)</source>
        <translation>%1（已记住）</translation>
    </message>
    <message>
        <source>The gateway remembers this account; it has not logged in yet.</source>
        <translation>网关记住了这个账号，还没有登录。</translation>
    </message>
</context>
<context>
    <name>rookery::ui::AccountsDialog</name>
    <message>
        <source>Send through several accounts</source>
        <translation>用多个账号发送</translation>
    </message>
    <message>
        <source>Search name, number or tag:word</source>
        <translation>搜索名称、QQ 号或 tag:标签</translation>
    </message>
    <message>
        <source>Search accounts</source>
        <translation>搜索账号</translation>
    </message>
    <message>
        <source>Tick all shown</source>
        <translation>勾选所列账号</translation>
    </message>
    <message>
        <source>Untick all shown</source>
        <translation>取消勾选所列账号</translation>
    </message>
    <message>
        <source>Accounts</source>
        <translation>账号</translation>
    </message>
    <message numerus="yes">
        <source>Use %n account(s)</source>
        <translation>
            <numerusform>使用 %n 个账号</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>rookery::ui::AddGatewayDialog</name>
    <message>
        <source>Add gateway</source>
        <translation>添加网关</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>步骤</translation>
    </message>
    <message>
        <source>Review certificate</source>
        <translation>查看证书</translation>
    </message>
    <message>
        <source>Test again</source>
        <translation>再次测试</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>上一步</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>下一步</translation>
    </message>
    <message>
        <source>What kind of gateway is it?</source>
        <translation>是哪种网关？</translation>
    </message>
    <message>
        <source>Test outcome</source>
        <translation>测试结论</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>Found</source>
        <translation>发现</translation>
    </message>
    <message>
        <source>Test steps</source>
        <translation>测试步骤</translation>
    </message>
    <message>
        <source>kind</source>
        <translation>种类</translation>
    </message>
    <message>
        <source>live test</source>
        <translation>实时测试</translation>
    </message>
    <message>
        <source>Step %1 of 3: %2</source>
        <translation>第 %1 步，共 3 步：%2</translation>
    </message>
    <message>
        <source>Add this gateway</source>
        <translation>添加此网关</translation>
    </message>
    <message>
        <source>Testing %1 …</source>
        <translation>正在测试 %1 …</translation>
    </message>
    <message>
        <source>Everything answers.</source>
        <translation>一切正常。</translation>
    </message>
    <message>
        <source>Everything answers. Account: %1 (%2)</source>
        <translation>一切正常。账号：%1（%2）</translation>
    </message>
    <message>
        <source>Stop waiting</source>
        <translation>停止等待</translation>
    </message>
    <message>
        <source>Switch to %1</source>
        <translation>切换为 %1</translation>
    </message>
    <message>
        <source>Not sure? Paste an address to detect the kind</source>
        <translation>不确定？粘贴地址，自动识别种类</translation>
    </message>
    <message>
        <source>Address to detect</source>
        <translation>要识别的地址</translation>
    </message>
    <message>
        <source>Detect</source>
        <translation>识别</translation>
    </message>
    <message>
        <source>Detection result</source>
        <translation>识别结果</translation>
    </message>
    <message>
        <source>Rejected meanwhile</source>
        <translation>期间被拒绝</translation>
    </message>
    <message>
        <source>setup</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>It has not connected. You can add it now: it can connect with this token at any time.</source>
        <translation>它还没有连接进来。现在就可以添加：它凭此 Token 随时可以连接。</translation>
    </message>
    <message>
        <source>Waiting up to a minute for the gateway to connect …</source>
        <translation>正在等待网关连接进来，最长一分钟 …</translation>
    </message>
    <message>
        <source>Rejected meanwhile: %1 (%2). %3</source>
        <translation>期间被拒绝：%1（%2）。%3</translation>
    </message>
    <message>
        <source>No problem found so far, but not everything could be tested: %1.</source>
        <translation>目前没有发现问题，但还不能全部测试：%1。</translation>
    </message>
    <message>
        <source>The test found a problem. Correct it, or add the gateway anyway.</source>
        <translation>测试发现问题。您可以改正，也可以照原样添加网关。</translation>
    </message>
    <message>
        <source>The chosen kind is %1. Switch the kind; the address is kept.</source>
        <translation>当前选择的种类是 %1。请切换种类，地址会保留。</translation>
    </message>
</context>
<context>
    <name>rookery::ui::BackupDialog</name>
    <message>
        <source>Back up profile</source>
        <translation>备份数据</translation>
    </message>
    <message>
        <source>About this backup</source>
        <translation>备份说明</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Choose a place …</source>
        <translation>选择位置…</translation>
    </message>
    <message>
        <source>Profile backup (*.tar)</source>
        <translation>数据备份 (*.tar)</translation>
    </message>
    <message>
        <source>Profile backed up, without secrets.</source>
        <translation>数据已备份，不含机密。</translation>
    </message>
    <message>
        <source>The profile was not backed up: %1</source>
        <translation>数据未能备份：%1</translation>
    </message>
    <message>
        <source>A backup cannot be kept there.</source>
        <translation>备份不能放在那里。</translation>
    </message>
    <message>
        <source>Choose a file outside the profile&apos;s own folder: a backup beside the originals is lost with them.</source>
        <translation>请选择数据目录之外的文件：与原件放在一起的备份会随原件一同丢失。</translation>
    </message>
    <message>
        <source>One file with the gateways, the settings, the window state with its drafts, and every broadcast with its deliveries. Only you can read it.</source>
        <translation>一个文件，内含网关、设置、窗口布局（包括草稿），以及每次群发和全部发送记录。只有您能读取它。</translation>
    </message>
    <message>
        <source>Secrets are not included: no tokens, passwords or codes. Logs and cached pictures are not included either.</source>
        <translation>不含任何机密：没有 Token、密码或验证码。日志和缓存的图片也不在内。</translation>
    </message>
    <message>
        <source>To restore, unpack it into an empty folder, start Rookery with --profile and that folder, and enter the tokens again.</source>
        <translation>恢复方法：解压到空文件夹，用 --profile 加该文件夹启动 Rookery，再重新输入 Token。</translation>
    </message>
    <message>
        <source>Done: %1 (%2) contains the gateways, the settings, the window state with its drafts, and every broadcast with its deliveries, as of now.</source>
        <translation>完成：%1（%2）内含此刻的网关、设置、窗口布局（包括草稿），以及每次群发和全部发送记录。</translation>
    </message>
</context>
<context>
    <name>rookery::ui::BreakMenu</name>
    <message>
        <source>All faults …</source>
        <translation>全部故障…</translation>
    </message>
    <message>
        <source>rkey servers answer 504 (NapCat)</source>
        <translation>rkey 服务器返回 504（NapCat）</translation>
    </message>
    <message>
        <source>Group messages are lost in a timeout (LLBot)</source>
        <translation>群消息超时丢失（LLBot）</translation>
    </message>
    <message>
        <source>Pictures are refused: rich media transfer failed (NapCat)</source>
        <translation>图片被拒：rich media transfer failed（NapCat）</translation>
    </message>
    <message>
        <source>A WeChat bot without a login blocks its service (GeekAI)</source>
        <translation>微信机器人未登录，阻塞整个服务（GeekAI）</translation>
    </message>
    <message>
        <source>With the next picture the rkey page shows where the keys come from now.</source>
        <translation>收到下一张图片后，rkey 页会显示密钥现在来自哪里。</translation>
    </message>
    <message>
        <source>Send a message to one of its groups: it ends as unknown, not as sent.</source>
        <translation>向它的群发一条消息：结果会是“未知”，而不是“已发送”。</translation>
    </message>
    <message>
        <source>Send a picture through it: Rookery retries, then names the cause.</source>
        <translation>通过它发一张图片：Rookery 会重试，然后指出原因。</translation>
    </message>
    <message>
        <source>Its interface answers 502 until somebody scans the code on the page Login.</source>
        <translation>在有人扫描“登录”页的二维码之前，它的接口返回 502。</translation>
    </message>
    <message>
        <source>%1 is broken now. %2</source>
        <comment>gateway; what follows</comment>
        <translation>%1 已出现故障。%2</translation>
    </message>
    <message>
        <source>Faults ended. What they broke may still need a restart or a login.</source>
        <translation>故障已结束。已造成的影响可能仍需重启或登录。</translation>
    </message>
    <message>
        <source>Could not bring the incident about</source>
        <translation>无法制造故障</translation>
    </message>
    <message>
        <source>End all faults that were switched on here</source>
        <translation>结束在此制造的全部故障</translation>
    </message>
    <message>
        <source>Logged in, but the ports stay closed (Lagrange)</source>
        <translation>已登录，但端口一直未打开（Lagrange）</translation>
    </message>
    <message>
        <source>Scan its code on the page Login: it logs in, but no port opens.</source>
        <translation>请在“登录”页扫描它的二维码：登录成功，但端口不会打开。</translation>
    </message>
</context>
<context>
    <name>rookery::ui::BroadcastModel</name>
    <message numerus="yes">
        <source>%n picture(s)</source>
        <translation>
            <numerusform>%n 张图片</numerusform>
        </translation>
    </message>
    <message>
        <source>%1/min</source>
        <comment>messages per minute</comment>
        <translation>%1 条/分钟</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>消息</translation>
    </message>
    <message>
        <source>Arrived</source>
        <translation>已送达</translation>
    </message>
    <message>
        <source>Unknown</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>Rate</source>
        <translation>速率</translation>
    </message>
    <message>
        <source>Time left</source>
        <translation>剩余时间</translation>
    </message>
    <message>
        <source>Created</source>
        <translation>创建时间</translation>
    </message>
    <message>
        <source>at least %1</source>
        <comment>time left</comment>
        <translation>至少 %1</translation>
    </message>
    <message>
        <source>Done</source>
        <comment>share of a broadcast</comment>
        <translation>已完成</translation>
    </message>
    <message>
        <source>Accepted</source>
        <translation>网关已接收</translation>
    </message>
</context>
<context>
    <name>rookery::ui::BroadcastPage</name>
    <message>
        <source>Compose</source>
        <translation>编辑</translation>
    </message>
    <message>
        <source>Queue</source>
        <translation>队列</translation>
    </message>
    <message>
        <source>Preview plan</source>
        <translation>预览计划</translation>
    </message>
    <message>
        <source>Shows what would be sent, by whom and when, without sending</source>
        <translation>显示将发送什么、由谁、何时，但不发送</translation>
    </message>
    <message>
        <source>Send…</source>
        <translation>发送…</translation>
    </message>
    <message>
        <source>Send broadcast</source>
        <translation>开始群发</translation>
    </message>
    <message>
        <source>Close plan</source>
        <translation>关闭计划</translation>
    </message>
    <message>
        <source>Plan</source>
        <translation>计划</translation>
    </message>
    <message>
        <source>Queueing…</source>
        <translation>正在排队…</translation>
    </message>
    <message>
        <source>Planning… (Esc cancels)</source>
        <translation>正在计划…（Esc 取消）</translation>
    </message>
    <message>
        <source>Write a message or add a picture</source>
        <translation>请输入消息或添加图片</translation>
    </message>
    <message numerus="yes">
        <source>Queue (%n unknown)</source>
        <translation>
            <numerusform>队列（%n 条未知）</numerusform>
        </translation>
    </message>
    <message>
        <source>Cannot be sent</source>
        <translation>不能发送</translation>
    </message>
    <message numerus="yes">
        <source>%1: %n message(s)</source>
        <translation>
            <numerusform>%1：%n 条消息</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Send to %n target(s)?</source>
        <translation>
            <numerusform>发送给 %n 个目标？</numerusform>
        </translation>
    </message>
    <message>
        <source>Send now</source>
        <translation>立即发送</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>上一步</translation>
    </message>
    <message numerus="yes">
        <source>%n message(s) queued</source>
        <translation>
            <numerusform>%n 条消息已排队</numerusform>
        </translation>
    </message>
    <message>
        <source>Write a broadcast</source>
        <translation>编辑群发</translation>
    </message>
    <message>
        <source>Broadcast</source>
        <translation>群发</translation>
    </message>
    <message>
        <source>Resume sending</source>
        <translation>恢复发送</translation>
    </message>
    <message>
        <source>Send to these groups through each account</source>
        <translation>这些群每个账号都发</translation>
    </message>
    <message>
        <source>Off: a group that several accounts reach gets the message once, from an account that is online, else from the first one chosen</source>
        <translation>不勾选：多个账号都能发到的群只发一次，由在线的账号发送，都不在线时由最先选中的账号发送</translation>
    </message>
    <message>
        <source>Nothing is sent until sending is resumed.</source>
        <translation>恢复之前不会发出任何消息。</translation>
    </message>
    <message>
        <source>Resume all sending</source>
        <translation>恢复全部发送</translation>
    </message>
    <message>
        <source>Creates the plan, then asks for confirmation once</source>
        <translation>先生成计划，再确认一次</translation>
    </message>
    <message>
        <source>Plan summary</source>
        <translation>计划摘要</translation>
    </message>
    <message>
        <source>Choose targets</source>
        <translation>请选择发送目标</translation>
    </message>
    <message>
        <source>It cannot be sent yet: see the plan for the reason.</source>
        <translation>现在不能发送：原因见计划。</translation>
    </message>
    <message numerus="yes">
        <source>%n chosen target(s) skipped: see the plan for the reason.</source>
        <translation>
            <numerusform>%n 个所选目标不会收到消息：原因见计划。</numerusform>
        </translation>
    </message>
    <message>
        <source>All members of the groups are mentioned (@all).</source>
        <translation>将 @ 群里的全体成员。</translation>
    </message>
    <message>
        <source>All sending is stopped: the messages wait until sending is resumed.</source>
        <translation>全部发送已停止：消息会等待，直到恢复发送。</translation>
    </message>
    <message>
        <source>Deliveries that need confirmation</source>
        <translation>待确认的消息</translation>
    </message>
    <message>
        <source>Replace the draft?</source>
        <translation>替换草稿？</translation>
    </message>
    <message>
        <source>The message and the targets that you have begun are replaced by those of the broadcast.</source>
        <translation>已写的消息和已选的目标会被这条群发的内容替换。</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>替换</translation>
    </message>
    <message>
        <source>Keep the draft</source>
        <translation>保留草稿</translation>
    </message>
    <message>
        <source>Title: %1</source>
        <translation>标题：%1</translation>
    </message>
</context>
<context>
    <name>rookery::ui::BroadcastQueue</name>
    <message>
        <source>Paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>Unknown %1</source>
        <translation>未知 %1</translation>
    </message>
    <message>
        <source>Failed %1</source>
        <translation>失败 %1</translation>
    </message>
    <message>
        <source>All %1</source>
        <translation>全部 %1</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>target: state</comment>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>Cancel the rest of this broadcast?</source>
        <translation>取消此群发的剩余部分？</translation>
    </message>
    <message>
        <source>Cancel the rest</source>
        <translation>取消剩余</translation>
    </message>
    <message>
        <source>Keep sending</source>
        <translation>继续发送</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>已取消</translation>
    </message>
    <message numerus="yes">
        <source>%n queued again</source>
        <translation>
            <numerusform>%n 条已重新排队</numerusform>
        </translation>
    </message>
    <message>
        <source>Export deliveries</source>
        <translation>导出发送记录</translation>
    </message>
    <message>
        <source>Table (*.csv)</source>
        <translation>表格 (*.csv)</translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) written to %1</source>
        <translation>
            <numerusform>已将 %n 行写入 %1</numerusform>
        </translation>
    </message>
    <message>
        <source>Broadcasts</source>
        <translation>群发列表</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Pause broadcast</source>
        <translation>暂停群发</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Resume broadcast</source>
        <translation>继续群发</translation>
    </message>
    <message>
        <source>Cancel the rest…</source>
        <translation>取消剩余…</translation>
    </message>
    <message>
        <source>Cancel broadcast</source>
        <translation>取消群发</translation>
    </message>
    <message>
        <source>Deliveries</source>
        <translation>发送记录</translation>
    </message>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>All deliveries</source>
        <translation>全部记录</translation>
    </message>
    <message>
        <source>Unknown deliveries</source>
        <translation>未知的记录</translation>
    </message>
    <message>
        <source>Failed deliveries</source>
        <translation>失败的记录</translation>
    </message>
    <message>
        <source>Filter targets</source>
        <translation>筛选目标</translation>
    </message>
    <message>
        <source>Filter deliveries</source>
        <translation>筛选发送记录</translation>
    </message>
    <message>
        <source>No delivery to show. Choose a broadcast above, or another filter.</source>
        <translation>没有可显示的发送记录。请在上方选择群发，或更换筛选。</translation>
    </message>
    <message>
        <source>Queues the selected unknown or failed deliveries again</source>
        <translation>把所选的未知或失败记录重新排队</translation>
    </message>
    <message>
        <source>Export CSV…</source>
        <translation>导出 CSV…</translation>
    </message>
    <message>
        <source>Export CSV</source>
        <translation>导出 CSV</translation>
    </message>
    <message numerus="yes">
        <source>Resend %n message(s)?</source>
        <translation>
            <numerusform>重新发送 %n 条消息？</numerusform>
        </translation>
    </message>
    <message>
        <source>Resend now</source>
        <translation>立即重新发送</translation>
    </message>
    <message>
        <source>Mark as delivered</source>
        <translation>标记为已送达</translation>
    </message>
    <message>
        <source>Resend</source>
        <translation>重新发送</translation>
    </message>
    <message>
        <source>Resend all shown</source>
        <translation>重新发送全部显示项</translation>
    </message>
    <message>
        <source>Nothing has been sent yet.
Press Compose, write a message and choose targets.</source>
        <translation>还没有发送过。
请点“编辑”，输入消息并选择发送目标。</translation>
    </message>
    <message>
        <source>Marks the selected deliveries as verified by the operator, once you have seen them in the chat</source>
        <translation>您已在聊天中看到：所选记录标为人工确认</translation>
    </message>
    <message>
        <source>Resumed</source>
        <translation>已恢复</translation>
    </message>
    <message numerus="yes">
        <source>%n unsent message(s) will not be sent. Messages already sent are not affected.</source>
        <translation>
            <numerusform>尚未发出的 %n 条消息将不再发送。已发出的保持不变。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n marked as delivered</source>
        <translation>
            <numerusform>%n 条已标记为送达</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Of these, %n may have arrived already. Check the chats first: the recipients may get the message twice.</source>
        <translation>
            <numerusform>其中 %n 条可能已送达。请先查看聊天：对方可能会收到两次。</numerusform>
        </translation>
    </message>
    <message>
        <source>Could not write the table: %1</source>
        <translation>无法写入表格：%1</translation>
    </message>
    <message>
        <source>Show message</source>
        <translation>查看消息</translation>
    </message>
    <message>
        <source>Use again…</source>
        <translation>再次使用…</translation>
    </message>
    <message>
        <source>Use broadcast again</source>
        <translation>再次使用这条群发</translation>
    </message>
    <message>
        <source>Writes this message to the same targets once more; asks before it is sent</source>
        <translation>把这条消息再写给同样的目标；发送前会询问</translation>
    </message>
</context>
<context>
    <name>rookery::ui::BulkActions</name>
    <message numerus="yes">
        <source>Connect %n account(s)</source>
        <translation>
            <numerusform>连接 %n 个账号</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Disconnect %n account(s)</source>
        <translation>
            <numerusform>断开 %n 个账号</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Quick login for %n account(s)</source>
        <translation>
            <numerusform>快速登录 %n 个账号</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Log in %n account(s) again</source>
        <translation>
            <numerusform>重新登录 %n 个账号</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Restart %n gateway(s)</source>
        <translation>
            <numerusform>重启 %n 个网关</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Test %n gateway(s)</source>
        <translation>
            <numerusform>测试 %n 个网关</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Tags of %n gateway(s)</source>
        <translation>
            <numerusform>%n 个网关的标签</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Never broadcast from %n account(s)</source>
        <translation>
            <numerusform>不用这 %n 个账号群发</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Allow broadcasts from %n account(s)</source>
        <translation>
            <numerusform>允许 %n 个账号群发</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Export %n gateway(s)</source>
        <translation>
            <numerusform>导出 %n 个网关</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Remove %n gateway(s)</source>
        <translation>
            <numerusform>移除 %n 个网关</numerusform>
        </translation>
    </message>
    <message>
        <source>Until they are connected again they neither receive nor send; queued messages wait. The gateways keep running, except for programs that Rookery started.</source>
        <translation>重新连接之前既不接收也不发送，排队的消息会等待。网关仍在运行，由 Rookery 启动的程序除外。</translation>
    </message>
    <message>
        <source>Each account logs in at its gateway without a scan.</source>
        <translation>每个账号在自己的网关上免扫码登录。</translation>
    </message>
    <message>
        <source>Each gateway restarts and then waits for a scan or a quick login. Until then its account neither receives nor sends.</source>
        <translation>每个网关都会重启，然后等待扫码或快速登录。在此之前其账号既不接收也不发送。</translation>
    </message>
    <message>
        <source>The gateways themselves keep running; they and their tokens are removed from this list. Their sending history is kept.</source>
        <translation>网关本身继续运行；只是从本列表移除它们和它们的 Token。通过它们发送的记录会保留。</translation>
    </message>
    <message>
        <source>Disconnect</source>
        <translation>断开</translation>
    </message>
    <message>
        <source>Log in</source>
        <translation>登录</translation>
    </message>
    <message>
        <source>Restart and log in</source>
        <translation>重启并登录</translation>
    </message>
    <message>
        <source>Restart gateways</source>
        <translation>重启网关</translation>
    </message>
    <message>
        <source>Remove gateways</source>
        <translation>移除网关</translation>
    </message>
    <message numerus="yes">
        <source>Connecting %n account(s)</source>
        <translation>
            <numerusform>正在连接 %n 个账号</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n account(s) disconnected</source>
        <translation>
            <numerusform>已断开 %n 个账号</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n account(s) logging in without a scan</source>
        <translation>
            <numerusform>%n 个账号正在免扫码登录</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n gateway(s) restarting</source>
        <translation>
            <numerusform>%n 个网关正在重启</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Tags of %n gateway(s) changed</source>
        <translation>
            <numerusform>已更改 %n 个网关的标签</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n account(s) excluded from broadcasts</source>
        <translation>
            <numerusform>%n 个账号不再参与群发</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n account(s) can send broadcasts again</source>
        <translation>
            <numerusform>%n 个账号可以再次群发</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n gateway(s) removed</source>
        <translation>
            <numerusform>已移除 %n 个网关</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n account(s) left out: none remembered by the gateway, several to choose from, or online elsewhere.</source>
        <translation>
            <numerusform>不包括 %n 个账号：网关没有记住账号、有多个账号可选，或已在别处在线。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n chosen account(s) left out: not possible in the present state.</source>
        <translation>
            <numerusform>不包括所选的 %n 个账号：当前状态下无法执行。</numerusform>
        </translation>
    </message>
    <message>
        <source>No selected account is in a state in which that can be done.</source>
        <translation>所选账号当前的状态都不能执行此操作。</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Id</source>
        <translation>标识</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>种类</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>版本</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>QQ 号</translation>
    </message>
    <message>
        <source>Nickname</source>
        <translation>昵称</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>Never broadcasts</source>
        <translation>不参与群发</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>是</translation>
    </message>
    <message>
        <source>Table (*.csv)</source>
        <translation>表格 (*.csv)</translation>
    </message>
    <message numerus="yes">
        <source>%n gateway(s) written to %1, without tokens</source>
        <translation>
            <numerusform>已将 %n 个网关写入 %1，不含 Token</numerusform>
        </translation>
    </message>
    <message>
        <source>Could not write the table: %1</source>
        <translation>无法写入表格：%1</translation>
    </message>
    <message>
        <source>selection</source>
        <translation>所选</translation>
    </message>
</context>
<context>
    <name>rookery::ui::BulkDialog</name>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
    <message>
        <source>Accounts done</source>
        <translation>已处理的账号</translation>
    </message>
    <message>
        <source>Accounts and results</source>
        <translation>账号与结果</translation>
    </message>
    <message>
        <source>Copy results</source>
        <translation>复制结果</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>%1 of %2 done</source>
        <translation>已完成 %1 / %2</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message numerus="yes">
        <source>Retry %n failed</source>
        <translation>
            <numerusform>重试失败的 %n 个</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n succeeded</source>
        <translation>
            <numerusform>%n 个成功</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n failed</source>
        <translation>
            <numerusform>%n 个失败</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n cancelled</source>
        <translation>
            <numerusform>%n 个已取消</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n removed meanwhile</source>
        <translation>
            <numerusform>%n 个在操作期间被移除</numerusform>
        </translation>
    </message>
    <message>
        <source>Cancelling …</source>
        <translation>正在取消 …</translation>
    </message>
    <message>
        <source>Results copied</source>
        <translation>结果已复制</translation>
    </message>
    <message numerus="yes">
        <source>%n started</source>
        <translation>
            <numerusform>%n 个已开始</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>rookery::ui::BulkModel</name>
    <message>
        <source>Account</source>
        <translation>账号</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>等待中</translation>
    </message>
    <message>
        <source>running …</source>
        <translation>进行中 …</translation>
    </message>
    <message>
        <source>done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>failed: %1</source>
        <translation>失败：%1</translation>
    </message>
    <message>
        <source>removed meanwhile</source>
        <translation>操作期间被移除</translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation>已取消</translation>
    </message>
    <message>
        <source>started</source>
        <translation>已开始</translation>
    </message>
</context>
<context>
    <name>rookery::ui::CertificateDialog</name>
    <message>
        <source>Certificate of %1</source>
        <translation>%1 的证书</translation>
    </message>
    <message>
        <source>This machine does not trust the certificate that the gateway showed. Compare the fingerprint with the one on the gateway&apos;s machine, and trust it only when both are the same.</source>
        <translation>本机不信任网关出示的证书。请与网关机器上的指纹核对，只有两者相同时才信任。</translation>
    </message>
    <message>
        <source>Issued to</source>
        <translation>颁发给</translation>
    </message>
    <message>
        <source>Issued by</source>
        <translation>颁发者</translation>
    </message>
    <message>
        <source>Valid until</source>
        <translation>有效期至</translation>
    </message>
    <message>
        <source>SHA-256</source>
        <translation>SHA-256</translation>
    </message>
    <message>
        <source>Trust this certificate</source>
        <translation>信任此证书</translation>
    </message>
</context>
<context>
    <name>rookery::ui::CertificateList</name>
    <message>
        <source>Trusted certificates</source>
        <translation>已信任的证书</translation>
    </message>
    <message>
        <source>No certificate is trusted by its fingerprint.</source>
        <translation>没有按指纹信任的证书。</translation>
    </message>
    <message>
        <source>End trust</source>
        <translation>取消信任</translation>
    </message>
    <message>
        <source>End trust in this certificate?</source>
        <translation>取消信任此证书？</translation>
    </message>
    <message>
        <source>Rookery no longer connects to %1, unless this machine trusts its certificate by itself. It can be reviewed and trusted again on the page Gateways.</source>
        <translation>除非本机本身信任其证书，否则 Rookery 将不再连接 %1。可在“网关”页重新查看并信任。</translation>
    </message>
    <message>
        <source>End the trust</source>
        <translation>确认取消信任</translation>
    </message>
</context>
<context>
    <name>rookery::ui::CertificateModel</name>
    <message>
        <source>Gateway</source>
        <translation>网关</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>Valid until</source>
        <translation>有效期至</translation>
    </message>
    <message>
        <source>Fingerprint</source>
        <translation>指纹</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>expired %1</source>
        <translation>已于 %1 过期</translation>
    </message>
</context>
<context>
    <name>rookery::ui::ChosenModel</name>
    <message>
        <source>Chosen target</source>
        <translation>所选目标</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>群号 / QQ 号</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>种类</translation>
    </message>
    <message>
        <source>Through</source>
        <translation>发送账号</translation>
    </message>
</context>
<context>
    <name>rookery::ui::CloseDialog</name>
    <message>
        <source>Keep watching in the tray?</source>
        <translation>在托盘中继续监控？</translation>
    </message>
    <message>
        <source>In the tray Rookery keeps watching your accounts and notifies you. To come back, click its icon there, or start Rookery again.</source>
        <translation>留在托盘时，Rookery 会继续监控账号并发出通知。要回到窗口，请点击托盘图标，或再次启动 Rookery。</translation>
    </message>
    <message>
        <source>Messages are still being sent. In the tray sending continues; quitting pauses the broadcasts until you resume them.</source>
        <translation>消息仍在发送。留在托盘会继续发送；退出则暂停群发，直到您恢复。</translation>
    </message>
    <message>
        <source>Pause and quit</source>
        <translation>暂停并退出</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
    <message>
        <source>Keep in tray</source>
        <translation>留在托盘</translation>
    </message>
    <message>
        <source>Your answer is remembered. To change it later, open the settings (Ctrl+,): General, When the window is closed.</source>
        <translation>您的选择会被记住。以后要更改，请打开设置（Ctrl+,），在“通用”中更改“关闭窗口时”。</translation>
    </message>
</context>
<context>
    <name>rookery::ui::CommandPalette</name>
    <message>
        <source>Search everything</source>
        <translation>全局搜索</translation>
    </message>
    <message>
        <source>Account, group, action or page</source>
        <translation>账号、群、操作或页面</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>Found</source>
        <translation>发现</translation>
    </message>
    <message>
        <source>↑ ↓ choose · Enter opens · Esc closes</source>
        <translation>↑ ↓ 选择 · Enter 打开 · Esc 关闭</translation>
    </message>
    <message>
        <source>Nothing found</source>
        <translation>没有找到</translation>
    </message>
</context>
<context>
    <name>rookery::ui::Composer</name>
    <message>
        <source>Message</source>
        <translation>消息</translation>
    </message>
    <message>
        <source>Message text</source>
        <translation>消息文字</translation>
    </message>
    <message>
        <source>Write the message. Pictures can be dropped or pasted here.</source>
        <translation>在此输入消息。可拖入或粘贴图片。</translation>
    </message>
    <message>
        <source>Mention everybody in groups (@all)</source>
        <translation>在群里 @全体成员</translation>
    </message>
    <message>
        <source>Mention everybody</source>
        <translation>@全体成员</translation>
    </message>
    <message>
        <source>Move picture earlier</source>
        <translation>图片前移</translation>
    </message>
    <message>
        <source>Move picture later</source>
        <translation>图片后移</translation>
    </message>
    <message>
        <source>Remove pictures</source>
        <translation>移除图片</translation>
    </message>
    <message>
        <source>Add pictures…</source>
        <translation>添加图片…</translation>
    </message>
    <message>
        <source>Add pictures</source>
        <translation>添加图片</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>No picture. Drop, paste or add some.</source>
        <translation>没有图片。可拖入、粘贴或添加。</translation>
    </message>
    <message>
        <source>The pasted picture could not be stored. Save it as a file and add that.</source>
        <translation>无法保存粘贴的图片。请存为文件后再添加。</translation>
    </message>
    <message>
        <source>Pace</source>
        <translation>发送间隔</translation>
    </message>
    <message>
        <source>Pace of sending</source>
        <translation>发送间隔</translation>
    </message>
    <message>
        <source>No delay (risky)</source>
        <translation>不间隔（有风险）</translation>
    </message>
    <message>
        <source>Seconds between messages</source>
        <translation>消息间隔秒数</translation>
    </message>
    <message>
        <source> s</source>
        <comment>seconds, behind a number</comment>
        <translation> 秒</translation>
    </message>
    <message>
        <source>Mention everybody?</source>
        <translation>要 @全体成员吗？</translation>
    </message>
    <message>
        <source>Pictures (*.png *.jpg *.jpeg *.gif *.webp *.bmp)</source>
        <translation>图片 (*.png *.jpg *.jpeg *.gif *.webp *.bmp)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>所有文件 (*)</translation>
    </message>
    <message numerus="yes">
        <source>%n character(s)</source>
        <translation>
            <numerusform>%n 个字符</numerusform>
        </translation>
    </message>
    <message>
        <source>Custom interval</source>
        <translation>自定义间隔</translation>
    </message>
    <message>
        <source>Every member of every chosen group gets a notification. Many groups allow it only a few times a day and only to administrators, and members report accounts that use it too often.</source>
        <translation>所选每个群的每位成员都会收到提醒。许多群每天只允许几次且仅限管理员，滥用的账号会被成员举报。</translation>
    </message>
    <message>
        <source>Default: %1 s ± %2 %</source>
        <translation>安全：%1 秒（±%2%）</translation>
    </message>
    <message>
        <source>The pause between two messages of one account. The default, which the settings define, protects the account.</source>
        <translation>同一账号两条消息之间的间隔。默认值在设置中定义，可保护账号。</translation>
    </message>
    <message>
        <source>Title of the broadcast</source>
        <translation>群发标题</translation>
    </message>
    <message>
        <source>Title for the queue, not sent (optional)</source>
        <translation>标题，只在队列里显示，不会发出（可选）</translation>
    </message>
</context>
<context>
    <name>rookery::ui::ContactModel</name>
    <message>
        <source>chosen</source>
        <translation>已选</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>群号 / QQ 号</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>种类</translation>
    </message>
    <message>
        <source>Members</source>
        <translation>成员数</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>chosen; all members muted</source>
        <translation>已选；全员禁言</translation>
    </message>
    <message>
        <source>all members muted</source>
        <translation>全员禁言</translation>
    </message>
    <message>
        <source>Through</source>
        <translation>发送账号</translation>
    </message>
</context>
<context>
    <name>rookery::ui::DeliveryEvidence</name>
    <message>
        <source>Delivery evidence</source>
        <translation>送达证据</translation>
    </message>
    <message>
        <source>No evidence yet</source>
        <translation>还没有证据</translation>
    </message>
    <message>
        <source>No delivery selected</source>
        <translation>未选择记录</translation>
    </message>
    <message>
        <source>Select one to see its state, the reason and the evidence.</source>
        <translation>选择一条，查看其状态、原因和证据。</translation>
    </message>
</context>
<context>
    <name>rookery::ui::DeliveryModel</name>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Target</source>
        <translation>目标</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>群号 / QQ 号</translation>
    </message>
    <message>
        <source>Through</source>
        <translation>发送账号</translation>
    </message>
    <message>
        <source>Attempts</source>
        <translation>尝试次数</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>Verified by</source>
        <translation>确认方式</translation>
    </message>
    <message>
        <source>Changed</source>
        <translation>变更时间</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>种类</translation>
    </message>
    <message>
        <source>Account</source>
        <translation>账号</translation>
    </message>
    <message>
        <source>Gateway</source>
        <translation>网关</translation>
    </message>
    <message>
        <source>Message id</source>
        <translation>消息 ID</translation>
    </message>
    <message>
        <source>Finished</source>
        <translation>完成时间</translation>
    </message>
    <message>
        <source>the broadcast is paused</source>
        <translation>群发已暂停</translation>
    </message>
    <message>
        <source>waits: %1</source>
        <comment>for the end of this trouble</comment>
        <translation>等待：%1</translation>
    </message>
    <message>
        <source>Gateway&apos;s response</source>
        <translation>网关响应</translation>
    </message>
</context>
<context>
    <name>rookery::ui::DemoCard</name>
    <message>
        <source>Steps of the demo</source>
        <translation>演示步骤</translation>
    </message>
    <message>
        <source>How the step is done</source>
        <translation>这一步怎么做</translation>
    </message>
    <message>
        <source>Break something</source>
        <translation>制造故障</translation>
    </message>
    <message>
        <source>Hide the steps of the demo</source>
        <translation>隐藏演示步骤</translation>
    </message>
    <message>
        <source>1. Scan a code</source>
        <translation>1. 扫码登录</translation>
    </message>
    <message>
        <source>2. Send to 20 groups</source>
        <translation>2. 群发到 20 个群</translation>
    </message>
    <message>
        <source>3. Find the lost message</source>
        <translation>3. 找出丢失的消息</translation>
    </message>
    <message>
        <source>4. See rkey break</source>
        <translation>4. 观察 rkey 故障</translation>
    </message>
    <message>
        <source>5. Repair it</source>
        <translation>5. 修复</translation>
    </message>
    <message>
        <source>Everything here is made up. First log an account in: on the page Login, press Scan with the demo phone below a code.</source>
        <translation>这里的一切都是虚构的。先登录一个账号：在“登录”页的二维码下方点“用演示手机扫码”。</translation>
    </message>
    <message>
        <source>Now send to 20 groups: on the page Broadcast, write something, choose the account with 20 groups, press Add all shown and Send…</source>
        <translation>现在群发到 20 个群：在“群发”页写点内容，选择有 20 个群的账号，点“添加全部显示项”，再点“发送…”</translation>
    </message>
    <message>
        <source>One gateway looks fine, but received pictures no longer download. The page rkey shows which one, since when and why.</source>
        <translation>有一个网关看似正常，收到的图片却已无法下载。rkey 页会显示是哪一个、从何时开始、为什么。</translation>
    </message>
    <message>
        <source>done</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>next</source>
        <translation>下一步</translation>
    </message>
    <message>
        <source>open</source>
        <translation>待完成</translation>
    </message>
    <message>
        <source>All five steps are done. Break something else, or hide these steps.</source>
        <translation>五个步骤都已完成。可以再制造别的故障，或隐藏这些步骤。</translation>
    </message>
    <message>
        <source>The steps are hidden. Ctrl+K, &quot;Steps of the demo&quot; shows them again.</source>
        <translation>步骤已隐藏。按 Ctrl+K 搜索“演示步骤”可再次显示。</translation>
    </message>
    <message>
        <source>QQ lost one of the 20 messages, and its gateway said OK. After a minute and a half without proof it is unknown: press Unknown, select it, read the evidence, then press Mark as delivered or Resend.</source>
        <translation>20 条消息中有一条被 QQ 丢了，而网关返回的是成功。一分半钟仍无证据就会变为“未知”：点“未知”，选中这一条，查看证据，再点“标记为已送达”或“重新发送”。</translation>
    </message>
    <message>
        <source>The gateway has switched its own source of keys off until it restarts. Press this step to open its account; restart the gateway, and scan its code on the page Login. The next picture shows the rest.</source>
        <translation>网关的自取通道已关闭，要到重启才会恢复。点击这一步打开该账号，重启网关，并在“登录”页扫码。收到下一张图片即可看到结果。</translation>
    </message>
</context>
<context>
    <name>rookery::ui::DesktopNotifier</name>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
</context>
<context>
    <name>rookery::ui::DetailParts</name>
    <message>
        <source>Parts of the details</source>
        <translation>详情分页</translation>
    </message>
</context>
<context>
    <name>rookery::ui::Dialog</name>
    <message>
        <source>Problem</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>Working</source>
        <translation>处理中</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>rookery::ui::EditGatewayDialog</name>
    <message>
        <source>Edit gateway %1</source>
        <translation>编辑网关 %1</translation>
    </message>
    <message>
        <source>Save changes</source>
        <translation>保存更改</translation>
    </message>
    <message>
        <source>Change %1 to %2</source>
        <translation>将 %1 改为 %2</translation>
    </message>
    <message>
        <source>Its name and history stay. Check the address: another kind may listen on another port.</source>
        <translation>名称和历史保留。请核对地址：其他种类可能监听不同的端口。</translation>
    </message>
    <message>
        <source>Change kind</source>
        <translation>更改种类</translation>
    </message>
    <message>
        <source>for example: main eu</source>
        <translation>例如：主号 东区</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>Never broadcast from this account</source>
        <translation>不用此账号群发</translation>
    </message>
    <message>
        <source>Plans leave it out, here and in rookeryctl. Messages that are queued already are sent.</source>
        <translation>这里和 rookeryctl 的发送计划都会跳过它。已在队列中的消息仍会发送。</translation>
    </message>
</context>
<context>
    <name>rookery::ui::EvidenceModel</name>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Gateway</source>
        <translation>网关</translation>
    </message>
    <message>
        <source>Evidence</source>
        <translation>证据</translation>
    </message>
</context>
<context>
    <name>rookery::ui::ExposureView</name>
    <message>
        <source>Exposure</source>
        <translation>安全检查</translation>
    </message>
</context>
<context>
    <name>rookery::ui::FaultsDialog</name>
    <message>
        <source>Faults of the demo</source>
        <translation>演示故障</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Gateway with faults</source>
        <translation>要制造故障的网关</translation>
    </message>
    <message>
        <source>Gateway</source>
        <translation>网关</translation>
    </message>
    <message>
        <source>Search faults</source>
        <translation>搜索故障</translation>
    </message>
    <message>
        <source>Fault</source>
        <translation>故障</translation>
    </message>
    <message>
        <source>What happens</source>
        <translation>现象</translation>
    </message>
    <message>
        <source>Faults</source>
        <translation>故障列表</translation>
    </message>
</context>
<context>
    <name>rookery::ui::GatewayFields</name>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Warning</source>
        <translation>警告</translation>
    </message>
    <message>
        <source>How it connects</source>
        <translation>连接方式</translation>
    </message>
    <message>
        <source>Browse</source>
        <translation>浏览</translation>
    </message>
    <message>
        <source>Browse: %1</source>
        <translation>浏览：%1</translation>
    </message>
    <message>
        <source>Neither a working folder nor an address is given.</source>
        <translation>工作目录和地址都没有填写。</translation>
    </message>
    <message>
        <source>Choose the folder with its appsettings.json, or enter the OneBot address.</source>
        <translation>请选择 appsettings.json 所在的目录，或填写 OneBot 地址。</translation>
    </message>
    <message>
        <source>The OneBot address is not a WebSocket address.</source>
        <translation>OneBot 地址不是 WebSocket 地址。</translation>
    </message>
    <message>
        <source>It starts with ws:// or wss://.</source>
        <translation>它以 ws:// 或 wss:// 开头。</translation>
    </message>
    <message>
        <source>The token is missing.</source>
        <translation>缺少 Token。</translation>
    </message>
    <message>
        <source>This is not an account number.</source>
        <translation>这不是 QQ 号。</translation>
    </message>
    <message>
        <source>There is no such folder.</source>
        <translation>没有这个目录。</translation>
    </message>
    <message>
        <source>Choose the one that holds appsettings.json.</source>
        <translation>请选择包含 appsettings.json 的目录。</translation>
    </message>
    <message>
        <source>There is no such program.</source>
        <translation>没有这个程序。</translation>
    </message>
    <message>
        <source>Choose the executable, or leave the line empty.</source>
        <translation>请选择可执行文件，或留空。</translation>
    </message>
    <message>
        <source>This is not an address.</source>
        <translation>这不是地址。</translation>
    </message>
    <message>
        <source>It looks like %1.</source>
        <translation>应类似 %1。</translation>
    </message>
    <message>
        <source>This is a folder.</source>
        <translation>这是一个目录。</translation>
    </message>
    <message>
        <source>Choose the log file in it.</source>
        <translation>请选择其中的日志文件。</translation>
    </message>
    <message>
        <source>Both a log file and a log command are given.</source>
        <translation>日志文件和日志命令都填写了。</translation>
    </message>
    <message>
        <source>Leave one of them empty.</source>
        <translation>请将其中之一留空。</translation>
    </message>
    <message>
        <source>This is the address of a WebSocket server.</source>
        <translation>这是 WebSocket 服务器的地址。</translation>
    </message>
    <message>
        <source>This is the address of an HTTP server.</source>
        <translation>这是 HTTP 服务器的地址。</translation>
    </message>
    <message>
        <source>The token typed for %1 was not carried over: %2 needs another secret (%3).</source>
        <translation>为 %1 输入的 Token 没有沿用：%2 需要的是另一个（%3）。</translation>
    </message>
    <message>
        <source>The token typed for %1 was not carried over: %2 needs none.</source>
        <translation>为 %1 输入的 Token 没有沿用：%2 不需要 Token。</translation>
    </message>
    <message>
        <source>display name; optional</source>
        <translation>显示名称；可留空</translation>
    </message>
    <message>
        <source>There is no proof that the program or log command was entered on this machine, so it is not run. Check it: saving confirms it. Or leave it empty.</source>
        <translation>无法证明该程序或日志命令是在本机输入的，因此不会运行。请先看清内容：保存即表示确认；或留空。</translation>
    </message>
    <message>
        <source>Without a token, anyone who can reach this address can use the account: set one at the gateway.</source>
        <translation>没有 Token 时，任何能访问该地址的人都可以使用此账号：请在网关端设置 Token。</translation>
    </message>
    <message>
        <source>It has digits only. It can be left empty.</source>
        <translation>账号只含数字。可以留空。</translation>
    </message>
    <message>
        <source>Choose the matching connection above, or enter an address like %1.</source>
        <translation>请在上方选择与之相符的方式，或填写类似 %1 的地址。</translation>
    </message>
    <message>
        <source>Plain http to another machine: anyone on the same network can read the token and the messages. Use https, or a tunnel.</source>
        <translation>以明文 http 连接另一台机器：同一网络里的人能读到 Token 和消息。请用 https 或隧道。</translation>
    </message>
</context>
<context>
    <name>rookery::ui::GatewayModel</name>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Id</source>
        <translation>标识</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>种类</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>版本</translation>
    </message>
    <message>
        <source>Account</source>
        <translation>账号</translation>
    </message>
    <message>
        <source>%1, now %2</source>
        <translation>%1，现为 %2</translation>
    </message>
    <message>
        <source>It now reports another kind: it was replaced or updated. Change kind keeps its name and history.</source>
        <translation>它现在自称另一种类：可能已被替换或更新。“更改种类”会保留名称和历史。</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>标签</translation>
    </message>
</context>
<context>
    <name>rookery::ui::GatewaysPage</name>
    <message>
        <source>Filter  (Ctrl+F)</source>
        <translation>筛选  (Ctrl+F)</translation>
    </message>
    <message>
        <source>Filter gateways</source>
        <translation>筛选网关</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>网络</translation>
    </message>
    <message>
        <source>Network settings</source>
        <translation>网络设置</translation>
    </message>
    <message>
        <source>Add gateway</source>
        <translation>添加网关</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>编辑</translation>
    </message>
    <message>
        <source>Change token</source>
        <translation>更换 Token</translation>
    </message>
    <message>
        <source>Review certificate</source>
        <translation>查看证书</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Gateways</source>
        <translation>网关</translation>
    </message>
    <message>
        <source>No gateway yet</source>
        <translation>还没有网关</translation>
    </message>
    <message>
        <source>A gateway is the program your bot account runs behind, such as NapCat. Its panel address and token are enough; the add dialog says where to find them and tests each step.</source>
        <translation>网关是机器人账号背后运行的程序，例如 NapCat。只需它的面板地址和 Token；添加对话框会说明在哪里找到，并逐步测试。</translation>
    </message>
    <message>
        <source>Add the first gateway</source>
        <translation>添加第一个网关</translation>
    </message>
    <message>
        <source>Open the demo</source>
        <translation>打开演示</translation>
    </message>
    <message>
        <source>action</source>
        <translation>操作</translation>
    </message>
    <message>
        <source>List</source>
        <translation>列表</translation>
    </message>
    <message>
        <source>List of gateways</source>
        <translation>网关列表</translation>
    </message>
    <message>
        <source>Exposure</source>
        <translation>安全检查</translation>
    </message>
    <message>
        <source>Change kind</source>
        <translation>更改种类</translation>
    </message>
    <message>
        <source>Exposure (%1)</source>
        <translation>安全检查（%1）</translation>
    </message>
    <message>
        <source>Bulk add</source>
        <translation>批量添加</translation>
    </message>
    <message>
        <source>Incoming connections</source>
        <translation>接入端口</translation>
    </message>
    <message>
        <source>Rookery&apos;s port and the connections it rejected</source>
        <translation>Rookery 的端口，以及被拒绝的连接</translation>
    </message>
    <message>
        <source>What others can read or reach</source>
        <translation>他人可能读取或访问到的内容</translation>
    </message>
    <message>
        <source>Review</source>
        <translation>去处理</translation>
    </message>
    <message>
        <source>Incoming connections (%1)</source>
        <translation>接入端口（%1）</translation>
    </message>
    <message numerus="yes">
        <source>%n unknown account(s) tried to connect: confirmation needed.</source>
        <translation>
            <numerusform>有 %n 个不在列表中的账号尝试连接，待确认。</numerusform>
        </translation>
    </message>
    <message>
        <source>Bulk add gateways</source>
        <translation>批量添加网关</translation>
    </message>
    <message>
        <source>Port for incoming gateway connections</source>
        <translation>网关接入端口</translation>
    </message>
    <message>
        <source>Proxy for gateways on other machines, and trusted certificates</source>
        <translation>连接其他机器上的网关时使用的代理，以及已信任的证书</translation>
    </message>
    <message>
        <source>Connect</source>
        <translation>连接</translation>
    </message>
    <message>
        <source>No gateway matches the filter.</source>
        <translation>没有符合筛选条件的网关。</translation>
    </message>
    <message>
        <source>Disconnect</source>
        <translation>断开</translation>
    </message>
</context>
<context>
    <name>rookery::ui::GeneralSection</name>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Follow the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>主题</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Hide account numbers</source>
        <translation>隐藏 QQ 号</translation>
    </message>
    <message>
        <source>For screenshots: hides the numbers of accounts, groups and friends on every page, and every number of 5 to 12 digits in log lines and evidence. Names, addresses and exported files stay as they are.</source>
        <translation>便于截图：在所有页面隐藏账号、好友的 QQ 号和群号，以及日志行和依据中所有 5 至 12 位的数字。名称、地址和导出的文件保持原样。</translation>
    </message>
    <message>
        <source>Ask</source>
        <translation>询问</translation>
    </message>
    <message>
        <source>Keep in tray</source>
        <translation>留在托盘</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
    <message>
        <source>When the window is closed</source>
        <translation>关闭窗口时</translation>
    </message>
    <message>
        <source>In the tray Rookery keeps watching, notifying and sending.</source>
        <translation>留在托盘时，Rookery 会继续监控、通知和发送。</translation>
    </message>
    <message>
        <source>This desktop shows no tray icons, so closing the window quits.</source>
        <translation>此桌面不显示托盘图标，因此关闭窗口即退出。</translation>
    </message>
    <message>
        <source>Start with the session</source>
        <translation>登录桌面后自动启动</translation>
    </message>
    <message>
        <source>When you log in to the desktop, Rookery starts in the tray, or minimised where there is none. The desktop&apos;s own settings can change this too.</source>
        <translation>您登录桌面时，Rookery 在托盘中启动；没有托盘时以最小化启动。也可以在桌面自己的设置中更改。</translation>
    </message>
    <message>
        <source>This could not be changed: %1</source>
        <translation>无法更改：%1</translation>
    </message>
    <message>
        <source>This is not available in the demo, nor on systems without XDG autostart.</source>
        <translation>演示中不可用；没有 XDG 自动启动的系统上也不可用。</translation>
    </message>
</context>
<context>
    <name>rookery::ui::HealthPage</name>
    <message>
        <source>Open Login</source>
        <translation>打开登录页</translation>
    </message>
    <message>
        <source>Show rkey</source>
        <translation>查看 rkey</translation>
    </message>
    <message>
        <source>Show deliveries</source>
        <translation>查看发送记录</translation>
    </message>
    <message>
        <source>Show logs</source>
        <translation>查看日志</translation>
    </message>
    <message>
        <source>Show gateway</source>
        <translation>查看网关</translation>
    </message>
    <message>
        <source>Open only</source>
        <translation>只看进行中</translation>
    </message>
    <message>
        <source>Filter incidents</source>
        <translation>筛选告警</translation>
    </message>
    <message>
        <source>Incidents</source>
        <translation>告警</translation>
    </message>
    <message>
        <source>Cause</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>When</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Evidence, newest first</source>
        <translation>证据（最新在前）</translation>
    </message>
    <message>
        <source>Evidence</source>
        <translation>证据</translation>
    </message>
    <message>
        <source>Go there</source>
        <translation>前往处理</translation>
    </message>
    <message>
        <source>Go to the cause</source>
        <translation>前往起因</translation>
    </message>
    <message>
        <source>No incident selected</source>
        <translation>未选择告警</translation>
    </message>
    <message>
        <source>closed</source>
        <translation>已结束</translation>
    </message>
    <message>
        <source>since %1, for %2</source>
        <translation>自 %1 起，已 %2</translation>
    </message>
    <message>
        <source>%1 to %2 (%3)</source>
        <comment>from, to, how long</comment>
        <translation>%1 至 %2（%3）</translation>
    </message>
    <message>
        <source>nothing open</source>
        <translation>没有进行中的告警</translation>
    </message>
    <message numerus="yes">
        <source>%n open</source>
        <translation>
            <numerusform>%n 条进行中</numerusform>
        </translation>
    </message>
    <message>
        <source>Health</source>
        <translation>健康</translation>
    </message>
    <message>
        <source>Accounts</source>
        <translation>账号</translation>
    </message>
    <message>
        <source>Choose one above to see its evidence and what to do.</source>
        <translation>请在上方选择告警，查看证据和处理办法。</translation>
    </message>
    <message>
        <source>No incidents.
Problems are listed here with their evidence and what to do.</source>
        <translation>没有告警。
出了问题会在这里列出，附证据和处理办法。</translation>
    </message>
    <message>
        <source>No evidence is stored for this incident.</source>
        <translation>此告警没有保留证据。</translation>
    </message>
    <message>
        <source>Show account</source>
        <translation>查看账号</translation>
    </message>
    <message>
        <source>Show log lines</source>
        <translation>查看日志行</translation>
    </message>
    <message>
        <source>Incident</source>
        <translation>告警</translation>
    </message>
</context>
<context>
    <name>rookery::ui::IncidentModel</name>
    <message numerus="yes">
        <source>%1 and %n more</source>
        <translation>
            <numerusform>%1 及另外 %n 个</numerusform>
        </translation>
    </message>
    <message>
        <source>open</source>
        <translation>进行中</translation>
    </message>
    <message>
        <source>closed</source>
        <translation>已结束</translation>
    </message>
    <message>
        <source>Severity</source>
        <translation>严重程度</translation>
    </message>
    <message>
        <source>What</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>Accounts concerned</source>
        <translation>涉及账号</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Since</source>
        <translation>开始时间</translation>
    </message>
    <message>
        <source>Lasted</source>
        <translation>持续</translation>
    </message>
    <message>
        <source>Seen</source>
        <translation>次数</translation>
    </message>
    <message>
        <source>broadcast %1</source>
        <translation>群发 %1</translation>
    </message>
    <message>
        <source>the gateway&apos;s native key source</source>
        <translation>网关自取 rkey 通道</translation>
    </message>
</context>
<context>
    <name>rookery::ui::IncidentStrip</name>
    <message numerus="yes">
        <source>%n accounts</source>
        <translation>
            <numerusform>%n 个账号</numerusform>
        </translation>
    </message>
    <message>
        <source>Incident: %1</source>
        <translation>告警：%1</translation>
    </message>
    <message>
        <source>Show less</source>
        <translation>收起</translation>
    </message>
    <message numerus="yes">
        <source>%n more</source>
        <translation>
            <numerusform>另外 %n 条</numerusform>
        </translation>
    </message>
    <message>
        <source>All incidents on this strip</source>
        <translation>显示全部告警</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>account: what is wrong</comment>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>Age of the incident</source>
        <translation>问题已持续的时间</translation>
    </message>
</context>
<context>
    <name>rookery::ui::IncomingBox</name>
    <message>
        <source>Address to paste</source>
        <translation>要粘贴的地址</translation>
    </message>
    <message>
        <source>Copy address</source>
        <translation>复制地址</translation>
    </message>
    <message>
        <source>Token to paste</source>
        <translation>要粘贴的 Token</translation>
    </message>
    <message>
        <source>Copy token</source>
        <translation>复制 Token</translation>
    </message>
    <message>
        <source>Change port</source>
        <translation>更改端口</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Paste these at the gateway, as a WebSocket client (reverse WebSocket).</source>
        <translation>请粘贴到网关的 WebSocket 客户端（反向 WebSocket）设置中。</translation>
    </message>
    <message>
        <source>Only programs on this machine can reach this port. A gateway in a container or on another machine cannot: let the port listen on another address.</source>
        <translation>只有本机程序可以访问该端口。容器中或其他机器上的网关无法访问：请让端口监听其他地址。</translation>
    </message>
    <message>
        <source>Paste these at the gateway: the address as its HTTP client (HTTP POST), the token as the client&apos;s secret and as the access token of its HTTP server.</source>
        <translation>请粘贴到网关端：地址填入 HTTP 客户端（HTTP POST 上报），Token 既是该客户端的 secret，也是其 HTTP 服务器的 Access Token。</translation>
    </message>
    <message>
        <source>The token is shown only once and kept in the keyring. If it is lost, generate a new one with Change token.</source>
        <translation>Token 只显示这一次，并保存在密钥环中。遗失时请用“更换 Token”生成新的 Token。</translation>
    </message>
    <message>
        <source>Who can reach Rookery&apos;s port</source>
        <translation>谁能访问 Rookery 的端口</translation>
    </message>
    <message>
        <source>Other machines can reach this port. If the gateway reaches this machine by another address than the one shown, enter that address at the gateway.</source>
        <translation>其他机器可以访问该端口。如果显示的地址不是网关看到本机的地址，请在网关端填写正确的地址。</translation>
    </message>
</context>
<context>
    <name>rookery::ui::IncomingModel</name>
    <message>
        <source>Account</source>
        <translation>账号</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>Times</source>
        <translation>次数</translation>
    </message>
    <message>
        <source>Last</source>
        <translation>最近</translation>
    </message>
    <message>
        <source>Program</source>
        <translation>程序</translation>
    </message>
    <message>
        <source>From</source>
        <translation>来自</translation>
    </message>
</context>
<context>
    <name>rookery::ui::LineExplanation</name>
    <message>
        <source>Selected line</source>
        <translation>所选行</translation>
    </message>
    <message>
        <source>The whole line</source>
        <translation>整行内容</translation>
    </message>
    <message>
        <source>Copy (secrets masked)</source>
        <translation>复制（已脱敏）</translation>
    </message>
    <message>
        <source>Copy lines</source>
        <translation>复制日志行</translation>
    </message>
    <message>
        <source>No line selected</source>
        <translation>未选择行</translation>
    </message>
    <message>
        <source>Ordinary line</source>
        <translation>普通行</translation>
    </message>
    <message>
        <source>No rule recognises this line.</source>
        <translation>没有规则能识别这一行。</translation>
    </message>
    <message>
        <source>What to do: %1</source>
        <translation>处理办法：%1</translation>
    </message>
    <message>
        <source>Printed by: %1</source>
        <translation>输出自：%1</translation>
    </message>
    <message>
        <source>Select a line to see what it means and what to do. Coloured lines match a rule.</source>
        <translation>选择一行，查看含义和处理办法。着色的行是已识别的。</translation>
    </message>
    <message>
        <source>Only lines like this</source>
        <translation>只看此类日志行</translation>
    </message>
    <message>
        <source>Account of the line</source>
        <translation>该行所属的账号</translation>
    </message>
    <message>
        <source>Incident of that time</source>
        <translation>当时的告警</translation>
    </message>
    <message>
        <source>Account %1</source>
        <translation>账号 %1</translation>
    </message>
    <message>
        <source>Incident: %1</source>
        <translation>告警：%1</translation>
    </message>
    <message>
        <source>Your own rule</source>
        <translation>自定义规则</translation>
    </message>
</context>
<context>
    <name>rookery::ui::LogFilterBar</name>
    <message>
        <source>Gateway of log lines</source>
        <translation>日志所属网关</translation>
    </message>
    <message>
        <source>Lowest level</source>
        <translation>最低级别</translation>
    </message>
    <message>
        <source>All levels</source>
        <translation>全部级别</translation>
    </message>
    <message>
        <source>Filter lines (Ctrl+F)</source>
        <translation>筛选日志行 (Ctrl+F)</translation>
    </message>
    <message>
        <source>Filter lines</source>
        <translation>筛选日志行</translation>
    </message>
    <message>
        <source>Clear filters</source>
        <translation>清除筛选</translation>
    </message>
    <message>
        <source>Category %1</source>
        <translation>类别 %1</translation>
    </message>
    <message>
        <source>All gateways</source>
        <translation>全部网关</translation>
    </message>
    <message>
        <source>%1  %2</source>
        <comment>category and how many</comment>
        <translation>%1  %2</translation>
    </message>
    <message>
        <source>%1 and up</source>
        <translation>%1及以上</translation>
    </message>
    <message>
        <source>Regular expression</source>
        <translation>正则表达式</translation>
    </message>
    <message>
        <source>The text is a regular expression, such as timeout|504</source>
        <translation>把文字当作正则表达式，例如 timeout|504</translation>
    </message>
    <message>
        <source>Match case</source>
        <translation>区分大小写</translation>
    </message>
    <message>
        <source>Distinguish capital and small letters</source>
        <translation>区分大写和小写字母</translation>
    </message>
    <message>
        <source>Not</source>
        <translation>排除</translation>
    </message>
    <message>
        <source>Lines without the text</source>
        <translation>不含该文字的行</translation>
    </message>
    <message>
        <source>Show the lines that do not contain the text</source>
        <translation>只显示不含该文字的行</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>显示全部</translation>
    </message>
    <message>
        <source>Show all lines and mark hits</source>
        <translation>显示全部行并标出匹配</translation>
    </message>
    <message>
        <source>Keep all lines and mark those that contain the text (F3: next, Shift+F3: previous)</source>
        <translation>保留所有行，只标出含有该文字的行（F3 下一处，Shift+F3 上一处）</translation>
    </message>
    <message>
        <source>Show lines of any time</source>
        <translation>显示所有时间的行</translation>
    </message>
    <message>
        <source>Show lines of any rule</source>
        <translation>显示所有规则的行</translation>
    </message>
    <message>
        <source>Only lines like this: %1. Click to show the others again.</source>
        <translation>只显示此类行：%1。点击恢复显示其他行。</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <comment>times</comment>
        <translation>%1 至 %2</translation>
    </message>
    <message>
        <source>Only lines of this time. Click to show the others again.</source>
        <translation>只显示这段时间的行。点击恢复显示其他行。</translation>
    </message>
</context>
<context>
    <name>rookery::ui::LogHistogram</name>
    <message>
        <source>Lines over time</source>
        <translation>日志行的时间分布</translation>
    </message>
    <message numerus="yes">
        <source>%n line(s)</source>
        <translation>
            <numerusform>%n 行</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 %2</source>
        <comment>how many, level or category</comment>
        <translation>%2 %1</translation>
    </message>
    <message>
        <source>%1 to %2: %3</source>
        <comment>times, what is in between</comment>
        <translation>%1 至 %2：%3</translation>
    </message>
    <message>
        <source>, </source>
        <comment>between counts</comment>
        <translation>，</translation>
    </message>
</context>
<context>
    <name>rookery::ui::LogMinimap</name>
    <message>
        <source>Map of the log</source>
        <translation>日志缩略图</translation>
    </message>
    <message>
        <source>Where lines stand out in the whole log, hits and bookmarks; click to go there</source>
        <translation>整个日志中警告、错误、匹配和书签所在的位置；点击跳转</translation>
    </message>
</context>
<context>
    <name>rookery::ui::LogWords</name>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Level</source>
        <translation>级别</translation>
    </message>
    <message>
        <source>Category</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Line</source>
        <translation>行</translation>
    </message>
    <message>
        <source>The line carries no time of its own; this is when it arrived.</source>
        <translation>该行没有自带时间；这是它到达的时间。</translation>
    </message>
    <message>
        <source>more lines</source>
        <translation>还有更多行</translation>
    </message>
    <message numerus="yes">
        <source>+%n line(s)</source>
        <translation>
            <numerusform>另有 %n 行</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n line(s) left out: they came faster than they could be taken</source>
        <translation>
            <numerusform>略去 %n 行：产生得太快，来不及接收</numerusform>
        </translation>
    </message>
    <message>
        <source>Source</source>
        <translation>来源</translation>
    </message>
</context>
<context>
    <name>rookery::ui::LoginPage</name>
    <message>
        <source>Go to the overview</source>
        <translation>前往总览</translation>
    </message>
    <message>
        <source>Login of %1</source>
        <translation>%1 的登录</translation>
    </message>
    <message numerus="yes">
        <source>%n account(s) waiting</source>
        <translation>
            <numerusform>%n 个账号等待中</numerusform>
        </translation>
    </message>
    <message>
        <source>Log in %1</source>
        <translation>登录 %1</translation>
    </message>
    <message>
        <source>action</source>
        <translation>操作</translation>
    </message>
    <message>
        <source>Login</source>
        <translation>登录</translation>
    </message>
    <message>
        <source>LLBot has stored the Auth Token and is checking it.</source>
        <translation>LLBot 已保存 Auth Token，正在校验。</translation>
    </message>
    <message>
        <source>No account is waiting to log in</source>
        <translation>没有账号等待登录</translation>
    </message>
    <message>
        <source>When an account needs a scan, its code appears here, together with the other login methods that the gateway offers.</source>
        <translation>账号需要扫码时，二维码会出现在这里，并列出网关提供的其他登录方式。</translation>
    </message>
    <message>
        <source>The picture is on the clipboard. Anyone who has it can log in.</source>
        <translation>图片已复制到剪贴板。拿到它的人都能登录。</translation>
    </message>
    <message>
        <source>There is no code to scan now.</source>
        <translation>现在没有可扫的二维码。</translation>
    </message>
</context>
<context>
    <name>rookery::ui::LoginTile</name>
    <message>
        <source>Pop out</source>
        <translation>弹出窗口</translation>
    </message>
    <message>
        <source>New code</source>
        <translation>刷新二维码</translation>
    </message>
    <message>
        <source>Copy picture</source>
        <translation>复制图片</translation>
    </message>
    <message>
        <source>Enter code</source>
        <translation>输入验证码</translation>
    </message>
    <message>
        <source>Login of %1</source>
        <translation>%1 的登录</translation>
    </message>
    <message>
        <source>New code: %1</source>
        <translation>刷新二维码：%1</translation>
    </message>
    <message>
        <source>Copy picture: %1</source>
        <translation>复制图片：%1</translation>
    </message>
    <message>
        <source>Two-factor code: %1</source>
        <translation>两步验证码：%1</translation>
    </message>
    <message>
        <source>Login code: %1</source>
        <translation>登录二维码：%1</translation>
    </message>
    <message>
        <source>The gateway says: %1</source>
        <translation>网关提示：%1</translation>
    </message>
    <message>
        <source>The gateway&apos;s panel asks for the code of your authenticator app.</source>
        <translation>网关面板要求验证器应用中的验证码。</translation>
    </message>
    <message>
        <source>QQ asks for a captcha. It can only be solved on the gateway&apos;s own page.</source>
        <translation>QQ 要求验证码。只能在网关自己的页面上完成。</translation>
    </message>
    <message>
        <source>QQ wants to check this device. Finish the check on the gateway&apos;s own page.</source>
        <translation>QQ 要验证此设备。请在网关自己的页面上完成。</translation>
    </message>
    <message>
        <source>The gateway says that this account is logged in already, elsewhere.</source>
        <translation>网关提示该账号已在别处登录。</translation>
    </message>
    <message>
        <source>QQ logged the account out because it was used elsewhere. Logging in again restarts the gateway.</source>
        <translation>账号在别处使用，被 QQ 退出登录。重新登录会重启网关。</translation>
    </message>
    <message>
        <source>QQ took the account offline. Logging in again restarts the gateway.</source>
        <translation>QQ 已让账号下线。重新登录会重启网关。</translation>
    </message>
    <message>
        <source>Log in as %1</source>
        <translation>以 %1 登录</translation>
    </message>
    <message>
        <source>Quick login %1 on %2</source>
        <translation>在 %2 上快速登录 %1</translation>
    </message>
    <message>
        <source>Waiting for the gateway&apos;s code …</source>
        <translation>等待网关的二维码 …</translation>
    </message>
    <message>
        <source>no code yet</source>
        <translation>还没有二维码</translation>
    </message>
    <message>
        <source>The gateway answered OK to the request for a new code, but the code is still the same. Try again, or restart the gateway.</source>
        <translation>网关对刷新请求返回成功，但二维码没有变。请再试，或重启网关。</translation>
    </message>
    <message>
        <source>It was shown for %1. Ask for a new one.</source>
        <translation>它已显示 %1。请刷新二维码。</translation>
    </message>
    <message>
        <source>Valid for another %1</source>
        <translation>剩余有效时间 %1</translation>
    </message>
    <message>
        <source>Pop out: %1</source>
        <translation>弹出：%1</translation>
    </message>
    <message>
        <source>This kind of gateway gives no code to scan. Log in on its own panel or console; it shows here by itself.</source>
        <translation>这种网关不提供可扫的二维码。请在它自己的面板或控制台登录，登录后这里会自动显示。</translation>
    </message>
    <message>
        <source>Shown for %1</source>
        <translation>已显示 %1</translation>
    </message>
    <message>
        <source>Digits on the phone: %1</source>
        <translation>手机上的数字：%1</translation>
    </message>
    <message>
        <source>Enter digits</source>
        <translation>输入数字</translation>
    </message>
    <message>
        <source>Another program has bound the bot.</source>
        <translation>机器人已被另一个程序绑定。</translation>
    </message>
    <message>
        <source>Enter the digits that the phone shows after the scan.</source>
        <translation>请输入扫码后手机上显示的数字。</translation>
    </message>
    <message>
        <source>No code was scanned in time. Ask for a new one.</source>
        <translation>二维码长时间未扫，已停止刷新。请获取新的二维码。</translation>
    </message>
    <message>
        <source>Auth Token: %1</source>
        <translation>Auth Token：%1</translation>
    </message>
    <message>
        <source>Save token</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Auth Token</source>
        <translation>Auth Token</translation>
    </message>
    <message>
        <source>LLBot cannot ask QQ for a code: its own Auth Token is missing or refused. It belongs to the account and is kept by LLBot, not here.</source>
        <translation>LLBot 无法向 QQ 获取二维码：它自己的 Auth Token 缺失或无效。该 Token 属于账号，由 LLBot 保存，本程序不保存。</translation>
    </message>
    <message>
        <source>The gateway is restarting. Its code appears here as soon as it is back.</source>
        <translation>网关正在重启，恢复后二维码会显示在这里。</translation>
    </message>
    <message>
        <source>scanned: confirm on the phone</source>
        <translation>已扫码，请在手机上确认</translation>
    </message>
    <message>
        <source>No code was scanned in time. %1</source>
        <translation>二维码长时间未扫。%1</translation>
    </message>
    <message>
        <source>It was shown for %1. %2</source>
        <comment>how long; what brings another one</comment>
        <translation>已显示 %1。%2</translation>
    </message>
    <message>
        <source>Opens a separate window that stays on top</source>
        <translation>在始终置顶的独立窗口中显示</translation>
    </message>
    <message>
        <source>To send to the owner of the phone. Anyone who has the picture can log in with it.</source>
        <translation>发给不在场的手机持有人。拿到图片的人都能登录。</translation>
    </message>
    <message>
        <source>Scanning binds the bot to this console; any other program that it is bound to (AstrBot, OpenClaw) loses it.</source>
        <translation>扫码后机器人绑定到本程序，原来绑定它的其他程序（AstrBot、OpenClaw）会失去它。</translation>
    </message>
    <message>
        <source>The digits did not match those on the phone. Enter them again.</source>
        <translation>数字和手机上显示的不一致，请重新输入。</translation>
    </message>
    <message>
        <source>Requesting …</source>
        <translation>正在请求 …</translation>
    </message>
    <message>
        <source>A new one appears only when the gateway is restarted; enter its program in the gateway&apos;s settings to let Rookery restart it.</source>
        <translation>只有重新启动网关才会有新码；在网关设置中填写其程序后，Rookery 可以代为启动。</translation>
    </message>
    <message>
        <source>It has expired. The gateway has not provided a new one yet.</source>
        <translation>有效期已过，网关还没有给出新的二维码。</translation>
    </message>
    <message>
        <source>Shown for %1. After 5 min it is renewed automatically.</source>
        <translation>已显示 %1。满 5 分钟会自动换成新的二维码。</translation>
    </message>
    <message>
        <source>Shown for %1. This gateway does not report how long a code is valid.</source>
        <translation>已显示 %1。此网关不说明二维码的有效期。</translation>
    </message>
    <message>
        <source>The service has shown it for %1. A new one appears only when the service restarts.</source>
        <translation>服务展示了它 %1。只有服务重启后才会有新的二维码。</translation>
    </message>
    <message>
        <source>The WeChat bot has blocked the service for %1. WeChat decides how long a code is valid.</source>
        <translation>服务等待微信登录已 %1。二维码的有效期由微信决定。</translation>
    </message>
    <message>
        <source>The WeChat bot has waited for %1. WeChat decides how long a code is valid.</source>
        <translation>微信机器人已等待 %1。二维码的有效期由微信决定。</translation>
    </message>
    <message>
        <source>Logged in</source>
        <translation>已登录</translation>
    </message>
    <message>
        <source>Logged in as %1</source>
        <translation>已登录：%1</translation>
    </message>
    <message>
        <source>Without a scan</source>
        <translation>免扫码登录</translation>
    </message>
    <message>
        <source>Scan with the demo phone</source>
        <translation>用演示手机扫码</translation>
    </message>
    <message>
        <source>Let it expire</source>
        <translation>让它过期</translation>
    </message>
    <message>
        <source>Scan with the demo phone: %1</source>
        <translation>用演示手机扫码：%1</translation>
    </message>
    <message>
        <source>Let it expire: %1</source>
        <translation>让它过期：%1</translation>
    </message>
</context>
<context>
    <name>rookery::ui::LogsPage</name>
    <message>
        <source>Open a gateway&apos;s log file</source>
        <translation>打开网关的日志文件</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>所有文件 (*)</translation>
    </message>
    <message>
        <source>%1 of %2 lines</source>
        <translation>%1 / %2 行</translation>
    </message>
    <message numerus="yes">
        <source>paused, %n new</source>
        <translation>
            <numerusform>已暂停，%n 行新日志</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n line(s) copied, secrets masked</source>
        <translation>
            <numerusform>已复制 %n 行，已脱敏</numerusform>
        </translation>
    </message>
    <message>
        <source>Logs</source>
        <translation>日志</translation>
    </message>
    <message>
        <source>Log lines: %1</source>
        <translation>日志行：%1</translation>
    </message>
    <message>
        <source>Live</source>
        <translation>实时</translation>
    </message>
    <message>
        <source>Live log</source>
        <translation>实时日志</translation>
    </message>
    <message>
        <source>File…</source>
        <translation>文件…</translation>
    </message>
    <message>
        <source>Open log file</source>
        <translation>打开日志文件</translation>
    </message>
    <message>
        <source>Read a gateway&apos;s log file, explained and masked</source>
        <translation>读取网关的日志文件，附解释并脱敏</translation>
    </message>
    <message>
        <source>Follow</source>
        <translation>跟随</translation>
    </message>
    <message>
        <source>Follow newest line</source>
        <translation>跟随最新行</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Pause log</source>
        <translation>暂停日志</translation>
    </message>
    <message>
        <source>Log lines</source>
        <translation>日志行</translation>
    </message>
    <message>
        <source>No line to show.
Lines appear when a connected gateway logs something, or open a file. Filters may hide lines.</source>
        <translation>没有可显示的行。
已连接的网关输出日志时会显示，也可以打开文件。筛选可能隐藏了一些行。</translation>
    </message>
    <message>
        <source>Copy lines</source>
        <translation>复制日志行</translation>
    </message>
    <message>
        <source>%1 of the newest %2 lines</source>
        <translation>%1 / 最新的 %2 行</translation>
    </message>
    <message>
        <source>Stay at the newest line; scrolling up stops following (F5 resumes)</source>
        <translation>停在最新行；向上滚动则停止跟随（按 F5 恢复）</translation>
    </message>
    <message>
        <source>New lines are held back until you resume</source>
        <translation>暂停期间的新行会在恢复后显示</translation>
    </message>
    <message>
        <source>Log files (*.log *.txt *.gz *.zst *.xz *.bz2 *.zip)</source>
        <translation>日志文件 (*.log *.txt *.gz *.zst *.xz *.bz2 *.zip)</translation>
    </message>
    <message>
        <source>Cancel export</source>
        <translation>取消导出</translation>
    </message>
    <message>
        <source>View</source>
        <translation>视图</translation>
    </message>
    <message>
        <source>View of log lines</source>
        <translation>日志视图</translation>
    </message>
    <message>
        <source>Wrap lines</source>
        <translation>自动换行</translation>
    </message>
    <message>
        <source>Timeline</source>
        <translation>时间轴</translation>
    </message>
    <message>
        <source>Timeline by category</source>
        <translation>时间轴按类别着色</translation>
    </message>
    <message>
        <source>Export lines…</source>
        <translation>导出日志行…</translation>
    </message>
    <message>
        <source>Next hit</source>
        <translation>下一处匹配</translation>
    </message>
    <message>
        <source>Previous hit</source>
        <translation>上一处匹配</translation>
    </message>
    <message>
        <source>Bookmark</source>
        <translation>书签</translation>
    </message>
    <message>
        <source>Next bookmark</source>
        <translation>下一个书签</translation>
    </message>
    <message>
        <source>Previous bookmark</source>
        <translation>上一个书签</translation>
    </message>
    <message>
        <source>This regular expression is faulty, so it hides no line: %1</source>
        <translation>正则表达式有误，因此没有隐藏任何行：%1</translation>
    </message>
    <message>
        <source>exporting, %1 %</source>
        <translation>正在导出，%1%</translation>
    </message>
    <message numerus="yes">
        <source>%n hit(s)</source>
        <translation>
            <numerusform>%n 处匹配</numerusform>
        </translation>
    </message>
    <message>
        <source>searching, %1 %</source>
        <translation>正在查找，%1%</translation>
    </message>
    <message>
        <source>searching</source>
        <translation>正在查找</translation>
    </message>
    <message>
        <source>reading, %1 %</source>
        <translation>正在读取，%1%</translation>
    </message>
    <message>
        <source>reading</source>
        <translation>正在读取</translation>
    </message>
    <message numerus="yes">
        <source>The first %n line(s) copied, secrets masked; export has no limit</source>
        <translation>
            <numerusform>已复制前 %n 行，已脱敏；导出没有行数限制</numerusform>
        </translation>
    </message>
    <message>
        <source>Export the selected lines, secrets masked</source>
        <translation>导出所选的行，已脱敏</translation>
    </message>
    <message>
        <source>Export all lines that are shown, secrets masked</source>
        <translation>导出显示的所有行，已脱敏</translation>
    </message>
    <message>
        <source>Log (*.log)</source>
        <translation>日志 (*.log)</translation>
    </message>
    <message>
        <source>Could not write %1, because %2</source>
        <translation>无法写入 %1，因为%2</translation>
    </message>
    <message>
        <source>%1 of %2 lines written to %3: the others are gone from the log</source>
        <translation>已将 %2 行中的 %1 行写入 %3：其余的行已不在日志中</translation>
    </message>
    <message numerus="yes">
        <source>%n line(s) written to %1, secrets masked</source>
        <translation>
            <numerusform>已将 %n 行写入 %1，已脱敏</numerusform>
        </translation>
    </message>
    <message>
        <source>Rules</source>
        <translation>规则</translation>
    </message>
    <message>
        <source>Your own log rules</source>
        <translation>自定义日志规则</translation>
    </message>
    <message>
        <source>Your own rules mark and explain lines before the built-in rules do</source>
        <translation>自定义规则先于内置规则标记和解释日志行</translation>
    </message>
    <message>
        <source>Import…</source>
        <translation>导入…</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>your own rules are not used: %1</source>
        <translation>自定义规则未生效：%1</translation>
    </message>
    <message>
        <source>Import your own log rules</source>
        <translation>导入自定义日志规则</translation>
    </message>
    <message>
        <source>Log rules (*.json)</source>
        <translation>日志规则 (*.json)</translation>
    </message>
    <message>
        <source>Log rules imported. New lines and opened files are read with them.</source>
        <translation>日志规则已导入，对新日志行和打开的文件生效。</translation>
    </message>
    <message>
        <source>Could not import %1. %2</source>
        <translation>无法导入 %1。%2</translation>
    </message>
    <message>
        <source>Export your own log rules</source>
        <translation>导出自定义日志规则</translation>
    </message>
    <message>
        <source>Log rules written to %1</source>
        <translation>日志规则已写入 %1</translation>
    </message>
    <message>
        <source>Remove your own log rules?</source>
        <translation>移除自定义日志规则？</translation>
    </message>
    <message>
        <source>They are deleted from the profile. The file that they were imported from stays.</source>
        <translation>规则将被删除，导入时所用的原文件仍会保留。</translation>
    </message>
    <message numerus="yes">
        <source>%n file(s)</source>
        <translation>
            <numerusform>%n 个文件</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>rookery::ui::LogsSection</name>
    <message>
        <source>Live lines kept</source>
        <translation>实时日志保留行数</translation>
    </message>
    <message>
        <source>The newest lines of all gateways together that the page Logs shows; older ones are dropped. A smaller number applies at once; a larger one takes more memory.</source>
        <translation>“日志”页显示的最新行数，所有网关合计；更早的行会被丢弃。改小立即生效；改大会占用更多内存。</translation>
    </message>
</context>
<context>
    <name>rookery::ui::MadeTokenDialog</name>
    <message>
        <source>New token for %1</source>
        <translation>%1 的新 Token</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>This gateway connects with a token that Rookery generates. A new token replaces the old one at once: the gateway cannot connect until the new one is entered there. Its history is kept.</source>
        <translation>该网关凭 Rookery 生成的 Token 连接进来。生成新 Token 后旧 Token 立即失效：在网关端粘贴新 Token 之前，它无法连接。历史保留。</translation>
    </message>
    <message>
        <source>Generate new token</source>
        <translation>生成新 Token</translation>
    </message>
</context>
<context>
    <name>rookery::ui::MainWindow</name>
    <message>
        <source>Overview</source>
        <translation>总览</translation>
    </message>
    <message>
        <source>Login</source>
        <translation>登录</translation>
    </message>
    <message>
        <source>Broadcast</source>
        <translation>群发</translation>
    </message>
    <message>
        <source>rkey</source>
        <translation>rkey</translation>
    </message>
    <message>
        <source>Logs</source>
        <translation>日志</translation>
    </message>
    <message>
        <source>Health</source>
        <translation>健康</translation>
    </message>
    <message>
        <source>Gateways</source>
        <translation>网关</translation>
    </message>
    <message>
        <source>Storage trouble</source>
        <translation>存储故障</translation>
    </message>
    <message>
        <source>page</source>
        <translation>页面</translation>
    </message>
    <message>
        <source>Resume sending</source>
        <translation>恢复发送</translation>
    </message>
    <message>
        <source>Stop all sending</source>
        <translation>停止全部发送</translation>
    </message>
    <message>
        <source>action</source>
        <translation>操作</translation>
    </message>
    <message>
        <source>Light theme</source>
        <translation>浅色主题</translation>
    </message>
    <message>
        <source>Dark theme</source>
        <translation>深色主题</translation>
    </message>
    <message>
        <source>Back up profile</source>
        <translation>备份数据</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
    <message>
        <source>Show deliveries</source>
        <translation>查看发送记录</translation>
    </message>
    <message>
        <source>The database is older than the last send from it. Nothing was sent again.</source>
        <translation>数据库是旧的（早于最后一次发送）。没有重发任何消息。</translation>
    </message>
    <message numerus="yes">
        <source>The database is older than the last send from it: %n deliveries need confirmation. Nothing was sent again.</source>
        <translation>
            <numerusform>数据库是旧的（早于最后一次发送）：%n 条消息需要确认。没有重发任何消息。</numerusform>
        </translation>
    </message>
    <message>
        <source>Older database</source>
        <translation>数据库版本较旧</translation>
    </message>
    <message>
        <source>Could not apply the change</source>
        <translation>无法应用更改</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Settings: %1</source>
        <translation>设置：%1</translation>
    </message>
    <message>
        <source>settings</source>
        <translation>设置</translation>
    </message>
    <message numerus="yes">
        <source>%n need(s) attention</source>
        <translation>
            <numerusform>%n 个需要处理</numerusform>
        </translation>
    </message>
    <message>
        <source>Demo</source>
        <translation>演示</translation>
    </message>
    <message>
        <source>Steps of the demo</source>
        <translation>演示步骤</translation>
    </message>
    <message>
        <source>Could not run the gateways of the demo</source>
        <translation>无法运行演示网关</translation>
    </message>
</context>
<context>
    <name>rookery::ui::MessageDialog</name>
    <message>
        <source>Message of broadcast %1</source>
        <translation>群发 %1 的消息</translation>
    </message>
    <message numerus="yes">
        <source>To %n target(s), queued %1</source>
        <translation>
            <numerusform>发给 %n 个目标，%1 加入队列</numerusform>
        </translation>
    </message>
    <message>
        <source>Use again…</source>
        <translation>再次使用…</translation>
    </message>
    <message>
        <source>Use this message again</source>
        <translation>再次使用这条消息</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Close message</source>
        <translation>关闭消息</translation>
    </message>
</context>
<context>
    <name>rookery::ui::MessagePreview</name>
    <message>
        <source>Message preview</source>
        <translation>消息预览</translation>
    </message>
    <message>
        <source>@everybody</source>
        <translation>@全体成员</translation>
    </message>
    <message>
        <source>Picture: %1</source>
        <translation>图片：%1</translation>
    </message>
</context>
<context>
    <name>rookery::ui::Navigation</name>
    <message>
        <source>Pages</source>
        <translation>页面</translation>
    </message>
</context>
<context>
    <name>rookery::ui::NetworkSection</name>
    <message>
        <source>Certificates</source>
        <translation>证书</translation>
    </message>
    <message>
        <source>Trusted by fingerprint</source>
        <translation>按指纹信任</translation>
    </message>
    <message>
        <source>Gateways whose certificate this machine does not trust by itself. Without the trust, Rookery does not connect to them until it is reviewed again.</source>
        <translation>这些网关的证书本机原本不信任。取消信任后，在重新查看证书之前 Rookery 不会连接它们。</translation>
    </message>
    <message>
        <source>Proxy</source>
        <translation>代理</translation>
    </message>
    <message>
        <source>Gateways on this machine are always reached directly.</source>
        <translation>本机上的网关始终直接连接。</translation>
    </message>
    <message>
        <source>Proxy host</source>
        <translation>代理主机</translation>
    </message>
    <message>
        <source>A whole address can be pasted, such as http://name:password@host:port.</source>
        <translation>可粘贴完整地址，例如 http://用户名:密码@主机:端口。</translation>
    </message>
    <message>
        <source>Proxy port</source>
        <translation>代理端口</translation>
    </message>
    <message>
        <source>Proxy user (optional)</source>
        <translation>代理用户名（可选）</translation>
    </message>
    <message>
        <source>Proxy password</source>
        <translation>代理密码</translation>
    </message>
    <message>
        <source>Forget password</source>
        <translation>清除密码</translation>
    </message>
    <message>
        <source>Forget proxy password</source>
        <translation>清除代理密码</translation>
    </message>
    <message>
        <source>Apply proxy</source>
        <translation>应用代理</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>放弃修改</translation>
    </message>
    <message>
        <source>Discard changes to the proxy</source>
        <translation>放弃对代理的修改</translation>
    </message>
    <message>
        <source>State of the proxy settings</source>
        <translation>代理设置的状态</translation>
    </message>
    <message>
        <source>Applying …</source>
        <translation>正在应用…</translation>
    </message>
    <message>
        <source>Not applied yet. Then gateways on other machines connect again.</source>
        <translation>尚未应用。应用后，其他机器上的网关会重新连接。</translation>
    </message>
    <message>
        <source>stored</source>
        <translation>已保存</translation>
    </message>
    <message>
        <source>A password is stored. Leave this empty to keep it.</source>
        <translation>已保存密码。留空则保持不变。</translation>
    </message>
    <message>
        <source>Kept in the keyring of your desktop, never in a file.</source>
        <translation>保存在桌面的密钥环中，从不写入文件。</translation>
    </message>
    <message>
        <source>The stored password was given for another proxy or user: it is forgotten, not sent to this one.</source>
        <translation>已保存的密码属于另一个代理或用户：它会被清除，不会发给当前代理。</translation>
    </message>
    <message>
        <source>The stored password is forgotten with Apply proxy.</source>
        <translation>点击“应用代理”后将清除已保存的密码。</translation>
    </message>
    <message>
        <source>The keyring is locked: a new password is kept for this run only, until it is unlocked.</source>
        <translation>密钥环已锁定：在解锁之前，新密码只在本次运行中保留。</translation>
    </message>
    <message>
        <source>No keyring answers: the password is kept for this run only.</source>
        <translation>没有可用的密钥环：密码只在本次运行中保留。</translation>
    </message>
    <message>
        <source>Proxies take name and password unencrypted: anyone on the way to this one can read them.</source>
        <translation>用户名和密码以明文发给代理：通往该代理的途中任何人都能读取。</translation>
    </message>
    <message>
        <source>The proxy&apos;s host is missing.</source>
        <translation>缺少代理主机。</translation>
    </message>
    <message>
        <source>Enter its name or address, or choose another option.</source>
        <translation>请填写名称或地址，或选择其他方式。</translation>
    </message>
    <message>
        <source>A password needs a user name.</source>
        <translation>有密码就需要用户名。</translation>
    </message>
    <message>
        <source>Enter the name that the proxy asks for.</source>
        <translation>请输入代理要求的用户名。</translation>
    </message>
    <message>
        <source>Applied.</source>
        <translation>已应用。</translation>
    </message>
    <message>
        <source>The proxy was not applied: %1</source>
        <translation>代理未能应用：%1</translation>
    </message>
</context>
<context>
    <name>rookery::ui::NotificationsSection</name>
    <message>
        <source>Problems are reported as notifications of the desktop, grouped by cause: at most one message in ten seconds, and the same cause again only after ten minutes. The pages show all of them in any case.</source>
        <translation>告警以桌面通知的形式提示，按原因合并：十秒内最多一条，同一原因十分钟后才会再次提示。各页面始终显示全部告警。</translation>
    </message>
    <message>
        <source>This desktop shows no tray icons. There are messages only if it has a notification service; the sound needs neither.</source>
        <translation>此桌面不显示托盘图标。只有桌面提供通知服务时才会有消息；提示音不受影响。</translation>
    </message>
    <message>
        <source>Report problems by severity</source>
        <translation>按级别提示告警</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>An account was kicked, a token was refused.</source>
        <translation>账号被踢下线、Token 错误。</translation>
    </message>
    <message>
        <source>Needs attention</source>
        <translation>需要处理</translation>
    </message>
    <message>
        <source>An account waits for a scan, or a message needs confirmation.</source>
        <translation>账号等待扫码，或有消息待确认。</translation>
    </message>
    <message>
        <source>Degraded</source>
        <translation>异常</translation>
    </message>
    <message>
        <source>It works, but not as it should: a fallback key, a failing server.</source>
        <translation>能用但不正常：正在用兜底 rkey、服务器出错。</translation>
    </message>
    <message>
        <source>Sound</source>
        <translation>声音</translation>
    </message>
    <message>
        <source>Beep when somebody has to log in</source>
        <translation>需要登录时发出提示音</translation>
    </message>
    <message>
        <source>The system&apos;s own signal, once for each cause: a scan, a code or a check is needed.</source>
        <translation>系统提示音，每个原因一次：需要扫码、输入验证码或完成验证。</translation>
    </message>
</context>
<context>
    <name>rookery::ui::OverviewPage</name>
    <message>
        <source>Hide numbers</source>
        <translation>隐藏 QQ 号</translation>
    </message>
    <message>
        <source>Filter  (Ctrl+F)</source>
        <translation>筛选  (Ctrl+F)</translation>
    </message>
    <message>
        <source>Filter accounts</source>
        <translation>筛选账号</translation>
    </message>
    <message>
        <source>Accounts</source>
        <translation>账号</translation>
    </message>
    <message>
        <source>No gateway yet</source>
        <translation>还没有网关</translation>
    </message>
    <message>
        <source>Add the gateway that your bot account runs behind: its address and token are enough. Or look around in the demo, with made-up accounts on this machine.</source>
        <translation>添加机器人账号所在的网关：只需地址和 Token。也可以先看演示，使用本机上虚构的账号。</translation>
    </message>
    <message>
        <source>Add gateway</source>
        <translation>添加网关</translation>
    </message>
    <message>
        <source>Open the demo</source>
        <translation>打开演示</translation>
    </message>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Working</source>
        <translation>正常</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>已停止</translation>
    </message>
    <message>
        <source>Show: %1</source>
        <translation>显示：%1</translation>
    </message>
    <message>
        <source>Overview</source>
        <translation>总览</translation>
    </message>
    <message>
        <source>Not proven</source>
        <translation>未验证</translation>
    </message>
    <message>
        <source>Attention</source>
        <translation>需处理</translation>
    </message>
    <message>
        <source>Degraded</source>
        <translation>异常</translation>
    </message>
    <message>
        <source>Connecting</source>
        <translation>连接中</translation>
    </message>
    <message>
        <source>Hide the numbers of accounts, groups and friends on every page, for screenshots. In log lines and evidence every number of 5 to 12 digits is hidden. Names, addresses and exported files stay as they are.</source>
        <translation>在所有页面上隐藏账号、好友的 QQ 号和群号，便于截图。日志行和证据中，5 到 12 位的数字都会隐藏。名称、地址和导出的文件不变。</translation>
    </message>
    <message>
        <source>Bulk add</source>
        <translation>批量添加</translation>
    </message>
    <message>
        <source>No account matches the filters.</source>
        <translation>没有符合筛选条件的账号。</translation>
    </message>
</context>
<context>
    <name>rookery::ui::PasteGatewaysDialog</name>
    <message>
        <source>Lines</source>
        <translation>网关列表</translation>
    </message>
    <message>
        <source>Line</source>
        <translation>行</translation>
    </message>
    <message>
        <source>Id</source>
        <translation>标识</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>Preview</source>
        <translation>预览</translation>
    </message>
    <message>
        <source>Add all</source>
        <translation>全部添加</translation>
    </message>
    <message>
        <source>will be added</source>
        <translation>将添加</translation>
    </message>
    <message>
        <source>will be added; plain http</source>
        <translation>将添加；明文 http</translation>
    </message>
    <message>
        <source>not understood</source>
        <translation>格式不对</translation>
    </message>
    <message numerus="yes">
        <source>%n line(s) were not understood.</source>
        <translation>
            <numerusform>有 %n 行格式不对。</numerusform>
        </translation>
    </message>
    <message>
        <source>The others were added. Correct these, or close.</source>
        <translation>其余已添加。请改正这些行，或关闭。</translation>
    </message>
    <message>
        <source>Bulk add gateways</source>
        <translation>批量添加网关</translation>
    </message>
    <message>
        <source>One gateway per line: id, address, token, separated by spaces.</source>
        <translation>每行一个网关：标识、地址、Token，以空格分隔。</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>处理结果</translation>
    </message>
    <message>
        <source>Expected: id, address, token</source>
        <translation>每行应为：标识、地址、Token</translation>
    </message>
</context>
<context>
    <name>rookery::ui::PasteTargetsDialog</name>
    <message>
        <source>not a number</source>
        <translation>不是群号或 QQ 号</translation>
    </message>
    <message>
        <source>both a group and a friend: write group: or friend: before it</source>
        <translation>既是群又是好友：请在前面写 group: 或 friend:</translation>
    </message>
    <message>
        <source>Paste a list of targets</source>
        <translation>粘贴目标列表</translation>
    </message>
    <message>
        <source>List of targets</source>
        <translation>目标列表</translation>
    </message>
    <message>
        <source>Rows that were not understood</source>
        <translation>格式不对的行</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Add targets</source>
        <translation>添加目标</translation>
    </message>
    <message>
        <source>line %1: %2 – %3</source>
        <comment>number, pasted text, why</comment>
        <translation>第 %1 行：%2 – %3</translation>
    </message>
    <message numerus="yes">
        <source>%n target(s) found</source>
        <translation>
            <numerusform>找到 %n 个目标</numerusform>
        </translation>
    </message>
    <message>
        <source>%1, %2 rows not understood</source>
        <translation>%1，%2 行格式不对</translation>
    </message>
    <message>
        <source>listed twice</source>
        <translation>在列表中重复</translation>
    </message>
    <message>
        <source>Numbers such as 30001 or friend:20001, separated by lines, spaces or commas. They are looked up in the lists of %1.</source>
        <translation>群号或 QQ 号，如 30001 或 friend:20001，以换行、空格或逗号分隔。在 %1 的列表中查找。</translation>
    </message>
    <message>
        <source>not in these lists</source>
        <translation>不在这些列表中</translation>
    </message>
    <message>
        <source>a friend of several accounts: choose one of them first</source>
        <translation>是多个账号的好友：请先选择其中一个账号</translation>
    </message>
</context>
<context>
    <name>rookery::ui::PictureStrip</name>
    <message>
        <source>%1, %2</source>
        <translation>%1，%2</translation>
    </message>
    <message>
        <source>%1 no longer exists</source>
        <translation>%1 已不存在</translation>
    </message>
    <message>
        <source>pasted picture %1</source>
        <translation>粘贴的图片 %1</translation>
    </message>
</context>
<context>
    <name>rookery::ui::PlanModel</name>
    <message>
        <source>message</source>
        <translation>消息</translation>
    </message>
    <message>
        <source>note</source>
        <translation>提示</translation>
    </message>
    <message>
        <source>at least %1</source>
        <translation>至少 %1</translation>
    </message>
    <message numerus="yes">
        <source>%n message(s)</source>
        <translation>
            <numerusform>%n 条消息</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 × %2 pixels, %3</source>
        <comment>width, height, format</comment>
        <translation>%1 × %2 像素，%3</translation>
    </message>
    <message>
        <source>skipped</source>
        <translation>已跳过</translation>
    </message>
    <message>
        <source>Account, picture or target</source>
        <translation>账号、图片或目标</translation>
    </message>
    <message>
        <source>Amount</source>
        <translation>数量</translation>
    </message>
    <message>
        <source>Remark</source>
        <translation>备注</translation>
    </message>
    <message numerus="yes">
        <source>through %n account(s)</source>
        <translation>
            <numerusform>通过 %n 个账号</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n picture(s) each</source>
        <translation>
            <numerusform>每条 %n 张图片</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n skipped</source>
        <translation>
            <numerusform>跳过 %n 个</numerusform>
        </translation>
    </message>
    <message>
        <source>ends at %1 at the earliest, in %2</source>
        <translation>最早于 %1 完成，约需 %2</translation>
    </message>
    <message>
        <source>groups of several accounts</source>
        <translation>多个账号共有的群</translation>
    </message>
    <message>
        <source>blocking</source>
        <translation>阻止发送</translation>
    </message>
</context>
<context>
    <name>rookery::ui::PortView</name>
    <message>
        <source>Copy address</source>
        <translation>复制地址</translation>
    </message>
    <message>
        <source>Change port</source>
        <translation>更改端口</translation>
    </message>
    <message>
        <source>Add this account</source>
        <translation>添加此账号</translation>
    </message>
    <message>
        <source>Clear list</source>
        <translation>清空列表</translation>
    </message>
    <message>
        <source>Gateways in containers (Docker) and on other machines cannot reach it. Change port lets it listen on another address.</source>
        <translation>容器（Docker）中和其他机器上的网关无法访问它。“更改端口”可让它监听其他地址。</translation>
    </message>
    <message numerus="yes">
        <source>%n connection(s)</source>
        <translation>
            <numerusform>%n 个连接</numerusform>
        </translation>
    </message>
    <message>
        <source>Rejected connections</source>
        <translation>被拒绝的连接</translation>
    </message>
    <message>
        <source>No connection was rejected.</source>
        <translation>没有被拒绝的连接。</translation>
    </message>
    <message>
        <source>What to do</source>
        <translation>处理办法</translation>
    </message>
    <message>
        <source>State of Rookery&apos;s port</source>
        <translation>Rookery 端口的状态</translation>
    </message>
    <message>
        <source>Address of Rookery&apos;s port</source>
        <translation>Rookery 端口的地址</translation>
    </message>
    <message>
        <source>Tokens cross the network in plain text: give the port a certificate, or let it listen on fewer addresses.</source>
        <translation>Token 以明文经过网络：请为端口配置证书，或缩小监听范围。</translation>
    </message>
    <message numerus="yes">
        <source>%n rejected since the start</source>
        <translation>
            <numerusform>启动以来拒绝了 %n 次</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>rookery::ui::ProviderModel</name>
    <message>
        <source>switched off</source>
        <translation>已停用</translation>
    </message>
    <message>
        <source>on</source>
        <translation>启用</translation>
    </message>
    <message>
        <source>Provider</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>Last status</source>
        <translation>最近状态</translation>
    </message>
    <message>
        <source>Failures</source>
        <translation>失败次数</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Last seen</source>
        <translation>最近出现</translation>
    </message>
    <message>
        <source>Seen since the console connected or the gateway restarted</source>
        <translation>自本程序连接或网关重启以来看到的次数</translation>
    </message>
</context>
<context>
    <name>rookery::ui::QuitDialog</name>
    <message>
        <source>Messages are still being sent</source>
        <translation>消息仍在发送</translation>
    </message>
    <message>
        <source>Pause and quit</source>
        <translation>暂停并退出</translation>
    </message>
    <message>
        <source>Keep in tray</source>
        <translation>留在托盘</translation>
    </message>
    <message>
        <source>Rookery can continue sending from the tray, or pause the broadcasts and quit: after the next start they stay paused until you resume them.</source>
        <translation>Rookery 可以在托盘中继续发送；也可以暂停群发并退出：下次启动后它们保持暂停，直到您恢复。</translation>
    </message>
    <message>
        <source>Rookery pauses the broadcasts and quits: after the next start they stay paused until you resume them.</source>
        <translation>Rookery 会暂停群发并退出：下次启动后它们保持暂停，直到您恢复。</translation>
    </message>
</context>
<context>
    <name>rookery::ui::ReadinessView</name>
    <message>
        <source>last event %1</source>
        <translation>上次事件 %1</translation>
    </message>
    <message>
        <source>not known: last event %1</source>
        <translation>未知：上次事件 %1</translation>
    </message>
</context>
<context>
    <name>rookery::ui::RkeyModel</name>
    <message>
        <source>validity unknown</source>
        <translation>有效期未知</translation>
    </message>
    <message>
        <source>%1 old, validity unknown</source>
        <translation>已 %1，有效期未知</translation>
    </message>
    <message>
        <source>expired %1 ago</source>
        <translation>%1前过期</translation>
    </message>
    <message>
        <source>%1 left of %2</source>
        <translation>剩 %1 / %2</translation>
    </message>
    <message>
        <source>probing</source>
        <translation>探测中</translation>
    </message>
    <message>
        <source>switched off</source>
        <translation>已停用</translation>
    </message>
    <message>
        <source>Account</source>
        <translation>账号</translation>
    </message>
    <message>
        <source>Source now</source>
        <translation>当前来源</translation>
    </message>
    <message>
        <source>Since</source>
        <translation>开始时间</translation>
    </message>
    <message>
        <source>Key life</source>
        <translation>密钥有效期</translation>
    </message>
    <message>
        <source>Last probe</source>
        <translation>最近探测</translation>
    </message>
    <message>
        <source>Providers, last status</source>
        <translation>各来源最近状态</translation>
    </message>
    <message>
        <source>ok</source>
        <translation>正常</translation>
    </message>
    <message>
        <source>in pictures for %1, validity unknown</source>
        <translation>已用于图片 %1，有效期未知</translation>
    </message>
</context>
<context>
    <name>rookery::ui::RkeyPage</name>
    <message>
        <source>Keys that make received picture links download</source>
        <translation>让收到的图片链接可以下载的密钥</translation>
    </message>
    <message>
        <source>Filter accounts</source>
        <translation>筛选账号</translation>
    </message>
    <message>
        <source>Filter rkey accounts</source>
        <translation>筛选 rkey 账号</translation>
    </message>
    <message>
        <source>rkey accounts</source>
        <translation>rkey 账号</translation>
    </message>
    <message>
        <source>Source since</source>
        <translation>来源起始</translation>
    </message>
    <message>
        <source>Last probe</source>
        <translation>最近探测</translation>
    </message>
    <message>
        <source>Providers as seen</source>
        <translation>观察到的来源</translation>
    </message>
    <message>
        <source>rkey providers</source>
        <translation>rkey 来源</translation>
    </message>
    <message>
        <source>Show rkey lines</source>
        <translation>查看 rkey 日志</translation>
    </message>
    <message>
        <source>Probe</source>
        <translation>探测</translation>
    </message>
    <message>
        <source>Probe rkey</source>
        <translation>探测 rkey</translation>
    </message>
    <message>
        <source>Downloads the newest picture link of this account to see whether it works</source>
        <translation>下载该账号最新的图片链接，看是否有效</translation>
    </message>
    <message>
        <source>No account selected</source>
        <translation>未选择账号</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <comment>time (age)</comment>
        <translation>%1（%2）</translation>
    </message>
    <message>
        <source>probing</source>
        <translation>探测中</translation>
    </message>
    <message>
        <source>Probing</source>
        <translation>探测中</translation>
    </message>
    <message>
        <source>rkey of %1</source>
        <translation>%1 的 rkey</translation>
    </message>
    <message>
        <source>rkey</source>
        <translation>rkey</translation>
    </message>
    <message>
        <source>Choose an account above to see where its keys come from.</source>
        <translation>请在上方选择账号，查看它的密钥来自哪里。</translation>
    </message>
    <message>
        <source>Key in use</source>
        <translation>使用中的密钥</translation>
    </message>
    <message>
        <source>No account has reported its keys yet.
They appear once a gateway is connected.</source>
        <translation>还没有账号报告密钥情况。
连接网关后会显示在这里。</translation>
    </message>
    <message>
        <source>No provider has been used yet.</source>
        <translation>还没有看到来源工作。</translation>
    </message>
    <message>
        <source>Key request: %1</source>
        <translation>请求密钥：%1</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>密钥</translation>
    </message>
    <message>
        <source>Providers</source>
        <translation>来源</translation>
    </message>
</context>
<context>
    <name>rookery::ui::SecuritySection</name>
    <message>
        <source>What others can read or reach</source>
        <translation>他人可读取或访问的内容</translation>
    </message>
    <message>
        <source>Nothing is known to be exposed.</source>
        <translation>没有发现安全问题。</translation>
    </message>
    <message>
        <source>Port for incoming gateway connections</source>
        <translation>网关接入端口</translation>
    </message>
    <message>
        <source>State of Rookery&apos;s port</source>
        <translation>Rookery 端口的状态</translation>
    </message>
    <message>
        <source>Address of Rookery&apos;s port</source>
        <translation>Rookery 端口的地址</translation>
    </message>
    <message>
        <source>this machine only</source>
        <translation>仅本机</translation>
    </message>
    <message>
        <source>all networks of this machine</source>
        <translation>本机的所有网络</translation>
    </message>
    <message>
        <source>one address of this machine</source>
        <translation>本机的某个地址</translation>
    </message>
    <message>
        <source>Who may reach it</source>
        <translation>谁可以访问</translation>
    </message>
    <message>
        <source>Gateways in containers (Docker) and on other machines cannot reach &quot;this machine only&quot;.</source>
        <translation>容器（Docker）中和其他机器上的网关无法访问“仅本机”的端口。</translation>
    </message>
    <message>
        <source>Address of this machine</source>
        <translation>本机地址</translation>
    </message>
    <message>
        <source>Port</source>
        <translation>端口</translation>
    </message>
    <message>
        <source>Certificate (optional)</source>
        <translation>证书（可选）</translation>
    </message>
    <message>
        <source>A PEM file with the chain; with a key the port speaks TLS (wss://).</source>
        <translation>含证书链的 PEM 文件；与私钥一起使用时端口启用 TLS（wss://）。</translation>
    </message>
    <message>
        <source>Browse: certificate</source>
        <translation>浏览：证书</translation>
    </message>
    <message>
        <source>Certificate</source>
        <translation>证书</translation>
    </message>
    <message>
        <source>Key (optional)</source>
        <translation>私钥（可选）</translation>
    </message>
    <message>
        <source>Browse: key</source>
        <translation>浏览：私钥</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>私钥</translation>
    </message>
    <message>
        <source>Browse</source>
        <translation>浏览</translation>
    </message>
    <message>
        <source>PEM files (*.pem *.crt *.key);;All files (*)</source>
        <translation>PEM 文件 (*.pem *.crt *.key);;所有文件 (*)</translation>
    </message>
    <message>
        <source>Apply port</source>
        <translation>应用端口</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>放弃修改</translation>
    </message>
    <message>
        <source>Discard changes to the port</source>
        <translation>放弃对端口的修改</translation>
    </message>
    <message>
        <source>State of the port settings</source>
        <translation>端口设置的状态</translation>
    </message>
    <message>
        <source>Without a certificate, anyone on the same network can read the tokens; for Docker alone, the address of its network (such as 172.17.0.1) is enough.</source>
        <translation>没有证书时，同一网络中的任何人都能读取 Token；如果只用于 Docker，其网络地址（例如 172.17.0.1）就足够了。</translation>
    </message>
    <message>
        <source>Opening the port …</source>
        <translation>正在打开端口…</translation>
    </message>
    <message>
        <source>Not applied yet. Then gateways that connect here have to connect again.</source>
        <translation>尚未应用。应用后，连接到此端口的网关需要重新连接。</translation>
    </message>
    <message>
        <source>The address is missing.</source>
        <translation>缺少地址。</translation>
    </message>
    <message>
        <source>Enter an IP address of this machine, or choose another reach.</source>
        <translation>请填写本机的 IP 地址，或选择其他范围。</translation>
    </message>
    <message>
        <source>A certificate and its key belong together.</source>
        <translation>证书和私钥必须成对使用。</translation>
    </message>
    <message>
        <source>Choose both files, or leave both empty.</source>
        <translation>请选择两个文件，或都留空。</translation>
    </message>
    <message>
        <source>Applied.</source>
        <translation>已应用。</translation>
    </message>
    <message>
        <source>This is not a certificate with its key: %1</source>
        <translation>这不是一对证书和私钥：%1</translation>
    </message>
    <message>
        <source>Both files are PEM, the key has no password, and it is the key of the first certificate.</source>
        <translation>两个文件都应为 PEM 格式，私钥没有密码，且与第一张证书配对。</translation>
    </message>
    <message>
        <source>This is not an IP address: %1</source>
        <translation>这不是 IP 地址：%1</translation>
    </message>
    <message>
        <source>It looks like 192.168.1.5.</source>
        <translation>应类似 192.168.1.5。</translation>
    </message>
</context>
<context>
    <name>rookery::ui::SelectionBar</name>
    <message>
        <source>Selected rows</source>
        <translation>所选行</translation>
    </message>
    <message>
        <source>All actions</source>
        <translation>全部操作</translation>
    </message>
    <message numerus="yes">
        <source>%n selected</source>
        <translation>
            <numerusform>已选 %n 个</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>rookery::ui::SendingSection</name>
    <message>
        <source>The default pace of a broadcast: what the composer offers first, and --pace default of rookeryctl. It applies to broadcasts that are queued from now on.</source>
        <translation>群发的默认间隔：编辑群发时的首选项，也是 rookeryctl 的 --pace default。对此后加入队列的群发生效。</translation>
    </message>
    <message>
        <source>Start slowly</source>
        <translation>慢速起步</translation>
    </message>
    <message>
        <source>The first five messages after a login or an outage have longer pauses, up to three times as long.</source>
        <translation>登录或中断恢复后的前五条消息间隔更长，最长为三倍。</translation>
    </message>
    <message>
        <source> s</source>
        <comment>seconds, behind a number</comment>
        <translation> 秒</translation>
    </message>
    <message>
        <source>Pause between messages</source>
        <translation>消息间隔</translation>
    </message>
    <message>
        <source>Between two messages of one account.</source>
        <translation>同一账号两条消息之间。</translation>
    </message>
    <message>
        <source>Pauses below 2 s put the account at risk.</source>
        <translation>间隔低于 2 秒会给账号带来风险。</translation>
    </message>
    <message>
        <source>Variation of the pause</source>
        <translation>间隔浮动</translation>
    </message>
    <message>
        <source>Each pause is longer or shorter by up to this share, so that the rhythm is not that of a machine.</source>
        <translation>每次间隔在此比例内随机变长或变短，避免过于规律。</translation>
    </message>
</context>
<context>
    <name>rookery::ui::SettingRow</name>
    <message>
        <source>Use default</source>
        <translation>恢复默认</translation>
    </message>
    <message>
        <source>Use default: %1</source>
        <translation>恢复默认：%1</translation>
    </message>
    <message>
        <source>Problem with %1: %2</source>
        <translation>%1 有问题：%2</translation>
    </message>
    <message>
        <source>Found by the search. %1</source>
        <translation>搜索命中。%1</translation>
    </message>
</context>
<context>
    <name>rookery::ui::SettingsPage</name>
    <message>
        <source>It applies now, but could not be saved: %1</source>
        <translation>已生效，但未能保存：%1</translation>
    </message>
</context>
<context>
    <name>rookery::ui::SettingsWindow</name>
    <message>
        <source>General</source>
        <translation>通用</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>网络</translation>
    </message>
    <message>
        <source>Sending</source>
        <translation>发送</translation>
    </message>
    <message>
        <source>Notifications</source>
        <translation>通知</translation>
    </message>
    <message>
        <source>Logs</source>
        <translation>日志</translation>
    </message>
    <message>
        <source>Security</source>
        <translation>安全</translation>
    </message>
    <message>
        <source>About</source>
        <translation>关于</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Close settings</source>
        <translation>关闭设置</translation>
    </message>
    <message>
        <source>Search  (Ctrl+F)</source>
        <translation>搜索（Ctrl+F）</translation>
    </message>
    <message>
        <source>Search settings</source>
        <translation>搜索设置</translation>
    </message>
    <message>
        <source>Sections</source>
        <translation>分类</translation>
    </message>
    <message>
        <source>Search result</source>
        <translation>搜索结果</translation>
    </message>
    <message>
        <source>Settings: %1</source>
        <translation>设置：%1</translation>
    </message>
    <message>
        <source>Nothing found. Clear the search to see all sections.</source>
        <translation>没有找到。清空搜索即可查看全部分类。</translation>
    </message>
    <message numerus="yes">
        <source>%n setting(s) found</source>
        <translation>
            <numerusform>找到 %n 项设置</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>rookery::ui::SetupGuideCard</name>
    <message>
        <source>What you need</source>
        <translation>准备工作</translation>
    </message>
    <message>
        <source>Enable at the gateway</source>
        <translation>网关端需开启</translation>
    </message>
    <message>
        <source>Its token</source>
        <translation>它的 Token</translation>
    </message>
    <message>
        <source>Limits</source>
        <translation>限制</translation>
    </message>
    <message>
        <source>Tested with</source>
        <translation>已测试版本</translation>
    </message>
</context>
<context>
    <name>rookery::ui::StatusLine</name>
    <message>
        <source>Accounts by state</source>
        <translation>各状态账号数</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>消息</translation>
    </message>
    <message>
        <source>Keyring</source>
        <translation>密钥环</translation>
    </message>
    <message>
        <source>Queue</source>
        <translation>队列</translation>
    </message>
    <message>
        <source>Events per second</source>
        <translation>每秒事件数</translation>
    </message>
    <message>
        <source>demo</source>
        <translation>演示</translation>
    </message>
    <message>
        <source>Made-up accounts on this machine; nothing is kept</source>
        <translation>本机上的虚构账号；不保存任何内容</translation>
    </message>
    <message>
        <source>no gateway yet</source>
        <translation>还没有网关</translation>
    </message>
    <message>
        <source>queue %1</source>
        <translation>队列 %1</translation>
    </message>
    <message>
        <source>queue %1, %2 unknown</source>
        <translation>队列 %1，未知 %2</translation>
    </message>
    <message>
        <source>%1 events/s</source>
        <translation>%1 事件/秒</translation>
    </message>
    <message>
        <source>Keyring locked: secrets kept for this run only</source>
        <translation>密钥环已锁定：机密只在本次运行中保留</translation>
    </message>
    <message>
        <source>No keyring: secrets kept for this run only</source>
        <translation>没有密钥环：机密只在本次运行中保留</translation>
    </message>
</context>
<context>
    <name>rookery::ui::TagMenu</name>
    <message>
        <source>Words that a row has to contain; tag:word shows the rows with that tag</source>
        <translation>行中须包含的词；tag:标签 只显示带该标签的行</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>Filter by a tag</source>
        <translation>按标签筛选</translation>
    </message>
</context>
<context>
    <name>rookery::ui::TagsDialog</name>
    <message numerus="yes">
        <source>Tags of %n gateway(s)</source>
        <translation>
            <numerusform>%n 个网关的标签</numerusform>
        </translation>
    </message>
    <message>
        <source>for example: main eu</source>
        <translation>例如：主号 东区</translation>
    </message>
    <message>
        <source>New tags</source>
        <translation>新标签</translation>
    </message>
    <message>
        <source>Words of your own, separated by spaces or commas. The filters find them as tag:word.</source>
        <translation>自定义的词，用空格或逗号分隔。筛选时可输入 tag:标签 查找。</translation>
    </message>
    <message>
        <source>Apply</source>
        <translation>应用</translation>
    </message>
    <message>
        <source>No gateway has a tag yet.</source>
        <translation>还没有网关带标签。</translation>
    </message>
    <message>
        <source>Tags in use. A half ticked box is left as it is.</source>
        <translation>已在使用的标签。半选的保持不变。</translation>
    </message>
</context>
<context>
    <name>rookery::ui::TargetPicker</name>
    <message>
        <source>Account for targets</source>
        <translation>目标所属账号</translation>
    </message>
    <message>
        <source>Kind of targets</source>
        <translation>目标种类</translation>
    </message>
    <message>
        <source>Groups</source>
        <translation>群</translation>
    </message>
    <message>
        <source>Friends</source>
        <translation>好友</translation>
    </message>
    <message>
        <source>Both</source>
        <translation>两者</translation>
    </message>
    <message>
        <source>Search name or number</source>
        <translation>搜索名称、群号或 QQ 号</translation>
    </message>
    <message>
        <source>Search targets</source>
        <translation>搜索目标</translation>
    </message>
    <message>
        <source>Groups and friends</source>
        <translation>群和好友</translation>
    </message>
    <message>
        <source>Add selected</source>
        <translation>添加所选</translation>
    </message>
    <message>
        <source>Add all shown</source>
        <translation>添加全部显示项</translation>
    </message>
    <message>
        <source>Paste a list…</source>
        <translation>粘贴列表…</translation>
    </message>
    <message>
        <source>Paste a list</source>
        <translation>粘贴列表</translation>
    </message>
    <message>
        <source>Remove selected</source>
        <translation>移除所选</translation>
    </message>
    <message>
        <source>Remove all</source>
        <translation>全部移除</translation>
    </message>
    <message>
        <source>Chosen targets</source>
        <translation>已选目标</translation>
    </message>
    <message>
        <source>%1 added, %2 were chosen already</source>
        <translation>已添加 %1，%2 此前已选</translation>
    </message>
    <message numerus="yes">
        <source>%n target(s) added</source>
        <translation>
            <numerusform>已添加 %n 个目标</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Chosen: %n target(s)</source>
        <translation>
            <numerusform>已选：%n 个目标</numerusform>
        </translation>
    </message>
    <message>
        <source>Loading…</source>
        <translation>加载中…</translation>
    </message>
    <message>
        <source>%1 of %2 selected</source>
        <translation>已选 %1 / %2</translation>
    </message>
    <message numerus="yes">
        <source>%n shown</source>
        <translation>
            <numerusform>显示 %n 个</numerusform>
        </translation>
    </message>
    <message>
        <source>No account yet</source>
        <translation>还没有账号</translation>
    </message>
    <message>
        <source>No account to send through yet.
Add its gateway on the Gateways page (Ctrl+7).</source>
        <translation>还没有可用于发送的账号。
请在“网关”页添加它的网关（Ctrl+7）。</translation>
    </message>
    <message>
        <source>No targets chosen yet. Select rows above and press Add selected.</source>
        <translation>尚未选择。请在上方选择行，再点“添加所选”。</translation>
    </message>
    <message>
        <source>iLink has no groups.</source>
        <translation>iLink 没有群聊。</translation>
    </message>
    <message>
        <source>No user can be answered now.
iLink has no groups, and the user has to write first: users who wrote to the bot are listed here for 24 hours.</source>
        <translation>现在没有可以回复的人。
iLink 没有群聊，而且需要对方先发消息：给机器人发过消息的人会在这里保留 24 小时。</translation>
    </message>
    <message>
        <source>No targets to choose from.
Choose an account that is online, or change the search.</source>
        <translation>这里没有可选的目标。
请选择在线的账号，或修改搜索。</translation>
    </message>
    <message numerus="yes">
        <source>%n can be answered now; iLink has no groups</source>
        <translation>
            <numerusform>现在可回复 %n 人；iLink 没有群聊</numerusform>
        </translation>
    </message>
    <message>
        <source>Every account is excluded from broadcasts.
The Gateways page (Ctrl+7) allows them again.</source>
        <translation>所有账号都不参与群发。
可在“网关”页（Ctrl+7）重新允许。</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Undo the removal</source>
        <translation>撤销移除</translation>
    </message>
    <message numerus="yes">
        <source>All %n account(s)</source>
        <translation>
            <numerusform>全部 %n 个账号</numerusform>
        </translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>an account, why its list is missing</comment>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>all accounts</source>
        <translation>全部账号</translation>
    </message>
    <message numerus="yes">
        <source>Loading %n list(s)…</source>
        <translation>
            <numerusform>正在读取 %n 个列表…</numerusform>
        </translation>
    </message>
    <message>
        <source>Choose several accounts</source>
        <translation>选择多个账号</translation>
    </message>
    <message numerus="yes">
        <source>%n chosen account(s)</source>
        <translation>
            <numerusform>已选 %n 个账号</numerusform>
        </translation>
    </message>
    <message>
        <source>the chosen accounts</source>
        <translation>所选账号</translation>
    </message>
</context>
<context>
    <name>rookery::ui::TokenDialog</name>
    <message>
        <source>NapCat keeps it in config/webui.json (&quot;token&quot;) and prints it at start: &quot;WebUi Token: …&quot;. Pasting the whole panel address works too.</source>
        <translation>NapCat 把它保存在 config/webui.json（“token”），启动时会打印“WebUi Token: …”。粘贴整个面板地址也可以。</translation>
    </message>
    <message>
        <source>Change token of %1</source>
        <translation>更换 %1 的 Token</translation>
    </message>
    <message>
        <source>New token</source>
        <translation>新 Token</translation>
    </message>
    <message>
        <source>Save token</source>
        <translation>保存 Token</translation>
    </message>
    <message>
        <source>The Milky access token: Lagrange keeps it in appsettings.json (&quot;AccessToken&quot;), LLBot on its panel&apos;s page for Milky.</source>
        <translation>Milky 的访问 Token：Lagrange 写在 appsettings.json 的 &quot;AccessToken&quot; 里，LLBot 在面板的 Milky 页面上。</translation>
    </message>
    <message>
        <source>The password of LLBot&apos;s WebUI: it keeps it in data/webui_token.txt.</source>
        <translation>LLBot WebUI 的密码，保存在 data/webui_token.txt。</translation>
    </message>
    <message>
        <source>The access token of the gateway&apos;s OneBot server, as in its own settings; for a gateway that connects to Rookery, the token that was generated for it.</source>
        <translation>网关 OneBot 服务的 Access Token，与其自身设置一致；若由网关主动连接，则是为它生成的那个 Token。</translation>
    </message>
    <message>
        <source>AccessToken of the entry in its appsettings.json. If empty, it is read from the working folder.</source>
        <translation>其 appsettings.json 中该条目的 AccessToken。留空：从工作目录中读取。</translation>
    </message>
</context>
<context>
    <name>rookery::ui::TopBar</name>
    <message>
        <source>Search everything   Ctrl+K</source>
        <translation>全局搜索   Ctrl+K</translation>
    </message>
    <message>
        <source>Search everything</source>
        <translation>全局搜索</translation>
    </message>
    <message>
        <source>Accounts, groups, actions, pages (Ctrl+K)</source>
        <translation>账号、群、操作、页面 (Ctrl+K)</translation>
    </message>
    <message>
        <source>Incidents</source>
        <translation>告警</translation>
    </message>
    <message>
        <source>Open incidents with their evidence</source>
        <translation>进行中的告警及其证据</translation>
    </message>
    <message>
        <source>Stop all sending</source>
        <translation>停止全部发送</translation>
    </message>
    <message>
        <source>Switch language</source>
        <translation>切换语言</translation>
    </message>
    <message>
        <source>Switch theme</source>
        <translation>切换主题</translation>
    </message>
    <message>
        <source>Light theme</source>
        <translation>浅色主题</translation>
    </message>
    <message>
        <source>Dark theme</source>
        <translation>深色主题</translation>
    </message>
    <message>
        <source>Menu</source>
        <translation>菜单</translation>
    </message>
    <message>
        <source>Network …</source>
        <translation>网络 …</translation>
    </message>
    <message>
        <source>About and support …</source>
        <translation>关于与支持 …</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
    <message>
        <source>No incidents</source>
        <translation>没有告警</translation>
    </message>
    <message>
        <source>Incidents: %1</source>
        <translation>告警：%1</translation>
    </message>
    <message>
        <source>Resume sending</source>
        <translation>恢复发送</translation>
    </message>
    <message>
        <source>Back up profile …</source>
        <translation>备份数据…</translation>
    </message>
    <message>
        <source>No gateway yet</source>
        <translation>还没有网关</translation>
    </message>
    <message>
        <source>Sending is stopped. Press to resume the queue.</source>
        <translation>当前不发送。点击让队列继续。</translation>
    </message>
    <message>
        <source>All queues wait until you resume sending. Messages being sent right now still finish.</source>
        <translation>所有队列都会等待，直到您让它们继续。正在发送的仍会完成。</translation>
    </message>
    <message>
        <source>Settings …</source>
        <translation>设置…</translation>
    </message>
</context>
<context>
    <name>rookery::ui::TotpDialog</name>
    <message>
        <source>Two-factor code for %1</source>
        <translation>%1 的两步验证码</translation>
    </message>
    <message>
        <source>The gateway&apos;s panel asks for the code of your authenticator app.</source>
        <translation>网关面板要求验证器应用中的验证码。</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>验证码</translation>
    </message>
    <message>
        <source>Enter code</source>
        <translation>输入验证码</translation>
    </message>
    <message>
        <source>Digits on the phone for %1</source>
        <translation>%1：手机上的数字</translation>
    </message>
    <message>
        <source>Enter the digits that the phone shows after the scan.</source>
        <translation>请输入扫码后手机上显示的数字。</translation>
    </message>
    <message>
        <source>Digits</source>
        <translation>数字</translation>
    </message>
    <message>
        <source>Enter digits</source>
        <translation>输入数字</translation>
    </message>
</context>
<context>
    <name>rookery::ui::Tray</name>
    <message>
        <source>Open Rookery</source>
        <translation>打开 Rookery</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>以及另外 %n 个</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Rookery: %n account(s) need attention</source>
        <translation>
            <numerusform>Rookery：%n 个账号需要处理</numerusform>
        </translation>
    </message>
    <message>
        <source>Rookery: no gateway yet</source>
        <translation>Rookery：还没有网关</translation>
    </message>
    <message>
        <source>Rookery: all accounts work</source>
        <translation>Rookery：所有账号正常</translation>
    </message>
    <message>
        <source>Rookery: nothing needs attention</source>
        <translation>Rookery：没有需要处理的问题</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>account: what is wrong</comment>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>Resume sending</source>
        <translation>恢复发送</translation>
    </message>
    <message>
        <source>Stop all sending</source>
        <translation>停止全部发送</translation>
    </message>
    <message>
        <source>Unmute notifications (muted until %1)</source>
        <translation>取消通知静音（静音至 %1）</translation>
    </message>
    <message>
        <source>Mute notifications for 1 hour</source>
        <translation>通知静音 1 小时</translation>
    </message>
</context>
<context>
    <name>rookery::ui::WaitStrip</name>
    <message numerus="yes">
        <source>%n message(s) wait: %1</source>
        <translation>
            <numerusform>%n 条消息在等待：%1</numerusform>
        </translation>
    </message>
    <message>
        <source>Show gateway</source>
        <translation>查看网关</translation>
    </message>
    <message>
        <source>Log in</source>
        <translation>去登录</translation>
    </message>
    <message>
        <source>Resolve</source>
        <translation>去处理</translation>
    </message>
</context>
</TS>
