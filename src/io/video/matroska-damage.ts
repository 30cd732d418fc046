import { formatCount, formatQuantity } from '../../core/text/format-count.ts'
import { ElementReader } from './element-reader.ts'
import {
  CLUSTER,
  CRC,
  EBML,
  numberLength,
  readNumber,
  SEGMENT,
  TRACKS,
  VOID,
  writeNumber,
} from './matroska-elements.ts'
import type { Element } from './matroska-elements.ts'
import { patchNumbers } from './patched-file.ts'
import type { Patch } from './patched-file.ts'

/** What is damaged in a file, and how the rest of it can be read all the same. */
export interface Damage {
  /** Clauses about the file, as "its 40 bytes from byte 900 on cannot be read". */
  faults: string[]
  /** With these, readers pass over what is damaged and go on behind it. */
  patches: Patch[]
  /** What follows is nothing that readers should look at. */
  endsAt: number
  /** What should follow there instead. */
  tail: Uint8Array<ArrayBuffer>
}

const CUES = 0x1c53bb6b
/** Parts of a segment besides the clusters: SeekHead, Info, Cues, Chapters, Tags, Attachments. */
const BESIDE_CLUSTERS = [0x114d9b74, 0x1549a966, TRACKS, CUES, 0x1043a770, 0x1254c367, 0x1941a469]
const FILLING = [VOID, CRC]
const SIMPLE_BLOCK = 0xa3
const BLOCK_GROUP = 0xa0
const BLOCK = 0xa1
const TIMESTAMP = 0xe7
/** Parts of a cluster besides blocks: its time, its place, the size of the one before, silent tracks. */
const PARTS_OF_CLUSTER = [TIMESTAMP, 0xa7, 0xab, 0x5854, 0xaf]
/** Of parts of a segment. */
const ID_BYTES = 4
const CUE_POINT = 0xbb
const CUE_POSITIONS = 0xb7
const CUE_CLUSTER = 0xf1
const TRACK_ENTRY = 0xae
const TRACK_NUMBER = 0xd7

