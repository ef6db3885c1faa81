// SPDX-License-Identifier: GPL-3.0-or-later
#include "detectionwording.h"

#include "wording.h"

#include <QCoreApplication>

namespace rookery::text {

using namespace Qt::Literals::StringLiterals;

namespace {

QString whoIsThere(const Detection &found)
{
    const QString program = found.program.isEmpty() && found.kind ? gatewayKindName(*found.kind) : found.program;
    switch (found.as) {
    case DetectedAs::Panel:
        return (found.certain ? QCoreApplication::translate("Detection", "This is the panel of %1.")
                              : QCoreApplication::translate("Detection", "This behaves like the panel of %1."))
            .arg(visibleControls(program));
    case DetectedAs::OneBot:
        return found.program.isEmpty() ? QCoreApplication::translate("Detection", "This address speaks OneBot 11.")
                                       : QCoreApplication::translate("Detection", "This address speaks OneBot 11 (%1).")
                                             .arg(visibleControls(program));
    case DetectedAs::Milky:
        return found.program.isEmpty()
            ? QCoreApplication::translate("Detection", "This address speaks Milky.")
            : QCoreApplication::translate("Detection", "This address speaks Milky (%1).").arg(visibleControls(program));
    case DetectedAs::ILink:
        return QCoreApplication::translate("Detection", "WeChat's bot interface (iLink) answers here.");
    case DetectedAs::WebPage:
        return QCoreApplication::translate(
            "Detection", "This is an ordinary web page, not a gateway. It can be added as a monitored service.");
    case DetectedAs::NothingThere:
        return QCoreApplication::translate("Detection", "Nothing answers here: %1.").arg(errorClause(found.why));
    case DetectedAs::Unknown:
        break;
    }
    return QCoreApplication::translate(
        "Detection", "Something answers here, but its kind could not be detected. Choose the kind yourself.");
}

} // namespace

QString detectionWords(const Detection &found)
{
    QStringList words{whoIsThere(found)};
    if (!found.version.isEmpty())
        words += QCoreApplication::translate("Detection", "Version %1.").arg(visibleControls(found.version));
    if (found.certificate)
        words +=
            QCoreApplication::translate("Detection", "Its certificate is not trusted: you will be asked to review it.");
    if (found.asksForToken)
        words += QCoreApplication::translate("Detection", "A token is required.");
    return words.join(u' ');
}

QString detectionEvidence(const Detection &found)
{
    QStringList lines;
    for (const DetectionProof &proof : found.evidence) {
        QString answer = proof.status == 0 ? errorClause(proof.error) : QString::number(proof.status);
        if (proof.closeCode != 0)
            answer += QCoreApplication::translate("Detection", ", closed with %1").arg(proof.closeCode);
        if (!proof.said.isEmpty())
            answer += u' ' + visibleControls(proof.said);
        lines += QCoreApplication::translate("Detection", "%1: %2", "question: answer").arg(proof.asked, answer);
    }
    return lines.join(u'\n');
}

} // namespace rookery::text
