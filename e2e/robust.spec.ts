import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page, Worker } from '@playwright/test'
import { expect, grabFolder, test } from './fixtures.ts'
import { imagesIn } from './folder-contents.ts'
import { patchFrameWorker } from './frame-worker.ts'
import { openLibrary, renderFolders, runFolders } from './run.ts'

/** WebP is slow to encode, so there is time to disturb the run. */
const slowly = { renderers: [{ type: 'frame_info' }], output: { format: 'webp', quality: 0.9 } }
const large = { frameCount: 60, widthPx: 640, heightPx: 360 }

/** Returns the first frame worker as soon as some frames are written. */
async function busyWorker(page: Page, output: string): Promise<Worker> {
  const worker = await page.waitForEvent('worker', (worker) =>
    worker.url().includes('frame.worker'),
  )
  await expect.poll(() => imagesIn(output).length).toBeGreaterThan(3)
  return worker
}

test('after Cancel each worker finishes at most one frame, and no half-written file is left', async ({
  library,
  makeRecording,
  makeFolder,
  pictures,
}) => {
  const { path } = await makeRecording(large)
  const output = makeFolder('out')
  const report = await renderFolders(library, path, output, {
    config: slowly,
    workerCount: 2,
    cancelAfter: 8,
  })
  expect(report.status).toBe('cancelled')
  expect(report.renderedCount).toBeLessThan(60)
  const images = imagesIn(output)
  expect(images.sort()).toEqual([...report.files].sort())
  expect(images).toHaveLength(report.renderedCount)
  // All images can be decoded, so none is empty or cut off.
  expect(Object.keys(await pictures.hashes(output))).toHaveLength(images.length)
  expect(readdirSync(output).filter((name) => name.endsWith('.crswap'))).toEqual([])
})

test('a full disk stops the run, and the written frames are intact', async ({
  page,
  makeRecording,
  baseURL,
}) => {
  const { path } = await makeRecording({ ...large, frameCount: 40 })
  await openLibrary(page)
  // A quota of the browser's own file system gives the same error as a full disk.
  const cdp = await page.context().newCDPSession(page)
  const quotaSize = 600_000
  await cdp.send('Storage.overrideQuotaForOrigin', { origin: baseURL ?? '', quotaSize })
  const handle = await grabFolder(page, path)
  const { report, decodedCount, names } = await page.evaluate(async (handle) => {
    const { overlane } = globalThis
    const root = await navigator.storage.getDirectory()
    const output = await root.getDirectoryHandle('out', { create: true })
    const recording = await overlane.openRecording(new overlane.HandleDirectory(handle))
    const report = await overlane.renderRecording({
      recording,
      config: recording.config,
      output: new overlane.HandleDirectory(output),
    })
    const names: string[] = []
    let decodedCount = 0
    for await (const [name, entry] of output.entries()) {
      if (!name.endsWith('.png') || entry.kind !== 'file') continue
      names.push(name)
      const bitmap = await createImageBitmap(await entry.getFile())
      bitmap.close()
      decodedCount++
    }
    return { report, decodedCount, names }
  }, handle)
  expect(report.status).toBe('stopped')
  expect(report.stopReason?.code).toBe('write-failed')
  expect(report.stopReason?.message).toMatch(/frame_\d{6}\.png could not be written to "out"/)
  expect(report.renderedCount).toBeGreaterThan(0)
  expect(report.renderedCount).toBeLessThan(40)
  expect(names.sort()).toEqual([...report.files].sort())
  expect(decodedCount).toBe(report.renderedCount)
})

test('the output folder must not be the frames folder or inside it', async ({
  library,
  makeRecording,
  makeFolder,
}) => {
  const { path, frameNames } = await makeRecording({ framesFolder: 'frames' })
  const inside = makeFolder('drive/frames/out')
  for (const output of [join(path, 'frames'), inside]) {
    const { problems } = await runFolders(library, path, output, { overwrite: true })
    expect(problems?.map(({ code }) => code)).toEqual(['output-invalid'])
  }
  expect(readdirSync(join(path, 'frames')).sort()).toEqual([...frameNames, 'out'])
  expect(readdirSync(inside)).toEqual([])
})