/**
 * Looks for parts of a Matroska or WebM file that are no parts, or that do not end where the next
 * begins. Readers leave out what follows up to the next cluster. It reads the whole file.
 * @param report called with the number of blocks so far; a frame is a block
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
      if (element?.id === EBML || element?.id === SEGMENT) break
      if (element && isBesideClusters(element) && element.end <= this.file.size) {
        if (element.id === TRACKS) await this.readTracks(element)
        if (element.id === CUES) this.cues = element
        position = element.end
        continue
      }
      const cluster = element?.id === CLUSTER ? element : await this.namelessCluster(position)
      if (cluster) position = await this.followCluster(cluster)
      else if (position >= segment.end || (await this.isPadding(position, segment))) {
        // Readers search it for parts, some without an end.
        this.damage.endsAt = position
        break
      } else position = await this.passOver(position, Infinity, isBesideBlocks)
    }
    if (segment.end >= position) return
    this.damage.faults.push(
      `it goes on for ${formatQuantity(position - segment.end, 'byte')} behind the end that it declares`,
    )
  }

  /**
   * Ends a damaged segment with a part that readers find when they search for the next one. Some
   * search without an end.
   */
  private closeSegment(segment: Element): void {
    const { damage, file } = this
    const isSound = damage.faults.length === 0 && damage.endsAt === file.size
    if (isSound || this.isCutOff) return
    damage.tail = LAST_PART
    const size = damage.endsAt + LAST_PART.length - segment.dataStart
    if (segment.end !== Infinity) this.patchSize(segment, size)
  }

  /** Zeros behind the last part of a segment that does not say where it ends are no damage. */
  private async isPadding(position: number, segment: Element): Promise<boolean> {
    return segment.end === Infinity && (await this.reader.isEmpty(position))
  }

  /** @returns where it ends */
  private async followCluster(cluster: Element): Promise<number> {
    this.clusterStarts.add(cluster.headerAt)
    let position = cluster.dataStart
    let end = cluster.end
    while (position < this.file.size) {
      const element = await this.reader.elementAt(position)
      if (position >= end) {
        // A cluster may go on behind the end that it declares.
        if (!element || !isBlock(element) || !(await this.isFollowed(element))) break
        end = Infinity
      }
      if (element && isBesideBlocks(element)) break
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

  /** Whether a part ends where another part of the file begins, or the file ends. */
  private async isFollowed({ end }: Element): Promise<boolean> {
    if (end >= this.file.size) return end === this.file.size
    const next = await this.reader.elementAt(end)
    return next !== null && (isClusterPart(next) || isBesideBlocks(next) || isFilling(next))
  }

  /** The cluster at a position, though its name is damaged: its time comes first. */
  private async namelessCluster(headerAt: number): Promise<Element | null> {
    const sizeStart = headerAt + ID_BYTES
    if (sizeStart >= this.file.size) return null
    const bytes = await this.reader.bytesAt(sizeStart)
    const length = numberLength(bytes, 0)
    if (length > 8 || length > bytes.byteLength) return null
    const dataStart = sizeStart + length
    const first = await this.reader.elementAt(dataStart)
    if (first?.id !== TIMESTAMP || first.end - first.dataStart > 8) return null
    const size = readNumber(bytes, 0, length)
    const end = size < 2 ** (7 * length) - 1 ? dataStart + size : Infinity
    this.damage.faults.push(`its cluster at byte ${formatCount(headerAt)} has a damaged name`)
    this.damage.patches.push(patchNumbers(headerAt, [CLUSTER]))
    return { id: CLUSTER, headerAt, sizeStart, dataStart, end }
  }

  /**
   * Passes over what is damaged.
   * @param end of the cluster; what lies at it is sound
   * @returns where the file goes on
   */
  private async passOver(
    position: number,
    end: number,
    isWanted: (element: Element) => boolean,
  ): Promise<number> {
    const next = (await this.findNext(position + LEAST_FILLING, end, isWanted)) ?? this.file.size
    // The file is cut off, which is said elsewhere.
    const element = await this.reader.elementAt(position)
    const isKnown = element && (isClusterPart(element) || isBesideBlocks(element))
    if (next === this.file.size && isKnown && element.end > next && end > next) {
      this.isCutOff = true
      return next
    }
    this.damage.faults.push(
      `${formatQuantity(next - position, 'byte')} in it from byte ${formatCount(position)} on cannot be read`,
    )
    const filling = fill(next - position)
    if (filling) this.damage.patches.push({ at: position, bytes: filling })
    return next
  }

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

  /** Whether a part is at a position that can hardly be there by chance. */
  private async isSound(
    position: number,
    isWanted: (element: Element) => boolean,
  ): Promise<boolean> {
    const element = await this.reader.elementAt(position)
    if (!element || isFilling(element) || !isWanted(element)) return false
    if (element.id === CLUSTER)
      return (await this.reader.elementAt(element.dataStart))?.id === TIMESTAMP
    if (isBesideBlocks(element)) return element.end <= this.file.size
    if (!isBlock(element)) return false
    const track = await this.trackOf(element)
    return track !== null && this.tracks.has(track) && (await this.isFollowed(element))
  }

  /** Readers that jump to a cluster that is not there may search without an end. */
  private async checkIndex(segment: Element): Promise<void> {
    const { cues } = this
    if (!cues) return
    for await (const point of this.reader.partsOf(cues, CUE_POINT)) {
      for await (const positions of this.reader.partsOf(point, CUE_POSITIONS)) {
        for await (const place of this.reader.partsOf(positions, CUE_CLUSTER)) {
          const start = segment.dataStart + (await this.reader.unsignedAt(place))
          if (this.clusterStarts.has(start)) continue
          this.damage.faults.push('its index names clusters that are not there')
          const filling = fill(cues.end - cues.headerAt)
          if (filling) this.damage.patches.push({ at: cues.headerAt, bytes: filling })
          return
        }
      }
    }
  }

  private async countBlock(element: Element): Promise<void> {
    const track = await this.trackOf(element)
    if (track === null) return
    if (!this.tracks.has(track)) this.strayCount++
    if (++this.blockCount % 1000 === 0) this.report(this.blockCount)
  }

  private async trackOf(element: Element): Promise<number | null> {
    if (element.id === SIMPLE_BLOCK) return this.reader.numberAt(element.dataStart)
    if (element.id !== BLOCK_GROUP) return null
    for await (const block of this.reader.partsOf(element, BLOCK))
      return this.reader.numberAt(block.dataStart)
    return null
  }

  private async readTracks(tracks: Element): Promise<void> {
    for await (const entry of this.reader.partsOf(tracks, TRACK_ENTRY)) {
      for await (const number of this.reader.partsOf(entry, TRACK_NUMBER)) {
        this.tracks.add(await this.reader.unsignedAt(number))
      }
    }
  }

  private patchSize({ sizeStart, dataStart }: Element, size: number | null): void {
    const length = dataStart - sizeStart
    const isShort = size !== null && size < 2 ** (7 * length) - 1
    this.damage.patches.push({ at: sizeStart, bytes: writeNumber(isShort ? size : null, length) })
  }
}

/** The first bytes of what {@link DamageSearch} goes on at. */
const FIRST_BYTES = new Set(
  [CLUSTER, ...BESIDE_CLUSTERS, SIMPLE_BLOCK, BLOCK_GROUP].map((id) => {
    const [first = 0] = [24, 16, 8, 0].map((shift) => (id >>> shift) & 0xff).filter((byte) => byte)
    return first
  }),
)

function isFilling({ id }: Element): boolean {
  return FILLING.includes(id)
}

function isBesideClusters(element: Element): boolean {
  return BESIDE_CLUSTERS.includes(element.id) || isFilling(element)
}

/** Whether a cluster ends before it. */
function isBesideBlocks({ id }: Element): boolean {
  return BESIDE_CLUSTERS.includes(id) || id === CLUSTER || id === EBML || id === SEGMENT
}

function isBlock({ id }: Element): boolean {
  return id === SIMPLE_BLOCK || id === BLOCK_GROUP
}

function isClusterPart(element: Element): boolean {
  return isBlock(element) || PARTS_OF_CLUSTER.includes(element.id) || isFilling(element)
}

/** Tags without any, and a part that says nothing. */
const LAST_PART = Uint8Array.of(0x12, 0x54, 0xc3, 0x67, 0x80, VOID, 0x8e, ...new Uint8Array(14))

/** Of a part that says nothing: its name and its size. */
const LEAST_FILLING = 2

/** The beginning of a part that says nothing; null where it would not fit. */
function fill(byteCount: number): Uint8Array<ArrayBuffer> | null {
  if (byteCount < LEAST_FILLING) return null
  const sizeLength = byteCount - 2 < 127 ? 1 : 8
  return Uint8Array.of(VOID, ...writeNumber(byteCount - 1 - sizeLength, sizeLength))
}
