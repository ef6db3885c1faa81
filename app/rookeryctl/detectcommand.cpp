// SPDX-License-Identifier: GPL-3.0-or-later
#include "command.h"
#include "gatewaycommands.h"
#include "names.h"

#include "model/names.h"
#include "ui/text/detectionwording.h"

#include <QJsonArray>

namespace rookery::ctl {

namespace {

//! Implements `gateway detect`: reports what answers at an address, without sending it a token.
class DetectCommand final : public CommandWith<SubjectOptions>
{
    Q_OBJECT

public:
    using CommandWith::CommandWith;

    void start() override
    {
        engine::Engine *engine = openEngine();
        if (engine)
            then(engine->gateways().detect(options().subject), [this](const Detection &found) {
                print(out(), found);
                finish(found.kind ? ExitOk : ExitFailed);
            });
    }
};

} // namespace

void print(const Output &out, const Detection &found)
{
    QJsonArray evidence;
    for (const DetectionProof &proof : found.evidence)
        evidence.append(QJsonObject{{QStringLiteral("asked"), proof.asked},
                                    {QStringLiteral("status"), proof.status},
                                    {QStringLiteral("said"), proof.said}});
    QJsonObject json{{QStringLiteral("as"), nameOf(found.as)},
                     {QStringLiteral("kind"), found.kind ? gatewayKindId(*found.kind) : QString()},
                     {QStringLiteral("url"), found.address.toString()},
                     {QStringLiteral("program"), found.program},
                     {QStringLiteral("version"), found.version},
                     {QStringLiteral("certain"), found.certain},
                     {QStringLiteral("asksForToken"), found.asksForToken},
                     {QStringLiteral("evidence"), evidence}};
    if (found.as == DetectedAs::OneBot)
        json.insert(QStringLiteral("way"), nameOf(found.way));
    const QString proof = text::detectionEvidence(found);
    out.line("detected", json, text::detectionWords(found) + (proof.isEmpty() ? QString() : QString(u'\n' + proof)));
}

std::unique_ptr<Command> makeDetectCommand(Context context, SubjectOptions options)
{
    return std::make_unique<DetectCommand>(std::move(context), std::move(options));
}

} // namespace rookery::ctl

#include "detectcommand.moc"
