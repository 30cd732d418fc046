import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { REAL_TUB, readLog } from './testing/read-log.ts'
import type { ReadLog } from './testing/read-log.ts'

const record = (index: number): string =>
  JSON.stringify({
    _index: index,
    _session_id: '21-06-01_0',
    _timestamp_ms: 1_622_550_000_000 + 50 * index,
    'cam/image_array': `${index}_cam_image_array_.jpg`,
    'user/angle': index / 10,
    'user/mode': 'user',
    'user/throttle': 0.25,
  })

function readTub(
  catalogs: Record<string, string>,
  { deleted = [], names = Object.keys(catalogs) }: { deleted?: number[]; names?: string[] } = {},
): Promise<ReadLog> {
  const manifest = [
    ['cam/image_array', 'user/angle'],
    ['image_array', 'float'],
    {},
    { created_at: 1622550000 },
    { paths: names, current_index: 9, max_len: 1000, deleted_indexes: deleted },
  ]
  const parts = Object.entries(catalogs).map(([name, text]) => ({
    path: `tub/${name}`,
    file: new File([text], name),
  }))
  const text = manifest.map((line) => `${JSON.stringify(line)}\r\n`).join('')
  return readLog('tub/manifest.json', text, { parts })
}

describe('a tub of Donkeycar', () => {
  test('has the records of all catalogs, and the times of its images', async () => {
    const log = await readTub({
      'catalog_0.catalog': `${record(0)}\r\n${record(1)}\r\n`,
      'catalog_1.catalog': `${record(2)}\r\n`,
    })
    expect(log).toMatchObject({
      format: 'Donkeycar',
      messages: [],
      tracks: [{ label: 'Donkeycar' }],
    })
    expect(log.records[1]).toEqual({
      timestamp_ms: 1_622_550_000_050,
      index: 1,
      'cam/image_array': '1_cam_image_array_.jpg',
      'user/angle': 0.1,
      'user/mode': 'user',
      'user/throttle': 0.25,
    })
    expect(log.frameTimes).toEqual(
      [0, 1, 2].map((index) => ({
        frameIndex: index,
        timestampMs: 1_622_550_000_000 + 50 * index,
      })),
    )
  })

  test('leaves out records that are deleted or broken, and tells of catalogs that are missing', async () => {
    const log = await readTub(
      { 'catalog_0.catalog': `${record(0)}\n${record(1)}\n{"_index":2,\n{"_index":3}\n` },
      { deleted: [1], names: ['catalog_0.catalog', 'catalog_1.catalog'] },
    )
    expect(log.frameTimes?.map(({ frameIndex }) => frameIndex)).toEqual([0])
    expect(log.messages).toEqual([
      'tub/catalog_0.catalog line 3: {"_index":2, is not a JSON object. The record is left out; 1 of 3.',
      'tub/catalog_0.catalog line 4: _timestamp_ms is missing. The record is left out; 1 of 3.',
      'tub/manifest.json names 1 catalog that the folder does not have (catalog_1.catalog). Their records are missing. Copy the whole tub.',
      'tub/manifest.json marks 1 record as deleted. They and their images are left out.',
    ])
  })

  test('leaves out a record that is nested 100,000 deep', async () => {
    const deep = `{"_timestamp_ms":1,"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`
    const log = await readTub({ 'catalog_0.catalog': `${record(0)}\n${deep}\n${record(2)}\n` })
    expect(log.frameTimes?.map(({ frameIndex }) => frameIndex)).toEqual([0, 2])
    expect(log.messages).toEqual([
      'tub/catalog_0.catalog line 2: its record is nested more than 100 levels deep. The record is left out; 1 of 3.',
    ])
  })

  test('a catalog without its manifest is a log of JSON lines', async () => {
    const log = await readLog('catalog_0.catalog', `${record(0)}\n${record(1)}\n`)
    expect(log).toMatchObject({ format: 'JSONL', messages: [] })
    expect(log.timesMs).toEqual([1_622_550_000_000, 1_622_550_000_050])
  })

  test.skipIf(!existsSync(REAL_TUB))(
    'that Donkeycar wrote has a record for each line of its catalogs, and a time for each image',
    async () => {
      const read = (name: string): string => readFileSync(join(REAL_TUB, name), 'utf8')
      const catalogs = readdirSync(REAL_TUB).filter((name) => /^catalog.*\.catalog$/.test(name))
      const lines = catalogs.flatMap((name) => read(name).trim().split('\n'))
      const parts = catalogs.map((name) => ({ path: name, file: new File([read(name)], name) }))
      const log = await readLog('manifest.json', read('manifest.json'), { parts })
      expect(log).toMatchObject({ format: 'Donkeycar', messages: [] })
      const written = lines.map((line) => JSON.parse(line) as Record<string, unknown>)
      const rest = ({ _index, _timestamp_ms, ...values }: Record<string, unknown>) => ({
        timestamp_ms: _timestamp_ms,
        index: _index,
        ...values,
      })
      expect(log.records).toEqual(written.map(rest))
      expect(log.frameTimes).toHaveLength(readdirSync(join(REAL_TUB, 'images')).length)
    },
  )
})
