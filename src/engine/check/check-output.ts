import { OverlaneError } from '../../core/errors.ts'
import type { FramePlan } from '../../core/plan/frame-plan.ts'
import type { Directory } from '../../io/folders/directory.ts'
import { listWrittenFiles, REPORT_FILE_NAME } from '../../io/folders/list-folders.ts'
import type { ListedFiles } from '../../io/folders/stat-files.ts'
import type { RecordingFolder } from '../../io/opening/recording-folder.ts'
import type { EarlierRun } from '../resume/earlier-run.ts'
import { findSource } from './find-source.ts'

/** Files of the output folder that a run would replace. */
export interface OutputConflicts {
  existing: string[]
  /** Whether an earlier run's report lists every one of them. */
  fromEarlierRun: boolean
}

/** Names of all files that a run writes, except its report. */
export function listOutputs(plan: FramePlan): string[] {
  const frames = plan.movie
    ? [plan.movie.fileName]
    : plan.frames.map((_, position) => plan.outputNameAt(position))
  return [...frames, ...plan.sideFiles]
}

/**
 * @param planned names of the files that a run writes
 * @throws OverlaneError `output-invalid` if one of them is a file of the recording
 */
export async function checkSources(
  recording: RecordingFolder,
  output: Directory,
  planned: readonly string[],
): Promise<void> {
  const source = await findSource(recording, output, planned)
  if (source === undefined) return
  const message = `${source} in the output folder is a file of the recording, and input files are never overwritten. Choose another folder, or another name.`
  throw new OverlaneError('output-invalid', message, { file: source })
}

/**
 * Finds the files of the output folder that a run would replace, except the report of an earlier
 * run. Other files there are kept.
 * @param earlier the run that is continued or started over; its files are not counted
 * @param files what is in the output folder, if it was listed
 * @throws OverlaneError `output-invalid` if the run would replace a file of the recording
 */
export async function findConflicts(
  recording: RecordingFolder,
  plan: FramePlan,
  output: Directory,
  earlier: EarlierRun | null = null,
  files: ListedFiles | null = null,
): Promise<OutputConflicts> {
  if (earlier === null && (await isEmpty(output))) return { existing: [], fromEarlierRun: false }
  const planned = listOutputs(plan)
  await checkSources(recording, output, planned)
  const written = new Set(await listWrittenFiles(output))
  const isOfEarlier = (name: string): boolean =>
    earlier !== null && (earlier.manifest.files.has(name) || written.has(name))
  const others = planned.filter((name) => !isOfEarlier(name))
  if (!written.has(REPORT_FILE_NAME)) others.push(REPORT_FILE_NAME)
  const { findForeign } = await import('./foreign-files.ts')
  const present = others.length > 0 ? await findPresent(output, others, files) : []
  const existing = plan.movie ? await withoutEmpty(output, present, written) : present
  existing.push(...(await findForeign(plan, output)))
  const fromEarlierRun = existing.length > 0 && existing.every((name) => written.has(name))
  return { existing, fromEarlierRun }
}

async function isEmpty(folder: Directory): Promise<boolean> {
  for await (const _ of folder.list()) return false
  return true
}

/** A browser that is killed while it makes a video leaves an empty file, which its report lists. */
async function withoutEmpty(
  output: Directory,
  names: readonly string[],
  written: ReadonlySet<string>,
): Promise<string[]> {
  const kept: string[] = []
  for (const name of names) {
    const isLeft = written.has(name) && (await output.openFile(name)).size === 0
    if (!isLeft) kept.push(name)
  }
  return kept
}

/** Which of some files are there. To list a folder of many takes a while. */
async function findPresent(
  output: Directory,
  names: readonly string[],
  files: ListedFiles | null,
): Promise<string[]> {
  const present = new Set(files?.keys())
  if (!files) for await (const { name } of output.list()) present.add(name)
  return names.filter((name) => present.has(name))
}

/**
 * Checks that workers can write into the output folder, and that it is not in the frames folder.
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
      `This browser cannot write into the folder "${output.name}". Download the frames as a ZIP instead.`,
    )
  }
  const path = (await framesDirectory?.handle?.resolve(target)) ?? null
  if (path) {
    const place =
      path.length === 0 ? 'is the frames folder itself' : 'lies inside the frames folder'
    throw new OverlaneError(
      'output-invalid',
      `The output folder "${output.name}" ${place}. Choose another one, so that the recording does not change.`,
    )
  }
  // Browsers that only have private folders do not ask for permission.
  if (!('queryPermission' in target)) return
  if ((await target.queryPermission({ mode: 'readwrite' })) !== 'granted') {
    throw new OverlaneError(
      'permission-denied',
      `Overlane has no permission to write to the folder "${output.name}". Choose it again and allow it to save changes.`,
    )
  }
}
