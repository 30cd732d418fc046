/** Fields of a record of MCAP, one after the other. https://mcap.dev/spec#serialization */
export class RecordFields {
  at: number
  private readonly view: DataView
  private readonly bytes: Uint8Array<ArrayBuffer>
  private readonly decoder = new TextDecoder()

  /** @param at where the content of the record begins */
  constructor(bytes: Uint8Array<ArrayBuffer>, at = 0) {
    this.bytes = bytes
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    this.at = at
  }

  /** @throws RangeError where the bytes end too early; so do the others */
  u16(): number {
    return this.view.getUint16((this.at += 2) - 2, true)
  }
  u32(): number {
    return this.view.getUint32((this.at += 4) - 4, true)
  }
  u64(): bigint {
    return this.view.getBigUint64((this.at += 8) - 8, true)
  }
  text(): string {
    return this.decoder.decode(this.block())
  }
  /** Bytes with their number before them; not a copy. */
  block(): Uint8Array<ArrayBuffer> {
    const length = this.u32()
    const end = this.at + length
    if (end > this.bytes.length) throw new RangeError('the record is cut off')
    const block = this.bytes.subarray(this.at, end)
    this.at = end
    return block
  }
}

export interface McapSchema {
  /** `sensor_msgs/msg/Imu` */
  name: string
  /** `ros2msg`, `jsonschema`, … */
  encoding: string
  text: string
}

export interface McapChannel {
  id: number
  topic: string
  /** `cdr`, `json`, … */
  encoding: string
  schema: McapSchema | null
}

export interface ChunkHeader {
  uncompressedLength: number
  compression: string
  /** Where its records begin, from the beginning of the chunk's content. */
  recordsAt: number
  recordsLength: number
}

export function readSchema(fields: RecordFields): { id: number } & McapSchema {
  const id = fields.u16()
  const [name, encoding, text] = [fields.text(), fields.text(), fields.text()]
  return { id, name, encoding, text }
}

export function readChannel(fields: RecordFields): {
  id: number
  schemaId: number
  topic: string
  encoding: string
} {
  const [id, schemaId] = [fields.u16(), fields.u16()]
  return { id, schemaId, topic: fields.text(), encoding: fields.text() }
}

export function readChunkHeader(fields: RecordFields): ChunkHeader {
  const begin = fields.at
  // The times of its first and last message.
  fields.at += 16
  const uncompressedLength = Number(fields.u64())
  // Its checksum.
  fields.at += 4
  const compression = fields.text()
  const recordsLength = Number(fields.u64())
  return { uncompressedLength, compression, recordsAt: fields.at - begin, recordsLength }
}
