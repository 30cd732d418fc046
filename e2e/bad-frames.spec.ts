import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from './fixtures.ts'
import { renderFolders } from './run.ts'

const FRAME_COUNT = 8
const BROKEN = 4

/** Ways to damage the bytes of a frame's file. */
const damages: Record<string, (bytes: Buffer) => Buffer> = {
  'is cut off in the middle': (bytes) => bytes.subarray(0, bytes.length >> 1),
  'lacks its last byte': (bytes) => bytes.subarray(0, -1),
  'has 0 bytes': () => Buffer.alloc(0),
  'is text': () => Buffer.from('this is no picture\n'.repeat(20)),
  'has a broken header': (bytes) => Buffer.concat([bytes.subarray(0, 12), Buffer.alloc(64)]),
}

for (const format of ['png', 'jpeg', 'webp'] as const) {
  for (const [damage, apply] of Object.entries(damages)) {
    test(`a ${format} frame that ${damage} is skipped and listed, and the run goes on`, async ({
      library,
      makeRecording,
      makeFolder,
      pictures,
    }) => {
      const { path, frameNames } = await makeRecording({ frameCount: FRAME_COUNT, format })
      const broken = join(path, frameNames[BROKEN] ?? '')
      writeFileSync(broken, apply(readFileSync(broken)))
      const output = makeFolder('out')
      const report = await renderFolders(library, path, output)
      expect(report.status).toBe('finished')
      expect(report.skipped).toMatchObject([{ frameIndex: BROKEN, fileName: frameNames[BROKEN] }])
      expect(report.skipped[0]?.reason).toContain(frameNames[BROKEN])
      expect(report.renderedCount).toBe(FRAME_COUNT - 1)
      const rendered = frameNames.filter((_, index) => index !== BROKEN)
      expect(Object.keys(await pictures.hashes(output))).toEqual(rendered)
    })
  }
}

test('a PNG with damaged image data is skipped', async ({ library, makeRecording, makeFolder }) => {
  const { path, frameNames } = await makeRecording({ frameCount: 3 })
  const broken = join(path, frameNames[1] ?? '')
  const bytes = readFileSync(broken)
  bytes.fill(0, bytes.length >> 1, (bytes.length >> 1) + 400)
  writeFileSync(broken, bytes)
  const report = await renderFolders(library, path, makeFolder('out'))
  expect(report.skipped).toMatchObject([{ frameIndex: 1 }])
})

test('a JPEG named .png is read, and a warning says so', async ({
  library,
  makeRecording,
  makeFolder,
  pictures,
}) => {
  const { path, frameNames } = await makeRecording({ frameCount: 3 })
  const misnamed = join(path, frameNames[1] ?? '')
  writeFileSync(misnamed, await pictures.transcode(readFileSync(misnamed), 'jpeg'))
  const report = await renderFolders(library, path, makeFolder('out'))
  expect(report).toMatchObject({ status: 'finished', renderedCount: 3 })
  expect(report.warnings.map(({ code }) => code)).toContain('frame-name')
})

test('frames of different sizes keep their size, and a warning says so', async ({
  library,
  makeRecording,
  makeFolder,
  pictures,
}) => {
  const { path, frameNames } = await makeRecording({ frameCount: 3 })
  const other = await makeRecording({ name: 'other', frameCount: 2, widthPx: 64, heightPx: 36 })
  const name = frameNames[1] ?? ''
  writeFileSync(join(path, name), readFileSync(join(other.path, name)))
  const output = makeFolder('out')
  const report = await renderFolders(library, path, output)
  expect(report.status).toBe('finished')
  expect(report.warnings.map(({ code }) => code)).toContain('frame-size')
  expect((await pictures.hashes(output))[name]).toMatchObject({ widthPx: 64, heightPx: 36 })
})

test('a BMP frame, which browsers cannot write, becomes PNG, and a warning says so', async ({
  library,
  makeRecording,
  makeFolder,
}) => {
  const { path } = await makeRecording({
    frameCount: 1,
    files: { 'frame_000000.bmp': bitmapFile() },
  })
  const report = await renderFolders(library, path, makeFolder('out'), {
    config: { recording: { pattern: 'frame_{:06d}.bmp' } },
  })
  expect(report.files).toEqual(['frame_000000.png'])
  expect(report.warnings.map(({ code }) => code)).toContain('output-invalid')
})

/** 2 × 1 px, 24 bits per pixel. */
function bitmapFile(): Buffer {
  const bytes = Buffer.alloc(62)
  bytes.write('BM', 0, 'latin1')
  bytes.writeUInt32LE(62, 2)
  bytes.writeUInt32LE(54, 10)
  bytes.writeUInt32LE(40, 14)
  bytes.writeInt32LE(2, 18)
  bytes.writeInt32LE(1, 22)
  bytes.writeUInt16LE(1, 26)
  bytes.writeUInt16LE(24, 28)
  bytes.writeUInt32LE(8, 34)
  return bytes
}
