import { formatCount, formatQuantity } from '../../../core/text/format-count.ts'
import { readAhead } from '../containers/read-ahead.ts'
import type { BytesAt } from '../containers/read-ahead.ts'
import { PACKET_START } from '../containers/transport-packets.ts'
import type { PacketForm } from '../containers/transport-packets.ts'

/** What is damaged in an MPEG-TS file, and which parts of it are sound. */
export interface TransportDamage {
  /** Clauses about the file. */
  faults: string[]
  /** The byte ranges that readers can use, in order. */
  sound: [begin: number, end: number][]
}

/**
 * Looks for damaged packets, and for frames whose first bytes are damaged. Readers reject such a file,
 * or stop at the damage. This reads the whole file.
 * @param report called with the number of frames found so far, frames of sound included
 */
export async function findTransportDamage(
  file: File,
  { offset, strideBytes }: PacketForm,
  report: (doneCount: number) => void,
): Promise<TransportDamage> {
  const bytesAt = readAhead(file)
  const sound = new SoundParts()
  const streams = new Streams()
  const faults: string[] = []
  let startCount = 0
  for (let at = 0; at + offset < file.size;) {
    const bytes = await bytesAt(at)
    if (bytes.getUint8(offset) !== PACKET_START) {
      const next = await findPackets(file, bytesAt, at + 1, { offset, strideBytes })
      faults.push(
        `${formatQuantity(next - at, 'byte')} in it from byte ${formatCount(at)} on are no packet`,
      )
      at = next
      continue
    }
    const end = Math.min(at + strideBytes, file.size)
    const place = streams.follow(bytes, offset)
    if (place === 'loss') {
      faults.push(`its packet at byte ${formatCount(at)} cannot be read, and its frame with it`)
    }
    if (place === 'start' && ++startCount % 1000 === 0) report(startCount)
    if (place !== 'loss' && place !== 'lost') sound.add(at, end)
    at = end
  }
  return { faults, sound: sound.parts }
}

async function findPackets(
  file: File,
  bytesAt: BytesAt,
  from: number,
  { offset, strideBytes }: PacketForm,
): Promise<number> {
  for (let at = from; at + offset < file.size; at++) {
    const bytes = await bytesAt(at)
    const isHere = [0, 1, 2].every((count) => {
      const place = offset + count * strideBytes
      return place >= bytes.byteLength || bytes.getUint8(place) === PACKET_START
    })
    if (isHere) return at
  }
  return file.size
}

class SoundParts {
  readonly parts: [begin: number, end: number][] = []

  add(begin: number, end: number): void {
    const last = this.parts.at(-1)
    if (last?.[1] === begin) last[1] = end
    else this.parts.push([begin, end])
  }
}

/** ISO/IEC 13818-1, section 2.4.3.2. */
const IS_START = 0x40
const IS_SCRAMBLED = 0xc0
const HAS_ADAPTATION = 0x20
const HAS_PAYLOAD = 0x10
const PACKET_BYTES = 188

/** Remembers for each stream of a file whether its current frame is lost. */
class Streams {
  /** By stream. Only streams in which a frame has begun are in it. */
  private readonly isLost = new Map<number, boolean>()

  /**
   * Follows a packet: `start` begins a frame, `loss` loses one, `lost` continues a lost one.
   * @param offset of the packet in the bytes
   */
  follow(bytes: DataView, offset: number): 'start' | 'loss' | 'lost' | 'other' {
    if (offset + PACKET_BYTES > bytes.byteLength) return 'other'
    const head = bytes.getUint16(offset + 1)
    const stream = head & 0x1fff
    const flags = bytes.getUint8(offset + 3)
    const isStart = (head & (IS_START << 8)) !== 0
    if (flags & IS_SCRAMBLED && this.isLost.get(stream) === false) {
      this.isLost.set(stream, true)
      return 'loss'
    }
    if (isStart && flags & HAS_PAYLOAD) {
      const adaptation = flags & HAS_ADAPTATION ? 1 + bytes.getUint8(offset + 4) : 0
      const at = offset + 4 + adaptation
      const isFrame = at + 4 <= offset + PACKET_BYTES && bytes.getUint32(at) >>> 8 === FRAME_START
      if (isFrame) {
        this.isLost.set(stream, false)
        return 'start'
      }
      // Other streams, such as tables, have no frames.
      if (!this.isLost.has(stream)) return 'other'
      this.isLost.set(stream, true)
      return 'loss'
    }
    return this.isLost.get(stream) === true ? 'lost' : 'other'
  }
}

/** ISO/IEC 13818-1, section 2.4.3.6. */
const FRAME_START = 0x000001
