// SPDX-License-Identifier: GPL-3.0-or-later
#include "reverselistener.h"

#include "listenertls.h"

#include "base/reasons/input.h"
#include "base/reasons/transport.h"

#include <QNetworkInterface>

#include <algorithm>
#include <utility>
#include <vector>

namespace rookery::gateway {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr qint64 kMaxBody = 4LL * 1024 * 1024; //!< bytes; one event
constexpr qint64 kMaxBodies = 32LL * 1024 * 1024;
constexpr std::size_t kMaxAddresses = 1024;
constexpr milliseconds kTellEvery(250);

std::optional<QHostAddress> addressOf(const QString &host)
{
    if (host.isEmpty() || host == u"localhost"_s)
        return QHostAddress(QHostAddress::LocalHost);
    const QHostAddress address(host);
    return address.isNull() ? std::nullopt : std::optional<QHostAddress>(address);
}

//! Returns true for 0.0.0.0 and ::, each of which covers only its own family.
bool isEverywhere(const QHostAddress &address)
{
    return address == QHostAddress(QHostAddress::AnyIPv4) || address == QHostAddress(QHostAddress::AnyIPv6);
}

//! Returns this machine's addresses that a bound address covers.
QList<QHostAddress> addressesBehind(const QHostAddress &bound)
{
    if (!isEverywhere(bound))
        return {bound};
    QList<QHostAddress> all = QNetworkInterface::allAddresses();
    all.removeIf([&bound](const QHostAddress &one) { return one.protocol() != bound.protocol(); });
    return all;
}

//! Returns an address at which a bound one can be dialled: for a wildcard, one of this machine's own.
QHostAddress dialable(const QHostAddress &address)
{
    if (!isEverywhere(address))
        return address;
    const QList<QHostAddress> all = addressesBehind(address);
    const auto other = std::find_if(all.cbegin(), all.cend(), [](const QHostAddress &candidate) {
        return !candidate.isLoopback() && !candidate.isLinkLocal();
    });
    if (other != all.cend())
        return *other;
    const bool six = address.protocol() == QAbstractSocket::IPv6Protocol;
    return QHostAddress(six ? QHostAddress::LocalHostIPv6 : QHostAddress::LocalHost);
}

//! Returns the address of our port; empty while the port is not known.
QUrl urlOf(const ListenerSettings &settings, quint16 port)
{
    const std::optional<QHostAddress> address = addressOf(settings.host);
    if (!address || port == 0)
        return {};
    QUrl url;
    url.setScheme(settings.certificate.isEmpty() ? u"ws"_s : u"wss"_s);
    url.setHost(dialable(*address).toString());
    url.setPort(port);
    return url;
}

} // namespace

ReverseListener::ReverseListener(Clock &clock, const ListenerSettings &settings, QObject *parent)
    : QObject(parent)
    , m_clock(clock)
    , m_settings(settings)
    , m_tell(clock, [this] { Q_EMIT stateChanged(state()); })
    , m_fullEnds(clock, [this] {
        m_state.full = false;
        tell();
    })
{
    m_state.url = urlOf(settings, settings.port);
}

ReverseListener::~ReverseListener() = default;

// --- the port -------------------------------------------------------------------------------------

void ReverseListener::setSettings(const ListenerSettings &settings)
{
    if (m_settings == settings)
        return;
    m_settings = settings;
    m_epoch.advance();
    m_reading = false;
    close();
    if (m_claims.empty())
        return;
    if (const Result<> opened = open(); !opened)
        shut(opened.error());
    tell();
}

FutureResult<> ReverseListener::check(const ListenerSettings &settings)
{
    if (!addressOf(settings.host))
        return failedResult<void>({.kind = ErrorKind::Rejected, .reason = Reason::BadInput, .detail = settings.host});
    if (settings.certificate.isEmpty() != settings.key.isEmpty())
        return failedResult<void>(
            {.kind = ErrorKind::Tls, .reason = Reason::BadInput, .detail = settings.certificate + settings.key});
    if (settings.certificate.isEmpty())
        return readyResult<void>(tryPort(settings));
    const Promise<void> answer;
    onResult(this, readListenerTls(settings), [this, settings, answer](const Result<QSslConfiguration> &tls) {
        answer.resolve(tls ? tryPort(settings) : Result<>(fail(tls.error())));
    });
    return answer.future();
}

