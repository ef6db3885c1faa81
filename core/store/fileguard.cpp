// SPDX-License-Identifier: GPL-3.0-or-later
#include "fileguard.h"

#include "base/reasons/machine.h"

#include <QFile>

#include <utility>
#include <vector>

#ifdef Q_OS_UNIX
#include <cerrno>
#include <optional>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#endif

namespace rookery::store {

#ifdef Q_OS_UNIX

namespace {

struct Identity {
    dev_t device;
    ino_t inode;
    bool operator==(const Identity &) const = default;
};

std::optional<Identity> identityOf(const QByteArray &path)
{
    struct stat found = {};
    if (stat(path.constData(), &found) != 0)
        return std::nullopt;
    return Identity{found.st_dev, found.st_ino};
}

} // namespace

class FileGuard::Impl
{
public:
    struct Watched {
        QByteArray path;
        std::optional<Identity> identity;
    };

    Impl() = default;
    Q_DISABLE_COPY_MOVE(Impl)
    ~Impl()
    {
        if (descriptor >= 0)
            close(descriptor);
    }

    Result<> lock(const QString &path)
    {
        descriptor = make(path);
        if (descriptor < 0)
            return fail(ErrorKind::Storage, Reason::FileDenied, qt_error_string(errno));
        // on a file system without such locks only the profile's lock protects us
        if (flock(descriptor, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK)
            return fail(ErrorKind::Storage, Reason::ProfileInUse, path);
        return {};
    }

    //! Watches a file. Creates it if it is missing, so that it has an identity and is private from the start.
    Result<> watch(const QString &path)
    {
        const int made = make(path);
        if (made < 0)
            return fail(ErrorKind::Storage, Reason::FileDenied, qt_error_string(errno));
        close(made);
        const QByteArray name = QFile::encodeName(path);
        watched.push_back({name, identityOf(name)});
        return {};
    }

    //! Opens the file with O_CLOEXEC: a program that we start must not keep the lock after we have ended.
    static int make(const QString &path)
    {
        return open(QFile::encodeName(path).constData(), O_RDWR | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR);
    }

    int descriptor = -1;
    std::vector<Watched> watched;
};

Result<std::unique_ptr<FileGuard>> FileGuard::take(const QString &locked, const QStringList &watched)
{
    std::unique_ptr<FileGuard> guard(new FileGuard);
    if (const auto taken = guard->m_impl->lock(locked); !taken)
        return fail(taken.error());
    for (const QString &path : QStringList(locked) + watched) {
        if (const auto seen = guard->m_impl->watch(path); !seen)
            return fail(seen.error());
    }
    return guard;
}

Result<> FileGuard::checkInPlace() const
{
    for (const Impl::Watched &file : m_impl->watched) {
        const auto now = identityOf(file.path);
        if (!now || now != file.identity)
            return fail(ErrorKind::Storage, Reason::DatabaseReplaced, QFile::decodeName(file.path));
    }
    return {};
}

#else

class FileGuard::Impl
{};

Result<std::unique_ptr<FileGuard>> FileGuard::take(const QString &locked, const QStringList &watched)
{
    for (const QString &path : QStringList(locked) + watched) {
        QFile file(path);
        if (!file.open(QIODevice::ReadWrite | QIODevice::Append, QFileDevice::ReadOwner | QFileDevice::WriteOwner))
            return fail(ErrorKind::Storage, Reason::FileDenied, file.errorString());
    }
    return std::unique_ptr<FileGuard>(new FileGuard);
}

Result<> FileGuard::checkInPlace() const
{
    return {};
}

#endif

FileGuard::FileGuard() : m_impl(std::make_unique<Impl>()) {}

FileGuard::~FileGuard() = default;

} // namespace rookery::store
