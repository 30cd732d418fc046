import { expect, test } from 'vitest'
import { choiceInFile, chooseFile, chosenUse, forgetFile } from './file-choice.ts'
import { emptyConfig, parseConfig, serializeConfig } from './parse-config.ts'

const config = emptyConfig()

test.each([
  ['frames', 'clip.mp4', 'recording.frames: clip.mp4'],
  ['times', 'rear/timestamps.csv', 'recording.timestamps: rear/timestamps.csv'],
  ['calibration', 'front.json', 'recording.calibration: front.json'],
  ['log', 'notes.txt', 'sensors.notes.file: notes.txt'],
] as const)('a choice of %s is kept in the file, and can be taken back', (use, path, inFile) => {
  const chosen = chooseFile(config, path, use)
  expect(chosenUse(parseConfig(serializeConfig(chosen)), path)).toBe(use)
  expect(choiceInFile(config, path, use)).toBe(inFile)
  expect(forgetFile(chosen, path)).toEqual(config)
})

test('a sensor of another file keeps its name, and the new log has its path as its name', () => {
  const first = chooseFile(config, 'notes.txt', 'log')
  const both = chooseFile(first, 'notes.dat', 'log')
  expect(Object.entries(both.sensors).map(([name, { file }]) => [name, file])).toEqual([
    ['notes', 'notes.txt'],
    ['notes.dat', 'notes.dat'],
  ])
})

test('the matching of a log stays when its file is named', () => {
  const matched = parseConfig({ sensors: { notes: { time_offset_ms: 40 } } })
  expect(chooseFile(matched, 'notes.txt', 'log').sensors.notes).toMatchObject({
    file: 'notes.txt',
    timeOffsetMs: 40,
  })
})

test('a pattern belongs to the images that it was written for', () => {
  const patterned = parseConfig({ recording: { frames: 'a', pattern: 'x{}.png' } })
  expect(chooseFile(patterned, 'b', 'frames').recording).toMatchObject({
    frames: 'b',
    pattern: null,
  })
})
