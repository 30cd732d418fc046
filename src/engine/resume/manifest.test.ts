import { describe, expect, test } from 'vitest'
import { fileLine, headerLine, parseFileLine, parseHeader } from './manifest.ts'
import type { FinishedFile } from './manifest.ts'

const header = {
  run: 'a1',
  startedAt: '2025-10-27T00:30:10.000Z',
  fingerprint: { Overlane: '1.2.3', 'renderers[0].type': 'speed' },
}
const file: FinishedFile = {
  name: 'frame_000012.png',
  sizeBytes: 1234,
  xxh32: '00c0ffee',
  frame: {
    frameIndex: 12,
    road: 'canvas',
    reason: 'JPEG becomes PNG',
    fault: 'it has 2 stray bytes',
    notes: { skippedTargetCount: 2 },
    widthPx: 320,
    heightPx: 180,
    source: { sizeBytes: 999, modifiedMs: 1_761_525_000_000.5 },
  },
}

describe('a line of a manifest is read as it was written', () => {
  test('the first line', () => {
    expect(parseHeader(headerLine(header))).toEqual(header)
  })

  test('the line of a frame', () => {
    expect(parseFileLine(fileLine(file))).toEqual(file)
  })

  test('the line of a frame without a reason, notes and source', () => {
    const frame = { ...file.frame, reason: null, notes: {}, source: null } as FinishedFile['frame']
    expect(parseFileLine(fileLine({ ...file, frame }))).toEqual({ ...file, frame })
  })

  test('the line of another file', () => {
    const csv = { ...file, name: 'timestamps.csv', frame: null }
    expect(parseFileLine(fileLine(csv))).toEqual(csv)
  })
})

test('the line of a segment of a video is read as it was written', () => {
  const segment = {
    from: 50,
    to: 100,
    times: '00c0ffee',
    sources: '0badcafe',
    notes: { skippedTargetCount: 2 },
    widthPx: 320,
    heightPx: 180,
    others: [
      { position: 60, kind: 'skipped' as const, reason: 'It is not an image.' },
      { position: 61, kind: 'rendered' as const, fault: null, widthPx: 20, heightPx: 10 },
    ],
  }
  const line = { name: 'segment-000002.packets', sizeBytes: 9, xxh32: '1', frame: null, segment }
  expect(parseFileLine(fileLine(line))).toEqual(line)
})

describe('an incomplete or foreign line is ignored', () => {
  test('wherever the line is cut off', () => {
    const line = fileLine(file).trimEnd()
    for (let end = 0; end < line.length; end++) {
      expect(parseFileLine(line.slice(0, end))).toBeNull()
    }
  })

  test.each(['', 'null', '[1]', '{"name":"a.png"}', '{"name":1,"size":2,"xxh32":"x"}'])(
    '%s',
    (line) => {
      expect(parseFileLine(line)).toBeNull()
    },
  )

  test('a first line of another version is not read', () => {
    expect(parseHeader('{"overlane_manifest":2,"run":"a1"}')).toBeNull()
    expect(parseHeader('{"run":"a1"}')).toBeNull()
  })
})
