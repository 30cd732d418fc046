import type { TakeBytes } from '../../codec/join-bytes.ts'
import jpegUrl from '../../codec/jpeg/assembly/index.ts?assemblyscript'
import { JpegEncoder } from '../../codec/jpeg/jpeg-encoder.ts'
import { readJpegHeader } from '../../codec/jpeg/jpeg-header.ts'
import { JpegSplicer } from '../../codec/jpeg/jpeg-splicer.ts'
import { declineReason as declineJpeg } from '../../codec/jpeg/splice-conditions.ts'
import pngUrl from '../../codec/png/assembly/index.ts?assemblyscript'
import { PngEncoder } from '../../codec/png/png-encoder.ts'
import { declineReason as declinePng, readPngHeader } from '../../codec/png/png-header.ts'
import { PngSplicer } from '../../codec/png/png-splicer.ts'
import type { SpliceResult } from '../../codec/splice-result.ts'
import type { OverlayPatch } from '../../core/draw/overlay-patch.ts'
import type { FrameSize } from '../frames/frame-size.ts'
import type { FrameTarget, Refusal } from './frame-composer.ts'

/** Splices the files of one format. */
export interface FormatSplicer {
  /**
   * @returns the frame's size, or why the file cannot be spliced; null if its header is broken
   */
  look(bytes: Uint8Array): FrameSize | Refusal | null
  splice(bytes: Uint8Array, patches: readonly OverlayPatch[], onWalked: () => void): SpliceResult
}

/** A format for which Overlane has its own codecs. */
export type CodecFormat = 'jpeg' | 'png'

/**
 * The codecs of one thread, in WebAssembly, which is fetched and compiled when a frame first needs it.
 * They use their memory again for the next frames.
 */
export class FrameCodecs {
  readonly take: TakeBytes
  readonly jpegEncoder = once(async () => new JpegEncoder(await jpegModule()))
  readonly pngEncoder = once(async () => new PngEncoder(await pngModule()))
  private readonly splicers: Record<CodecFormat, () => Promise<FormatSplicer>>

  /** @param take gives the bytes for the images that they make */
  constructor(take: TakeBytes) {
    this.take = take
    this.splicers = {
      jpeg: once(() => openJpegSplicer(take)),
      png: once(() => openPngSplicer(take)),
    }
  }

  splicerOf(format: CodecFormat): Promise<FormatSplicer> {
    return this.splicers[format]()
  }

  /** One of our own encoders; null if the browser encodes the frame. */
  async encoderOf(
    format: FrameTarget['format'],
    quality: number,
    size: FrameSize,
    isTransparent: boolean,
  ): Promise<((rgba: Uint8ClampedArray) => Uint8Array<ArrayBuffer>) | null> {
    const { widthPx, heightPx } = size
    if (!mayEncode(size)) return null
    const { take } = this
    try {
      if (format === 'png') {
        const encoder = await this.pngEncoder()
        return (rgba) => encoder.encode(rgba, widthPx, heightPx, take)
      }
      if (format === 'jpeg' && !isTransparent) {
        const encoder = await this.jpegEncoder()
        return (rgba) => encoder.encode(rgba, widthPx, heightPx, { quality }, take)
      }
    } catch {
      // If our codec cannot be loaded, the browser encodes the frame.
    }
    return null
  }
}

/** Of pictures for our own encoders, which need up to 12 bytes a pixel. */
const MOST_PIXELS = 2 ** 24

/** Whether a picture is small enough for our own encoders. */
export function mayEncode({ widthPx, heightPx }: FrameSize): boolean {
  return widthPx * heightPx <= MOST_PIXELS
}

async function openJpegSplicer(take: TakeBytes): Promise<FormatSplicer> {
  const splicer = new JpegSplicer(await jpegModule())
  return {
    look(bytes) {
      const header = readJpegHeader(bytes)
      if (header.kind === 'damaged') return null
      const reason = declineJpeg(header)
      return reason === null ? header : { reason }
    },
    splice: (...args) => splicer.splice(...args, take),
  }
}

async function openPngSplicer(take: TakeBytes): Promise<FormatSplicer> {
  const splicer = new PngSplicer(await pngModule())
  return {
    look(bytes) {
      const header = readPngHeader(bytes)
      const reason = header && declinePng(header)
      return reason === null ? header : { reason }
    },
    splice: (...args) => splicer.splice(...args, take),
  }
}

/** Compiled once in each thread: a splicer and an encoder are instances of the same module. */
const jpegModule = once(() => compile(jpegUrl))
const pngModule = once(() => compile(pngUrl))

function compile(url: string): Promise<WebAssembly.Module> {
  return WebAssembly.compileStreaming(fetch(url))
}

/** Calls `make` once and shares the result. After a failure, the next call tries again. */
function once<Result>(make: () => Promise<Result>): () => Promise<Result> {
  let made: Promise<Result> | null = null
  return () => {
    made ??= make().catch((thrown: unknown) => {
      made = null
      throw thrown
    })
    return made
  }
}
