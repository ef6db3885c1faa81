// SPDX-License-Identifier: GPL-3.0-or-later
#include "onebot/traffic.h"

#include <QRandomGenerator>
#include <QUuid>

using namespace Qt::StringLiterals;

namespace rookery::sim::onebot {

namespace {

template <class T>
const T &anyOf(const QList<T> &list)
{
    return list.at(QRandomGenerator::global()->bounded(static_cast<int>(list.size())));
}

constexpr int kPictureEvery = 5;

} // namespace

Traffic::Traffic(State &state, Chats &chats, Hooks hooks)
    : m_state(state)
    , m_chats(chats)
    , m_hooks(std::move(hooks))
    , m_tick(state.clock, [this] { onTick(); })
    , m_pictureTick(state.clock, [this] { onPictureTick(); })
{}

void Traffic::start()
{
    if (m_state.options.traffic > 0 && !m_tick.isActive())
        m_tick.start(milliseconds(static_cast<qint64>(1000 / m_state.options.traffic)));
    if (m_state.faults.isOn(u"rkey-504"_s) && !m_pictureTick.isActive())
        m_pictureTick.start(seconds(1));
}

void Traffic::stop()
{
    m_tick.stop();
    m_pictureTick.stop();
}

void Traffic::onTick()
{
    if (m_hooks.isOnline()) {
        if (++m_count % kPictureEvery == 0)
            receivePicture();
        else
            receiveText();
    }
    start();
}

void Traffic::onPictureTick()
{
    if (!m_state.faults.isOn(u"rkey-504"_s))
        return;
    if (m_hooks.isOnline())
        receivePicture();
    start();
}

void Traffic::receiveText()
{
    static const QStringList phrases{u"早上好"_s,           u"今天有人在吗？"_s,     u"收到"_s,
                                     u"哈哈哈哈"_s,         u"周末一起去爬山吧"_s,   u"版本什么时候发布？"_s,
                                     u"[强] 赞"_s,          u"文档在群文件里"_s,     u"got it, thanks!"_s,
                                     u"明天下午三点开会"_s, u"这个问题我也遇到了"_s, u"晚安~"_s};
    const QStringList &own = m_state.options.phrases;
    const QString text = own.isEmpty() ? anyOf(phrases) : own.at(m_said++ % own.size());
    receive({QJsonObject{{u"type"_s, u"text"_s}, {u"data"_s, QJsonObject{{u"text"_s, text}}}}});
}

void Traffic::receivePicture()
{
    const QString fileId = QUuid::createUuid().toString(QUuid::Id128).toUpper();
    receive({QJsonObject{{u"type"_s, u"image"_s},
                         {u"data"_s,
                          QJsonObject{{u"summary"_s, QString()},
                                      {u"file"_s, QString(fileId + u".png"_s)},
                                      {u"sub_type"_s, 0},
                                      {u"url"_s, fileId},
                                      {u"file_size"_s, u"1234"_s}}}}});
}

void Traffic::receive(const QJsonArray &segments)
{
    const QStringList groups = m_chats.groupIds();
    const QStringList &friends = m_state.options.friends;
    const bool group = !groups.isEmpty() && (friends.isEmpty() || QRandomGenerator::global()->bounded(4) != 0);
    if (!group && friends.isEmpty())
        return;
    const Peer peer{.group = group, .id = group ? anyOf(groups) : anyOf(friends)};
    const QString sender = group ? QString::number(20001 + QRandomGenerator::global()->bounded(12)) : peer.id;
    QJsonArray resolved;
    for (const QJsonValue &value : segments) {
        QJsonObject segment = value.toObject();
        QJsonObject data = segment.value("data"_L1).toObject();
        if (data.contains("url"_L1)) { // held only the file id until now
            data.insert(u"url"_s, m_hooks.pictureUrl(group, data.value("url"_L1).toString()));
            segment.insert(u"data"_s, data);
        }
        resolved.append(segment);
    }
    if (m_hooks.received)
        m_hooks.received(peer, sender, resolved);
    const QJsonObject event = m_chats.remember(peer, sender, resolved);
    if (m_state.options.trace && m_hooks.passedOn)
        m_hooks.passedOn(event);
    m_chats.push(event);
}

} // namespace rookery::sim::onebot
