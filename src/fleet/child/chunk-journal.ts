import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { planFolder } from '../../cli/chunks/plan-file.ts'
import { chunkName } from '../../cli/chunks/receipt.ts'
import { writeWholeFile } from '../../cli/paths/write-whole-file.ts'

interface Journal {
  /** How often a browser ended while it rendered this chunk. */
  deathCount: number
  /** Frame that is being rendered, one after another; null if none is. */
  inHand: number | null
  /** How often a browser ended with a frame in hand, by its index. */
  blame: Record<string, number>
}

/** A frame that has ended so many browsers is left out. */
const MOST_DEATHS_OF_FRAME = 2
/** A chunk that ends so many browsers, without a frame that is to blame, is given up. */
const MOST_DEATHS_WITHOUT_BLAME = 3

/**
 * Notes of a chunk that has ended a browser, with its output: the next worker may be on another
 * machine. It exists only for such a chunk.
 */
export class ChunkJournal {
  private readonly path: string
  private readonly notes: Journal

  private constructor(path: string, notes: Journal) {
    this.path = path
    this.notes = notes
  }

  /** Null if the chunk has ended no browser. */
  static find(output: string, index: number): ChunkJournal | null {
    const path = pathOf(output, index)
    try {
      return new ChunkJournal(path, JSON.parse(readFileSync(path, 'utf8')) as Journal)
    } catch {
      return null
    }
  }

  /** A browser has ended while it rendered the chunk, or its whole worker was lost. */
  static noteDeath(output: string, index: number): ChunkJournal {
    const found = ChunkJournal.find(output, index)
    const journal =
      found ?? new ChunkJournal(pathOf(output, index), { deathCount: 0, inHand: null, blame: {} })
    journal.notes.deathCount++
    journal.blameFrameInHand()
    journal.write()
    return journal
  }

  /** Frames that are left out, by their indexes. */
  get blamedFrames(): number[] {
    return Object.entries(this.notes.blame)
      .filter(([, count]) => count >= MOST_DEATHS_OF_FRAME)
      .map(([frame]) => Number(frame))
  }

  /** Whether it is useless to try the chunk again. */
  get isHopeless(): boolean {
    const blamed = Object.values(this.notes.blame).reduce((sum, count) => sum + count, 0)
    return this.notes.deathCount - blamed >= MOST_DEATHS_WITHOUT_BLAME
  }

  beginFrame(frameIndex: number): void {
    this.notes.inHand = frameIndex
    this.write()
  }

  /** No frame is in hand any more, and none is to blame. */
  letGo(): void {
    this.notes.inHand = null
    this.write()
  }

  remove(): void {
    rmSync(this.path, { force: true })
  }

  private blameFrameInHand(): void {
    const { inHand, blame } = this.notes
    if (inHand === null) return
    blame[inHand] = (blame[inHand] ?? 0) + 1
    this.notes.inHand = null
  }

  private write(): void {
    mkdirSync(dirname(this.path), { recursive: true })
    writeWholeFile(this.path, JSON.stringify(this.notes))
  }
}

function pathOf(output: string, index: number): string {
  return join(planFolder(output), 'journals', `${chunkName(index)}.json`)
}
