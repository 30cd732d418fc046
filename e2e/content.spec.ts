/** The content of the output: frames with or without the overlay, only the overlay, their times. */

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from './fixtures.ts'
import { renderFolders, runFolders } from './run.ts'
import { decodePlanes, hasFfmpeg, runFfmpeg } from './videos.ts'

const renderers = [{ type: 'frame_info', position: { x: 20, y: 20 }, text_color: '#ff0000' }]

test('frames without the overlay are the pictures of the recording, pixel for pixel', async ({
  library,
  makeRecording,
  makeFolder,
  pictures,
}) => {
  const { path, frameNames } = await makeRecording({ frameCount: 6 })
  const output = makeFolder('out')
  const config = { renderers, output: { content: 'frames' } }
  await renderFolders(library, path, output, { config })
  expect(await pictures.hashes(output, frameNames)).toEqual(await pictures.hashes(path, frameNames))
})

test('with timestamps.csv the output folder is a recording that can be opened', async ({
  library,
  makeRecording,
  makeFolder,
}) => {
  const { path, frameIndexes, timestampsMs } = await makeRecording({
    frameCount: 6,
    missingIndexes: [2],
  })
  const [output, again] = [makeFolder('out'), makeFolder('again')]
  const config = { output: { content: 'frames', timestamps: true } }
  const { files } = await renderFolders(library, path, output, { config })
  expect(files).toContain('timestamps.csv')
  const rows = frameIndexes
    .map((frameIndex, position) => `${frameIndex},${timestampsMs[position] ?? ''}`)
    .filter((_, position) => position !== 2)
  expect(readFileSync(join(output, 'timestamps.csv'), 'utf8')).toBe(
    `frame_index,timestamp_ms\n${rows.join('\n')}\n`,
  )
  // A second run finds the frames of the first run and keeps them.
  const second = await renderFolders(library, path, output, { config })
  expect(second).toMatchObject({ status: 'finished', keptCount: 5, renderedCount: 0 })
  await renderFolders(library, output, again, { config })
  const pictures = (folder: string): string[] =>
    readdirSync(folder).filter((name) => name.endsWith('.png'))
  expect(pictures(again).sort()).toEqual(pictures(output).sort())
  expect(readFileSync(join(again, 'timestamps.csv'), 'utf8')).toContain(rows.join('\n'))
})

test('an overlay without frames is transparent, and is the same as the one on frames', async ({
  library,
  makeRecording,
  makeFolder,
  pictures,
}) => {
  const { path, frameNames } = await makeRecording({ frameCount: 4, format: 'jpeg' })
  const output = makeFolder('out')
  const config = { renderers, output: { content: 'overlay' } }
  const report = await renderFolders(library, path, output, { config })
  expect(report).toMatchObject({ status: 'finished', renderedCount: 4 })
  const names = readdirSync(output).filter((name) => name.endsWith('.png'))
  expect(names.sort()).toEqual(frameNames.map((name) => name.replace('.jpg', '.png')))
  const { widthPx, heightPx, data } = await pictures.pixels(join(output, names[0] ?? ''))
  expect([widthPx, heightPx]).toEqual([320, 180])
  const alphas = Array.from({ length: widthPx * heightPx }, (_, pixel) => data[pixel * 4 + 3] ?? 0)
  expect(alphas.at(-1)).toBe(0)
  const opaque = alphas.flatMap((alpha, pixel) => (alpha === 255 ? [pixel] : []))
  expect(opaque.length).toBeGreaterThan(50)
  for (const pixel of opaque)
    expect([...data.subarray(pixel * 4, pixel * 4 + 3)]).toEqual([255, 0, 0])
})

test('JPEG is refused for an overlay without frames, before anything is written', async ({
  library,
  makeRecording,
  makeFolder,
}) => {
  const { path } = await makeRecording({ frameCount: 2 })
  const output = makeFolder('out')
  const config = { renderers, output: { content: 'overlay', format: 'jpeg' } }
  const { problems } = await runFolders(library, path, output, { config })
  expect(problems?.[0]?.message).toContain('JPEG can’t store transparency')
  expect(readdirSync(output)).toEqual([])
})

test('frames of another size are fitted into the video and keep their proportions', async ({
  library,
  makeRecording,
  makeFolder,
}) => {
  test.skip(!hasFfmpeg, 'ffmpeg and ffprobe are not installed; they make and check this video')
  const size = { widthPx: 64, heightPx: 48 }
  const { path } = await makeRecording({ frameCount: 3, ...size })
  const white = ['-f', 'lavfi', '-i', 'color=white:size=32x32', '-frames:v', '1']
  runFfmpeg([...white, join(path, 'frame_000001.png')])
  const output = makeFolder('out')
  const config = { output: { format: 'mp4', content: 'frames', video: { bitrate_mbps: 10 } } }
  const { files, warnings } = await renderFolders(library, path, output, { config })
  const plane = decodePlanes(join(output, files[0] ?? ''), 'y', size)[1]
  const middleRow = [...(plane ?? [])].slice(24 * size.widthPx, 25 * size.widthPx)
  // The fitted frame is 48×48 px in the middle.
  expect(Math.max(...middleRow.slice(0, 6), ...middleRow.slice(-6))).toBeLessThan(30)
  expect(Math.min(...middleRow.slice(10, -10))).toBeGreaterThan(225)
  expect(warnings.map(({ message }) => message)).toContain(
    'Frame 1 is 32×32 px, others are 64×48 px. Frames of another size were scaled to fit the video, with their aspect ratio kept; 1 of 3 differ.',
  )
})
