// SPDX-License-Identifier: GPL-3.0-or-later
#include "kinddetector.h"

#include "ilink/ilinkclient.h"
#include "kinds.h"

#include "io/httpclient.h"
#include "io/wschannel.h"

#include <memory>
#include <optional>

namespace rookery::gateway {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr qint64 kMaxAnswer = 64 * 1024;
constexpr qsizetype kMaxFrames = 4;
//! Time after a frame to wait for the close that belongs to it.
constexpr milliseconds kAfterFrame{300};

//! Runs one detection; deletes itself after the answer.
class KindDetector final : public QObject
{
public:
    KindDetector(const QUrl &address, Clock &clock, const io::NetworkSettings &network, QObject *parent)
        : QObject(parent)
        , m_address(address)
        , m_clock(clock)
        , m_network(network)
        , m_http(clock, network)
        , m_socketEnd(clock, [this] { endSocket(); })
    {
        connect(&m_http, &io::HttpClient::certificateRefused, this,
                [this](const CertificateInfo &certificate) { m_certificate = certificate; });
    }

    FutureResult<Detection> run()
    {
        proceed();
        return m_answer.future();
    }

private:
    void proceed()
    {
        const auto step = nextStep(m_address, m_heard, m_recognisers);
        if (const auto *probe = std::get_if<FingerprintProbe>(&step)) {
            ask(*probe);
            return;
        }
        Detection found = std::get<Detection>(step);
        found.certificate = m_certificate;
        m_answer.resolve(found);
        deleteLater();
    }

    [[nodiscard]] QUrl at(const QString &path, bool socket) const
    {
        QUrl url = m_address;
        const bool safe = url.scheme() == u"https"_s || url.scheme() == u"wss"_s;
        url.setScheme(socket ? (safe ? u"wss"_s : u"ws"_s) : (safe ? u"https"_s : u"http"_s));
        QString base = url.path();
        while (base.endsWith(u'/'))
            base.chop(1);
        url.setPath(base + path);
        return url;
    }

    void ask(FingerprintProbe probe)
    {
        if (probe == FingerprintProbe::Upgrade) {
            m_upgrade = {};
            m_upgrade.probe = probe;
            openSocket();
            return;
        }
        const QString name = probeName(probe);
        io::HttpRequest request;
        request.method = name.section(u' ', 0, 0).toLatin1();
        request.url = at(name.section(u' ', 1), false);
        request.deadline = kDetectDeadline;
        request.maxBody = kMaxAnswer;
        if (request.method == "POST") {
            request.headers = probe == FingerprintProbe::Updates
                ? iLinkPostHeaders()
                : io::HttpHeaders{{"Content-Type", "application/json"}};
            request.body = "{}";
        }
        onResult(this, m_http.send(request), [this, probe](const Result<io::HttpResponse> &response) {
            if (!response && response.error().kind == ErrorKind::Tls && trustOnce()) {
                ask(probe);
                return;
            }
            Response responses;
            responses.probe = probe;
            if (response) {
                responses.status = response->status;
                responses.contentType = response->header("content-type");
                responses.challenges = response->header("www-authenticate").startsWith("Bearer");
                responses.body = response->body;
            } else {
                responses.error = response.error();
            }
            m_heard.append(responses);
            proceed();
        });
    }

    //! Accepts an unknown certificate for this question, which carries no secret; the answer names the certificate.
    bool trustOnce()
    {
        if (!m_certificate || !m_network.pinnedSha256.isEmpty())
            return false;
        m_network.pinnedSha256 = m_certificate->sha256;
        m_http.setNetworkSettings(m_network);
        return true;
    }

    void openSocket()
    {
        if (m_socket)
            m_socket.release()->deleteLater(); // it may be the caller
        m_socket = std::make_unique<io::WsChannel>(m_clock, m_network,
                                                   io::WsLimits{.handshake = kDetectDeadline,
                                                                .maxFrame = kMaxAnswer,
                                                                .maxFrameBeforeTrusted = kMaxAnswer,
                                                                .pingEvery = milliseconds(0)});
        connect(m_socket.get(), &io::WsChannel::certificateRefused, this,
                [this](const CertificateInfo &certificate) { m_certificate = certificate; });
        connect(m_socket.get(), &io::WsChannel::opened, this, &KindDetector::onOpened);
        connect(m_socket.get(), &io::WsChannel::textReceived, this, &KindDetector::onFrame);
        connect(m_socket.get(), &io::WsChannel::closed, this, &KindDetector::onClosed);
        m_socket->open(at(u"/"_s, true));
    }

    void onOpened()
    {
        m_upgrade.status = 101;
        // answered only if no token is needed; changes nothing
        static_cast<void>(m_socket->sendText(R"({"action":"get_version_info","params":{},"echo":"rookery"})"));
        m_socketEnd.start(kDetectDeadline);
    }

    void onFrame(const QByteArray &frame)
    {
        if (m_upgrade.frames.size() < kMaxFrames)
            m_upgrade.frames.append(frame);
        if (frame.contains("retcode"))
            m_socketEnd.start(kAfterFrame);
    }

    void onClosed(const io::WsClose &close)
    {
        if (m_upgrade.status == 0 && close.error.kind == ErrorKind::Tls && trustOnce()) {
            ask(FingerprintProbe::Upgrade);
            return;
        }
        if (m_upgrade.status == 0)
            m_upgrade.status = close.httpStatus;
        m_upgrade.closeCode = close.code;
        if (m_upgrade.status == 0)
            m_upgrade.error = close.error;
        endSocket();
    }

    void endSocket()
    {
        m_socketEnd.stop();
        m_socket->close();
        m_heard.append(m_upgrade);
        proceed();
    }

    QUrl m_address;
    const QList<Recogniser> m_recognisers = recognisers();
    Clock &m_clock;
    io::NetworkSettings m_network;
    io::HttpClient m_http;
    std::unique_ptr<io::WsChannel> m_socket;
    std::optional<CertificateInfo> m_certificate; //!< the untrusted one, if any
    Timer m_socketEnd;
    QList<Response> m_heard;
    Response m_upgrade;
    Promise<Detection> m_answer;
};

} // namespace

FutureResult<Detection> detectKind(const QUrl &address, Clock &clock, const io::NetworkSettings &network,
                                   QObject *context)
{
    auto *detector = new KindDetector(address, clock, network, context);
    return detector->run();
}

} // namespace rookery::gateway
