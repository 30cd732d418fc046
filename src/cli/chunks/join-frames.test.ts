import { mkdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { emptyConfig, loadJoinedRun, problem, serializeConfig } from '../../index.ts'
import { fileStamp } from '../paths/file-stamp.ts'
import { InputGuard } from '../paths/input-guard.ts'
import { chunkReport } from '../testing/chunk-report.ts'
import { testFolder } from '../testing/test-folder.ts'
import { checkAhead, receiptCheck } from './check-receipt.ts'
import { commitChunk } from './commit-chunk.ts'
import { joinFrames } from './join-frames.ts'
import type { StoredPlan } from './plan-file.ts'
import { StagingFolder } from './staging-folder.ts'

const folder = testFolder()
const nameOf = (frame: number): string => `frame_${frame}.png`
const FRAMES = [0, 1, 2, 3, 4]

interface Rendered {
  recording: string
  output: string
  plan: StoredPlan
  join: (changes?: {
    checkAll?: boolean
    checksAgain?: boolean
    plan?: StoredPlan
  }) => ReturnType<typeof joinFrames>
}

/** A recording of five frames and a log, all of whose chunks are complete. */
async function render(
  reports: Partial<Record<number, Parameters<typeof chunkReport>[1]>> = {},
  absent: readonly number[] = [],
): Promise<Rendered> {
  const { stampText, xxhash32Text } = await loadJoinedRun()
  const [recording, output] = [folder('drive'), folder('out')]
  for (const path of [join(recording, 'frames'), output]) mkdirSync(path, { recursive: true })
  for (const frame of FRAMES) writeFileSync(join(recording, 'frames', nameOf(frame)), `${frame}`)
  const log = join(recording, 'speed.csv')
  writeFileSync(log, 'time,speed\n')
  const { sizeBytes = NaN, modifiedMs = NaN } = fileStamp(log) ?? {}
  const plan: StoredPlan = {
    recording,
    chunkSize: { least: 2, most: 2 },
    frameCount: 5,
    video: null,
    chunks: [
      { from: 0, to: 2 },
      { from: 2, to: 4 },
      { from: 4, to: 5 },
    ],
    fingerprint: {
      Overlane: __OVERLANE_VERSION__,
      'recording.frames': 'frames',
      'recording.pattern': 'frame_{:d}.png',
      'speed.csv': stampText(sizeBytes, modifiedMs),
    },
    config: serializeConfig(emptyConfig()),
  }
  for (const [index, { from, to }] of plan.chunks.entries()) {
    const staging = new StagingFolder(output)
    const frames = FRAMES.slice(from, to).filter((frame) => !absent.includes(frame))
    const header = JSON.stringify({
      overlane_manifest: 1,
      run: `run ${index}`,
      started_at: '',
      fingerprint: plan.fingerprint,
    })
    // A run lists its frames as they were finished.
    const lines = frames.toReversed().map((frame) => {
      const source = fileStamp(join(recording, 'frames', nameOf(frame)))
      const bytes = Buffer.from(`drawn ${frame}`)
      writeFileSync(join(staging.path, nameOf(frame)), bytes)
      return JSON.stringify({
        name: nameOf(frame),
        size: bytes.length,
        xxh32: xxhash32Text(bytes),
        frame,
        pixels: [64, 36],
        road: 'splice',
        source: [source?.sizeBytes, source?.modifiedMs],
      })
    })
    writeFileSync(
      join(staging.path, 'overlane-manifest.jsonl'),
      `${[header, ...lines].join('\n')}\n`,
    )
    const report = chunkReport(frames.map(nameOf), reports[index])
    await commitChunk(output, staging.path, plan, index, report)
    staging.remove()
  }
  const path = { path: recording, folder: recording, video: null }
  return {
    recording,
    output,
    plan,
    join: (changes = {}) =>
      joinFrames({
        recording: path,
        output,
        plan,
        checkAll: false,
        checksAgain: true,
        guard: new InputGuard([path]),
        place: 0,
        overwrite: false,
        ...changes,
      }),
  }
}

const listed = (output: string): unknown[] => {
  const [, ...lines] = readFileSync(join(output, 'overlane-manifest.jsonl'), 'utf8')
    .trim()
    .split('\n')
  return lines.map((line) => (JSON.parse(line) as { name: string }).name)
}

test('frames whose inputs are as planned are joined without a browser, in the order of the plan', async () => {
  const { output, join: joinAll } = await render()
  const report = await joinAll()
  expect(report).toMatchObject({
    status: 'finished',
    plannedCount: 5,
    keptCount: 5,
    files: FRAMES.map(nameOf),
    roads: [{ road: 'splice', frameCount: 5, reason: null }],
  })
  expect(listed(output)).toEqual(FRAMES.map(nameOf))
  const written = JSON.parse(readFileSync(join(output, 'overlane-report.json'), 'utf8')) as object
  expect(written).toMatchObject({ kept_count: 5, files: FRAMES.map(nameOf), output: 'out' })
})

test('frames that are left out are in the report, unless an older file could pass for one', async () => {
  const skipped = [{ frameIndex: 3, fileName: null, reason: 'The frame is not in the folder.' }]
  const { output, join: joinAll } = await render({ 1: { skipped } }, [3])
  writeFileSync(join(output, nameOf(3)), 'of an earlier run')
  expect(await joinAll()).toBeNull()
  rmSync(join(output, nameOf(3)))
  expect(await joinAll()).toMatchObject({ plannedCount: 5, keptCount: 4, skipped })
})

/** What only a run over all frames can put right, or tell. */
const CHANGES: Record<string, (rendered: Rendered) => void> = {
  'a log has changed': ({ recording }) =>
    writeFileSync(join(recording, 'speed.csv'), 'time,speed\n1,2\n'),
  'a frame of the recording has changed': ({ recording }) =>
    utimesSync(join(recording, 'frames', nameOf(3)), 1, 1),
  'a frame of the recording is gone': ({ recording }) =>
    rmSync(join(recording, 'frames', nameOf(3))),
  'the contents of a frame have changed': ({ output }) =>
    writeFileSync(join(output, nameOf(1)), 'DRAWN 1'),
  'there is a report already': ({ output }) =>
    writeFileSync(join(output, 'overlane-report.json'), '{}'),
  'another run has locked the folder': ({ output }) =>
    writeFileSync(join(output, 'overlane-lock.json'), '{}'),
}

test.each(Object.entries(CHANGES))('nothing is joined where %s', async (_, change) => {
  const rendered = await render()
  change(rendered)
  expect(await rendered.join({ checkAll: true })).toBeNull()
  expect(() => listed(rendered.output)).toThrow('ENOENT')
})

test('nothing is joined where chunks warn of different things', async () => {
  const { summary } = chunkReport()
  const warnings = [problem('warning', 'frame-damaged', 'A frame is damaged.')]
  const { join: joinAll, output } = await render({ 1: { summary: { ...summary, warnings } } })
  expect(await joinAll()).toBeNull()
  expect(() => listed(output)).toThrow('ENOENT')
})

test('a run that makes files beside its frames is joined by a run', async () => {
  const { plan, join: joinAll } = await render()
  const config = emptyConfig()
  const withTrace = { ...config, output: { ...config.output, trace: true } }
  expect(await joinAll({ plan: { ...plan, config: serializeConfig(withTrace) } })).toBeNull()
})

test('a frame that is not as its receipt says is an error', async () => {
  const { output, join: joinAll } = await render()
  writeFileSync(join(output, nameOf(4)), 'longer than it was')
  await expect(joinAll()).rejects.toThrow('chunk-000003.jsonl: frame_4.png has 18 bytes')
})

describe('a chunk that was checked since it was complete', () => {
  const SECOND = 1
  /** What a worker does with its last chunk while it renders the next one. */
  const renderAndCheck = async (change: (rendered: Rendered) => void = () => undefined) => {
    const rendered = await render()
    change(rendered)
    const { output, recording, plan } = rendered
    const order = receiptCheck(output, recording, plan, { checkAll: false, checksAgain: true })
    await checkAhead(order, SECOND)
    return rendered
  }
  const lengthen = ({ output }: Rendered): void =>
    writeFileSync(join(output, nameOf(2)), 'longer than it was')
  const fault = 'chunk-000002.jsonl: frame_2.png has 18 bytes'

  test('is joined as it is, so that the join has little left to look at', async () => {
    const { output, join: joinAll } = await renderAndCheck()
    expect(await joinAll({ checksAgain: false })).toMatchObject({ files: FRAMES.map(nameOf) })
    expect(listed(output)).toEqual(FRAMES.map(nameOf))
  })

  test('is looked at again only where that is asked for', async () => {
    const rendered = await renderAndCheck()
    lengthen(rendered)
    await expect(rendered.join({ checksAgain: true })).rejects.toThrow(fault)
    expect(await rendered.join({ checksAgain: false })).toMatchObject({ keptCount: 5 })
  })

  test('is looked at again if it was not as it should be', async () => {
    const rendered = await renderAndCheck(lengthen)
    await expect(rendered.join({ checksAgain: false })).rejects.toThrow(fault)
  })

  test('is looked at again if its receipt is another one now', async () => {
    const rendered = await renderAndCheck()
    const { output } = rendered
    const receipt = join(output, 'overlane-plan', 'receipts', 'chunk-000002.jsonl')
    writeFileSync(receipt, readFileSync(receipt, 'utf8').replace('run 1', 'run 1b'))
    lengthen(rendered)
    await expect(rendered.join({ checksAgain: false })).rejects.toThrow(fault)
  })
})