Result<> ReverseListener::tryPort(const ListenerSettings &settings) const
{
    const std::optional<QHostAddress> address = addressOf(settings.host);
    if (!address)
        return fail(ErrorKind::Rejected, Reason::BadInput, settings.host);
    QList<QHostAddress> wanted{*address};
    if (m_listener && settings.port == m_listener->port()) {
        // each address separately, because those that we hold become free when we close the port
        const QList<QHostAddress> held = addressesBehind(addressOf(m_settings.host).value_or(*address));
        wanted = addressesBehind(*address);
        wanted.removeIf([&held](const QHostAddress &one) { return held.contains(one); });
    }
    for (const QHostAddress &one : std::as_const(wanted)) {
        io::HttpListener probe(m_clock, {});
        if (const auto port = probe.listen(one, settings.port); !port)
            return fail(ErrorKind::Offline, Reason::PortUnavailable, port.error().detail);
    }
    return {};
}

bool ReverseListener::isReachedAt(const QUrl &dialled) const
{
    const std::optional<QHostAddress> ours = addressOf(m_settings.host);
    if (!ours || m_state.url.isEmpty() || dialled.port() != m_state.url.port())
        return false;
    const QList<QHostAddress> all = addressesBehind(*ours);
    if (dialled.host() == u"localhost"_s)
        return all.contains(QHostAddress(QHostAddress::LocalHost))
            || all.contains(QHostAddress(QHostAddress::LocalHostIPv6));
    return all.contains(QHostAddress(dialled.host()));
}

Result<> ReverseListener::open()
{
    if (m_listener)
        return {};
    const std::optional<QHostAddress> address = addressOf(m_settings.host);
    if (!address)
        return fail(ErrorKind::Rejected, Reason::BadInput, m_settings.host);
    if (!m_settings.certificate.isEmpty() && !m_tls) {
        readTls();
        return {};
    }
    io::ListenerLimits limits;
    limits.maxConnections = kMaxConnections;
    limits.maxStrangers = kMaxStrangers;
    limits.maxStrangersPerAddress = kMaxStrangersPerAddress;
    limits.maxBody = kMaxBody;
    limits.maxBodies = kMaxBodies;
    auto listener = std::make_unique<io::HttpListener>(m_clock, limits);
    if (m_tls)
        listener->setTls(*m_tls);
    listener->setUpgrade([this](const io::IncomingRequest &request) { return gate(request); },
                         [this](const io::IncomingRequest &request, std::unique_ptr<QWebSocket> socket) {
                             onSocket(request, std::move(socket));
                         });
    listener->setHandler([this](const io::IncomingRequest &request,
                                const std::shared_ptr<io::Responder> &responder) { onRequest(request, responder); },
                         [this](const io::IncomingRequest &request) { return gatePost(request); });
    listener->setFullHandler([this](const QHostAddress &peer) { onFull(peer); });
    const Result<quint16> port = listener->listen(*address, m_settings.port);
    if (!port)
        return fail(ErrorKind::Offline, Reason::PortUnavailable, port.error().detail);
    m_listener = std::move(listener);
    m_state.listening = true;
    m_state.beyondLoopback = !address->isLoopback();
    m_state.why = Error{};
    m_state.url = urlOf(m_settings, *port);
    tell();
    return {};
}

void ReverseListener::readTls()
{
    if (std::exchange(m_reading, true))
        return;
    onResult(this, m_epoch, readListenerTls(m_settings), [this](const Result<QSslConfiguration> &tls) {
        m_reading = false;
        if (m_claims.empty())
            return; // the next claim reads them again, as the files may have changed
        if (!tls) {
            shut(tls.error());
            return;
        }
        m_tls = *tls;
        if (const Result<> opened = open(); !opened)
            shut(opened.error());
    });
}

//! Ends all claims because the port stays closed, and notifies their owners.
void ReverseListener::shut(const Error &why)
{
    m_state.why = why;
    tell();
    std::vector<quint64> all;
    for (const auto &[id, held] : m_claims)
        all.push_back(id);
    for (const quint64 id : all) {
        const auto ended = m_claims.extract(id); // one by one: a notified owner may release another claim
        if (!ended.empty() && ended.mapped().claim.onShut)
            ended.mapped().claim.onShut(why);
    }
}

