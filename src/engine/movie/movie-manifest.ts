import { addNotes, noNotes } from '../../core/draw/draw-notes.ts'
import { describeThrown, problem } from '../../core/errors.ts'
import type { FramePlan } from '../../core/plan/frame-plan.ts'
import type { PlanPart } from '../../core/plan/plan-part.ts'
import { formatQuantity } from '../../core/text/format-count.ts'
import type { Directory } from '../../io/folders/directory.ts'
import { HandleDirectory } from '../../io/folders/handle-directory.ts'
import { REPORT_FILE_NAME } from '../../io/folders/list-folders.ts'
import { isBookkeeping } from '../../io/folders/manifest-files.ts'
import {
  isSegmentFileName,
  segmentFileName,
  segmentFolderName,
} from '../../io/folders/segment-files.ts'
import { swapTarget } from '../../io/folders/swap-files.ts'
import type { FrameOutcome } from '../frames/frame-task.ts'
import { listDifferences } from '../resume/earlier-run.ts'
import type { EarlierRun } from '../resume/earlier-run.ts'
import { fingerprintOf } from '../resume/fingerprint.ts'
import { sourcesChecksum, timesChecksum } from '../resume/finished-segment.ts'
import type { FinishedSegment, OtherFrame } from '../resume/finished-segment.ts'
import { fittingSegments, planRunTimes, wholeSegments } from '../resume/finished-segments.ts'
import type { SegmentFile } from '../resume/finished-segments.ts'
import { ManifestWriter } from '../resume/manifest-writer.ts'
import type { RenderOptions } from '../run/render-options.ts'
import type { RunRecord } from '../record/run-record.ts'
import type { MovieTimes } from './movie-times.ts'

/** A segment's file as a worker has written it. */
export type SavedSegment = Pick<SegmentFile, 'sizeBytes' | 'xxh32'>
/** What the check of a run found. */
interface Checked {
  plan: FramePlan
  earlier: EarlierRun | null
  part: PlanPart | null
}

type Rendered = Extract<FrameOutcome, { kind: 'rendered' }>

/** The time between two segments. The first ones follow faster, as in `ManifestWriter`. */
const FIRST_INTERVAL_MS = 125
const LAST_INTERVAL_MS = 2000

/**
 * Keeps the finished segments of a video in a folder beside it, with a manifest, from which a later
 * run resumes. When the video is complete, the folder is removed.
 */
export class MovieManifest {
  private readonly options: RenderOptions
  private readonly checked: Checked
  private readonly record: RunRecord
  private readonly output: FileSystemDirectoryHandle
  private readonly videoName: string
  private readonly times: MovieTimes | null
  private readonly startedAt = new Date().toISOString()
  private readonly rendered = new Map<number, Rendered>()
  private writer: ManifestWriter | null = null
  /** No more segments are saved. */
  private isOver = false
  /** The last segment that was saved, or failed to be. */
  private saving: Promise<void> = Promise.resolve()
  private segmentCount = 0
  private savedMs = 0
  private intervalMs = FIRST_INTERVAL_MS
  /** The first frame that is in no segment yet. */
  private from = 0
  /** How many frames are in saved segments. */
  savedCount = 0
  /** The folder of the segments; null if they cannot be saved. */
  folder: Directory | null = null
  /** The segments of an earlier run that seem to be whole. */
  kept: readonly SegmentFile[] = []

  constructor(
    options: RenderOptions,
    checked: Checked,
    record: RunRecord,
    output: FileSystemDirectoryHandle,
    videoName: string,
  ) {
    this.options = options
    this.checked = checked
    this.record = record
    this.output = output
    this.videoName = videoName
    this.times = planRunTimes(options.recording, options.config, checked.plan)
  }

