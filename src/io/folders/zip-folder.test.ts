import { makeZip } from 'client-zip'
import { expect, test } from 'vitest'
import { ZipFolder } from './zip-folder.ts'

interface Entry {
  name: string
  input: string
  lastModified: Date
}

const MODIFIED = new Date(2026, 10, 27, 8, 30, 10)

async function zipOf(entries: Iterable<Entry>): Promise<File> {
  return new File([await new Response(makeZip(entries)).blob()], 'drive-overlay.zip')
}

async function namesOf(folder: ZipFolder): Promise<string[]> {
  const names: string[] = []
  for await (const { name } of folder.list()) names.push(name)
  return names
}

test('the files of a ZIP are opened as they were added, in their order', async () => {
  const contents = { '000002.png': 'two', 'größer.png': 'x'.repeat(70_000), 'empty.csv': '' }
  const entries = Object.entries(contents).map(([name, input]) => ({
    name,
    input,
    lastModified: MODIFIED,
  }))
  const folder = await ZipFolder.of(await zipOf(entries))
  expect(folder.name).toBe('drive-overlay.zip')
  expect(await namesOf(folder)).toEqual(Object.keys(contents))
  for (const [name, content] of Object.entries(contents)) {
    const file = await folder.openFile(name)
    expect([file.name, await file.text()]).toEqual([name, content])
    expect(file.lastModified).toBe(MODIFIED.getTime())
  }
  await expect(folder.openFile('000001.png')).rejects.toThrow(
    'There is no "000001.png" in the ZIP.',
  )
})

test('a ZIP of more files than 16 bits can count is opened', async () => {
  const count = 65_536
  const entries = function* (): Generator<Entry> {
    for (let index = 0; index < count; index++) {
      yield { name: String(index), input: String(index), lastModified: MODIFIED }
    }
  }
  const folder = await ZipFolder.of(await zipOf(entries()))
  expect(await namesOf(folder)).toHaveLength(count)
  expect(await (await folder.openFile('65535')).text()).toBe('65535')
})

test('files behind the first 4 GB of a ZIP are opened', async () => {
  const zip = await zipOf([{ name: 'last.png', input: 'pixels', lastModified: MODIFIED }])
  const header = zip.slice(0, 30 + 'last.png'.length + 'pixels'.length + 16)
  const list = new DataView(await zip.slice(header.size, zip.size - 22).arrayBuffer())
  // As the packer writes it: the place in 64 bits, and then the end of the list in 64 bits.
  const before = 5 * 2 ** 30
  list.setUint16(30, 12, true)
  list.setUint32(42, 0xffffffff, true)
  const place = new DataView(new ArrayBuffer(12))
  place.setUint16(0, 1, true)
  place.setUint16(2, 8, true)
  place.setBigUint64(4, BigInt(before), true)
  const ends = new DataView(new ArrayBuffer(56 + 20 + 22))
  ends.setBigUint64(40, BigInt(list.byteLength + 12), true)
  ends.setBigUint64(48, BigInt(before + header.size), true)
  ends.setUint32(76, 0x504b0506)
  ends.setUint32(76 + 12, list.byteLength + 12, true)
  ends.setUint32(76 + 16, 0xffffffff, true)
  const behind = new Blob([header, list, place, ends])
  const large: Pick<File, 'name' | 'size' | 'slice'> = {
    name: 'large.zip',
    size: before + behind.size,
    slice: (from = 0, to = 0) => behind.slice(from - before, to - before),
  }
  const folder = await ZipFolder.of(large as File)
  expect(await (await folder.openFile('last.png')).text()).toBe('pixels')
})

test.each(['nothing', 'PK\x05\x06 and no more', 'x'.repeat(500)])(
  'a file that is no ZIP is refused: %s',
  async (text) => {
    await expect(ZipFolder.of(new File([text], 'a.zip'))).rejects.toThrow(RangeError)
  },
)
