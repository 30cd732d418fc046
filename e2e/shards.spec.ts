/** A run that is cut into chunks, rendered by several processes, and joined. */

import { appendFileSync, copyFileSync, truncateSync } from 'node:fs'
import { join } from 'node:path'
import { killCli, runCli, startCli } from './cli.ts'
import { expect, test } from './fixtures.ts'
import { fileHashes, imagesIn, namesIn, readReport } from './folder-contents.ts'
import { frameNumbers, frameTimesMs, hasFfmpeg, soundSum, writeVideo } from './videos.ts'

test.skip(
  process.platform !== 'linux',
  'it ends the browsers of a command, which it finds in /proc',
)

const receipts = (output: string): string[] => {
  const folder = join(output, 'overlane-plan', 'receipts')
  // A process that is killed may leave a half of one, which has another ending.
  return namesIn(folder).filter((name) => name.endsWith('.jsonl'))
}

async function run(...args: string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await runCli(args)
  expect(exitCode, stderr).toBe(0)
  return stdout
}

test('frames are the same bytes as those of a local run, although one of four shards was killed, and then there were seven', async ({
  makeRecording,
  makeFolder,
}) => {
  const { path } = await makeRecording({ frameCount: 60, widthPx: 640, heightPx: 360 })
  truncateSync(join(path, 'frame_000017.png'), 200)
  const [output, expected] = [makeFolder('out'), makeFolder('expected')]
  const local = await runCli(['render', path, '--out', expected, '--format', 'webp'])
  expect(local.exitCode).toBe(3)
  const settings = ['--format', 'webp', '--workers', '1', '--chunk-frames', '3']
  await run('plan', path, '--out', output, ...settings)
  // A plan that is there keeps its chunks where nobody asks for others.
  await run('plan', path, '--out', output, '--format', 'webp')

  const render = (number: number, count: number): string[] => [
    'render',
    path,
    '--out',
    output,
    '--shard',
    `${number}/${count}`,
  ]
  const others = Promise.all([1, 2, 3].map((number) => run(...render(number, 4))))
  const killed = startCli(render(4, 4))
  await expect
    .poll(() => receipts(output), { timeout: 60_000, intervals: [10] })
    .toContain('chunk-000004.jsonl')
  await killCli(killed)
  await others
  const early = await runCli(['join', output])
  expect(early.exitCode).toBe(3)
  expect(early.stdout).toMatch(/ [1-4] of 20 chunks are missing/)
  // What the killed process left is not in the way, and nobody renders complete chunks again.
  const before = fileHashes(output, imagesIn(output))
  await Promise.all([1, 2, 3, 4, 5, 6, 7].map((number) => run(...render(number, 7))))
  expect(fileHashes(output, Object.keys(before))).toEqual(before)
  expect(receipts(output)).toHaveLength(20)
  // Where nothing is left, no browser is needed.
  await run(...render(1, 7), '--browser', join(path, 'there-is-none'))
  expect((await runCli(['join', output, '--list-missing'])).exitCode).toBe(0)

  // The receipts of so many chunks are checked by several threads.
  const [torn, whole] = [join(output, 'frame_000040.webp'), join(makeFolder('whole'), 'frame')]
  copyFileSync(torn, whole)
  truncateSync(torn, 100)
  const unfit = await runCli(['join', output])
  expect(unfit).toMatchObject({ exitCode: 2 })
  expect(unfit.stderr).toMatch(/chunk-0000\d\d\.jsonl: frame_000040\.webp has 100 bytes/)
  copyFileSync(whole, torn)

  // A frame that cannot be read is in the receipt; only the result is incomplete.
  const joined = await runCli(['join', output, '--json'])
  expect(joined.exitCode, joined.stderr).toBe(3)
  const isResult = (name: string): boolean => !/^overlane-(?:report|manifest)/.test(name)
  const names = namesIn(expected).filter(isResult)
  expect(names).toHaveLength(59)
  expect(namesIn(output).filter(isResult)).toEqual(names)
  expect(fileHashes(output, names)).toEqual(fileHashes(expected, names))
  const { skipped, planned_count, kept_count, roads } = readReport(output)
  const report = readReport(expected)
  expect({ skipped, planned_count, roads }).toEqual({
    skipped: report.skipped,
    planned_count: report.planned_count,
    roads: report.roads,
  })
  expect(kept_count).toBe(59)
})

test('a video has the same frames, times and sound as that of a local run', async ({
  makeFolder,
}) => {
  test.skip(!hasFfmpeg, 'ffmpeg and ffprobe are not installed; they make and check these videos')
  const path = join(makeFolder('drive'), 'drive.mp4')
  const encoding = ['-c:v', 'libx264', '-crf', '20', '-g', '10']
  writeVideo(path, { frameCount: 240, encoding, soundS: 9.6 })
  const output = makeFolder('out')
  const [made, expected] = [join(output, 'a.mp4'), join(makeFolder('expected'), 'a.mp4')]
  await run('render', path, '--out', expected)
  await run('plan', path, '--out', made, '--chunk-frames', '60')
  await Promise.all(
    [2, 1].map((number) => run('render', path, '--out', made, '--shard', `${number}/2`)),
  )
  expect(receipts(output).length).toBeGreaterThan(2)
  await run('join', made)
  expect(namesIn(output)).toEqual(['a.mp4', 'overlane-report.json'])
  expect(frameNumbers(made)).toEqual(frameNumbers(expected))
  expect(frameTimesMs(made)).toEqual(frameTimesMs(expected))
  expect(soundSum(made)).toBe(soundSum(expected))
})

test('what does not fit the plan is refused, and says what is different', async ({
  makeRecording,
  makeFolder,
}) => {
  const { path } = await makeRecording()
  const output = makeFolder('out')
  const shard = ['render', path, '--out', output, '--shard', '1/2']
  const none = await runCli(shard)
  expect(none).toMatchObject({ exitCode: 2 })
  expect(none.stderr).toContain('There is no plan in')
  await run('plan', path, '--out', output)

  const typed = await runCli([...shard, '--format', 'webp'])
  expect(typed).toMatchObject({ exitCode: 2 })
  expect(typed.stderr).toContain('Leave out --format')
  const other = await runCli(['plan', path, '--out', output, '--format', 'webp'])
  expect(other).toMatchObject({ exitCode: 2 })
  expect(other.stderr).toContain('has a plan of another recording, or with other settings')

  appendFileSync(join(path, 'speed.jsonl'), '\n')
  const changed = await runCli(shard)
  expect(changed).toMatchObject({ exitCode: 2 })
  expect(changed.stderr).toMatch(/This is not what was planned: speed\.jsonl: .* → .*bytes/)
  expect(imagesIn(output)).toEqual([])
})
