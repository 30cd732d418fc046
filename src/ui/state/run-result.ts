import { isVideoFormat, ZipFolder } from '../../index.ts'
import type { Directory, RenderReport } from '../../index.ts'
import { FileDirectory } from '../browser/file-directory.ts'
import { ResultFolder } from '../browser/result-folder.ts'
import type { VideoTarget } from '../browser/video-target.ts'
import type { ZipTarget } from '../browser/zip-target.ts'

/** A file that the browser holds until the user saves it. */
export interface Download {
  url: string
  name: string
  sizeBytes: number
}

/** What a run made, to look at. */
export interface RunResult {
  /** Null if everything is in its place. */
  download: Download | null
  /** Null if the run made frames. */
  video: File | null
  /** The files of the frames, and the folder or the ZIP that has them; null if they are in a video. */
  frames: { directory: Directory; names: readonly string[] } | null
  /** What can be opened as a recording: what is in its place. */
  recording: Directory | null
}

const IMAGE = /\.(?:png|jpe?g|webp)$/i

/** What a run made in a folder; null if it made nothing. */
export async function resultInFolder(
  report: RenderReport,
  directory: Directory,
): Promise<RunResult | null> {
  const [first] = report.files
  if (first === undefined) return null
  if (!isVideoFormat(report.settings.format)) return framesIn(report, directory)
  const video = await directory.openFile(first)
  const handle = (await directory.handle?.getFileHandle(first)) ?? null
  const recording = new FileDirectory([{ file: video, handle: handle }])
  return { download: null, video, frames: null, recording }
}

/** A video that a run made as a single file; null if it made none. */
export async function resultInFile(
  report: RenderReport,
  { name, directory, file }: VideoTarget,
): Promise<RunResult | null> {
  const [first] = report.files
  if (first === undefined) return null
  const video = await (file ? file.getFile() : directory.openFile(first))
  return {
    download: file ? null : downloadOf(video, name),
    video,
    frames: null,
    recording: file && new FileDirectory([{ file: video, handle: file }]),
  }
}

/** A ZIP; null if there is none. */
export async function resultInZip(
  report: RenderReport,
  target: ZipTarget,
): Promise<RunResult | null> {
  if (!report.status.startsWith('finished')) return null
  const file = await target.finishedFile()
  const result = framesIn(report, await ZipFolder.of(file))
  // What the browser holds is replaced by the next run.
  return target.isInPlace
    ? result
    : { ...result, download: downloadOf(file, file.name), recording: null }
}

function framesIn(report: RenderReport, directory: Directory): RunResult {
  const names = report.files.filter((name) => IMAGE.test(name))
  const recording = names.length > 0 ? new ResultFolder(directory, report.files) : null
  return { download: null, video: null, frames: { directory, names }, recording }
}

function downloadOf(file: File, name: string): Download {
  return { url: URL.createObjectURL(file), name, sizeBytes: file.size }
}
