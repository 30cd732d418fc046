import { extname } from 'node:path'
import type { RenderRequestOptions } from '../commands/render-request.ts'
import { wrongInput } from '../command-error.ts'
import { TemporaryFolder } from '../paths/temporary-folder.ts'
import { flagOf } from '../settings.ts'
import { parseEncoder } from './encoder-option.ts'
import type { EncoderChoice } from './encoder-option.ts'
import { usualCodec } from './ffmpeg-command.ts'
import { checkCodec } from './ffmpeg-encoder.ts'
import { findFfmpeg } from './find-ffmpeg.ts'
import type { InstalledFfmpeg } from './find-ffmpeg.ts'

/** An encoder that was asked for and is installed. */
export interface EncoderRequest {
  ffmpeg: InstalledFfmpeg
  choice: EncoderChoice
  /** The page writes into it, and ffmpeg reads what is there. */
  feed: TemporaryFolder
}

/** Options that tell the browser's encoders what ffmpeg is told by its own arguments, or cannot do. */
const OTHERS = [
  ...(['codec', 'bitrate', 'quality', 'rate', 'keyFrames', 'overlayOnly'] as const),
  ...(['mode', 'workers', 'chunk', 'memoryLimit', 'checkAll'] as const),
]

/**
 * Reads `--encoder`, and checks that this machine has what it names.
 * @param videoName the name that the video was given; null if it was given none
 * @returns null if the browser encodes
 * @throws CommandError if the option is wrong, or ffmpeg or its encoder is missing
 */
export async function readEncoderRequest(
  options: RenderRequestOptions & { resume?: boolean; checkAll?: boolean },
  videoName: string | null,
): Promise<EncoderRequest | null> {
  if (options.encoder === undefined) return null
  const typed: string[] = OTHERS.filter((name) => options[name] !== undefined).map(flagOf)
  if (options.resume === true) typed.push('--resume')
  if (typed.length > 0) {
    throw wrongInput(
      `--encoder makes the video in one piece by its own arguments. Leave out ${typed.join(', ')}.`,
    )
  }
  const choice = parseEncoder(options.encoder)
  const ffmpeg = await findFfmpeg()
  const codec = choice.codec ?? (videoName === null ? null : usualCodec(extname(videoName)))
  if (codec !== null) checkCodec(ffmpeg, codec)
  return { ffmpeg, choice, feed: new TemporaryFolder('encoder') }
}
