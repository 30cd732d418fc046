import { renameSync, rmSync } from 'node:fs'
import { extname, join } from 'node:path'
import { formatQuantity } from '../../index.ts'
import type {
  EncoderAnswer,
  EncoderAnswers,
  EncoderJob,
  EncoderNote,
  EncoderOrder,
  VideoSource,
  WrittenVideo,
} from '../../index.ts'
import { atExit } from '../at-exit.ts'
import { CommandError } from '../command-error.ts'
import type { EncoderChoice } from './encoder-option.ts'
import { ffmpegArguments, soundOf, usualCodec } from './ffmpeg-command.ts'
import type { FfmpegCommand } from './ffmpeg-command.ts'
import { FfmpegProcess } from './ffmpeg-process.ts'
import type { InstalledFfmpeg } from './find-ffmpeg.ts'
import { groundOf, probeVideo } from './probe-video.ts'
import type { ProbedVideo } from './probe-video.ts'

export interface FfmpegEncoderOptions {
  ffmpeg: InstalledFfmpeg
  choice: EncoderChoice
  /** The folder of the recording, the output folder, and the one that the page writes into; absolute. */
  recording: string
  output: string
  feed: string
}

interface Running {
  process: FfmpegProcess
  target: string
  unfinished: string
  soundLoss: string | null
  keep: () => void
}

/** Answers the orders of a page that has one video encoded by an installed ffmpeg. */
export class FfmpegEncoder {
  private readonly options: FfmpegEncoderOptions
  private source: { path: string; video: ProbedVideo } | null = null
  private running: Running | null = null

  constructor(options: FfmpegEncoderOptions) {
    this.options = options
  }

  async answer(order: EncoderOrder): Promise<EncoderAnswer> {
    try {
      return { kind: 'done', value: await this.follow(order) }
    } catch (thrown) {
      const { code, message } = CommandError.from(thrown)
      const known = ['output-invalid', 'worker-failed', 'write-failed'] as const
      return { kind: 'failed', code: known.find((each) => each === code) ?? 'internal', message }
    }
  }

  private async follow(order: EncoderOrder): Promise<EncoderAnswers[EncoderOrder['kind']]> {
    switch (order.kind) {
      case 'check':
        return this.check(order.video)
      case 'begin':
        this.begin(order.job)
        return null
      case 'feed':
        await this.running?.process.send(join(this.options.feed, order.file))
        return null
      case 'count':
        await this.running?.process.checkAlive()
        return this.running?.process.frameCount ?? 0
      case 'finish':
        return this.finish()
      case 'abort':
        await this.abort()
        return null
    }
  }

  private async check({ path }: VideoSource): Promise<EncoderAnswers['check']> {
    const place = join(this.options.recording, path)
    const video = await probeVideo(place)
    this.source = { path: place, video }
    return { ground: groundOf(video), note: noteOf(this.options) }
  }

  private begin(job: EncoderJob): void {
    const { ffmpeg, choice, output } = this.options
    if (!this.source) throw new Error('The video was not checked.')
    const ending = extname(job.fileName).toLowerCase()
    const codec = choice.codec ?? usualCodec(ending)
    checkCodec(ffmpeg, codec)
    const target = join(output, job.fileName)
    // The browser's own name for an unfinished file, which a later run knows and removes.
    const unfinished = `${target}.crswap`
    const command: FfmpegCommand = {
      input: this.source.path,
      output: unfinished,
      ending,
      video: this.source.video,
      job,
      codec,
      arguments: choice.codec === null ? ['-c:v', codec, ...choice.arguments] : choice.arguments,
      hasFpsMode: hasFpsMode(ffmpeg.version),
    }
    this.running = {
      process: new FfmpegProcess(ffmpegArguments(command), { output: unfinished }),
      target,
      unfinished,
      soundLoss: soundOf(command).loss,
      keep: atExit(() => rmSync(unfinished, { force: true })),
    }
  }

  private async finish(): Promise<WrittenVideo> {
    const { running } = this
    if (!running) throw new Error('Nothing was begun.')
    const { process, target, unfinished, soundLoss, keep } = running
    await process.finish()
    renameSync(unfinished, target)
    keep()
    this.running = null
    return { frameCount: process.frameCount, soundLoss }
  }

  private async abort(): Promise<void> {
    const { running } = this
    this.running = null
    if (!running) return
    await running.process.kill()
    rmSync(running.unfinished, { force: true })
    running.keep()
  }
}

/** What reports say. @param ffmpeg null: not known */
export function noteOf({
  ffmpeg,
  choice,
}: Pick<FfmpegEncoderOptions, 'ffmpeg' | 'choice'>): EncoderNote {
  return { name: 'ffmpeg', version: ffmpeg.version, arguments: choice.arguments }
}

/** @throws CommandError `output-invalid` if this ffmpeg does not have the encoder */
export function checkCodec({ version, encoders }: InstalledFfmpeg, codec: string): void {
  if (encoders.has(codec)) return
  const similar = [...encoders].filter((each) => each.includes(codec.replace(/^lib/, '')))
  const others = similar.length > 0 ? ` It has ${similar.join(', ')}.` : ''
  throw new CommandError(
    'output-invalid',
    `--encoder: ffmpeg ${version} has no encoder ${codec}.${others} "ffmpeg -encoders" lists its ${formatQuantity(encoders.size, 'encoder')}.`,
  )
}

/** Since ffmpeg 5.1. A build from its development names no number, and is newer. */
function hasFpsMode(version: string): boolean {
  const [, major, minor] = /^n?(\d+)\.(\d+)/.exec(version) ?? []
  if (major === undefined) return true
  return Number(major) > 5 || (major === '5' && Number(minor) >= 1)
}
