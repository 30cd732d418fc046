/** Which road each frame of a folder takes, and how the report counts the roads. */

import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { readCoefficients } from '../src/codec/testing/jpeg-coefficients.ts'
import { seededPicture } from '../src/codec/testing/jpeg-picture.ts'
import { writeJpeg } from '../src/codec/testing/jpeg-writer.ts'
import type { JpegOptions } from '../src/codec/testing/jpeg-writer.ts'
import { seededNumbers } from '../src/codec/testing/seeded-numbers.ts'
import { runCli } from './cli.ts'
import { overlay } from './drawn-overlay.ts'
import { expect, test } from './fixtures.ts'
import { fileHashes, readIn } from './folder-contents.ts'
import { FRAME_SIZE, byCanvas, jpegFiles, pngFiles, recordingOf, spliced } from './frame-files.ts'
import { openByDrop, renderInto } from './page.ts'
import { renderFolders } from './run.ts'

const hasCjpeg = spawnSync('cjpeg', ['-version']).status === 0

function cjpeg(...args: string[]): Uint8Array {
  const { widthPx, heightPx } = FRAME_SIZE
  const { rgb } = seededPicture(1, widthPx, heightPx)
  const input = Buffer.concat([
    Buffer.from(`P6 ${widthPx} ${heightPx} 255\n`),
    Uint8Array.from(rgb),
  ])
  return new Uint8Array(spawnSync('cjpeg', args, { input, maxBuffer: 2 ** 26 }).stdout)
}

const jpeg = (options: Partial<JpegOptions> = {}): Uint8Array =>
  writeJpeg({ ...FRAME_SIZE, ...options })

const profile = Buffer.from('ICC_PROFILE\0\x01\x01no profile that anyone knows', 'latin1')

/** Frames that a canvas must make, by the reason in the report. */
const forTheCanvas: Record<string, () => Uint8Array> = {
  'Exif orientation 6': () => jpeg({ orientation: 6 }),
  'colour profile other than sRGB': () => jpeg({ segments: [[0xe2, profile]] }),
  'unusual chroma sampling': () =>
    jpeg({
      sampling: [
        [2, 2],
        [1, 1],
        [2, 1],
      ],
    }),
  'PNG becomes JPEG': () => pngFiles(1)[0] ?? new Uint8Array(),
}

/** More such frames, made with libjpeg's program cjpeg. */
const forTheCanvasByCjpeg: Record<string, () => Uint8Array> = {
  'progressive JPEG': () => cjpeg('-progressive'),
  'RGB JPEG': () => cjpeg('-rgb'),
}

for (const [reason, make] of Object.entries({ ...forTheCanvas, ...forTheCanvasByCjpeg })) {
  test(`${reason}: a canvas makes this frame, and the other frames of the folder are spliced`, async ({
    library,
    makeRecording,
    makeFolder,
    pictures,
  }) => {
    test.skip(reason in forTheCanvasByCjpeg && !hasCjpeg, 'cjpeg is not installed')
    const { path, frameNames } = await makeRecording(
      recordingOf([...jpegFiles(2), make(), jpeg({ startOfFrame: 0xc1 })], '.jpg'),
    )
    const [output, exact] = [makeFolder('out'), makeFolder('exact')]
    const report = await renderFolders(library, path, output, { config: overlay })
    expect(report.roads).toEqual([spliced(3), byCanvas(1, reason)])
    expect(report).toMatchObject({ renderedCount: 4, skipped: [], failed: [] })
    const asPng = { ...overlay, output: { format: 'png' } }
    const { files } = await renderFolders(library, path, exact, { config: asPng })
    const found = await pictures.pixels(join(output, frameNames[2] ?? ''))
    const expected = await pictures.pixels(join(exact, files[2] ?? ''))
    const isTurned = reason.startsWith('Exif')
    const { widthPx, heightPx } = FRAME_SIZE
    expect([found.widthPx, found.heightPx]).toEqual(
      isTurned ? [heightPx, widthPx] : [widthPx, heightPx],
    )
    expect(meanDifference(found.data, expected.data)).toBeLessThan(4)
    const before = await pictures.pixels(join(path, frameNames[2] ?? ''))
    expect(meanDifference(found.data, before.data)).toBeGreaterThan(4)
  })
}

/** Over all channels of all pixels. The range of a channel is 0 to 255. */
function meanDifference(a: Uint8Array, b: Uint8Array): number {
  return a.reduce((sum, value, at) => sum + Math.abs(value - (b[at] ?? 0)), 0) / a.length
}

