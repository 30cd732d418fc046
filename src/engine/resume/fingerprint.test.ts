import { beforeEach, describe, expect, test, vi } from 'vitest'
import { parseConfig } from '../../core/config/parse-config.ts'
import { planFrames } from '../../core/plan/plan-frames.ts'
import { fakeRecording, fakeTrack } from '../../core/testing/fake-recording.ts'
import { MemoryDirectory } from '../../io/folders/memory-directory.ts'
import type { RecordingFolder } from '../../io/opening/recording-folder.ts'
import { compareFingerprints, formatDifference } from './difference.ts'
import { fingerprintOf } from './fingerprint.ts'
import type { Fingerprint } from './fingerprint.ts'

const CHANGED_MS = Date.UTC(2025, 9, 27, 0, 30)
const file = (text: string, lastModified = CHANGED_MS): File =>
  new File([text], 'x', { lastModified })

function recordingWith(files: Readonly<Record<string, File>>): RecordingFolder {
  const sensors = ['speed', 'gnss'].map((name) => fakeTrack(name, [{ timestamp_ms: 0 }]))
  return {
    ...fakeRecording({ sensors, calibrationFile: 'camera.json' }),
    directory: new MemoryDirectory('drive', Object.entries(files)),
    framesDirectory: null,
    video: null,
    files: [],
    frameCandidates: [],
  }
}

const files = {
  'timestamps.csv': file('times'),
  'speed.jsonl': file('speeds'),
  'gnss.jsonl': file('places'),
  'camera.json': file('{}'),
}
const overlay = {
  time_zone: 'UTC',
  sensors: { speed: { tolerance_ms: 200 } },
  renderers: [
    { type: 'frame_info' },
    { type: 'speed', sensor: 'speed', field: 'v', font: { size: 24 } },
  ],
}

beforeEach(() => vi.stubGlobal('navigator', { userAgent: 'HeadlessChrome/156.0.0.0' }))

function fingerprint(
  changes: Record<string, unknown> = {},
  recording = recordingWith(files),
): Promise<Fingerprint> {
  const config = parseConfig({ ...overlay, ...changes })
  return fingerprintOf(recording, config, planFrames(recording, config))
}

async function differences(
  changes: Record<string, unknown>,
  recording?: RecordingFolder,
): Promise<string[]> {
  const before = await fingerprint()
  const now = await fingerprint(changes, recording)
  return compareFingerprints(before, now).map(formatDifference)
}

describe('the fingerprint', () => {
  test('is the same for the same inputs and settings', async () => {
    expect(await differences({}, recordingWith({ ...files }))).toEqual([])
  })

  test('differs if a setting does, and names it by its key in the project file', async () => {
    const renderers = [overlay.renderers[0], { ...overlay.renderers[1], font: { size: 30 } }]
    expect(await differences({ renderers, output: { format: 'jpeg' } })).toEqual([
      'output.format: png → jpeg',
      'renderers[1].font.size: not set → 30',
    ])
  })

  test('differs if the same lengths are drawn larger or smaller', async () => {
    expect(await differences({ reference_height: 1080 })).toEqual([
      'reference_height: not set → 1080',
    ])
  })

  test('is the same whatever renderers are called, locked or hidden from the picture', async () => {
    const [first, second] = overlay.renderers
    const renderers = [
      { ...first, name: 'Clock', locked: true },
      second,
      { type: 'speed', sensor: 'gnss', field: 'v', hidden: true },
    ]
    expect(await differences({ renderers })).toEqual([])
    expect(await differences({ renderers: [{ ...first, hidden: true }, second] })).not.toEqual([])
  })

  test('contains how a drawn sensor is matched', async () => {
    expect(await differences({ sensors: { speed: { tolerance_ms: 100 } } })).toEqual([
      'sensors.speed.tolerance_ms: 200 → 100',
    ])
  })

  test('contains the size and the time of a drawn log', async () => {
    const changed = recordingWith({ ...files, 'speed.jsonl': file('faster', CHANGED_MS + 1500) })
    expect(await differences({}, changed)).toEqual([
      'speed.jsonl: 6 bytes of 2025-10-27T00:30:00.000+00:00 → 6 bytes of 2025-10-27T00:30:01.500+00:00',
    ])
  })

  test('contains neither a log that is not drawn nor how it is matched', async () => {
    const changed = recordingWith({ ...files, 'gnss.jsonl': file('elsewhere') })
    const sensors = { ...overlay.sensors, gnss: { tolerance_ms: 1 } }
    expect(await differences({ sensors }, changed)).toEqual([])
  })

  test('contains neither the range nor the number of workers', async () => {
    const output = { num_workers: 1, chunk_size: 5, mode: 'sequential', timestamps: true }
    expect(await differences({ range: { start_time: 100 }, output })).toEqual([])
  })

  test('contains the version of the browser, the same for all kinds of Chromium', async () => {
    const before = await fingerprint()
    vi.stubGlobal('navigator', { userAgent: 'Chrome/156.0.1.2' })
    expect(compareFingerprints(before, await fingerprint())).toEqual([])
    vi.stubGlobal('navigator', { userAgent: 'Chrome/157.0.0.0' })
    const [difference] = compareFingerprints(before, await fingerprint())
    expect(difference && formatDifference(difference)).toBe('Chromium: 156 → 157')
  })

  test('contains no overlay settings if no overlay is drawn', async () => {
    const output = { content: 'frames' }
    const before = await fingerprint({ output })
    const changed = recordingWith({ ...files, 'speed.jsonl': file('other') })
    const now = await fingerprint({ output, renderers: [] }, changed)
    expect(compareFingerprints(before, now)).toEqual([])
  })
})
