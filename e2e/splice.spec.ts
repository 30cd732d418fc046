/** Image frames keep their own data outside the overlay. */

import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { readPngChunks } from '../src/codec/png/png-chunks.ts'
import { readCoefficients } from '../src/codec/testing/jpeg-coefficients.ts'
import { writeJpeg } from '../src/codec/testing/jpeg-writer.ts'
import type { JpegOptions } from '../src/codec/testing/jpeg-writer.ts'
import { compositeRows } from '../src/codec/testing/overlay-composite.ts'
import { readPng } from '../src/codec/testing/png-reader.ts'
import type { PngForm } from '../src/codec/testing/png-writer.ts'
import { checkSplice, untouchedDifferences } from '../src/codec/testing/splice-check.ts'
import type { OverlayPatch } from '../src/core/draw/overlay-patch.ts'
import type { RenderReport } from '../src/index.ts'
import { drawOverlays, isDrawn, overlay, pixelsBeside, psnrOf } from './drawn-overlay.ts'
import { expect, hasRealRecordings, realRecordings, test as base } from './fixtures.ts'
import { fileHashes, readIn } from './folder-contents.ts'
import { FRAME_SIZE, byCanvas, jpegFiles, pngFiles, recordingOf, spliced } from './frame-files.ts'
import { ROUNDING, openByDrop, renderInto, renderToEnd, withoutPickers } from './page.ts'
import { largestDifference } from './pictures.ts'
import type { Pixels } from './pictures.ts'
import { renderFolders } from './run.ts'
import { readZip } from './zip-file.ts'

const FRAME_COUNT = 3
/** The side of the largest MCU that a file can have. */
const MCU_PX = 32

const flight = join(realRecordings, 'gopro-karma')
const hasFlight = hasRealRecordings && existsSync(flight)
const FLIGHT_NAMES = ['frame_000000.jpg', 'frame_000001.jpg', 'frame_000002.jpg']
const flightOverlay = {
  time_zone: 'UTC',
  range: { end_time: 1_492_457_277_070 },
  renderers: [
    { type: 'frame_info', format: 'detailed', panel: { enabled: true } },
    { type: 'frame_info', position: { x: 'width', y: 'height', anchor: 'bottom_right' } },
  ],
}

const threeOf = (h: number, v: number): JpegOptions['sampling'] => [
  [h, v],
  [1, 1],
  [1, 1],
]

const jpegKinds: Record<string, Partial<JpegOptions>> = {
  'in 4:2:0': {},
  'in 4:4:4': { sampling: threeOf(1, 1) },
  'in 4:2:2': { sampling: threeOf(2, 1) },
  'in grey': { sampling: [[1, 1]] },
  'with restart intervals': { restartInterval: 5 },
  'with its own Huffman tables': { tables: 'optimised', quality: 60 },
  'with bytes after its end': { trailing: Uint8Array.from({ length: 999 }, (_, at) => at) },
}

const pngKinds: Record<string, Partial<PngForm>> = {
  'in RGB': { filter: 'mixed' },
  'in RGBA': { colourType: 6, filter: 4 },
  'in RGB with 16 bits': { bitDepth: 16, filter: 2 },
  'in RGBA with 16 bits': { colourType: 6, bitDepth: 16, filter: 'mixed', pieceCount: 20 },
}

interface DrawnRun {
  /** The folder of the recording. */
  path: string
  frameNames: string[]
  output: string
  report: RenderReport
  /** The overlay of each frame. */
  patches: OverlayPatch[]
}

/** The recordings of `drawOn` have the same size, times and logs, and so the same overlay. */
let patchesOfAll: OverlayPatch[] | undefined

const test = base.extend<{
  drawOn: (...frames: Parameters<typeof recordingOf>) => Promise<DrawnRun>
}>({
  /** Makes a recording of these files, and draws the overlay on it. */
  drawOn: async ({ library, makeRecording, makeFolder }, use) => {
    await use(async (...frames) => {
      const { path, frameNames } = await makeRecording(recordingOf(...frames))
      const output = makeFolder('out')
      const report = await renderFolders(library, path, output, { config: overlay })
      patchesOfAll ??= await drawOverlays(library, path, makeFolder('overlay'))
      return { path, frameNames, output, report, patches: patchesOfAll }
    })
  },
})

/** The blocks outside the overlay that have changed. */
function changedBlocks(before: Uint8Array, after: Uint8Array, patch: OverlayPatch): string[] {
  return untouchedDifferences(readCoefficients(before), readCoefficients(after), [patch])
}

