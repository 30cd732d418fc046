import { formatCount, formatQuantity } from '../../../core/text/format-count.ts'
import { ElementReader } from '../containers/element-reader.ts'
import { writeNumber } from '../containers/matroska-elements.ts'
import type { Element } from '../containers/matroska-elements.ts'
import {
  CLUSTER,
  CUES,
  EBML,
  endsCluster,
  FIRST_BYTES,
  isBesideClusters,
  isBlock,
  isClusterPart,
  isFilling,
  SEGMENT,
  TIMESTAMP,
  TRACKS,
} from '../containers/matroska-kinds.ts'
import { fillingHeader, LAST_ELEMENTS, LEAST_FILLING } from './matroska-filling.ts'
import { patchNumbers } from './patched-file.ts'
import type { Patch } from './patched-file.ts'

/** What is damaged in a file, and how the rest of the file can still be read. */
export interface Damage {
  /** Clauses about the file, such as "40 bytes in it from byte 900 on cannot be read". */
  faults: string[]
  /** These make readers skip the damaged bytes and continue after them. */
  patches: Patch[]
  /** The byte at which readers should stop. */
  endsAt: number
  /** These bytes should be there instead of the rest of the file. */
  tail: Uint8Array<ArrayBuffer>
}

/** The length of the id of a cluster. */
const ID_BYTES = 4

/**
 * Looks for damaged elements in a Matroska or WebM file: bytes that are not an element, and elements
 * that do not end where the next one begins. Without a repair, readers skip everything up to the
 * next cluster. This reads the whole file.
 * @param report called with the number of blocks found so far; each frame is a block
 */
export function findDamage(file: File, report: (blockCount: number) => void): Promise<Damage> {
  return new DamageSearch(file, report).run()
}

class DamageSearch {
  private readonly file: File
  private readonly reader: ElementReader
  private readonly report: (blockCount: number) => void
  private readonly damage: Damage
  private readonly clusterStarts = new Set<number>()
  private cues: Element | null = null
  private readonly tracks = new Set<number>()
  private isCutOff = false
  private blockCount = 0
  /** Blocks of tracks that the file does not list. */
  private strayCount = 0

  constructor(file: File, report: (blockCount: number) => void) {
    this.file = file
    this.damage = { faults: [], patches: [], endsAt: file.size, tail: new Uint8Array(0) }
    this.reader = new ElementReader(file)
    this.report = report
  }

  async run(): Promise<Damage> {
    const segment = await this.findSegment()
    if (!segment) return this.damage
    await this.followSegment(segment)
    await this.checkIndex(segment)
    this.closeSegment(segment)
    if (this.strayCount > 0) {
      const verb = this.strayCount === 1 ? 'belongs to a track' : 'belong to tracks'
      this.damage.faults.push(
        `${formatQuantity(this.strayCount, 'block')} in it ${verb} that it does not list`,
      )
    }
    return this.damage
  }

  private async findSegment(): Promise<Element | null> {
    let element = await this.reader.elementAt(0)
    while (element && element.id !== SEGMENT) element = await this.reader.elementAt(element.end)
    return element
  }

  private async followSegment(segment: Element): Promise<void> {
    let position = segment.dataStart
    while (position < this.file.size) {
      const element = await this.reader.elementAt(position)
      if (element?.id === EBML || element?.id === SEGMENT) {
        // Readers would take its parts for those of this segment, and some would never stop.
        this.damage.faults.push(
          `another video begins in it at byte ${formatCount(position)}, and is not read`,
        )
        this.damage.endsAt = position
        break
      }
      if (element && isBesideClusters(element) && element.end <= this.file.size) {
        if (element.id === TRACKS) {
          for await (const number of this.reader.trackNumbersIn(element)) this.tracks.add(number)
        }
        if (element.id === CUES) this.cues = element
        position = element.end
        continue
      }
      const cluster = element?.id === CLUSTER ? element : await this.namelessCluster(position)
      if (cluster) position = await this.followCluster(cluster)
      else if (position >= segment.end || (await this.isPadding(position, segment))) {
        // Readers would search these bytes for elements, and some readers would never stop.
        this.damage.endsAt = position
        break
      } else position = await this.passOver(position, Infinity, endsCluster)
    }
    if (segment.end >= position) return
    this.damage.faults.push(
      `it goes on for ${formatQuantity(position - segment.end, 'byte')} behind the end that it declares`,
    )
  }

  /**
   * Puts valid elements at the end of a damaged segment. Readers that search for the next element
   * find these. Without them, some readers would never stop.
   */
  private closeSegment(segment: Element): void {
    const { damage, file } = this
    const isSound = damage.faults.length === 0 && damage.endsAt === file.size
    if (isSound || this.isCutOff) return
    damage.tail = LAST_ELEMENTS
    const size = damage.endsAt + LAST_ELEMENTS.length - segment.dataStart
    if (segment.end !== Infinity) this.patchSize(segment, size)
  }

  /** Zeros after the last element are no damage if the segment does not state its size. */
  private async isPadding(position: number, segment: Element): Promise<boolean> {
    return segment.end === Infinity && (await this.reader.isEmpty(position))
  }

