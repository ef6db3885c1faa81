// SPDX-License-Identifier: GPL-3.0-or-later
#include "keyringbackend.h"

#include "keyringnews.h"

#include <qt6keychain/keychain.h>

#include <utility>

namespace rookery::config {

namespace {

KeyringOutcome outcomeOf(const QKeychain::Job &job)
{
    switch (job.error()) {
    case QKeychain::NoError:
        return KeyringOutcome::Done;
    case QKeychain::EntryNotFound:
        return KeyringOutcome::NotFound;
    case QKeychain::AccessDenied:
    case QKeychain::AccessDeniedByUser:
        return KeyringOutcome::Denied;
    case QKeychain::NoBackendAvailable:
    case QKeychain::NotImplemented:
        return KeyringOutcome::Absent;
    case QKeychain::CouldNotDeleteEntry:
    case QKeychain::OtherError:
        break;
    }
    return KeyringOutcome::Failed;
}

class QtKeyringBackend final : public KeyringBackend
{
public:
    explicit QtKeyringBackend(QString service) : m_service(std::move(service)) {}

    void read(const QString &key, Callback callback) override
    {
        auto *job = new QKeychain::ReadPasswordJob(m_service);
        run(job, key,
            [job, callback = std::move(callback)] { callback(outcomeOf(*job), Redacted<QString>(job->textData())); });
    }
    void write(const QString &key, const Redacted<QString> &secret, Callback callback) override
    {
        auto *job = new QKeychain::WritePasswordJob(m_service);
        job->setTextData(secret.reveal());
        run(job, key, [job, callback = std::move(callback)] { callback(outcomeOf(*job), {}); });
    }
    void remove(const QString &key, Callback callback) override
    {
        auto *job = new QKeychain::DeletePasswordJob(m_service);
        run(job, key, [job, callback = std::move(callback)] { callback(outcomeOf(*job), {}); });
    }
    void watch(Watcher watcher) override { m_news = makeKeyringNews(std::move(watcher)); }

private:
    //! Starts a job that deletes itself when done. It is never deleted earlier, because the system's own callback may
    //! still use it; a job whose result is no longer needed finishes unnoticed.
    template <class Done>
    void run(QKeychain::Job *job, const QString &key, Done done)
    {
        job->setAutoDelete(true);
        job->setInsecureFallback(false);
        job->setKey(key);
        QObject::connect(job, &QKeychain::Job::finished, job, [done = std::move(done)] { done(); });
        job->start();
    }

    QString m_service;
    std::unique_ptr<QObject> m_news;
};

} // namespace

std::unique_ptr<KeyringBackend> makeQtKeyringBackend(const QString &service)
{
    return std::make_unique<QtKeyringBackend>(service);
}

} // namespace rookery::config