test.describe('JPEG: a block outside the overlay keeps its coefficients', () => {
  for (const [kind, options] of Object.entries(jpegKinds)) {
    test(kind, async ({ drawOn }) => {
      const files = jpegFiles(FRAME_COUNT, options)
      const { path, frameNames, output, report, patches } = await drawOn(files, '.jpg')
      expect(report.roads).toEqual([spliced(FRAME_COUNT)])
      for (const [index, name] of frameNames.entries()) {
        const [before, after] = [readIn(path, name), readIn(output, name)]
        const check = checkSplice(before, after, patches.slice(index, index + 1))
        expect(check.wrongBlocks, name).toEqual([])
        expect(check.extraBytes, name).toBe(0)
        // The overlay is drawn as well as the file's own tables allow.
        expect(check.touchedBlocks, name).toBeGreaterThan(0)
        expect(check.splicedPsnr, name).toBeGreaterThan(check.encodedPsnr - 0.5)
      }
    })
  }

  test('on a real flight', async ({ library, makeFolder }) => {
    test.skip(!hasFlight, 'the real recordings are missing')
    const output = makeFolder('out')
    const { roads, files } = await renderFolders(library, flight, output, { config: flightOverlay })
    expect(roads).toEqual([spliced(FLIGHT_NAMES.length)])
    expect(files).toEqual(FLIGHT_NAMES)
    const patches = await drawOverlays(library, flight, makeFolder('overlay'), flightOverlay)
    for (const [index, patch] of patches.entries()) {
      const name = FLIGHT_NAMES[index] ?? ''
      const before = readIn(join(flight, 'frames'), name)
      const after = readIn(output, name)
      expect(changedBlocks(before, after, patch), name).toEqual([])
      expect(Buffer.compare(before, after), name).not.toBe(0)
    }
  })
})

test.describe('JPEG: djpeg decodes the same pixels outside the MCUs that the overlay touches', () => {
  const hasDjpeg = spawnSync('djpeg', ['-version']).status === 0

  for (const [kind, options] of Object.entries(jpegKinds)) {
    test(kind, async ({ drawOn }) => {
      test.skip(!hasDjpeg, 'djpeg (libjpeg-turbo-progs) is not installed')
      const files = jpegFiles(FRAME_COUNT, options)
      const { path, frameNames, output, patches } = await drawOn(files, '.jpg')
      for (const [index, patch] of patches.entries()) {
        const name = frameNames[index] ?? ''
        expectSameBeside(join(path, name), join(output, name), patch)
      }
    })
  }

  test('on a real flight', async ({ library, makeFolder }) => {
    test.skip(!hasFlight || !hasDjpeg, 'the real recordings or djpeg are missing')
    const output = makeFolder('out')
    await renderFolders(library, flight, output, { config: flightOverlay })
    const patches = await drawOverlays(library, flight, makeFolder('overlay'), flightOverlay)
    for (const [index, patch] of patches.entries()) {
      const name = FLIGHT_NAMES[index] ?? ''
      expectSameBeside(join(flight, 'frames', name), join(output, name), patch)
    }
  })

  function expectSameBeside(before: string, after: string, patch: OverlayPatch): void {
    const [expected, found] = [djpeg(before, patch), djpeg(after, patch)]
    const pixels = pixelsBeside(patch, MCU_PX)
    expect(pixels.length).toBeGreaterThan(0)
    const others = pixels.filter((pixel) =>
      [0, 1, 2].some((channel) => expected[3 * pixel + channel] !== found[3 * pixel + channel]),
    )
    expect(others, after).toEqual([])
  }

  /** Red, green and blue, row by row. */
  function djpeg(file: string, { width, height }: OverlayPatch): Buffer {
    const { stdout, stderr, status } = spawnSync('djpeg', ['-nosmooth', '-rgb', file], {
      maxBuffer: 2 ** 26,
    })
    // On stderr, libjpeg warns about data that it had to repair.
    expect([stderr.toString(), status]).toEqual(['', 0])
    return stdout.subarray(-3 * width * height)
  }
})

