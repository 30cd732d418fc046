import { xxhash32Text } from '../../codec/xxhash32.ts'
import type { OverlayConfig } from '../../core/config/overlay-config.ts'
import { parseConfig } from '../../core/config/parse-config.ts'
import { OverlaneError } from '../../core/errors.ts'
import { isRecord } from '../../core/plain-object.ts'
import type { FramePlan } from '../../core/plan/frame-plan.ts'
import { planFrames, TRACE_FILE_NAME } from '../../core/plan/plan-frames.ts'
import type { Directory } from '../../io/folders/directory.ts'
import { REPORT_FILE_NAME } from '../../io/folders/list-folders.ts'
import { MANIFEST_FILE_NAME } from '../../io/folders/manifest-files.ts'
import type { RecordingFolder } from '../../io/opening/recording-folder.ts'
import { CpuCanvas } from '../compose/cpu-canvas.ts'
import { renderFrame } from '../frames/render-frame.ts'
import { checkTrace } from '../trace/check-trace.ts'
import type { TraceCheck } from '../trace/check-trace.ts'
import { compareFingerprints } from './difference.ts'
import type { Difference } from './difference.ts'
import { fingerprintOf } from './fingerprint.ts'
import { drawSample } from './draw-sample.ts'
import type { FinishedFile, Manifest } from './manifest.ts'
import { readManifest } from './read-manifest.ts'

export interface VerifyOptions {
  output: Directory
  /** What the frames were made from. If null, no frame is rendered again. */
  source: { recording: RecordingFolder; config: OverlayConfig } | null
  /** How many frames are rendered again. Default 10. */
  sampleCount?: number
  signal?: AbortSignal
  onProgress?: (doneCount: number, totalCount: number) => void
}

/** Whether the files of an output folder are still as its runs wrote them. */
export interface Verification {
  /** The number of files in the manifest. All of them were read. */
  fileCount: number
  /** Frames that were rendered again and compared. */
  redrawnCount: number
  /** The files that are not as they should be. */
  faults: { name: string; fault: VerifyFault }[]
  /** Inputs, settings and versions that differ from those of the run. */
  differences: Difference[]
  /** Null if the run wrote no trace, or if it is not known what it was made from. */
  trace: TraceCheck | null
}

/** `other-pixels`: when the frame was rendered again, its pixels differed. */
export type VerifyFault = 'missing' | 'damaged' | 'other-pixels' | 'not-rendered'

/** What the frames were made from, and its plan. */
type PlannedSource = NonNullable<VerifyOptions['source']> & { plan: FramePlan }

const DEFAULT_SAMPLE_COUNT = 10

/**
 * Reads every file that the manifest of a folder lists, renders some frames again, and compares the
 * trace with the logs. Of a run that wrote a trace but no manifest, the trace alone is checked.
 * @throws OverlaneError `manifest-missing`; the signal's reason when it is aborted
 */
export async function verifyOutput(options: VerifyOptions): Promise<Verification> {
  const { output, source, signal, onProgress, sampleCount = DEFAULT_SAMPLE_COUNT } = options
  const manifest = await readManifest(output)
  const hasTrace = source?.config.output.trace === true
  if (!manifest && !hasTrace) throw noManifest(output)
  const all = [...(manifest?.files.values() ?? [])]
  const files = all.sort((a, b) => (a.name < b.name ? -1 : 1))
  const planned = source && { ...source, plan: planFrames(source.recording, source.config) }
  const frames = all.filter(({ frame }) => frame !== null)
  const sample = drawSample(manifest?.run ?? '', 1, frames, planned ? sampleCount : 0)
  const faults: Verification['faults'] = []
  let doneCount = 0
  const note = (name: string, fault: VerifyFault | null): void => {
    if (fault) faults.push({ name, fault })
    onProgress?.(++doneCount, files.length + sample.size)
    signal?.throwIfAborted()
  }
  for (const file of files) note(file.name, await checkFile(output, file))
  const broken = new Set(faults.map(({ name }) => name))
  const whole = [...sample].filter(({ name }) => !broken.has(name))
  if (planned) {
    for (const file of whole) note(file.name, await checkPixels(output, file, planned))
  }
  const trace = hasTrace && planned ? await checkTraceIn(output, planned, signal) : null
  if (hasTrace && !trace && !files.some(({ name }) => name === TRACE_FILE_NAME)) {
    faults.push({ name: TRACE_FILE_NAME, fault: 'missing' })
  }
  return {
    fileCount: files.length,
    redrawnCount: whole.length,
    faults,
    differences: manifest && planned ? await differencesOf(manifest, planned) : [],
    trace,
  }
}

