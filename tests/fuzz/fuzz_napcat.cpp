// SPDX-License-Identifier: GPL-3.0-or-later
// What answers where NapCat's panel should be may be anything: only NapCat's own words are a verdict on the token, and
// a file counts as uploaded only when the gateway holds its very bytes.
#include "base/reasons/gateway.h"
#include "gateway/dialect.h"
#include "gateway/napcat/napcatanswers.h"
#include "gateway/napcat/napcatlogs.h"
#include "gateway/napcat/uploader.h"
#include "givenanswer.h"
#include "logrecords.h"
#include "protocol/json.h"

#include <QCryptographicHash>
#include <QUrlQuery>

using namespace rookery;
using namespace rookery::gateway;
using rookery::fuzz::require;
using namespace Qt::Literals::StringLiterals;

namespace {

void requireSoundRefusal(const io::HttpResponse &response, const Error &error)
{
    fuzz::requireFitToKeep(error, kLongestWording);
    const QJsonObject body = fuzz::bodyOf(response);
    const bool ownWords = response.status == 200 ? body.value(u"code"_s).isDouble() : body.contains(u"error"_s);
    require(error.kind != ErrorKind::Auth || ownWords, "only NapCat's own words are a verdict on the token");
}

void requireSoundLogin(const QJsonValue &data)
{
    if (const auto credential = napcatCredential(data))
        require(!credential->isEmpty(), "a credential is one");
    if (const auto status = loginStatusOf(data))
        require(!status->loggedIn || status->errorText.isEmpty(), "who is logged in has no trouble with it");
    (void)napcatAccount(data);
    for (const QuickLoginEntry &entry : napcatQuickLogins(data))
        require(!entry.account.isNull(), "an account that may log in has a number");
}

//! Neither word that the panel gives adds a parameter, or goes elsewhere.
void requireSoundSocket(const QJsonValue &data)
{
    const QUrl panel(u"wss://box:6099/api/Debug/ws"_s);
    const QUrl socket = napcatDebugSocket(panel, data);
    require(socket.isValid() && socket.adjusted(QUrl::RemoveQuery) == panel, "the debug socket is the panel's");
    const QUrlQuery query(socket);
    require(query.queryItems().size() == 2 && !socket.hasFragment(), "it has its two parameters");
    for (const QString &name : {u"adapterName"_s, u"token"_s}) {
        const QString word = QString::fromUtf8(data.toObject().value(name).toString().toUtf8());
        require(query.queryItemValue(name, QUrl::FullyDecoded) == word, "a parameter arrives as it was given");
    }
}

//! An answer to the last chunk, judged for a file that fits it as far as it can, and for its neighbours.
void requireSoundUpload(const QJsonValue &data)
{
    const QString ours = QString::fromLatin1(QCryptographicHash::hash("picture", QCryptographicHash::Sha256).toHex());
    const QJsonObject file = data.toObject();
    const qint64 size = protocol::wholeNumber(file.value(u"file_size"_s), 7);
    const QString told = file.value(u"sha256"_s).toString();
    const QString sha256 = told.isEmpty() ? ours : told;
    if (const auto path = uploadedPath(data, size, sha256)) {
        require(!path->isEmpty() && *path == file.value(u"file_path"_s).toString(), "a file lies where it is said to");
        require(file.value(u"status"_s).toString() == u"file_complete"_s, "a file that counts is complete");
        require(!uploadedPath(data, size ^ 1, sha256), "a file of another size does not count");
        require(told.isEmpty() || !uploadedPath(data, size, ours.toUpper() + u'0'), "other bytes do not count");
    }
    if (!told.isEmpty() && told.compare(ours, Qt::CaseInsensitive) != 0)
        require(!uploadedPath(data, size, ours), "other bytes do not count");
}

void requireSoundLog(const QByteArray &body)
{
    const fuzz::Records burst = fuzz::recordsOf<NapCatLogs>(body);
    const QList<size_t> keys = fuzz::keysOf(burst);
    require(fuzz::keysOf(NapCatLogs::newOnes(burst, {})) == keys, "what was never reported is all new, in its order");
    require(NapCatLogs::newOnes(burst, keys).isEmpty(), "what was reported is not reported again");
    const qsizetype half = keys.size() / 2;
    require(fuzz::keysOf(NapCatLogs::newOnes(burst, keys.first(half))) == keys.sliced(half),
            "what follows the last reported line is new");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const io::HttpResponse response = fuzz::givenAnswer(data, size);
    const Result<QJsonValue> answer = napcatData(response);
    if (answer) {
        require(response.status == 200 && fuzz::bodyOf(response).value(u"code"_s).toDouble(-1) == 0.0,
                "a success says so");
        requireSoundLogin(*answer);
        requireSoundSocket(*answer);
        requireSoundUpload(*answer);
    } else {
        requireSoundRefusal(response, answer.error());
    }
    fuzz::requireFitToKeep(
        napcatStreamRefusal({ErrorKind::Protocol, Reason::WrongServer, response.status}, response.body),
        kLongestWording);
    requireSoundLog(response.body);
    return 0;
}