test.describe('PNG: pixels outside the overlay keep all their bits', () => {
  const text = (words: string): Buffer => Buffer.from(`Comment\0${words}`, 'latin1')
  const chunks: Partial<PngForm> = {
    chunksBefore: [
      ['sRGB', Uint8Array.of(0)],
      ['pHYs', Uint8Array.of(0, 0, 11, 19, 0, 0, 11, 19, 1)],
      ['tEXt', text('before')],
    ],
    chunksAfter: [['tEXt', text('behind')]],
  }

  for (const [kind, form] of Object.entries(pngKinds)) {
    test(kind, async ({ drawOn }) => {
      const files = pngFiles(FRAME_COUNT, { ...form, ...chunks })
      const { path, frameNames, output, report, patches } = await drawOn(files, '.png')
      expect(report.roads).toEqual([spliced(FRAME_COUNT)])
      for (const [index, name] of frameNames.entries()) {
        const [before, after] = [readPng(readIn(path, name)), readPng(readIn(output, name))]
        expect(after.bitDepth, name).toBe(form.bitDepth ?? 8)
        expect(after.channelCount, name).toBe(before.channelCount)
        const patch = patches.slice(index, index + 1)
        // The reference composite does not change pixels outside the overlay.
        const pixelSize = (before.channelCount * before.bitDepth) / 8
        const wanted = compositeRows(before.rows, before.widthPx, pixelSize, patch)
        expect(Buffer.compare(after.rows, wanted), name).toBe(0)
        expect(Buffer.compare(after.rows, before.rows), name).not.toBe(0)
      }
    })

    test(`${kind}, and other chunks stay unchanged`, async ({
      library,
      makeRecording,
      makeFolder,
    }) => {
      const { path, frameNames } = await makeRecording(
        recordingOf(pngFiles(1, { ...form, ...chunks }), '.png'),
      )
      const output = makeFolder('out')
      await renderFolders(library, path, output, { config: overlay })
      const [name = ''] = frameNames
      expect(otherChunks(readIn(output, name))).toEqual(otherChunks(readIn(path, name)))
      expect(otherChunks(readIn(output, name))).toHaveLength(6)
    })
  }

  /** All chunks except the pixel data, in file order. */
  function otherChunks(file: Uint8Array): [name: string, data: string][] {
    return [...readPngChunks(file)]
      .filter(({ name }) => name !== 'IDAT')
      .map(({ name, dataStart, dataEnd }) => [
        name,
        Buffer.from(file.subarray(dataStart, dataEnd)).toString('hex'),
      ])
  }
})

test.describe('the overlay looks as a canvas draws it', () => {
  for (const [kind, options] of [
    ['in 4:4:4', { sampling: threeOf(1, 1), quality: 92 }],
    ['in 4:2:0', { quality: 92 }],
  ] as const) {
    test(`JPEG ${kind}`, async ({ library, makeRecording, makeFolder, pictures }) => {
      const files = jpegFiles(FRAME_COUNT, options)
      const { path, frameNames } = await makeRecording(recordingOf(files, '.jpg'))
      const [output, exact, anew] = [makeFolder('out'), makeFolder('exact'), makeFolder('anew')]
      await renderFolders(library, path, output, { config: overlay })
      const asPng = { ...overlay, output: { format: 'png' } }
      const exactNames = (await renderFolders(library, path, exact, { config: asPng })).files
      const atNumber = { ...overlay, output: { quality: 0.92 } }
      await renderFolders(library, path, anew, { config: atNumber })
      const patches = await drawOverlays(library, path, makeFolder('overlay'))
      for (const [index, patch] of patches.entries()) {
        const name = frameNames[index] ?? ''
        const pixelsIn = (folder: string): Promise<Pixels> => pictures.pixels(join(folder, name))
        const expected = await pictures.pixels(join(exact, exactNames[index] ?? ''))
        const all = Array.from({ length: patch.width * patch.height }, (_, at) => at)
        const drawn = all.filter((pixel) => isDrawn(patch, pixel))
        const found = await pixelsIn(output)
        expect(psnrOf(found, await pixelsIn(path), drawn), name).toBeLessThan(20)
        // In 4:2:0, coloured letters lose quality with any encoder. So the splice must be about as
        // good as a new encoding of the whole frame.
        const psnr = psnrOf(found, expected, drawn)
        expect(psnr, name).toBeGreaterThan(psnrOf(await pixelsIn(anew), expected, drawn) - 0.5)
        if (kind === 'in 4:4:4') expect(psnr, name).toBeGreaterThan(30)
      }
    })
  }

  test('PNG', async ({ library, makeRecording, makeFolder, pictures }) => {
    const render = async (name: string, form: Partial<PngForm>) => {
      const recording = recordingOf(pngFiles(FRAME_COUNT, form), '.png')
      const { path } = await makeRecording({ ...recording, name })
      const folder = makeFolder(`${name}-out`)
      const { roads, files } = await renderFolders(library, path, folder, { config: overlay })
      return { roads, paths: files.map((file) => join(folder, file)) }
    }
    const found = await render('spliced', {})
    expect(found.roads).toEqual([spliced(FRAME_COUNT)])
    // An unreadable profile changes no pixel, but the splicer refuses it. A canvas makes the frame.
    const profile = Buffer.from('unknown\0\0no profile', 'latin1')
    const expected = await render('by-canvas', { chunksBefore: [['iCCP', profile]] })
    const reason = 'PNG in a colour space other than sRGB'
    expect(expected.roads).toEqual([byCanvas(FRAME_COUNT, reason)])
    for (const [index, path] of expected.paths.entries()) {
      const after = await pictures.pixels(found.paths[index] ?? '')
      const difference = largestDifference(after, await pictures.pixels(path))
      expect(difference, path).toBeLessThanOrEqual(ROUNDING)
    }
  })
})