/**
 * The configuration of the last run into a folder, from its report.
 * @throws OverlaneError `manifest-missing` if there is no report
 */
export async function readRunConfig(output: Directory): Promise<OverlayConfig> {
  const report = await readReport(output)
  if (!report) throw noManifest(output)
  return parseConfig(report.config)
}

/** Null if there is none that can be read. */
async function readReport(output: Directory): Promise<Record<string, unknown> | null> {
  try {
    const text = await (await output.openFile(REPORT_FILE_NAME)).text()
    const report: unknown = JSON.parse(text)
    return isRecord(report) ? report : null
  } catch {
    return null
  }
}

/** Null if there is no trace. */
async function checkTraceIn(
  output: Directory,
  planned: PlannedSource,
  signal: AbortSignal | undefined,
): Promise<TraceCheck | null> {
  const file = await output.openFile(TRACE_FILE_NAME).catch(() => null)
  if (!file) return null
  const { rendered_count: rendered, kept_count: kept } = (await readReport(output)) ?? {}
  const isKnown = typeof rendered === 'number' && typeof kept === 'number'
  return checkTrace(file, planned, isKnown ? rendered + kept : null, signal)
}

function noManifest(output: Directory): OverlaneError {
  return new OverlaneError(
    'manifest-missing',
    `${MANIFEST_FILE_NAME} or ${REPORT_FILE_NAME} in "${output.name}" is missing or cannot be read. Name the output folder of a run that wrote frames.`,
  )
}

async function differencesOf(
  manifest: Manifest,
  { recording, config, plan }: PlannedSource,
): Promise<Difference[]> {
  const now = await fingerprintOf(recording, config, plan)
  return compareFingerprints(manifest.fingerprint, now)
}

async function readBytes(output: Directory, name: string): Promise<Uint8Array<ArrayBuffer> | null> {
  try {
    return new Uint8Array(await (await output.openFile(name)).arrayBuffer())
  } catch {
    return null
  }
}

async function checkFile(
  output: Directory,
  { name, xxh32 }: FinishedFile,
): Promise<VerifyFault | null> {
  const bytes = await readBytes(output, name)
  if (!bytes) return 'missing'
  return xxhash32Text(bytes) === xxh32 ? null : 'damaged'
}

async function checkPixels(
  output: Directory,
  { name, xxh32, frame }: FinishedFile,
  { recording, config, plan }: PlannedSource,
): Promise<VerifyFault | null> {
  const position = plan.frames.findIndex(({ frameIndex }) => frameIndex === frame?.frameIndex)
  if (position < 0) return 'not-rendered'
  try {
    const { blob } = await renderFrame(recording, config, position)
    const bytes = new Uint8Array(await blob.arrayBuffer())
    if (xxhash32Text(bytes) === xxh32) return null
    // Another version of a codec may write other bytes for the same pixels.
    const written = await readBytes(output, name)
    const isSame = written !== null && (await areSamePixels(bytes, written))
    return isSame ? null : 'other-pixels'
  } catch {
    return 'not-rendered'
  }
}

async function areSamePixels(
  a: Uint8Array<ArrayBuffer>,
  b: Uint8Array<ArrayBuffer>,
): Promise<boolean> {
  const [first, second] = [await pixelsOf(a), await pixelsOf(b)]
  if (first.width !== second.width || first.height !== second.height) return false
  return first.data.every((value, index) => value === second.data[index])
}

async function pixelsOf(bytes: Uint8Array<ArrayBuffer>): Promise<ImageData> {
  const bitmap = await createImageBitmap(new Blob([bytes]))
  const { width, height } = bitmap
  const ground = new CpuCanvas(true)
  ground.resize({ widthPx: width, heightPx: height })
  ground.context.drawImage(bitmap, 0, 0)
  bitmap.close()
  return ground.context.getImageData(0, 0, width, height)
}
