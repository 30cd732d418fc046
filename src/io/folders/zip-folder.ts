import type { Directory, DirectoryEntry } from './directory.ts'

/** Where a file of the ZIP is: its header is at `at`, and its content follows. */
interface Place {
  at: number
  sizeBytes: number
  modifiedMs: number
}

/** The end of a ZIP, of the list of its files, and of a list in 64 bits, without their own endings. */
const END_LENGTH = 22
const LOCATOR_LENGTH = 20
const WIDE_END_LENGTH = 56
const ENTRY_LENGTH = 46
const HEADER_LENGTH = 30

/** A number that does not fit into 32 bits stands elsewhere, in 64 bits. */
const ELSEWHERE = 0xffffffff

/**
 * A ZIP that a run made, as a folder that cannot be written: its files are stored as they are, so that
 * each is a part of the ZIP. Only the list of them is read before.
 */
export class ZipFolder implements Directory {
  readonly handle = null
  readonly name: string
  private readonly file: File
  private readonly places: ReadonlyMap<string, Place>

  private constructor(file: File, places: ReadonlyMap<string, Place>) {
    this.name = file.name
    this.file = file
    this.places = places
  }

  /** @throws RangeError if the file is no ZIP of a run; DOMException if it cannot be read */
  static async of(file: File): Promise<ZipFolder> {
    const list = await readList(file)
    const places = new Map<string, Place>()
    for (let at = 0; at < list.byteLength;) {
      const nameLength = list.getUint16(at + 28, true)
      const extraLength = list.getUint16(at + 30, true)
      const name = new Uint8Array(list.buffer, at + ENTRY_LENGTH, nameLength)
      places.set(new TextDecoder().decode(name), placeOf(list, at, nameLength, extraLength))
      at += ENTRY_LENGTH + nameLength + extraLength + list.getUint16(at + 32, true)
    }
    return new ZipFolder(file, places)
  }

  async *list(): AsyncIterable<DirectoryEntry> {
    for (const name of this.places.keys()) {
      yield await Promise.resolve({ name, kind: 'file' as const })
    }
  }

  async openFile(name: string): Promise<File> {
    const place = this.places.get(name)
    if (!place) return absent(name)
    const header = await read(this.file, place.at, HEADER_LENGTH)
    const start = place.at + HEADER_LENGTH + header.getUint16(26, true) + header.getUint16(28, true)
    const content = this.file.slice(start, start + place.sizeBytes)
    return new File([content], name, { lastModified: place.modifiedMs })
  }

  openDirectory(name: string): Promise<Directory> {
    return absent(name)
  }

  writeFile(name: string): Promise<void> {
    return absent(name)
  }

  removeFile(name: string): Promise<void> {
    return absent(name)
  }
}

/** The list of the files, which is before the end of the ZIP. */
async function readList(file: File): Promise<DataView> {
  const endAt = file.size - END_LENGTH
  const end = await read(file, endAt, END_LENGTH)
  if (end.getUint32(0) !== 0x504b0506) throw new RangeError(`${file.name} has no end of a ZIP.`)
  const length = end.getUint32(12, true)
  const at = end.getUint32(16, true)
  if (length !== ELSEWHERE && at !== ELSEWHERE) return read(file, at, length)
  const wide = await read(file, endAt - LOCATOR_LENGTH - WIDE_END_LENGTH, WIDE_END_LENGTH)
  return read(file, Number(wide.getBigUint64(48, true)), Number(wide.getBigUint64(40, true)))
}

function placeOf(list: DataView, at: number, nameLength: number, extraLength: number): Place {
  let sizeBytes = list.getUint32(at + 24, true)
  let headerAt = list.getUint32(at + 42, true)
  // The 64-bit numbers: the size twice, then the place, and of these only what does not fit.
  let wideAt = at + ENTRY_LENGTH + nameLength + 4
  if (extraLength > 0 && sizeBytes === ELSEWHERE) {
    sizeBytes = Number(list.getBigUint64(wideAt, true))
    wideAt += 16
  }
  if (extraLength > 0 && headerAt === ELSEWHERE) headerAt = Number(list.getBigUint64(wideAt, true))
  const [time, date] = [list.getUint16(at + 12, true), list.getUint16(at + 14, true)]
  const modified = new Date(
    (date >> 9) + 1980,
    ((date >> 5) & 15) - 1,
    date & 31,
    time >> 11,
    (time >> 5) & 63,
    (time & 31) * 2,
  )
  return { at: headerAt, sizeBytes, modifiedMs: modified.getTime() }
}

async function read(file: File, at: number, length: number): Promise<DataView> {
  const bytes = await file.slice(Math.max(0, at), Math.max(0, at) + length).arrayBuffer()
  if (at < 0 || bytes.byteLength < length) throw new RangeError(`${file.name} is not a whole ZIP.`)
  return new DataView(bytes)
}

function absent(name: string): Promise<never> {
  return Promise.reject(new DOMException(`There is no "${name}" in the ZIP.`, 'NotFoundError'))
}
