import { afterEach, describe, expect, test, vi } from 'vitest'
import { OverlaneError } from '../../core/errors.ts'
import { chooseVideoCodec, probeVideoCodecs, qualityOf } from './video-codecs.ts'
import type { VideoKind } from './video-codecs.ts'

/** Makes a browser that encodes the codecs whose WebCodecs names begin with one of the prefixes. */
function stubBrowser(...prefixes: string[]): void {
  const isConfigSupported = ({ codec }: VideoEncoderConfig) =>
    Promise.resolve({ supported: prefixes.some((prefix) => codec.startsWith(prefix)) })
  vi.stubGlobal('VideoEncoder', { isConfigSupported })
  vi.stubGlobal('navigator', { userAgent: CHROMIUM })
}

const CHROMIUM =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36'
const WEBKIT_ON_LINUX =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15'

let widthPx = 640
/** Each video has another size, because answers are cached. */
function makeKind(kind: Partial<VideoKind> = {}): VideoKind {
  widthPx += 2
  const usual = {
    container: 'mp4',
    heightPx: 360,
    bitrateMbps: null,
    isTransparent: false,
  } as const
  return { ...usual, widthPx, ...kind }
}

async function refusalOf(kind: VideoKind, codec: 'auto' | 'h264' | 'av1' | 'vp8'): Promise<string> {
  const thrown: unknown = await chooseVideoCodec({ ...kind, codec }).then(
    () => null,
    (reason: unknown) => reason,
  )
  return thrown instanceof OverlaneError ? thrown.message : 'It is not refused.'
}

afterEach(() => {
  vi.unstubAllGlobals()
})

describe('the codecs for a video', () => {
  test('the best one that the container takes and this browser has comes first', async () => {
    stubBrowser('avc1', 'av01', 'vp09', 'vp8')
    expect(await probeVideoCodecs(makeKind())).toEqual({
      hindrances: { h264: '', av1: '', vp9: '', vp8: 'MP4 does not take VP8.' },
      best: 'h264',
      hindrance: '',
    })
    expect((await probeVideoCodecs(makeKind({ container: 'webm' }))).best).toBe('vp9')
    stubBrowser('vp8')
    expect((await probeVideoCodecs(makeKind({ container: 'webm' }))).best).toBe('vp8')
  })

  test('a codec that this browser does not have is reported with the size and the bit rate', async () => {
    stubBrowser('avc1')
    const { hindrances } = await probeVideoCodecs(
      makeKind({ widthPx: 1920, heightPx: 1080, bitrateMbps: 8 }),
    )
    expect(hindrances.vp9).toBe(
      'VP9 cannot be written by this browser at 1920×1080 px and 8 Mbit/s.',
    )
  })

  test('H.264 needs an even width and height', async () => {
    stubBrowser('avc1', 'av01')
    const { hindrances, best } = await probeVideoCodecs(makeKind({ widthPx: 321, heightPx: 180 }))
    expect([hindrances.h264, best]).toEqual([
      'H.264 cannot be written by this browser at 321×180 px: width and height must be even.',
      'av1',
    ])
  })

  test('an overlay without frames is possible in WebM with VP9 or VP8, and not in MP4', async () => {
    stubBrowser('avc1', 'av01', 'vp09', 'vp8')
    const isTransparent = true
    const webm = await probeVideoCodecs(makeKind({ container: 'webm', isTransparent }))
    expect([webm.best, webm.hindrances.vp8]).toEqual(['vp9', ''])
    expect(webm.hindrances.av1).toContain('AV1 can’t store transparency: use VP9 or VP8 in WebM')
    const mp4 = await probeVideoCodecs(makeKind({ isTransparent }))
    expect([mp4.best, mp4.hindrance]).toEqual([null, 'MP4 can’t store transparency: use WebM.'])
  })

  test('if no codec works, the reason names the container', async () => {
    stubBrowser()
    const { best, hindrance } = await probeVideoCodecs(makeKind({ widthPx: 640 }))
    expect([best, hindrance]).toEqual([
      null,
      'MP4 cannot be written by this browser at 640×360 px.',
    ])
  })

  test('if no frame can be read, the size is not known', async () => {
    stubBrowser('avc1')
    const { hindrance } = await probeVideoCodecs(makeKind({ widthPx: 0, heightPx: 0 }))
    expect(hindrance).toBe('MP4 needs the size of the frames, but the first frame cannot be read.')
  })
})

describe('a codec that does not work is refused, and the error says what is possible', () => {
  test('because the container does not take it', async () => {
    stubBrowser('vp09', 'av01')
    expect(await refusalOf(makeKind({ container: 'webm' }), 'h264')).toBe(
      'output.video.codec: WebM does not take H.264. Possible here: VP9, AV1.',
    )
  })

  test('because this browser does not have it', async () => {
    stubBrowser('avc1')
    expect(await refusalOf(makeKind({ widthPx: 1280 }), 'av1')).toBe(
      'output.video.codec: AV1 cannot be written by this browser at 1280×360 px. Possible here: H.264.',
    )
  })

  test('because it would close the page: AV1 in WebKit on Linux', async () => {
    stubBrowser('avc1', 'av01', 'vp09')
    vi.stubGlobal('navigator', { userAgent: WEBKIT_ON_LINUX })
    expect(await refusalOf(makeKind(), 'av1')).toBe(
      'output.video.codec: AV1 is not offered: it closes the page in WebKit on Linux. Possible here: H.264, VP9.',
    )
  })

  test('because no codec works at all', async () => {
    stubBrowser()
    expect(await refusalOf(makeKind({ widthPx: 800 }), 'auto')).toBe(
      'output.format: MP4 cannot be written by this browser at 800×360 px. Write frames instead.',
    )
  })
})

test('every bit rate is in a form that an encoder takes', async () => {
  for (const bitrateMbps of [8.3, 0.01, 1e-9, null]) {
    await expect(qualityOf({ quality: 0.85, bitrateMbps })).resolves.toBeDefined()
  }
})
