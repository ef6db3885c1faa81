// SPDX-License-Identifier: GPL-3.0-or-later
#include "webp.h"

#include <webp/decode.h>
#include <webp/demux.h>

#include <memory>

namespace rookery::media {

namespace {

const uint8_t *dataOf(const QByteArray &bytes)
{
    return reinterpret_cast<const uint8_t *>(bytes.constData());
}

} // namespace

std::optional<QSize> webpSize(const QByteArray &bytes)
{
    WebPBitstreamFeatures features;
    // libwebp also takes a bare bitstream without the container, which no other program calls a WebP file
    if (!bytes.startsWith("RIFF")
        || WebPGetFeatures(dataOf(bytes), static_cast<size_t>(bytes.size()), &features) != VP8_STATUS_OK)
        return std::nullopt;
    return QSize(features.width, features.height);
}

bool isIntactWebp(const QByteArray &file)
{
    const WebPData data{dataOf(file), static_cast<size_t>(file.size())};
    const std::unique_ptr<WebPDemuxer, decltype(&WebPDemuxDelete)> container(WebPDemux(&data), &WebPDemuxDelete);
    WebPIterator frame{};
    if (!container || WebPDemuxGetFrame(container.get(), 1, &frame) == 0)
        return false;
    int width = 0;
    int height = 0;
    const std::unique_ptr<uint8_t, decltype(&WebPFree)> pixels(
        WebPDecodeRGBA(frame.fragment.bytes, frame.fragment.size, &width, &height), &WebPFree);
    WebPDemuxReleaseIterator(&frame);
    return pixels != nullptr;
}

} // namespace rookery::media
