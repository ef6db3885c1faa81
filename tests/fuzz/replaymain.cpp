// SPDX-License-Identifier: GPL-3.0-or-later
// Feeds every file of a corpus folder to a fuzz target, once: what fuzzing found must stay fixed in every build.
#include <QDirIterator>
#include <QFile>

#include <cstdint>
#include <cstdio>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

namespace {

void feed(const QByteArray &bytes)
{
    LLVMFuzzerTestOneInput(reinterpret_cast<const uint8_t *>(bytes.constData()), size_t(bytes.size()));
}

} // namespace

int main(int argc, char **argv)
{
    if (argc != 2) {
        std::fprintf(stderr, "usage: %s CORPUS-FOLDER\n", argv[0]);
        return 2;
    }
    int count = 0;
    QDirIterator files(QFile::decodeName(argv[1]), QDir::Files, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        QFile file(files.next());
        if (!file.open(QIODevice::ReadOnly)) {
            std::fprintf(stderr, "cannot read %s\n", qPrintable(file.fileName()));
            return 1;
        }
        const QByteArray bytes = file.readAll();
        feed(bytes);
        // Cut short anywhere is the commonest damage; a few cuts cost nothing.
        for (int part = 1; part < 8; ++part)
            feed(bytes.left(bytes.size() * part / 8));
        ++count;
    }
    std::printf("%d files replayed\n", count);
    return count > 0 ? 0 : 1;
}
