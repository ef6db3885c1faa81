// SPDX-License-Identifier: GPL-3.0-or-later
#include "ilinktest.h"

#include "base/reasons/login.h"

namespace rookery::gateway {

using namespace Qt::Literals::StringLiterals;

ILinkTest::ILinkTest(const GatewayProfile &profile, Clock &clock, const io::NetworkSettings &network,
                     const Deadlines &deadlines, QObject *parent)
    : GatewayTestRun(parent)
    , m_api(profile.webUi, clock, network, deadlines)
{
    connect(&m_api, &ILinkClient::certificateRefused, this, &ILinkTest::observeCertificate);
}

ILinkTest::~ILinkTest() = default;

void ILinkTest::begin()
{
    onResult(this, m_api.newCode(), [this](const Result<protocol::ilink::LoginCode> &code) { onCode(code); });
}

void ILinkTest::onCode(const Result<protocol::ilink::LoginCode> &code)
{
    const bool answered = code || code.error().kind == ErrorKind::Protocol || code.error().kind == ErrorKind::Rejected;
    if (!answered) {
        failed(TestStep::Connect, code.error());
        return;
    }
    passed(TestStep::Connect);
    if (!code) {
        failed(TestStep::Kind, code.error());
        return;
    }
    passed(TestStep::Kind, u"iLink"_s);
    // The token comes with the scan, on the login page.
    skipped(TestStep::Token, {ErrorKind::Rejected, Reason::NotLoggedIn, 0, {}, milliseconds(0)});
}

} // namespace rookery::gateway

#include "moc_ilinktest.cpp"