test('other files in the output folder are kept, and no file is replaced without consent', async ({
  library,
  makeRecording,
  makeFolder,
}) => {
  const { path, frameNames } = await makeRecording({ frameCount: 3 })
  const output = makeFolder('out')
  writeFileSync(join(output, 'thesis.txt'), 'mine')
  writeFileSync(join(output, 'frame_000001.png'), 'mine too')
  const { problems } = await runFolders(library, path, output)
  expect(problems?.map(({ code }) => code)).toEqual(['output-exists'])
  expect(readdirSync(output).sort()).toEqual(['frame_000001.png', 'thesis.txt'])
  expect(readFileSync(join(output, 'frame_000001.png'), 'utf8')).toBe('mine too')

  await renderFolders(library, path, output, { overwrite: true })
  const own = ['overlane-manifest.jsonl', 'overlane-report.json']
  const expected = [...frameNames, ...own, 'thesis.txt'].sort()
  expect(readdirSync(output).sort()).toEqual(expected)
  expect(readFileSync(join(output, 'thesis.txt'), 'utf8')).toBe('mine')
})

test('if workers cannot be started, the run stops and the report says why', async ({
  page,
  makeRecording,
  makeFolder,
  allowError,
}) => {
  allowError(/frame\.worker|Failed to load/)
  const { path } = await makeRecording({ frameCount: 20 })
  await openLibrary(page)
  await page.route('**/frame.worker*', (route) => route.abort())
  const report = await renderFolders(page, path, makeFolder('out'), { workerCount: 2 })
  expect(report.status).toBe('stopped')
  expect(report.stopReason?.message).toContain('Workers cannot be started')
  expect(report).toMatchObject({ renderedCount: 0, failed: [] })
})

test('a frame that kills workers fails, and all other frames are rendered', async ({
  page,
  makeRecording,
  makeFolder,
  allowError,
}) => {
  allowError(/poison/)
  const { path } = await makeRecording({ frameCount: 12 })
  await openLibrary(page)
  // The worker ends when it decodes the frame. To the page, this looks like a crash of the decoder.
  await patchFrameWorker(
    page,
    `const decode = createImageBitmap
    self.createImageBitmap = async (...input) => {
      const bitmap = await decode(...input)
      if (bitmap.width === 64) { setTimeout(() => { throw new Error('poison') }); await new Promise(() => {}) }
      return bitmap
    }`,
  )
  const other = await makeRecording({ name: 'other', frameCount: 6, widthPx: 64, heightPx: 36 })
  writeFileSync(join(path, 'frame_000005.png'), readFileSync(join(other.path, 'frame_000005.png')))
  // A frame that becomes WebP must be decoded.
  const report = await renderFolders(page, path, makeFolder('out'), {
    workerCount: 2,
    config: slowly,
  })
  expect(report).toMatchObject({ status: 'finished-with-failures', renderedCount: 11, skipped: [] })
  expect(report.failed.map(({ frameIndex }) => frameIndex)).toEqual([5])
})

test('settings outside their range are refused before the first frame', async ({
  library,
  makeRecording,
  makeFolder,
}) => {
  const { path } = await makeRecording({ frameCount: 2 })
  for (const setting of [{ workerCount: 0 }, { chunkSize: 0 }, { chunkSize: 1.5 }]) {
    const { problems } = await runFolders(library, path, makeFolder('out'), setting)
    expect(problems?.map(({ code }) => code)).toEqual(['config-invalid'])
  }
})

test('a cancelled ZIP aborts its stream, lists no files, and the next run can begin', async ({
  library,
  makeRecording,
}) => {
  const { path } = await makeRecording({ frameCount: 30 })
  const handle = await grabFolder(library, path)
  // Images wait for the stream, so most frames are not rendered yet when these pieces are written.
  for (const cancelAtPiece of [0, 1, 10]) {
    const { status, files, ended } = await library.evaluate(
      async ({ handle, cancelAtPiece }) => {
        const { overlane } = globalThis
        const recording = await overlane.openRecording(new overlane.HandleDirectory(handle))
        const abortion = new AbortController()
        if (cancelAtPiece === 0) abortion.abort()
        let [pieceCount, ended] = [0, '']
        const report = await overlane.renderRecording({
          recording,
          config: recording.config,
          output: new WritableStream({
            write: () => {
              if (++pieceCount === cancelAtPiece) abortion.abort()
            },
            close: () => void (ended = 'closed'),
            abort: () => void (ended = 'aborted'),
          }),
          signal: abortion.signal,
        })
        return { status: report.status, files: report.files, ended }
      },
      { handle, cancelAtPiece },
    )
    expect({ status, files, ended }).toEqual({ status: 'cancelled', files: [], ended: 'aborted' })
  }
})

