// SPDX-License-Identifier: GPL-3.0-or-later
#include "planmodel.h"

#include "kit/statusstyle.h"
#include "text/broadcastwording.h"
#include "text/wording.h"

#include <QFileInfo>

namespace rookery::ui {

namespace {

QString fileName(const QString &path)
{
    return text::visibleControls(QFileInfo(path).fileName());
}

} // namespace

void PlanModel::show(const Plan &plan, const AccountNames &names)
{
    QList<PlanLine> lines;
    for (const PreflightFinding &finding : plan.findings) {
        lines.append({.status = finding.blocking ? kFailedStyle : kDegradedStyle,
                      .what = finding.path.isEmpty() ? tr("message") : fileName(finding.path),
                      .amount = finding.blocking ? tr("blocking") : tr("note"),
                      .remark = text::findingWords(finding)});
    }
    for (const PlanOverlap &overlap : plan.overlaps) {
        lines.append({.status = {Shape::Triangle, Role::Degraded},
                      .what = tr("groups of several accounts"),
                      .amount = text::number(overlap.groups),
                      .remark = text::overlapWords(overlap, names.namer())});
    }
    for (const PlanAccount &account : plan.accounts) {
        const bool online = account.away.reason == Reason::None;
        const QString takes = tr("at least %1").arg(text::duration(account.duration));
        lines.append({.status = online ? kWorkingStyle : kDegradedStyle,
                      .what = names.name(account.gateway),
                      .amount = tr("%n message(s)", nullptr, account.targets),
                      .remark = online ? takes : text::awayWords(account, names.namer())});
    }
    for (const PreflightPicture &picture : plan.pictures) {
        lines.append(
            {.status = {},
             .what = fileName(picture.path),
             .amount = text::byteSize(picture.bytes),
             .remark = tr("%1 \u00D7 %2 pixels, %3", "width, height, format")
                           .arg(QString::number(picture.width), QString::number(picture.height), picture.format)});
    }
    for (const PlanSkip &skip : plan.skipped) {
        const QString label = text::targetLabel({skip.target.target.kind, names.number(skip.target.target.id)});
        lines.append({.status = {Shape::Triangle, Role::Degraded},
                      .what = skip.target.name.isEmpty()
                          ? label
                          : QStringLiteral("%1 (%2)").arg(text::visibleControls(skip.target.name), label),
                      .amount = tr("skipped"),
                      .remark = text::skipWords(skip, names.namer())});
    }
    setRows(lines);
}

bool PlanModel::isNumeric(int column) const
{
    return column == Amount;
}

QString PlanModel::textOf(const PlanLine &line, int column) const
{
    switch (column) {
    case What:
        return line.what;
    case Amount:
        return line.amount;
    case Remark:
        return line.remark;
    default:
        return {};
    }
}

std::optional<StatusStyle> PlanModel::status(const PlanLine &line, int column) const
{
    return column == What ? std::optional(line.status) : std::nullopt;
}

QString PlanModel::heading(int column) const
{
    switch (column) {
    case What:
        return tr("Account, picture or target");
    case Amount:
        return tr("Amount");
    case Remark:
        return tr("Remark");
    default:
        return {};
    }
}

QString planSummary(const Plan &plan, WallTime now)
{
    const auto targets = int(plan.draft.targets.size());
    QStringList parts{PlanModel::tr("%n message(s)", nullptr, targets),
                      PlanModel::tr("through %n account(s)", nullptr, int(plan.accounts.size())),
                      text::paceWords(plan.draft.pace)};
    if (!plan.pictures.isEmpty())
        parts.append(PlanModel::tr("%n picture(s) each", nullptr, int(plan.pictures.size())));
    if (!plan.skipped.isEmpty())
        parts.append(PlanModel::tr("%n skipped", nullptr, int(plan.skipped.size())));
    if (plan.earliestEnd > now) {
        parts.append(PlanModel::tr("ends at %1 at the earliest, in %2")
                         .arg(text::localTime(plan.earliestEnd, now), text::duration(plan.earliestEnd - now)));
    }
    return parts.join(QStringLiteral(" \u00B7 "));
}

} // namespace rookery::ui

#include "moc_planmodel.cpp"
