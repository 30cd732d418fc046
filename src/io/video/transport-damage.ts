import { formatCount, formatQuantity } from '../../core/text/format-count.ts'
import { readAhead } from './matroska-elements.ts'
import type { BytesAt } from './matroska-elements.ts'
import { PACKET_START } from './transport-packets.ts'
import type { PacketForm } from './transport-packets.ts'

/** What is damaged in an MPEG-TS file, and what is left of it. */
export interface TransportDamage {
  /** Clauses about the file. */
  faults: string[]
  /** What readers can take, in order, from begin to end in bytes. */
  sound: [begin: number, end: number][]
}

/**
 * Looks for packets that are none, and for frames that begin with nothing that begins a frame. Readers
 * refuse the whole file, or end there. It reads the whole file.
 * @param report called with the number of frames so far, those of sound included
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

/** Where each stream of a file is: in a frame, or behind a damaged begin of one. */
class Streams {
  /** Of each stream in which a frame began: is its current frame lost. */
  private readonly isLost = new Map<number, boolean>()

  /** @param offset of the packet */
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
      // Streams of other things, such as tables, have no frames at all.
      if (!this.isLost.has(stream)) return 'other'
      this.isLost.set(stream, true)
      return 'loss'
    }
    return this.isLost.get(stream) === true ? 'lost' : 'other'
  }
}

/** ISO/IEC 13818-1, section 2.4.3.6. */
const FRAME_START = 0x000001