test('for a folder with many kinds of frames, the report counts the frames by road and reason', async ({
  library,
  makeRecording,
  makeFolder,
}) => {
  const kinds = Object.entries(forTheCanvas)
  const files = kinds.flatMap(([, make], index) => Array.from({ length: index + 1 }, make))
  const { path } = await makeRecording(recordingOf([...jpegFiles(9), ...files], '.jpg'))
  const report = await renderFolders(library, path, makeFolder('out'), { config: overlay })
  expect(report.roads).toEqual([
    spliced(9),
    ...kinds.map(([reason], index) => byCanvas(index + 1, reason)).reverse(),
  ])
})

test('frames that a browser wrote are spliced', async ({ library, makeRecording, makeFolder }) => {
  const { path } = await makeRecording({ frameCount: 2, format: 'jpeg' })
  const report = await renderFolders(library, path, makeFolder('out'), { config: overlay })
  expect(report.roads).toEqual([spliced(2)])
})

test.describe('these outputs encode the whole frame', () => {
  for (const [what, extension, output, reason] of [
    ['a chosen quality', '.jpg', { quality: 0.9 }, 'a quality was chosen'],
    ['PNG to JPEG', '.png', { format: 'jpeg' }, 'PNG becomes JPEG'],
    ['JPEG to PNG', '.jpg', { format: 'png' }, 'JPEG becomes PNG'],
    [
      'overlay without frames',
      '.jpg',
      { content: 'overlay' },
      'the overlay is written without frames',
    ],
  ] as const) {
    test(what, async ({ library, makeRecording, makeFolder, pictures }) => {
      const sources = extension === '.jpg' ? jpegFiles(2) : pngFiles(2)
      const { path } = await makeRecording(recordingOf(sources, extension))
      const folder = makeFolder('out')
      const { roads, files } = await renderFolders(library, path, folder, {
        config: { ...overlay, output },
      })
      expect(roads).toEqual([byCanvas(2, reason)])
      expect(Object.keys(await pictures.hashes(folder))).toEqual(files)
    })
  }

  test('with a chosen quality, the data outside the overlay change', async ({
    library,
    makeRecording,
    makeFolder,
  }) => {
    const { path, frameNames } = await makeRecording(
      recordingOf(jpegFiles(1, { quality: 60 }), '.jpg'),
    )
    const output = makeFolder('out')
    await renderFolders(library, path, output, { config: { ...overlay, output: { quality: 0.9 } } })
    const [name = ''] = frameNames
    const stepsIn = (folder: string): number[] | undefined =>
      readCoefficients(readIn(folder, name)).planes[0]?.steps
    expect(stepsIn(output)).not.toEqual(stepsIn(path))
  })
})

test.describe('on the command line', () => {
  test('render --json shows the roads', async ({ makeRecording, makeFolder }) => {
    const { path } = await makeRecording(
      recordingOf([...jpegFiles(3), jpeg({ orientation: 6 })], '.jpg'),
    )
    const args = ['render', path, '--out', join(makeFolder('cli'), 'out'), '--json']
    const { exitCode, stdout } = await runCli(args)
    expect(exitCode).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({
      quality: 'source',
      roads: [
        { road: 'splice', frame_count: 3, reason: null },
        { road: 'canvas', frame_count: 1, reason: 'Exif orientation 6' },
      ],
    })
  })

  test('--quality source keeps the data of the source, even if the project file sets a quality', async ({
    makeRecording,
    makeFolder,
  }) => {
    const { files, ...rest } = recordingOf(jpegFiles(2), '.jpg')
    const project = 'renderers: [{ type: frame_info }]\noutput: { quality: 0.3 }\n'
    const { path, frameNames } = await makeRecording({
      ...rest,
      files: { ...files, 'overlane.yaml': project },
    })
    const [kept, anew] = ['kept', 'anew'].map((name) => join(makeFolder('cli'), name))
    const render = async (out = '', ...args: string[]): Promise<unknown> => {
      const { stdout } = await runCli(['render', path, '--out', out, '--json', ...args])
      return JSON.parse(stdout)
    }
    expect(await render(kept, '--quality', 'source')).toMatchObject({
      status: 'finished',
      quality: 'source',
      roads: [{ road: 'splice', frame_count: 2, reason: null }],
    })
    expect(await render(anew)).toMatchObject({
      quality: 0.3,
      roads: [{ road: 'canvas', frame_count: 2, reason: 'a quality was chosen' }],
    })
    expect(fileHashes(kept ?? '', frameNames)).not.toEqual(fileHashes(anew ?? '', frameNames))
  })
})

