// SPDX-License-Identifier: GPL-3.0-or-later
#include "message.h"

#include <algorithm>

namespace rookery::broadcast {

namespace {

//! A text below this weight is a word that anyone may type at any time; letters weigh 1, ideographs and symbols 2.
constexpr int kIdentifyingWeight = 5;

bool identifies(const QString &text)
{
    constexpr char16_t kLastLatin = 0x24f;
    int weight = 0;
    for (const QChar c : text) {
        weight += c.unicode() <= kLastLatin ? 1 : 2;
        if (weight >= kIdentifyingWeight)
            return true;
    }
    return false;
}

//! Gives the file name without folders and extension, in lower case.
QByteArray stemOf(const QString &file)
{
    const qsizetype slash = std::max(file.lastIndexOf(u'/'), file.lastIndexOf(u'\\'));
    const QString name = file.sliced(slash + 1);
    return name.left(name.lastIndexOf(u'.')).toLatin1().toLower();
}

bool isHash(const QByteArray &stem)
{
    constexpr qsizetype kMd5Digits = 32;
    constexpr qsizetype kSha256Digits = 64;
    if (stem.size() != kMd5Digits && stem.size() != kSha256Digits)
        return false;
    return std::all_of(stem.cbegin(), stem.cend(),
                       [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

//! Returns true if the name is this hash; a staged name continues after it, because each upload has a name of its
//! own.
bool isNamedBy(const QByteArray &stem, const QByteArray &hash)
{
    return !hash.isEmpty() && stem.startsWith(hash) && (stem.size() == hash.size() || stem.at(hash.size()) == '-');
}

Likeness likeness(const PictureIdentity &sent, const ImageSegment &seen)
{
    if (seen.size > 0 && seen.size != sent.bytes)
        return Likeness::Different;
    bool anotherHash = false;
    for (const QString &file : {seen.name, seen.file}) {
        const QByteArray stem = stemOf(file);
        if (isNamedBy(stem, sent.sha256) || isNamedBy(stem, sent.md5))
            return Likeness::Same;
        // QQ's own names have a suffix, unlike Milky's resource ids; without our MD5 they say nothing.
        anotherHash = anotherHash || (isHash(stem) && file.contains(u'.') && !sent.md5.isEmpty());
    }
    return anotherHash ? Likeness::Different : Likeness::Alike;
}

} // namespace

Likeness likeness(const Fingerprint &sent, const Message &seen)
{
    QString text;
    bool atAll = false;
    qsizetype pictures = 0;
    Likeness result = Likeness::Same;
    for (const Segment &segment : seen) {
        if (const auto *part = std::get_if<TextSegment>(&segment)) {
            text += part->text;
        } else if (const auto *image = std::get_if<ImageSegment>(&segment)) {
            if (pictures == sent.pictures.size())
                return Likeness::Different;
            result = std::min(result, likeness(sent.pictures.at(pictures++), *image));
        } else if (const auto *at = std::get_if<AtSegment>(&segment); at != nullptr && at->userId.isEmpty()) {
            atAll = true;
        } else {
            return Likeness::Different; // a face, a reply, a video: nothing that we send
        }
    }
    if (pictures != sent.pictures.size() || atAll != sent.atAll || text.simplified() != sent.text)
        return Likeness::Different;
    if (sent.pictures.isEmpty() && !identifies(sent.text))
        return std::min(result, Likeness::Alike);
    return result;
}

Message buildMessage(const store::BroadcastContent &content, const Target &target, const QStringList &files)
{
    Message message;
    if (content.atAll && target.kind == ChatKind::Group)
        message.append(AtSegment{});
    if (!content.text.isEmpty())
        message.append(TextSegment{content.text});
    for (const QString &file : files)
        message.append(ImageSegment{.file = file, .url = {}, .summary = {}, .size = 0});
    return message;
}

Fingerprint fingerprintOf(const store::BroadcastContent &content, const Target &target)
{
    Fingerprint print{
        .text = content.text.simplified(), .atAll = content.atAll && target.kind == ChatKind::Group, .pictures = {}};
    for (const store::StoredPicture &picture : content.pictures)
        print.pictures.append({picture.sha256.toHex(), picture.md5.toHex(), picture.bytes});
    return print;
}

} // namespace rookery::broadcast