  /** Finds what an earlier run left, before anything is written. */
  async prepare(): Promise<void> {
    const { recording, config, signal, resume } = this.options
    const { plan, earlier } = this.checked
    try {
      const name = segmentFolderName(this.videoName)
      this.folder = new HandleDirectory(
        await this.output.getDirectoryHandle(name, { create: true }),
      )
      if (!earlier || resume === 'restart') return
      const sources =
        resume === 'anyway' || config.output.content === 'overlay'
          ? null
          : recording.framesDirectory
      const fitting = fittingSegments(earlier.manifest, plan, this.times)
      this.kept = await wholeSegments(fitting, this.folder, plan, sources, signal)
    } catch (thrown) {
      if (!signal?.aborted) this.giveUp(thrown)
    }
  }

  /**
   * Begins the manifest, and counts the frames of the kept segments. Called again if the video must
   * be started over.
   * @param kept the segments that the new file has already
   */
  async begin(kept: readonly SegmentFile[]): Promise<void> {
    const { folder, options, checked } = this
    this.from = this.savedCount = kept.at(-1)?.segment.to ?? checked.part?.from ?? 0
    this.segmentCount = kept.length
    if (!this.writer) this.countKept(kept)
    if (!folder || this.isOver) return
    try {
      await removeLeftovers(this.output, (target) => this.isOwn(target))
      await removeOwn(folder, new Set(kept.map(({ name }) => name)))
      const fingerprint =
        checked.earlier?.fingerprint ??
        (await fingerprintOf(options.recording, options.config, checked.plan))
      const run = crypto.randomUUID()
      await this.writer?.stop()
      this.writer = new ManifestWriter(folder, { run, startedAt: this.startedAt, fingerprint })
      await this.writer.begin(kept)
    } catch (thrown) {
      this.giveUp(thrown)
    }
  }

  noteFrame(position: number, outcome: FrameOutcome): void {
    if (outcome.kind === 'rendered') this.rendered.set(position, outcome)
    else this.rendered.delete(position)
  }

  /**
   * Called when the video has all frames before a position, and a key frame follows.
   * @param save makes a file of all packets since the last segment; null if these are too many
   */
  offer(to: number, save: (name: string) => Promise<SavedSegment | null>): void {
    const nowMs = performance.now()
    const isLast = to === this.checked.part?.to
    const isDue = to > this.from && (isLast || nowMs - this.savedMs >= this.intervalMs)
    if (!isDue || !this.writer || !this.times || this.isOver) return
    const segment = this.describe(this.from, to, this.times)
    const name = segmentFileName(++this.segmentCount)
    this.from = to
    this.savedMs = nowMs
    this.intervalMs = Math.min(this.intervalMs * 2, LAST_INTERVAL_MS)
    const saved = save(name)
    this.saving = this.saving.then(async () => {
      try {
        const file = await saved
        // Without this segment, later ones would be of no use.
        if (!file) this.isOver = true
        if (!file || this.isOver) return
        this.writer?.add({ name, ...file, frame: null, segment })
        this.savedCount = to
      } catch (thrown) {
        this.giveUp(thrown)
      }
    })
  }

  /** Resolves when no segment is being saved. */
  async settle(): Promise<void> {
    await this.saving
  }

  /** @param isWhole whether the video is complete, so that its segments are not needed any more */
  async end(isWhole: boolean): Promise<void> {
    if (!this.folder) return
    // Segments without any picture are of no use.
    const { renderedCount, keptCount } = this.record
    const hasFrames = this.savedCount > 0 && renderedCount + keptCount > 0
    const isNeeded = !isWhole && (hasFrames || !this.writer)
    if (isNeeded) {
      await this.writer?.end()
    } else {
      await this.writer?.stop()
      await removeOwn(this.folder, new Set(), true)
    }
    // A folder that is not empty stays: it has segments, or something of the user.
    await this.output.removeEntry(this.folder.name).catch(() => undefined)
  }

  private countKept(kept: readonly SegmentFile[]): void {
    const { record, checked } = this
    for (const { segment } of kept) keepSegment(record, segment)
    const count = record.keptCount
    const { earlier } = checked
    if (count > 0 && earlier && earlier.differences.length > 0) {
      const message = `The run kept ${formatQuantity(count, 'frame')} of an earlier run with other inputs or settings (${listDifferences(earlier)}).`
      record.warnings.push(problem('warning', 'output-differs', message))
    }
    const againCount = (earlier?.finishedCount ?? 0) - this.from
    if (earlier && this.options.resume !== 'restart' && againCount > 0) {
      const message = `${formatQuantity(againCount, 'finished frame')} of the earlier run had to be rendered again, as a segment was missing or damaged, or a source file has changed since.`
      record.warnings.push(problem('info', 'frames-again', message))
    }
  }

