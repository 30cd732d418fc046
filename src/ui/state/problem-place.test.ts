import { describe, expect, it } from 'vitest'
import { problem } from '../../index.ts'
import type { Problem, RecordingFolder, SensorTrack } from '../../index.ts'
import { bySeverity, placeOf } from './problem-place.ts'

const recording = {
  projectFile: 'overlane.yaml',
  calibrationFile: 'camera.json',
  timing: { file: 'timestamps.csv' },
  sensors: [{ name: 'speed', file: 'logs/speed.jsonl' } as SensorTrack],
} as RecordingFolder
const at = (where: Problem['where'], code: Problem['code'] = 'internal') =>
  placeOf(problem('warning', code, 'It is wrong.', where), recording)

describe('where a problem is shown', () => {
  it('is the section of its file', () => {
    expect(at({ file: 'overlane.yaml', key: 'renderers[0].x' })).toBe('project-file')
    expect(at({ file: 'camera.json' })).toBe('calibration')
    expect(at({ file: 'timestamps.csv', frameIndex: 3 })).toBe('timestamps')
    expect(at({ file: 'logs/speed.jsonl', line: 48 })).toBe('sensor:speed')
  })

  it('is the place of its option', () => {
    expect(at({ key: 'renderers[1].sensor' })).toBe('renderer:1')
    expect(at({ key: 'sensors.speed.time_column' })).toBe('sensor:speed')
    expect(at({ key: 'sensors.brake' })).toBe('project-file')
    expect(at({ key: 'range.start_time' })).toBe('range')
    expect(at({ key: 'output.pattern' })).toBe('output')
  })

  it('is the frames section, or the folder if nothing else is known', () => {
    expect(at({ frameIndex: 3 })).toBe('frames')
    expect(at({}, 'no-frames')).toBe('frames')
    expect(at({}, 'folder-unreadable')).toBe('folder')
  })

  it('is listed before less severe ones', () => {
    const sorted = bySeverity([
      problem('info', 'internal', 'a'),
      problem('error', 'internal', 'b'),
      problem('warning', 'internal', 'c'),
    ])
    expect(sorted.map(({ message }) => message)).toEqual(['b', 'c', 'a'])
  })
})
