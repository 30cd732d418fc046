import { describe, expect, test } from 'vitest'
import { emptyConfig } from '../../index.ts'
import type { RenderReport } from '../../index.ts'
import { renderToJson, renderToText } from './render-result.ts'
import type { RenderResult } from './render-result.ts'

const SETTINGS: RenderReport['settings'] = {
  ...emptyConfig().output,
  format: 'png',
  workerCount: 2,
}

function resultOf(changes: Partial<RenderReport>): RenderResult {
  const report: RenderReport = {
    tool: 'overlane',
    version: '1.2.3',
    recording: 'z',
    output: 'out',
    status: 'finished',
    stopReason: null,
    startedAt: '2025-10-27T00:30:10.000Z',
    durationMs: 2000,
    framesPerSecond: 250,
    plannedCount: 500,
    renderedCount: 500,
    keptCount: 0,
    skipped: [],
    failed: [],
    skippedTargetCount: 0,
    unknownConditionCount: 0,
    roads: [{ road: 'splice', frameCount: 3, reason: null }],
    stageMs: { load_frame: 1, get_sensor_data: 2, render: 3, save_frame: 4 },
    workers: [],
    replacedWorkerCount: 0,
    settings: SETTINGS,
    workerReason: '2 workers: 2 cores.',
    estimatedMemoryBytes: 1,
    peakMemoryBytes: null,
    config: {},
    warnings: [],
    files: [],
    ...changes,
  }
  return { report, recording: '/z/drive.mp4', output: '/out' }
}

const VIDEO_SETTINGS: RenderReport['settings'] = {
  ...SETTINGS,
  format: 'mp4',
  video: { ...SETTINGS.video, codec: 'h264' },
}

describe('frames', () => {
  test('are printed with the name of the recording and their folder', () => {
    const result = resultOf({})
    expect(renderToText(result)).toBe(
      'drive.mp4: finished, 500 frames, 2.0 s, 250.0 frames/s, 2 workers, to /out',
    )
    expect(renderToJson(result)).toMatchObject({ output: '/out', codec: null })
  })

  test('that an earlier run finished are told as kept', () => {
    const result = resultOf({ renderedCount: 100, keptCount: 400 })
    expect(renderToText(result)).toMatch(/^drive\.mp4: finished, 500 frames, 400 kept, 2\.0 s/)
    expect(renderToJson(result)).toMatchObject({ frames: { rendered: 100, kept: 400 } })
  })

  test('of an interrupted run are counted', () => {
    const result = resultOf({ status: 'cancelled', renderedCount: 166 })
    expect(renderToText(result)).toContain('interrupted, 166 of 500 frames, ')
    expect(renderToJson(result)).toMatchObject({ output: '/out', frames: { rendered: 166 } })
  })
})

describe('a video', () => {
  test('is printed with its codec and its name', () => {
    const result = resultOf({ settings: VIDEO_SETTINGS, files: ['x.mp4', 'timestamps.csv'] })
    expect(renderToText(result)).toBe(
      'drive.mp4: finished, 500 frames, 2.0 s, 250.0 frames/s, 2 workers, H.264, to /out/x.mp4',
    )
    expect(renderToJson(result)).toMatchObject({
      output: '/out/x.mp4',
      codec: 'h264',
      frames: { rendered: 500 },
    })
  })

  test.each([
    ['stopped', 500, 'stopped'],
    ['cancelled', 166, 'interrupted'],
  ] as const)('of a %s run does not exist, and its frames do not count', (status, count, word) => {
    const result = resultOf({
      status,
      renderedCount: count,
      settings: VIDEO_SETTINGS,
      files: ['timestamps.csv'],
    })
    expect(renderToText(result)).toBe(`drive.mp4: ${word}, no video of 500 frames, 2.0 s`)
    expect(renderToJson(result)).toMatchObject({
      output: null,
      frames: { planned: 500, rendered: 0 },
      frames_per_second: 0,
    })
  })
})
