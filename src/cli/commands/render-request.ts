import { resolve } from 'node:path'
import type { PageRenderOptions } from '../browser/page-messages.ts'
import { CommandError } from '../command-error.ts'
import { readConfigFile } from '../paths/config-file.ts'
import { readLayout } from '../paths/layout-name.ts'
import { ENCODER_ENDINGS, readRenderTarget } from '../paths/render-target.ts'
import { say } from '../print/console.ts'
import { thisProcess } from '../process-owner.ts'
import { flagsOf, nameFlags, parseSettings } from '../settings.ts'
import type { TypedFlags, TypedSettings } from '../settings.ts'
import type { CommonOptions } from './run-recordings.ts'

/** What is drawn and how it is written, as it was typed. */
export interface RenderRequestOptions extends CommonOptions, TypedSettings {
  out: string
  config?: string
  layout?: string
  overwrite?: boolean
  overlayOnly?: boolean
  encoder?: string
}

/** What a command renders, and where to. */
export interface RenderRequest {
  /** The output folder of each recording; absolute. */
  outputs: string[]
  /** The name that the video was given; null if it was given none. */
  videoName: string | null
  page: PageRenderOptions
  /** Says an error of the page in the words of the command line. */
  tellError(thrown: unknown): CommandError
}

/**
 * Reads the options of a command that renders.
 * @param preset settings of the command itself; typed options override them
 * @param existing what happens to the files in the output folder
 * @throws CommandError
 */
export async function readRenderRequest(
  paths: readonly string[],
  options: RenderRequestOptions,
  preset: PageRenderOptions['outputSettings'],
  existing: PageRenderOptions['existing'],
): Promise<RenderRequest> {
  const typed = typedSettings(options)
  const settings = parseSettings(typed)
  const file = options.config === undefined ? null : await readConfigFile(resolve(options.config))
  for (const { message } of file?.warnings ?? []) say(message)
  const { folders: outputs, output: named } = readRenderTarget(
    paths.map((path) => resolve(path)),
    options.out,
    settings.output.format ?? null,
    options.encoder === undefined ? [] : ENCODER_ENDINGS,
  )
  const flags: TypedFlags = {
    ...flagsOf(typed),
    ...Object.fromEntries(Object.keys(named).map((name) => [`output.${name}`, '--out'])),
  }
  return {
    outputs,
    videoName: named.pattern ?? null,
    page: {
      config: file?.config ?? null,
      layout: options.layout === undefined ? null : await readLayout(options.layout),
      outputSettings: {
        ...preset,
        ...(options.overlayOnly ? { content: 'overlay' } : {}),
        ...settings.output,
        ...named,
      },
      videoSettings: settings.video,
      range: settings.range,
      pattern: settings.pattern,
      framesPerSecond: preset.content === 'frames' ? (settings.video.frameRate ?? null) : null,
      process: thisProcess(),
      encoder: null,
      existing,
    },
    tellError(thrown) {
      const error = withAdvice(CommandError.from(thrown))
      const placed = file ? error.mapProblems(file.place) : error
      return placed.mapProblems((each) => nameFlags(each, flags))
    },
  }
}

/** Without --no-sound commander says true, which is not what was typed. */
export function typedSettings({ sound, ...options }: RenderRequestOptions): TypedSettings {
  return sound === false ? { ...options, sound } : options
}

/** What helps against an error. The page does not know the command line's options. */
const ADVICE: Readonly<Record<string, string>> = {
  'output-exists': 'To replace existing files, add --overwrite.',
  'output-differs':
    'To resume anyway, add --resume. To start over, add --restart. For another folder, change --out.',
}

/** The error of a join, which can replace files but has nothing to resume. */
export function withOverwriteAdvice(thrown: unknown): CommandError {
  const error = CommandError.from(thrown)
  return error.code === 'output-exists' ? withAdvice(error) : error
}

function withAdvice(error: CommandError): CommandError {
  const advice = ADVICE[error.code]
  return advice === undefined ? error : new CommandError(error.code, `${error.message} ${advice}`)
}
