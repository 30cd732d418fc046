import { isVideoFormat } from '../config/output-specs.ts'
import type { OutputConfig } from '../config/output-specs.ts'
import type { OverlayConfig } from '../config/overlay-config.ts'
import { OverlaneError, problem } from '../errors.ts'
import type { Problem } from '../errors.ts'
import { DEFAULT_PATTERN, parsePattern } from '../recording/frame-pattern.ts'
import { extensionOf, IMAGE_EXTENSIONS } from '../recording/image-format.ts'
import type { EncodedFormat } from '../recording/image-format.ts'
import type { FrameEntry, Recording, RecordingSource } from '../recording/recording.ts'
import type { FramePlan, Movie } from './frame-plan.ts'

const EXTENSIONS: Record<EncodedFormat, string> = { png: '.png', jpeg: '.jpg', webp: '.webp' }

/** Plans the format and the names of the files that are written. */
export function planOutput(
  recording: Recording,
  { output }: OverlayConfig,
  problems: Problem[],
): {
  outputFormat: EncodedFormat
  movie: Movie | null
  nameOf: (frame: FrameEntry) => string
} {
  const inputFormat = recording.source?.kind === 'images' ? recording.source.format : 'png'
  const isEncodable = inputFormat !== 'avif' && inputFormat !== 'bmp'
  const isTransparent = output.content === 'overlay'
  const sameFormat = isEncodable && !(isTransparent && inputFormat === 'jpeg') ? inputFormat : 'png'
  const { format } = output
  if (isVideoFormat(format)) return planMovie(recording, output, format, problems)
  const outputFormat = format === 'same' ? sameFormat : format
  if (isTransparent && outputFormat === 'jpeg') {
    const told = {
      subject: 'output.format',
      fault: 'JPEG can’t store transparency.',
      remedy: 'Use PNG or WebP.',
    }
    problems.push(problem('error', 'output-invalid', told, { key: 'output.format' }))
  }
  if (output.format === 'same' && !isEncodable) {
    const fault = `browsers cannot write ${inputFormat.toUpperCase()}, so the frames are written as PNG.`
    const told = { subject: 'output.format', fault }
    problems.push(problem('warning', 'output-invalid', told, { key: 'output.format' }))
  }
  const withExtension = (fileName: string): string => {
    const extension = extensionOf(fileName)
    const format = IMAGE_EXTENSIONS[extension]
    if (format === outputFormat) return fileName
    return (format ? fileName.slice(0, -extension.length) : fileName) + EXTENSIONS[outputFormat]
  }
  const inputPattern = patternOf(recording.source)
  const patternText = output.pattern ?? inputPattern
  if (patternText === null)
    return { outputFormat, movie: null, nameOf: (frame) => String(frame.frameIndex) }
  try {
    const pattern = parsePattern(patternText, 'output.pattern')
    return {
      outputFormat,
      movie: null,
      nameOf: (frame) => withExtension(pattern.format(frame.frameIndex)),
    }
  } catch (thrown) {
    problems.push(OverlaneError.from(thrown, 'config-invalid').toProblem())
    return { outputFormat, movie: null, nameOf: (frame) => String(frame.frameIndex) }
  }
}

/**
 * Whether frames keep the data of their files outside the overlay, if the files allow it. They do
 * if the format stays the same and no quality was chosen.
 */
export function keepsSourceData(
  { source }: Pick<Recording, 'source'>,
  { outputFormat, movie }: Pick<FramePlan, 'outputFormat' | 'movie'>,
  { content, quality }: Pick<OutputConfig, 'content' | 'quality'>,
): boolean {
  if (movie || content === 'overlay' || source?.kind !== 'images') return false
  if (source.format !== outputFormat) return false
  return outputFormat === 'png' || (outputFormat === 'jpeg' && quality === 'source')
}

/** The pattern of the frames' names. Frames of a video have no names and get the default pattern. */
function patternOf(source: RecordingSource | null): string | null {
  if (!source) return null
  return source.kind === 'images' ? source.pattern : DEFAULT_PATTERN
}

/** Plans one video of all frames. Its name is the pattern, or else made of the recording's name. */
function planMovie(
  recording: Recording,
  { pattern, content }: OutputConfig,
  container: Movie['container'],
  problems: Problem[],
): ReturnType<typeof planOutput> {
  const source = nameOf(recording)
  const ending = `.${container}`
  const base =
    pattern ?? `${source.replace(/\.[^.]+$/, '')}-${content === 'frames' ? 'copy' : 'overlay'}`
  const fileName = base.toLowerCase().endsWith(ending) ? base : base + ending
  if (/[/\\{}]/.test(fileName)) {
    const fault = `"${base}" cannot be the name of a video file.`
    const told = { subject: 'output.pattern', fault }
    problems.push(problem('error', 'config-invalid', told, { key: 'output.pattern' }))
  }
  return { outputFormat: 'png', movie: { fileName, container }, nameOf: () => fileName }
}

/** The video's own file name, else that of the recording. */
function nameOf({ name, source }: Recording): string {
  return (source?.kind === 'video' ? source.path.split('/').at(-1) : null) ?? name
}
