import type { OverlayConfig } from '../../core/config/overlay-config.ts'
import { OverlaneError } from '../../core/errors.ts'
import { TIMESTAMPS_FILE_NAME, TRACE_FILE_NAME } from '../../core/plan/plan-frames.ts'
import type { FramePlan } from '../../core/plan/frame-plan.ts'
import { isImageName } from '../../core/recording/image-format.ts'
import { formatQuantity } from '../../core/text/format-count.ts'
import type { Directory } from '../../io/folders/directory.ts'
import { segmentFolderName } from '../../io/folders/segment-files.ts'
import { listFiles, readStamps } from '../../io/folders/stat-files.ts'
import type { RecordingFolder } from '../../io/opening/recording-folder.ts'
import { compareFingerprints, formatDifference } from './difference.ts'
import type { Difference } from './difference.ts'
import { fingerprintOf } from './fingerprint.ts'
import type { Fingerprint } from './fingerprint.ts'
import { fittingSegments, planRunTimes } from './finished-segments.ts'
import type { Manifest } from './manifest.ts'
import { readManifest } from './read-manifest.ts'

/** What an earlier run left in an output folder, compared with what is planned now. */
export interface EarlierRun {
  manifest: Manifest
  /** How many frames are planned now. */
  plannedCount: number
  /** How many of these the earlier run has finished, according to its manifest. */
  finishedCount: number
  /** Inputs, settings and versions that have changed since. If there are none, the run can resume. */
  differences: Difference[]
  /** The fingerprint of what is planned now. */
  fingerprint: Fingerprint
}

const SIDE_FILE_NAMES: readonly string[] = [TIMESTAMPS_FILE_NAME, TRACE_FILE_NAME]
/** A message lists at most this many differences. */
const LISTED_DIFFERENCES = 5

/**
 * Looks for an earlier run in an output folder. Null if there is none, or if the settings differ and
 * no frame is finished. Of a video, only an interrupted run is found.
 */
export async function findEarlierRun(
  recording: RecordingFolder,
  config: OverlayConfig,
  plan: FramePlan,
  output: Directory,
): Promise<EarlierRun | null> {
  const folder = plan.movie ? await openSegments(output, plan.movie.fileName) : output
  const manifest = folder && (await readManifest(folder))
  if (!manifest) return null
  const fingerprint = await fingerprintOf(recording, config, plan)
  const differences = compareFingerprints(manifest.fingerprint, fingerprint)
  if (differences.length > 0 && manifest.files.size === 0) return null
  const { frames } = plan
  const finishedCount = plan.movie
    ? (fittingSegments(manifest, plan, planRunTimes(recording, config, plan)).at(-1)?.segment.to ??
      0)
    : frames.filter((_, position) => manifest.files.has(plan.outputNameAt(position))).length
  return { manifest, plannedCount: frames.length, finishedCount, differences, fingerprint }
}

/** The folder with the finished segments of a video. Null if there is none. */
export function openSegments(output: Directory, videoName: string): Promise<Directory | null> {
  return output.openDirectory(segmentFolderName(videoName)).catch(() => null)
}

/** The error that lists the differences. */
export function otherRun(earlier: EarlierRun, output: Directory): OverlaneError {
  const finished = formatQuantity(earlier.manifest.files.size, 'file')
  return new OverlaneError(
    'output-differs',
    `"${output.name}" contains ${finished} of an earlier run with other inputs or settings: ${listDifferences(earlier)}.`,
  )
}

/** `renderers[0].font.size: 24 → 30; …` */
export function listDifferences({ differences }: Pick<EarlierRun, 'differences'>): string {
  const listed = differences.slice(0, LISTED_DIFFERENCES).map(formatDifference)
  const more = differences.length - listed.length
  return [...listed, ...(more > 0 ? [`and ${more} more`] : [])].join('; ')
}

/**
 * Removes the files of frames that a manifest lists, and no others. A file whose size has changed stays: somebody
 * may have replaced it.
 * @param onOther called for each file that the manifest does not list
 * @returns names of the removed files
 */
export async function removeFinished(
  { files }: Manifest,
  output: Directory,
  onOther: (name: string) => void,
): Promise<string[]> {
  const names = [...files.keys()].filter(
    // A run writes only such files, so a manifest that lists others is not trusted.
    (name) => isImageName(name) || SIDE_FILE_NAMES.includes(name),
  )
  const present = await listFiles(output)
  const wanted = new Set(names)
  for (const name of present.keys()) if (!wanted.has(name)) onOther(name)
  const stamps = await readStamps(present, wanted)
  const own = [...stamps].filter(
    ([name, { sizeBytes }]) => sizeBytes === 0 || sizeBytes === files.get(name)?.sizeBytes,
  )
  for (const [name] of own) await output.removeFile(name)
  return own.map(([name]) => name)
}
