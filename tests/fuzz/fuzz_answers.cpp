// SPDX-License-Identifier: GPL-3.0-or-later
// Whatever answers at an address that an operator typed may be anything: a gateway, a proxy, another program. The first
// byte says who asks, the next who answers with which status, the rest is the body.
#include "gateway/kindtable.h"
#include "gateway/napcat/loginpoller.h"
#include "protocol/json.h"
#include "rkey/rkeyinference.h"
#include "rkey/rkeywatch.h"

#include <QUrl>

#include <cstddef>
#include <cstdint>
#include <cstdlib>

using namespace rookery;

namespace {

constexpr int kStatuses[] = {0, 101, 200, 204, 301, 302, 400, 401, 403, 404, 405, 413, 429, 500, 502, 503};

//! Asks on until the table knows what it is: each question at most once.
void detect(gateway::Heard heard)
{
    constexpr int kQuestions = 6;
    const QUrl address(QStringLiteral("http://127.0.0.1:6099/"));
    QList<gateway::Heard> all;
    for (int asked = 0;; ++asked) {
        if (asked > kQuestions)
            std::abort();
        const auto next = gateway::nextStep(address, all);
        if (std::holds_alternative<Detection>(next))
            return;
        heard.question = std::get<gateway::Question>(next);
        if (gateway::proofOf(heard).said.size() > 4096)
            std::abort();
        all.append(heard);
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    if (size < 2)
        return 0;
    const int status = kStatuses[data[1] & 15];
    const QByteArray body(reinterpret_cast<const char *>(data) + 2, qsizetype(size - 2));
    const QByteArray type = (data[1] & 16) != 0 ? "application/json" : (data[1] & 32) != 0 ? "text/html" : "";
    if (data[0] % 2 == 0) {
        gateway::Heard heard;
        if (status == 0)
            heard.error = Error{.kind = ErrorKind::Network, .reason = Reason::ConnectionRefused};
        heard.status = status;
        heard.contentType = type;
        heard.challenges = (data[1] & 64) != 0;
        heard.body = body;
        heard.frames = body.split('\n');
        heard.closeCode = (data[1] & 128) != 0 ? 1008 : 0;
        detect(heard);
        return 0;
    }
    io::HttpResponse response;
    response.status = status;
    response.body = body;
    (void)rkey::judgeProbe(response);
    (void)rkey::judgeLink(QUrl(QString::fromUtf8(body)));
    if (const auto object = protocol::parseObject(body)) {
        const QJsonValue value = object->value(QStringLiteral("data"));
        (void)gateway::loginStatusOf(value);
        (void)rkey::decodeKeys(value);
    }
    return 0;
}
