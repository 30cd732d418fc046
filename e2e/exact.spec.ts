import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { overlay } from './drawn-overlay.ts'
import { expect, hasRealRecordings, realRecordings, test } from './fixtures.ts'
import { fileHashes, imagesIn } from './folder-contents.ts'
import { renderFolders } from './run.ts'

test.describe('parallel and sequential runs make the same pictures, pixel for pixel', () => {
  const waysToRender = [
    { mode: 'parallel', workerCount: 1, chunkSize: 1 },
    { mode: 'parallel', workerCount: 2, chunkSize: 1 },
    { mode: 'parallel', workerCount: 2, chunkSize: 7 },
    { mode: 'parallel', workerCount: 5, chunkSize: 3 },
  ] as const

  for (const format of ['png', 'jpeg', 'webp'] as const) {
    test(`of ${format} frames`, async ({ library, makeRecording, makeFolder, pictures }) => {
      const { path, frameNames } = await makeRecording({ frameCount: 24, format })
      const sequential = makeFolder('sequential')
      await renderFolders(library, path, sequential, { mode: 'sequential', config: overlay })
      const expected = fileHashes(sequential, frameNames)
      for (const way of waysToRender) {
        const output = makeFolder(`${way.workerCount}-${way.chunkSize}`)
        const report = await renderFolders(library, path, output, { ...way, config: overlay })
        expect(report.status).toBe('finished')
        expect(fileHashes(output, imagesIn(output))).toEqual(expected)
      }
      const shown = await pictures.hashes(sequential)
      const drawn = new Set(Object.values(shown).map(({ sha256 }) => sha256))
      expect(drawn.size, 'every frame differs').toBe(frameNames.length)
    })
  }

  test('of a real flight with 362 frames, and no frame is missing', async ({
    library,
    makeFolder,
  }) => {
    const flight = join(realRecordings, 'gopro-karma')
    test.skip(!hasRealRecordings || !existsSync(flight), 'the real recordings are missing')
    test.setTimeout(180_000)
    const [sequential, parallel] = [makeFolder('sequential'), makeFolder('parallel')]
    await renderFolders(library, flight, sequential, { mode: 'sequential' })
    const report = await renderFolders(library, flight, parallel, {
      mode: 'parallel',
      chunkSize: 4,
    })
    expect(report).toMatchObject({
      status: 'finished',
      renderedCount: 362,
      skipped: [],
      failed: [],
    })
    const names = imagesIn(parallel)
    expect(names).toHaveLength(362)
    expect(fileHashes(parallel, names)).toEqual(fileHashes(sequential, imagesIn(sequential)))
  })
})

test('pixels outside the overlay stay as they are', async ({
  library,
  makeRecording,
  makeFolder,
  pictures,
}) => {
  const { path, frameNames } = await makeRecording({ frameCount: 1, widthPx: 64, heightPx: 48 })
  const [name = ''] = frameNames
  const output = makeFolder('out')
  const config = {
    renderers: [
      {
        type: 'frame_info',
        font: { size: 8 },
        position: { x: 0, y: 'height', anchor: 'bottom_left' },
      },
    ],
  }
  await renderFolders(library, path, output, { config })
  const before = await pictures.pixels(join(path, name))
  const after = await pictures.pixels(join(output, name))
  const topHalf = before.data.length / 2
  expect(
    Buffer.from(after.data.subarray(0, topHalf)).equals(before.data.subarray(0, topHalf)),
  ).toBe(true)
  expect(Buffer.from(after.data).equals(before.data)).toBe(false)
})

test('a frame keeps its transparency', async ({ library, makeRecording, makeFolder, pictures }) => {
  const { path, frameNames } = await makeRecording({ frameCount: 1, widthPx: 64, heightPx: 48 })
  const [name = ''] = frameNames
  const clear = await library.evaluate(async () => {
    const canvas = new OffscreenCanvas(64, 48)
    const context = canvas.getContext('2d')
    if (!context) throw new Error('There is no 2D canvas.')
    context.fillStyle = 'rgba(255, 0, 0, 0.5)'
    context.fillRect(0, 24, 64, 24)
    return [...new Uint8Array(await (await canvas.convertToBlob()).arrayBuffer())]
  })
  await import('node:fs').then(({ writeFileSync }) =>
    writeFileSync(join(path, name), Buffer.from(clear)),
  )
  const output = makeFolder('out')
  await renderFolders(library, path, output, { config: { renderers: [] } })
  expect(await pictures.hashes(output)).toEqual(await pictures.hashes(path))
})