  private describe(from: number, to: number, times: MovieTimes): FinishedSegment {
    const notes = noNotes()
    const stamps: (Rendered['source'] | null)[] = []
    const others: OtherFrame[] = []
    let size: Pick<Rendered, 'widthPx' | 'heightPx'> | null = null
    for (let position = from; position < to; position++) {
      const frame = this.rendered.get(position)
      this.rendered.delete(position)
      stamps.push(frame?.source ?? null)
      if (!frame) {
        const leftOut = this.record.leftOutAt(position)
        if (leftOut) others.push({ position, ...leftOut })
        continue
      }
      const { fault, widthPx, heightPx } = frame
      addNotes(notes, frame.notes)
      size ??= { widthPx, heightPx }
      if (fault !== null || size.widthPx !== widthPx || size.heightPx !== heightPx) {
        others.push({ position, kind: 'rendered', fault, widthPx, heightPx })
      }
    }
    return {
      from,
      to,
      times: timesChecksum(this.checked.plan, times, from, to),
      sources: sourcesChecksum(stamps),
      notes,
      widthPx: size?.widthPx ?? 0,
      heightPx: size?.heightPx ?? 0,
      others,
    }
  }

  private isOwn(name: string): boolean {
    return name === this.videoName || name === REPORT_FILE_NAME || isBookkeeping(name)
  }

  private giveUp(thrown: unknown): void {
    this.isOver = true
    const name = segmentFolderName(this.videoName)
    const message = `The segments of the video cannot be saved in "${name}": ${describeThrown(thrown)} If this run is interrupted, it cannot resume after what was saved before.`
    this.record.warnings.push(problem('warning', 'write-failed', message, { file: name }))
  }
}

/** Counts the frames of a segment as an earlier run has counted them. */
function keepSegment(record: RunRecord, segment: FinishedSegment): void {
  const others = new Map(segment.others.map((other) => [other.position, other]))
  let { notes } = segment
  for (let position = segment.from; position < segment.to; position++) {
    const other = others.get(position)
    if (other && other.kind !== 'rendered') {
      if (other.kind === 'skipped') record.skip(position, other.reason)
      else record.fail(position, other.reason)
    } else {
      const { fault, widthPx, heightPx } = other ?? { ...segment, fault: null }
      record.keep(position, { road: 'video', reason: null, fault, notes, widthPx, heightPx })
      notes = {}
    }
  }
}

/** Removes temporary files that a browser left when it ended in the middle of a write. */
async function removeLeftovers(
  folder: FileSystemDirectoryHandle,
  isOwn: (target: string) => boolean,
): Promise<void> {
  const leftovers: string[] = []
  for await (const name of folder.keys()) {
    const target = swapTarget(name)
    if (target !== null && isOwn(target)) leftovers.push(name)
  }
  // A file that is in use cannot be removed, and stays.
  for (const name of leftovers) await folder.removeEntry(name).catch(() => undefined)
}

/** Removes segments and their temporary files. @param withManifest also the manifest */
async function removeOwn(
  { handle }: Directory,
  keep: ReadonlySet<string>,
  withManifest = false,
): Promise<void> {
  if (!handle) return
  const own: string[] = []
  for await (const name of handle.keys()) {
    const isOwn =
      isSegmentFileName(name) || (withManifest && isBookkeeping(swapTarget(name) ?? name))
    if (isOwn && !keep.has(name)) own.push(name)
  }
  // The manifest is removed last, so that it lists what is left if this is interrupted.
  own.sort((a, b) => Number(isBookkeeping(a)) - Number(isBookkeeping(b)))
  for (const name of own) await handle.removeEntry(name).catch(() => undefined)
}