void ReverseListener::close()
{
    m_tls.reset(); // the file may hold a renewed certificate next time
    m_listener.reset();
    m_fullEnds.stop();
    m_cuts = {};
    m_state.full = false;
    m_state.listening = false;
    m_state.beyondLoopback = false;
    m_state.url = urlOf(m_settings, m_settings.port);
    tell();
}

Result<quint64> ReverseListener::claim(IncomingClaim claim)
{
    if (const Result<> opened = open(); !opened) {
        m_state.why = opened.error();
        tell();
        return fail(opened.error());
    }
    const quint64 id = ++m_lastClaim;
    HeldClaim held;
    held.claim = std::move(claim);
    m_claims.emplace(id, std::move(held));
    return id;
}

void ReverseListener::release(quint64 id)
{
    if (m_claims.erase(id) > 0 && m_claims.empty())
        close();
}

ListenerState ReverseListener::state() const
{
    ListenerState now = m_state;
    now.connections = m_listener ? m_listener->connectionCount() : 0;
    return now;
}

// --- accepted requests ----------------------------------------------------------------------------

std::optional<std::pair<int, QByteArray>> ReverseListener::gate(const io::IncomingRequest &request)
{
    if (const auto trouble = troubleOf(request))
        return std::pair<int, QByteArray>(refuse(request, *trouble), {});
    const ClaimMatch found = matchSocket(m_claims, request);
    if (found.claim == 0)
        return std::pair<int, QByteArray>(refuse(request, found.trouble), {});
    know(request);
    const HeldClaim &held = m_claims.at(found.claim);
    if (held.claim.isOpen && !held.claim.isOpen())
        return std::pair<int, QByteArray>(503, {});
    return std::nullopt;
}

std::optional<std::pair<int, QByteArray>> ReverseListener::gatePost(const io::IncomingRequest &request)
{
    if (request.method != "POST") {
        // no other method needs a body
        const bool body = !request.header("content-length").isEmpty() || !request.header("transfer-encoding").isEmpty();
        return body ? std::optional(std::pair<int, QByteArray>(405, {})) : std::nullopt;
    }
    std::optional<RejectReason> trouble = troubleOf(request);
    if (!trouble) {
        const ClaimMatch taker = matchPostHead(m_claims, request);
        if (taker.claim == 0)
            trouble = taker.trouble;
    }
    return trouble ? std::optional(std::pair<int, QByteArray>(refuse(request, *trouble), {})) : std::nullopt;
}

void ReverseListener::onSocket(const io::IncomingRequest &request, std::unique_ptr<QWebSocket> socket)
{
    // the claims may have changed during the handshake
    const auto it = m_claims.find(matchSocket(m_claims, request).claim);
    if (it == m_claims.end())
        return;
    it->second.self = selfOf(request);
    it->second.program = programOf(request);
    it->second.address = request.peer.toString();
    tell();
    const auto handler = it->second.claim.onSocket; // a copy: the handler may release the claim
    handler(roleOf(request), selfOf(request), std::move(socket));
}

void ReverseListener::onRequest(const io::IncomingRequest &request, const std::shared_ptr<io::Responder> &responder)
{
    if (request.method != "POST") {
        responder->send(426, {{"Upgrade", "websocket"}}, {});
        return;
    }
    const ClaimMatch found = matchPost(m_claims, request);
    if (found.claim == 0) {
        responder->send(refuse(request, found.trouble), {}, {});
        return;
    }
    responder->admit();
    know(request);
    HeldClaim &held = m_claims.at(found.claim);
    if (held.claim.isOpen && !held.claim.isOpen()) {
        responder->send(503, {}, {});
        return;
    }
    const QString self = selfOf(request);
    const QByteArray body = request.body;
    held.self = self;
    const auto handler = held.claim.onPost; // a copy: the handler may release the claim
    responder->send(204, {}, {}); // sent first: the gateway waits for it
    handler(self, body); // copies: the request ends with its answer
}

// --- rejected requests ----------------------------------------------------------------------------

