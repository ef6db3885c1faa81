// SPDX-License-Identifier: GPL-3.0-or-later
// Whatever is pasted: what is taken is a clean address with a valid, unused id, and no line is lost.
#include "config/profile.h"

#include <QRegularExpression>

#include <cstdint>
#include <cstdlib>

using namespace rookery;

namespace {

bool isClean(const QUrl &url)
{
    return url.isValid() && !url.host().isEmpty() && url.userInfo().isEmpty() && !url.hasQuery() && !url.hasFragment()
        && (url.scheme() == QLatin1String("http") || url.scheme() == QLatin1String("https"));
}

//! Every line with a word in it that is no comment gives a gateway, or is named as one that does not.
void requireNoLineLost(const QString &text, const PasteResult &result)
{
    static const QRegularExpression word(QStringLiteral("[^\\s,;\uFF0C\uFF1B]"));
    QList<int> numbers;
    const QStringList lines = text.split(u'\n');
    for (int number = 1; number <= lines.size(); ++number) {
        const QString line = lines.at(number - 1).trimmed();
        if (!line.startsWith(u'#') && line.contains(word))
            numbers.append(number);
    }
    for (const auto &[number, shown] : result.badLines) {
        if (shown.isEmpty() || numbers.removeAll(number) != 1)
            std::abort();
    }
    if (numbers.size() != result.gateways.size())
        std::abort();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const QString text = QString::fromUtf8(QByteArrayView(data, static_cast<qsizetype>(size)));
    if (const auto parsed = config::parseGatewayAddress(text); parsed && !isClean(parsed->url))
        std::abort();
    if (!config::isValidGatewayId(config::makeGatewayId(text, {}).value()))
        std::abort();

    QList<GatewayId> used = {GatewayId(QStringLiteral("main"))};
    const PasteResult result = config::parsePastedGateways(text, used);
    requireNoLineLost(text, result);
    for (const PastedGateway &gateway : result.gateways) {
        if (!isClean(gateway.profile.webUi) || !config::isValidGatewayId(gateway.profile.id.value())
            || used.contains(gateway.profile.id))
            std::abort();
        used.append(gateway.profile.id);
    }
    return 0;
}