test('a page closed during a run leaves complete frames and a report that lists them', async ({
  page,
  context,
  makeRecording,
  makeFolder,
  pictures,
}) => {
  const { path } = await makeRecording(large)
  const output = makeFolder('out')
  const other = await context.newPage()
  await other.goto('/')
  // The run ends with its page, so the promise never gets an answer.
  renderFolders(other, path, output, { config: slowly }).catch(() => undefined)
  await busyWorker(other, output)
  await other.close()
  const report = JSON.parse(readFileSync(join(output, 'overlane-report.json'), 'utf8')) as {
    status: string
    files: string[]
  }
  expect(report.status).toBe('running')
  const images = imagesIn(output).filter((name) => readFileSync(join(output, name)).length > 0)
  expect(report.files).toEqual(expect.arrayContaining(images))
  expect(Object.keys(await pictures.hashes(output, images))).toHaveLength(images.length)

  await openLibrary(page)
  const again = await renderFolders(page, path, output, { config: slowly, overwrite: true })
  expect(again).toMatchObject({ status: 'finished', renderedCount: 60 })
})

test('the report still lists the files of an earlier run after a part is rendered again', async ({
  library,
  makeRecording,
  makeFolder,
}) => {
  const { path, frameNames, timestampsMs } = await makeRecording({ frameCount: 4 })
  const output = makeFolder('out')
  await renderFolders(library, path, output)
  const config = { renderers: [], range: { end_time: timestampsMs[0] } }
  const report = await renderFolders(library, path, output, { config, overwrite: true })
  expect(report.files).toEqual(frameNames.slice(0, 1))
  expect(report.earlierFiles).toEqual(frameNames.slice(1))
})

test('a second run is refused while another run is going on', async ({
  library,
  makeRecording,
  makeFolder,
}) => {
  const { path } = await makeRecording(large)
  const first = renderFolders(library, path, makeFolder('a'), { config: slowly })
  await library.waitForEvent('worker', (worker) => worker.url().includes('frame.worker'))
  const second = await runFolders(library, path, makeFolder('b'))
  expect(second.problems?.map(({ code }) => code)).toEqual(['busy'])
  expect((await first).status).toBe('finished')
})

test('the report beside the frames lists what happened to every frame', async ({
  library,
  makeRecording,
  makeFolder,
}) => {
  const { path } = await makeRecording({ frameCount: 5, missingIndexes: [2] })
  writeFileSync(join(path, 'frame_000003.png'), '')
  const output = makeFolder('out')
  await renderFolders(library, path, output, { chunkSize: 2 })
  const report = JSON.parse(readFileSync(join(output, 'overlane-report.json'), 'utf8')) as Record<
    string,
    unknown
  >
  expect(report).toMatchObject({
    tool: 'overlane',
    status: 'finished',
    planned_count: 5,
    rendered_count: 3,
    failed: [],
    files: ['frame_000000.png', 'frame_000001.png', 'frame_000004.png'],
    settings: { mode: 'parallel', chunk_size: 2 },
  })
  expect(report.skipped).toEqual([
    { frame_index: 2, file_name: null, reason: 'The frame is not in the folder.' },
    {
      frame_index: 3,
      file_name: 'frame_000003.png',
      reason: 'frame_000003.png cannot be read as an image: it is empty (0 bytes).',
    },
  ])
  expect(report.stages).toMatchObject({
    load_frame: expect.any(Number),
    get_sensor_data: expect.any(Number),
    render: expect.any(Number),
    save_frame: expect.any(Number),
  })
})