test.describe('a parallel run writes the same files as a sequential run, byte for byte', () => {
  const allJpegs = (): Uint8Array[] =>
    Object.values(jpegKinds).map((options, seed) => writeJpeg({ ...FRAME_SIZE, ...options, seed }))
  const mixed = (): Uint8Array[] => [
    ...allJpegs(),
    ...pngFiles(2),
    ...jpegFiles(2, { orientation: 6 }),
    writeJpeg({ ...FRAME_SIZE, widthPx: 64, heightPx: 48 }),
  ]
  for (const [kind, makeFiles, extension] of [
    ['JPEG', () => [...allJpegs(), ...jpegFiles(9)], '.jpg'],
    ['PNG', () => Object.values(pngKinds).flatMap((form) => pngFiles(4, form)), '.png'],
    ['frames of different kinds named .jpg', () => [...mixed(), ...mixed()], '.jpg'],
  ] as const) {
    test(kind, async ({ library, makeRecording, makeFolder }) => {
      const { path, frameNames } = await makeRecording(recordingOf(makeFiles(), extension))
      const sequential = makeFolder('sequential')
      const { roads } = await renderFolders(library, path, sequential, {
        mode: 'sequential',
        config: overlay,
      })
      const expected = fileHashes(sequential, frameNames)
      expect(new Set(Object.values(expected)).size).toBeGreaterThan(frameNames.length / 2)
      for (const workerCount of [1, 2, 3]) {
        const output = makeFolder(`${workerCount}`)
        const report = await renderFolders(library, path, output, {
          mode: 'parallel',
          workerCount,
          config: overlay,
        })
        expect(fileHashes(output, frameNames), `${workerCount} workers`).toEqual(expected)
        expect(new Set(report.roads)).toEqual(new Set(roads))
      }
    })
  }
})

for (const [format, makeFiles, extension] of [
  ['JPEG', () => jpegFiles(4), '.jpg'],
  ['PNG', () => pngFiles(4, { bitDepth: 16 }), '.png'],
] as const) {
  test(`a ZIP of ${format} frames contains the same bytes as the folder`, async ({
    page,
    makeRecording,
    makeFolder,
  }) => {
    await withoutPickers(page, ['showSaveFilePicker'])
    const { path, frameNames } = await makeRecording(recordingOf(makeFiles(), extension))
    await page.goto('/')
    await openByDrop(page, path)
    await page.getByRole('button', { name: 'Download as ZIP' }).click()
    await renderToEnd(page)
    const downloading = page.waitForEvent('download')
    await page.getByRole('link', { name: /^Save / }).click()
    const zip = readZip(readFileSync(await (await downloading).path()))
    const [unpacked, folder] = [makeFolder('unpacked'), makeFolder('out')]
    for (const name of frameNames) {
      writeFileSync(join(unpacked, name), zip.get(name) ?? Buffer.alloc(0))
    }
    await renderInto(page, folder)
    expect(fileHashes(unpacked, frameNames)).toEqual(fileHashes(folder, frameNames))
    expect(fileHashes(folder, frameNames)).not.toEqual(fileHashes(path, frameNames))
  })
}

for (const [format, makeFiles, extension] of [
  ['JPEG', () => jpegFiles(FRAME_COUNT), '.jpg'],
  ['PNG', () => pngFiles(FRAME_COUNT, { bitDepth: 16 }), '.png'],
] as const) {
  test(`${format} frames without the overlay are the source's files, byte for byte`, async ({
    library,
    makeRecording,
    makeFolder,
  }) => {
    const { path, frameNames } = await makeRecording(recordingOf(makeFiles(), extension))
    const output = makeFolder('out')
    const config = { ...overlay, output: { content: 'frames' } }
    const { roads } = await renderFolders(library, path, output, { config })
    expect(roads).toEqual([spliced(FRAME_COUNT)])
    expect(fileHashes(output, frameNames)).toEqual(fileHashes(path, frameNames))
  })
}
