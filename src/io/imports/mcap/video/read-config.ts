import type { EncodedPacket } from 'mediabunny'
import type { PictureSize } from './picture-size.ts'
import type { VideoFormat } from './video-formats.ts'

/**
 * What a decoder must know, from a key frame. The library reads it when it opens a file whose packets
 * have the same form, so the frame is written into one: a transport stream for packets in Annex B, else
 * WebM.
 * @param size of the frame; `unknown` for packets in Annex B
 * @returns null if the frame does not have it
 */
export async function readConfig(
  { codec, anyCodecString }: VideoFormat,
  size: PictureSize | 'unknown',
  packet: EncodedPacket,
): Promise<VideoDecoderConfig | null> {
  const media = await import('mediabunny')
  const isAnnexB = size === 'unknown'
  const target = new media.BufferTarget()
  const output = new media.Output({
    format: isAnnexB ? new media.MpegTsOutputFormat() : new media.WebMOutputFormat(),
    target,
  })
  const video = new media.EncodedVideoPacketSource(codec)
  output.addVideoTrack(video)
  await output.start()
  // The size in a transport stream is that of the packet alone.
  const { widthPx, heightPx } = isAnnexB ? { widthPx: 16, heightPx: 16 } : size
  await video.add(packet, {
    decoderConfig: { codec: anyCodecString, codedWidth: widthPx, codedHeight: heightPx },
  })
  await output.finalize()
  const input = new media.Input({
    source: new media.BufferSource(target.buffer ?? new ArrayBuffer(0)),
    formats: [isAnnexB ? media.MPEG_TS : media.WEBM],
  })
  try {
    const found = await (await input.getPrimaryVideoTrack())?.getDecoderConfig()
    if (!found) return null
    const config = { ...found }
    delete config.description
    return config
  } finally {
    input.dispose()
  }
}