  /** @returns the position at which the cluster ends */
  private async followCluster(cluster: Element): Promise<number> {
    this.clusterStarts.add(cluster.headerAt)
    let position = cluster.dataStart
    let end = cluster.end
    while (position < this.file.size) {
      const element = await this.reader.elementAt(position)
      if (position >= end) {
        // A cluster may continue after the end that it states.
        if (!element || !isBlock(element) || !(await this.isFollowed(element))) break
        end = Infinity
      }
      if (element && endsCluster(element)) break
      if (element && isClusterPart(element) && element.end <= Math.min(end, this.file.size)) {
        await this.countBlock(element)
        position = element.end
      } else if (element && isBlock(element) && (await this.isFollowed(element))) end = Infinity
      else position = await this.passOver(position, end, () => true)
    }
    if (cluster.end === position || cluster.end === Infinity) return position
    if (position >= this.file.size && cluster.end > position) {
      this.isCutOff = true
      return position
    }
    this.damage.faults.push(
      `its cluster at byte ${formatCount(cluster.headerAt)} declares ${formatQuantity(cluster.end - cluster.dataStart, 'byte')}, and has ${formatCount(position - cluster.dataStart)}`,
    )
    this.patchSize(cluster, position - cluster.dataStart)
    return position
  }

  /** Whether an element ends where another element begins, or where the file ends. */
  private async isFollowed({ end }: Element): Promise<boolean> {
    if (end >= this.file.size) return end === this.file.size
    const next = await this.reader.elementAt(end)
    return next !== null && (isClusterPart(next) || endsCluster(next))
  }

  /**
   * The cluster at a position if only its id is damaged; else null. A cluster is recognised by its
   * time, which is its first element.
   */
  private async namelessCluster(headerAt: number): Promise<Element | null> {
    const cluster = await this.reader.elementAt(headerAt, ID_BYTES)
    if (!cluster) return null
    const first = await this.reader.elementAt(cluster.dataStart)
    if (first?.id !== TIMESTAMP || first.end - first.dataStart > 8) return null
    this.damage.faults.push(`its cluster at byte ${formatCount(headerAt)} has a damaged name`)
    this.damage.patches.push(patchNumbers(headerAt, [CLUSTER]))
    return { ...cluster, id: CLUSTER }
  }

  /**
   * Skips damaged bytes, and makes readers skip them.
   * @param end of the cluster; the search stops there
   * @param isWanted whether the search may stop at an element
   * @returns the position at which the file can be read again
   */
  private async passOver(
    position: number,
    end: number,
    isWanted: (element: Element) => boolean,
  ): Promise<number> {
    const next = (await this.findNext(position + LEAST_FILLING, end, isWanted)) ?? this.file.size
    // If the file is cut off here, `findCutOff` reports it.
    const element = await this.reader.elementAt(position)
    const isKnown = element && (isClusterPart(element) || endsCluster(element))
    if (next === this.file.size && isKnown && element.end > next && end > next) {
      this.isCutOff = true
      return next
    }
    this.damage.faults.push(
      `${formatQuantity(next - position, 'byte')} in it from byte ${formatCount(position)} on cannot be read`,
    )
    const filling = fillingHeader(next - position)
    if (filling) this.damage.patches.push({ at: position, bytes: filling })
    return next
  }

  /** The next sound element from a position on, or the end of the cluster; null if there is neither. */
  private async findNext(
    from: number,
    end: number,
    isWanted: (element: Element) => boolean,
  ): Promise<number | null> {
    if (from >= end) return end
    for (let at = from; at < this.file.size;) {
      const bytes = await this.reader.bytesAt(at)
      const last = Math.min(at + bytes.byteLength, end)
      for (const first = at; at < last; at++) {
        const isCandidate = FIRST_BYTES.has(bytes.getUint8(at - first))
        if (isCandidate && (await this.isSound(at, isWanted))) return at
      }
      if (at === end) return at
    }
    return null
  }

  /** Whether the bytes at a position are an element, and hardly look like one by chance. */
  private async isSound(
    position: number,
    isWanted: (element: Element) => boolean,
  ): Promise<boolean> {
    const element = await this.reader.elementAt(position)
    if (!element || isFilling(element) || !isWanted(element)) return false
    if (element.id === CLUSTER)
      return (await this.reader.elementAt(element.dataStart))?.id === TIMESTAMP
    if (endsCluster(element)) return element.end <= this.file.size
    if (!isBlock(element)) return false
    const track = await this.reader.trackOf(element)
    return track !== null && this.tracks.has(track) && (await this.isFollowed(element))
  }

  /** Readers jump to the clusters that the index names. They may search for a missing one for ever. */
  private async checkIndex(segment: Element): Promise<void> {
    const { cues } = this
    if (!cues) return
    for await (const position of this.reader.clustersIn(cues)) {
      if (this.clusterStarts.has(segment.dataStart + position)) continue
      this.damage.faults.push('its index names clusters that are not there')
      const filling = fillingHeader(cues.end - cues.headerAt)
      if (filling) this.damage.patches.push({ at: cues.headerAt, bytes: filling })
      return
    }
  }

  private async countBlock(element: Element): Promise<void> {
    const track = await this.reader.trackOf(element)
    if (track === null) return
    if (!this.tracks.has(track)) this.strayCount++
    if (++this.blockCount % 1000 === 0) this.report(this.blockCount)
  }

  /** @param size null means that it is not known */
  private patchSize({ sizeStart, dataStart }: Element, size: number | null): void {
    const length = dataStart - sizeStart
    const isShort = size !== null && size < 2 ** (7 * length) - 1
    this.damage.patches.push({ at: sizeStart, bytes: writeNumber(isShort ? size : null, length) })
  }
}
