import { crc32 } from 'node:zlib'
import { expect } from './fixtures.ts'

/** Reads the files of a ZIP without compression, by name. Checks the CRC of each file. */
export function readZip(bytes: Buffer): Map<string, Buffer> {
  const END_OF_DIRECTORY = Buffer.from('PK\x05\x06', 'latin1')
  const end = bytes.lastIndexOf(END_OF_DIRECTORY)
  if (end < 0) throw new Error('The ZIP has no end.')
  const files = new Map<string, Buffer>()
  let at = bytes.readUInt32LE(end + 16)
  for (let count = bytes.readUInt16LE(end + 10); count > 0; count--) {
    expect(bytes.toString('latin1', at, at + 4)).toBe('PK\x01\x02')
    expect(bytes.readUInt16LE(at + 10), 'stored, not compressed').toBe(0)
    const [crc, size] = [bytes.readUInt32LE(at + 16), bytes.readUInt32LE(at + 24)]
    const nameEnd = at + 46 + bytes.readUInt16LE(at + 28)
    const name = bytes.toString('utf8', at + 46, nameEnd)
    const local = bytes.readUInt32LE(at + 42)
    const start = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28)
    const content = bytes.subarray(start, start + size)
    expect(crc32(content), name).toBe(crc)
    expect(files.has(name), `${name} is there once`).toBe(false)
    files.set(name, content)
    at = nameEnd + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32)
  }
  return files
}
