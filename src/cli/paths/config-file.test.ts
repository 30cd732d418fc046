import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { problem } from '../../index.ts'
import { readConfigFile } from './config-file.ts'

const folder = mkdtempSync(join(tmpdir(), 'overlane-'))
afterAll(() => rmSync(folder, { recursive: true }))

function write(text: string): string {
  const path = join(folder, 'night.yaml')
  writeFileSync(path, text)
  return path
}

test('a fault is reported with the name of the file and the line', async () => {
  await expect(readConfigFile(write('output:\n  qualty: 1\n'))).rejects.toThrow(
    'night.yaml line 2: output.qualty: this key is not known. Did you mean "quality"?',
  )
})

test('problems found later with the recording get their line too, if their key is in the file', async () => {
  const { config, place } = await readConfigFile(
    write('renderers:\n  - type: speed\n    sensor: gyro\n'),
  )
  expect(config.renderers).toHaveLength(1)
  const placed = (key: string) =>
    place(problem('error', 'sensor-unknown', { subject: key, fault: 'wrong' }, { key }))
  expect(placed('renderers[0].sensor').message).toBe(
    'night.yaml line 3: renderers[0].sensor: wrong',
  )
  expect(placed('range').message).toBe('range: wrong')
})

test('the message for a missing file names the file', async () => {
  await expect(readConfigFile(join(folder, 'none.yaml'))).rejects.toThrow(
    /--config: .*none\.yaml cannot be read: there is no such file\./,
  )
})
