// SPDX-License-Identifier: GPL-3.0-or-later
#include "handover.h"

#include "controlclient.h"

#include <memory>

namespace rookery::engine {

namespace {

//! Is one handover; deletes itself when it has finished.
class Handover final : public QObject
{
public:
    explicit Handover(StartWish wish) : m_wish(std::move(wish)) {}

    [[nodiscard]] FutureResult<> start(const QString &profileFolder)
    {
        const FutureResult<> done =
            andThen(this, m_client.open(profileFolder), [this] { return m_client.request(m_wish); });
        onResult(this, done, [this](const Result<> &result) {
            m_answer.resolve(result);
            deleteLater();
        });
        return m_answer.future();
    }

private:
    const StartWish m_wish;
    SystemClock m_clock;
    Promise<void> m_answer;
    ControlClient m_client{m_clock, QStringLiteral("rookery")};
};

} // namespace

FutureResult<> handOver(const QString &profileFolder, const StartWish &wish)
{
    return (new Handover(wish))->start(profileFolder);
}

} // namespace rookery::engine
