import { OverlaneError } from '../../core/errors.ts'
import type { FramePlan } from '../../core/plan/frame-plan.ts'
import type { Directory } from '../../io/folders/directory.ts'
import { listWrittenFiles, REPORT_FILE_NAME } from '../../io/folders/list-folders.ts'
import { MANIFEST_FILE_NAME } from '../../io/folders/manifest-files.ts'
import type { RecordingFolder } from '../../io/opening/recording-folder.ts'
import type { EarlierRun } from '../resume/earlier-run.ts'
import { hasForeignManifest } from '../resume/read-manifest.ts'

/** Files of the output folder that a run would replace. */
export interface OutputConflicts {
  existing: string[]
  /** Whether an earlier run's report lists every one of them. */
  fromEarlierRun: boolean
}

/** Names of all files that a run writes, but for its report. */
export function listOutputs(plan: FramePlan): string[] {
  const frames = plan.movie
    ? [plan.movie.fileName]
    : plan.frames.map((_, position) => plan.outputNameAt(position))
  return [...frames, ...plan.sideFiles]
}

/**
 * The files that a run would replace in its output folder, but for the report of an earlier run.
 * Other files there are kept.
 * @param earlier the run that it goes on with, or that it starts over; its files do not count
 * @throws OverlaneError `output-invalid` where the run would replace what it reads
 */
export async function findConflicts(
  recording: RecordingFolder,
  plan: FramePlan,
  output: Directory,
  earlier: EarlierRun | null = null,
): Promise<OutputConflicts> {
  const present = new Set<string>()
  for await (const { name } of output.list()) present.add(name)
  const found = listOutputs(plan).filter((name) => present.has(name))
  const source = await findSource(recording, output, found)
  if (source !== undefined) {
    const message = `${source} in the output folder is a file of the recording, which a run never replaces. Choose another folder, or another name.`
    throw new OverlaneError('output-invalid', message, { file: source })
  }
  const written = new Set(await listWrittenFiles(output))
  const isOfEarlier = (name: string): boolean =>
    earlier !== null && (earlier.manifest.files.has(name) || written.has(name))
  const existing = found.filter((name) => !isOfEarlier(name))
  if (present.has(REPORT_FILE_NAME) && !written.has(REPORT_FILE_NAME)) {
    existing.push(REPORT_FILE_NAME)
  }
  if (!plan.movie && (await hasForeignManifest(output))) existing.push(MANIFEST_FILE_NAME)
  const fromEarlierRun = existing.length > 0 && existing.every((name) => written.has(name))
  return { existing, fromEarlierRun }
}

/** The first of some files of the output folder that the recording was read from. */
async function findSource(
  recording: RecordingFolder,
  output: Directory,
  names: readonly string[],
): Promise<string | undefined> {
  const { directory, source, timing, sensors, calibrationFile, projectFile, video } = recording
  const place = output.handle && (await directory.handle?.resolve(output.handle))
  if (place) {
    const sources = new Set([
      source?.kind === 'video' ? source.path : null,
      timing?.file,
      ...sensors.map(({ file }) => file),
      calibrationFile,
      projectFile,
    ])
    return names.find((name) => sources.has([...place, name].join('/')))
  }
  // A video that was opened by itself has no folder to be found in.
  const name = video && names.find((each) => each === video.file.name)
  if (!name) return undefined
  const { size, lastModified } = await output.openFile(name)
  return size === video.file.size && lastModified === video.file.lastModified ? name : undefined
}

/**
 * Refuses an output folder that workers cannot write into, or that the frames would suffer from.
 * @throws OverlaneError `output-invalid` or `permission-denied`
 */
export async function checkOutput(
  { framesDirectory }: RecordingFolder,
  output: Directory,
): Promise<void> {
  const target = output.handle
  if (!target) {
    throw new OverlaneError(
      'output-invalid',
      `Nothing can be written into the folder "${output.name}" in this browser. Download the frames as a ZIP instead.`,
    )
  }
  const path = (await framesDirectory?.handle?.resolve(target)) ?? null
  if (path) {
    const place =
      path.length === 0 ? 'is the frames folder itself' : 'lies inside the frames folder'
    throw new OverlaneError(
      'output-invalid',
      `The output folder "${output.name}" ${place}. Choose another one, so that the recording stays as it is.`,
    )
  }
  if ((await target.queryPermission({ mode: 'readwrite' })) !== 'granted') {
    throw new OverlaneError(
      'permission-denied',
      `Overlane may not write to the folder "${output.name}". Choose it again and allow it to save changes.`,
    )
  }
}