test('only the workers fetch the codecs, and only when a run starts', async ({
  page,
  context,
  makeRecording,
  makeFolder,
}) => {
  const fetched: string[] = []
  context.on('request', (request) => {
    if (request.url().endsWith('.wasm')) fetched.push(new URL(request.url()).pathname)
  })
  const { path } = await makeRecording(recordingOf(jpegFiles(3), '.jpg'))
  await page.goto('/', { waitUntil: 'networkidle' })
  await openByDrop(page, path)
  await page.keyboard.press('End')
  await page.waitForLoadState('networkidle')
  expect(fetched).toEqual([])
  await renderInto(page, makeFolder('out'))
  expect(fetched.length).toBeGreaterThan(0)
  expect(fetched.filter((file) => !file.startsWith('/assets/jpeg-'))).toEqual([])
  const byThePage = await page.evaluate(() =>
    performance.getEntriesByType('resource').map(({ name }) => name),
  )
  expect(byThePage.length).toBeGreaterThan(0)
  expect(byThePage.filter((name) => name.endsWith('.wasm'))).toEqual([])
})

test('the codecs have at most 60 kB in total, gzipped', () => {
  const assets = fileURLToPath(new URL('../dist/assets/', import.meta.url))
  const codecs = readdirSync(assets).filter((name) => /^(?:jpeg|png)-.*\.wasm$/.test(name))
  expect(codecs).toHaveLength(2)
  const sizes = codecs.map((name) => gzipSync(readFileSync(join(assets, name))).length)
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(60_000)
})

test.describe('a JPEG frame with damaged picture data is skipped, and the run goes on', () => {
  const DAMAGED = 2
  const sound = jpeg({ seed: DAMAGED })
  const scanStart =
    sound.findLastIndex((_, at) => sound[at] === 0xff && sound[at + 1] === 0xda) + 14
  const middle = (scanStart + sound.length) >> 1

  const damages: Record<string, () => Uint8Array> = {
    'the second half is missing before the end-of-image marker': () =>
      Uint8Array.of(...sound.subarray(0, middle), 0xff, 0xd9),
    'an end-of-image marker is in the middle': () => {
      const bytes = sound.slice()
      bytes.set([0xff, 0xd9], middle)
      return bytes
    },
    'bits in the middle are flipped, so that blocks are missing or too long': () =>
      withFlippedBits(),
  }

  /** Tries flips until the data are so broken that no decoder can read all blocks. */
  function withFlippedBits(): Uint8Array {
    const random = seededNumbers(10)
    for (;;) {
      const bytes = sound.slice()
      for (let count = 0; count < 8; count++) {
        const at = middle + Math.floor(400 * random())
        // The flips must not create or break a marker.
        if (bytes[at] === 0xff || bytes[at - 1] === 0xff || bytes[at] === 0) continue
        bytes[at] = ((bytes[at] ?? 0) ^ (1 << Math.floor(8 * random()))) & 0x7f
      }
      try {
        readCoefficients(bytes)
      } catch (thrown) {
        // Wrong padding after the last block is not enough, because decoders accept it.
        if (!String(thrown).includes('padding')) return bytes
      }
    }
  }

  for (const [damage, make] of Object.entries(damages)) {
    test(damage, async ({ library, makeRecording, makeFolder }) => {
      const files = jpegFiles(5)
      files[DAMAGED] = make()
      const { path, frameNames } = await makeRecording(recordingOf(files, '.jpg'))
      const output = makeFolder('out')
      const report = await renderFolders(library, path, output, { config: overlay })
      expect(report).toMatchObject({ status: 'finished', renderedCount: 4, failed: [] })
      expect(report.skipped).toEqual([
        {
          frameIndex: DAMAGED,
          fileName: frameNames[DAMAGED],
          reason: expect.stringMatching(
            /^frame_000002\.jpg.* cannot be read as an image: its picture data (end too early|are broken)\.$/,
          ) as unknown,
        },
      ])
      expect(report.roads).toEqual([spliced(4)])
      expect(report.files).toEqual(frameNames.filter((_, index) => index !== DAMAGED))
      expect(readdirSync(output)).not.toContain(frameNames[DAMAGED])
    })
  }
})