std::optional<RejectReason> ReverseListener::troubleOf(const io::IncomingRequest &request) const
{
    if (isRefused(request))
        return RejectReason::TooMany;
    return isFromAPage(request) ? std::optional(RejectReason::BadRequest) : std::nullopt;
}

int ReverseListener::refuse(const io::IncomingRequest &request, RejectReason trouble)
{
    ++m_state.refused;
    const bool tooMany = trouble == RejectReason::TooMany;
    if (!tooMany)
        countFailure(request);
    IncomingConnection entry;
    entry.trouble = trouble;
    entry.account = tooMany ? QString() : selfOf(request);
    entry.program = tooMany ? QString() : programOf(request);
    entry.address = request.peer.toString();
    list(std::move(entry));
    if (tooMany)
        return 429;
    return trouble == RejectReason::NoToken ? 401 : 403;
}

void ReverseListener::count(Tally &tally) const
{
    if (m_clock.now() - tally.since > kFailureWindow)
        tally = {m_clock.now(), 0};
    ++tally.count;
}

int ReverseListener::counted(const Tally &tally) const
{
    return m_clock.now() - tally.since > kFailureWindow ? 0 : tally.count;
}

bool ReverseListener::isRefused(const io::IncomingRequest &request) const
{
    const QString peer = peerOf(request);
    if (const auto known = m_known.find({peer, selfOf(request)}); known != m_known.end())
        return counted(known->second.failures) >= kFailuresOfKnown;
    const auto failures = m_failures.find(peer);
    return failures != m_failures.end() && counted(failures->second) >= kFailuresAllowed;
}

void ReverseListener::countFailure(const io::IncomingRequest &request)
{
    const QString peer = peerOf(request);
    if (const auto known = m_known.find({peer, selfOf(request)}); known != m_known.end()) {
        count(known->second.failures);
        return;
    }
    if (m_failures.size() >= kMaxAddresses && !m_failures.contains(peer)) {
        // counting each address does not slow down a sender with so many; drop the oldest to spare the others
        m_failures.erase(std::min_element(m_failures.begin(), m_failures.end(), [](const auto &a, const auto &b) {
            return a.second.since < b.second.since;
        }));
    }
    count(m_failures[peer]);
}

//! Gives this account its own failure count at this address, so that others there cannot get it rejected.
void ReverseListener::know(const io::IncomingRequest &request)
{
    const std::pair key(peerOf(request), selfOf(request));
    if (m_known.size() >= kMaxAddresses && !m_known.contains(key)) {
        m_known.erase(std::min_element(m_known.begin(), m_known.end(),
                                       [](const auto &a, const auto &b) { return a.second.seen < b.second.seen; }));
    }
    m_known[key].seen = m_clock.now();
}

void ReverseListener::onFull(const QHostAddress &peer)
{
    count(m_cuts);
    if (m_cuts.count < kCutsForFull)
        return;
    m_state.full = true;
    m_fullEnds.start(kFullFor);
    IncomingConnection entry;
    entry.trouble = RejectReason::TooMany;
    entry.address = peer.toString();
    list(std::move(entry));
}

void ReverseListener::list(IncomingConnection entry)
{
    entry.lastAt = m_clock.wallNow();
    QList<IncomingConnection> &all = m_state.incoming;
    const auto same = std::find_if(all.cbegin(), all.cend(), [&entry](const IncomingConnection &other) {
        return other.trouble == entry.trouble && other.account == entry.account && other.program == entry.program
            && other.address == entry.address;
    });
    if (same != all.cend()) {
        entry.times = same->times + 1;
        all.erase(same);
    }
    all.prepend(std::move(entry));
    if (all.size() > kMaxListed)
        all.resize(kMaxListed);
    tell();
}

void ReverseListener::observeCollision(quint64 id)
{
    const auto it = m_claims.find(id);
    if (it == m_claims.end())
        return;
    IncomingConnection entry;
    entry.trouble = RejectReason::Collision;
    entry.account = it->second.self;
    entry.program = it->second.program;
    entry.address = it->second.address;
    list(std::move(entry));
}

void ReverseListener::clearIncoming()
{
    m_state.incoming.clear();
    tell();
}

void ReverseListener::tell()
{
    if (!m_tell.isActive())
        m_tell.start(kTellEvery);
}

} // namespace rookery::gateway

#include "moc_reverselistener.cpp"
