import type { VideoConfig } from '../../core/config/output-specs.ts'
import type { OverlayConfig } from '../../core/config/overlay-config.ts'
import { namedImages } from '../../core/config/named-images.ts'
import { serializeConfig } from '../../core/config/parse-config.ts'
import { isRecord } from '../../core/plain-object.ts'
import type { FramePlan } from '../../core/plan/frame-plan.ts'
import { tracksByName } from '../../core/plan/plan-tracks.ts'
import { xxhash32Text } from '../../codec/xxhash32.ts'
import { formatQuantity } from '../../core/text/format-count.ts'
import { formatIso, viewerTimeZone } from '../../core/time/clock.ts'
import { openPath } from '../../io/folders/directory.ts'
import type { RecordingFolder } from '../../io/opening/recording-folder.ts'

/**
 * Everything that the pixels of a run depend on, except the source files of its frames. The values are
 * readable text. Their keys are those of `overlane.yaml`, or the names of input files.
 */
export type Fingerprint = Readonly<Record<string, string>>

/** Makes the fingerprint of a run. It does not contain the range: no frame depends on it. */
export async function fingerprintOf(
  recording: RecordingFolder,
  config: OverlayConfig,
  plan: FramePlan,
): Promise<Fingerprint> {
  const { content, quality, video } = config.output
  const drawn = content === 'frames' ? {} : drawnSettings(config)
  return {
    Overlane: __OVERLANE_VERSION__,
    ...browserVersion(),
    'output.content': content,
    ...(plan.movie
      ? { 'output.format': plan.movie.container, ...pictureSettings(video) }
      : { 'output.format': plan.outputFormat, 'output.quality': String(quality) }),
    ...sourceSettings(recording, config),
    ...flatten(drawn, ''),
    ...(content === 'frames' ? {} : modulesOf(plan)),
    ...(await stampsOf(recording, inputFiles(recording, config))),
  }
}

/** The settings of a video that its pictures depend on. */
function pictureSettings(video: VideoConfig): Fingerprint {
  const { codec, quality, bitrateMbps, frameRate, keyFrameIntervalS } = video
  return {
    'output.video.codec': codec,
    ...(bitrateMbps === null
      ? { 'output.video.quality': String(quality) }
      : { 'output.video.bitrate_mbps': String(bitrateMbps) }),
    'output.video.frame_rate': frameRate === null ? 'own times' : String(frameRate),
    'output.video.key_frame_interval_s': String(keyFrameIntervalS),
  }
}

/** Another version of the browser may draw text differently. */
function browserVersion(): Fingerprint {
  const version = /Chrom(?:e|ium)\/(\d+)/.exec(navigator.userAgent)?.[1]
  return version === undefined ? {} : { Chromium: version }
}

/** Without what changes no pixel: hidden renderers, names and locks. */
function drawnOnly(config: OverlayConfig): OverlayConfig {
  const shown = config.renderers.filter(({ hidden }) => !hidden)
  const renderers = shown.map((renderer) => ({ ...renderer, name: null, locked: false }))
  return { ...config, renderers }
}

function drawnSettings(given: OverlayConfig): Record<string, unknown> {
  const config = drawnOnly(given)
  const { units, referenceHeight } = config
  const { theme = {}, renderers = [], channels = {} } = serializeConfig(config)
  const names = sensorsOf(config)
  const sensors = Object.entries(config.sensors).filter(([name]) => names.includes(name))
  const { sensors: matching = {} } = serializeConfig({
    ...config,
    sensors: Object.fromEntries(sensors),
  })
  return {
    time_zone: config.timeZone ?? viewerTimeZone(),
    theme,
    renderers,
    channels,
    ...(units === 'as_given' ? {} : { units }),
    ...(referenceHeight === null ? {} : { reference_height: referenceHeight }),
    sensors: matching,
  }
}

/** The names of the sensors that renderers and channels take records from. */
function sensorsOf({ renderers, channels }: OverlayConfig): string[] {
  return [...renderers, ...Object.values(channels)].flatMap(({ sensor }) => sensor ?? [])
}

function sourceSettings({ source, timing }: RecordingFolder, config: OverlayConfig): Fingerprint {
  const frames =
    source?.kind === 'images'
      ? { 'recording.frames': source.path || '.', 'recording.pattern': source.pattern }
      : { 'recording.frames': source?.path ?? 'none' }
  return timing?.source === 'assumed'
    ? { ...frames, 'recording.frame_rate': String(config.recording.frameRate) }
    : frames
}

/** Paths of the files that are read as a whole: the video, the times, the logs, the calibration. */
function inputFiles(recording: RecordingFolder, config: OverlayConfig): string[] {
  const { source, timing, calibrationFile } = recording
  const video = source?.kind === 'video' ? source.path : null
  const tracks = tracksByName(recording, config, [])
  const shown = drawnOnly(config)
  const logs = sensorsOf(shown).map((sensor) => tracks.get(sensor)?.track.file ?? null)
  const drawn =
    config.output.content === 'frames'
      ? []
      : [timing?.file ?? null, calibrationFile, ...logs, ...namedImages(shown)]
  return [...new Set([video, ...drawn])].filter((path) => path !== null)
}

async function stampsOf(
  { directory }: RecordingFolder,
  paths: readonly string[],
): Promise<Fingerprint> {
  const stamps: Record<string, string> = {}
  for (const path of paths) {
    try {
      const { size, lastModified } = await openPath(directory, path)
      stamps[path] = stampText(size, lastModified)
    } catch {
      // A log inside a video is not a separate file. The stamp of the video covers it.
    }
  }
  return stamps
}

/** What tells an input file from a changed one. @param modifiedMs Unix epoch, a whole number */
export function stampText(sizeBytes: number, modifiedMs: number): string {
  return `${formatQuantity(sizeBytes, 'byte')} of ${formatIso(modifiedMs, 'UTC')}`
}

/** A module decides what is drawn with every letter of it. */
function modulesOf({ modules }: FramePlan): Fingerprint {
  const found: Record<string, string> = {}
  for (const [path, { source }] of modules) {
    found[path] = `module ${xxhash32Text(new TextEncoder().encode(source))}`
  }
  return found
}

/** Values by their paths: `renderers[0].font.size`. */
function flatten(value: unknown, path: string): Record<string, string> {
  const children = Array.isArray(value)
    ? value.map((inner: unknown, index) => [`${path}[${index}]`, inner] as const)
    : isRecord(value)
      ? Object.entries(value).map(
          ([key, inner]) => [path === '' ? key : `${path}.${key}`, inner] as const,
        )
      : null
  if (!children) return { [path]: String(value) }
  return Object.assign({}, ...children.map(([key, inner]) => flatten(inner, key))) as Record<
    string,
    string
  >
}
