import { writeFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { testFolder } from '../testing/test-folder.ts'
import { problem } from '../../index.ts'
import { CommandError } from '../command-error.ts'
import { readConfigFile } from './config-file.ts'

const at = testFolder()

function write(text: string): string {
  const path = at('night.yaml')
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
  await expect(readConfigFile(at('none.yaml'))).rejects.toThrow(
    /--config: .*none\.yaml cannot be read: there is no such file\./,
  )
})

describe('a file that is not a configuration is not quoted', () => {
  const secrets = [
    'root:$6$salt$hunter2:19000:0:99999:7:::\ndaemon:*:19000:0:99999:7:::\n',
    '# /etc/ssh\nPassword hunter2\nPermitRootLogin yes\n',
    'user: alice\npassword: hunter2\n',
    '"hunter2"\n',
    '- hunter2\n- hunter2: [\n',
    '*hunter2\n',
    '{"password": "hunter2"}\n',
    '!!hunter2 x\n',
    '\u0000\u0001ELF hunter2',
  ]
  test.each(secrets)('%j', async (text) => {
    const path = write(text)
    const line = text.startsWith('#') ? 2 : 1
    const thrown = await readConfigFile(path).catch((thrown: unknown) => thrown)
    expect(thrown).toBeInstanceOf(CommandError)
    const error = thrown as CommandError
    expect(error.toText()).toBe(
      `--config: ${path} is not an overlay configuration. From line ${line} on, it contains none of the sections time_zone, reference_height, units, safe_margin, theme, recording, sensors, channels, renderers, range, output. Name a file like overlane.yaml.`,
    )
    expect(JSON.stringify(error.toJson())).not.toContain('hunter2')
  })

  test('a log or a device is not read to its end', async () => {
    const path = write(`output:\n${'#'.repeat(1_000_000)}`)
    await expect(readConfigFile(path)).rejects.toThrow(
      `--config: ${path} is not an overlay configuration: it is larger than 1 MB.`,
    )
    if (process.platform === 'linux') {
      await expect(readConfigFile('/dev/zero')).rejects.toThrow('it is larger than 1 MB.')
    }
  })

  test('a folder is reported as a folder', async () => {
    await expect(readConfigFile(at())).rejects.toThrow(
      `--config: ${at()} cannot be read: it is a folder.`,
    )
  })
})

test.each([
  ['', 'an empty file'],
  ['# nothing yet\n---\n', 'comments only'],
  ['{"renderers": []}', 'JSON'],
  ['{\n  "renderers": []\n}', 'JSON on several lines'],
  ['\ufeffrenderers: []\n', 'a file with a byte order mark'],
])('%j is a configuration: %s', async (text) => {
  expect((await readConfigFile(write(text))).config.renderers).toEqual([])
})
