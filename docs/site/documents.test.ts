/** The documents of the site say what is true: their examples open, their links lead somewhere. */

import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { openRecording } from '../../src/io/opening/recording-folder.ts'
import { MemoryDirectory } from '../../src/io/folders/memory-directory.ts'
import { parseProjectFile } from '../../src/io/project/project-file.ts'
import { assemblePages } from './assemble-pages.ts'
import { PAGES } from './pages.ts'

const root = new URL('../../package.json', import.meta.url)
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8')

/** The examples of a document: blocks of code with the name of a file. */
const examples = [...read('docs/FORMATS.md').matchAll(/^```\w+ \[(.+)\]\n([\s\S]*?)^```$/gm)].map(
  ([, name = '', text = '']) => ({ name, text }),
)
const logs = examples.filter(
  ({ name }) => !['timestamps.csv', 'camera_calibration.json', 'overlane.yaml'].includes(name),
)

/** Of the examples that have not two. */
const RECORD_COUNTS: Readonly<Record<string, number>> = { 'speed.csv': 3, 'ride.tcx': 1 }

test('the pages can be made from the documents: every section and every linked file is there', () => {
  const { texts, files } = assemblePages(PAGES, read, (path) => existsSync(new URL(path, root)))
  expect(texts.size).toBe(PAGES.length)
  expect(files.get('docs/renderers/speed_tape.js')).toBe('files/speed_tape.js.txt')
})

/** The beginning of a PNG. More of it is not read. */
function picture(): File {
  const bytes = new Uint8Array(33)
  bytes.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52])
  bytes.set([0, 0, 7, 128, 0, 0, 4, 56, 8, 2], 16)
  return new File([bytes], 'frame.png')
}

describe('the examples of the formats', () => {
  test('are of each text format that has an importer', () => {
    expect(logs.map(({ name }) => name.replace(/.*\./, '').toLowerCase())).toEqual(
      expect.arrayContaining(['csv', 'jsonl', 'gpx', 'tcx', 'nmea', 'srt', 'catalog']),
    )
  })

  test.each(logs)('$name opens as a log, and all of it is read', async ({ name, text }) => {
    const { sensors, problems } = await openRecording(new MemoryDirectory('drive', [[name, text]]))
    expect(sensors.map(({ timesMs }) => timesMs.length)).toEqual([RECORD_COUNTS[name] ?? 2])
    expect(problems.filter(({ where }) => where.file === name)).toEqual([])
  })

  test('the times, the calibration and the settings are read', async () => {
    const settings = examples.find(({ name }) => name === 'overlane.yaml')?.text ?? ''
    const files = examples.filter(({ name }) => name !== 'catalog_0.catalog')
    const frames = [0, 1, 2].map((index) => [`frame_00000${index}.png`, picture()] as const)
    const { calibration, timing, problems } = await openRecording(
      new MemoryDirectory('drive', [
        ...frames,
        ...files.map(({ name, text }) => [name, text] as const),
      ]),
    )
    expect(calibration).not.toBeNull()
    expect(timing).toMatchObject({ source: 'file' })
    expect(problems.filter(({ severity }) => severity === 'error')).toEqual([])
    expect((await parseProjectFile(settings)).config?.renderers).toHaveLength(1)
  })
})
