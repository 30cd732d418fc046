import { describe, expect, test } from 'vitest'
import { emptyConfig, parseConfig } from '../../core/config/parse-config.ts'
import { MemoryDirectory } from '../folders/memory-directory.ts'
import { parseProjectFile, PROJECT_FILE_NAME, saveProjectFile } from './project-file.ts'

describe('overlane.yaml', () => {
  test('is read as the same configuration that was saved', async () => {
    const config = parseConfig({
      time_zone: 'Asia/Shanghai',
      sensors: { speed: { file: 'can speed.jsonl', time_offset_ms: -40, tolerance_ms: 100 } },
      renderers: [
        { type: 'frame_info', format: 'detailed', panel: { enabled: true } },
        { type: 'speed', sensor: 'speed', position: { x: 'width - 10', anchor: 'top_right' } },
      ],
      range: { start_time: '2025-10-27T08:30:10', end_time: 1761525020000 },
      output: { format: 'jpeg', quality: 0.8, num_workers: 3 },
    })
    const directory = new MemoryDirectory('drive')
    await saveProjectFile(directory, config)
    const text = await (await directory.openFile(PROJECT_FILE_NAME)).text()
    expect(text).toContain('time_offset_ms: -40')
    expect(await parseProjectFile(text)).toMatchObject({ config, problems: [] })
  })

  test('that is empty gives the default configuration', async () => {
    expect(await parseProjectFile('')).toMatchObject({ config: emptyConfig(), problems: [] })
  })

  test('with an unknown key gives an error with the line and the closest key', async () => {
    const { config, problems } = await parseProjectFile(
      'renderers:\n  - type: speed\n    sensor: speed\n    show_timestmap: false\n',
    )
    expect(config).toBeNull()
    expect(problems).toMatchObject([
      { severity: 'error', code: 'config-unknown-key', where: { file: 'overlane.yaml', line: 4 } },
    ])
    expect(problems[0]?.message).toBe(
      'overlane.yaml line 4: renderers[0].show_timestmap: this key is not known. Did you mean "show_timestamp"?',
    )
  })

  test.each([
    ['text_color: whiite', '"whiite" is not a CSS colour'],
    ['position: { x: "width - " }', '"width - " is not a coordinate'],
    ['position: { x: "alert(1)" }', '"alert(1)" is not a coordinate'],
  ])(
    'with an invalid value gives an error with the line and the value: %s',
    async (line, expected) => {
      const { problems } = await parseProjectFile(`renderers:\n  - type: frame_info\n    ${line}\n`)
      expect(problems).toHaveLength(1)
      expect(problems[0]?.message).toContain('overlane.yaml line 3: ')
      expect(problems[0]?.message).toContain(expected)
    },
  )

  test('gives the line of a key, or of the closest parent if the key is missing', async () => {
    const { lineOf } = await parseProjectFile('time_zone: UTC\nrenderers:\n  - type: speed\n')
    expect(lineOf?.('renderers[0].type')).toBe(3)
    expect(lineOf?.('renderers[0].sensor')).toBe(3)
    expect(lineOf?.('output.format')).toBeNull()
  })

  test.each([
    ['lists in brackets', '['.repeat(100_000)],
    ['mappings in brackets', '{a: '.repeat(100_000)],
    ['lists on one line', `${'- '.repeat(100_000)}a`],
    [
      'mappings by indentation',
      Array.from({ length: 1000 }, (_, level) => `${' '.repeat(level)}a:\n`).join(''),
    ],
  ])('with %s very deep inside each other is an error with its line', async (_, deep) => {
    const { config, problems } = await parseProjectFile(`time_zone: UTC\noutput:\n ${deep}\n`)
    expect(config).toBeNull()
    expect(problems).toHaveLength(1)
    expect(problems[0]?.where.line).toBeGreaterThanOrEqual(3)
    expect(problems[0]?.message).toContain('this is nested more than 100 levels deep.')
  })

  test('whose aliases lead in a circle is an error', async () => {
    const { config, problems } = await parseProjectFile('output: &a { video: *a }\n')
    expect(config).toBeNull()
    expect(problems).toHaveLength(1)
  })

  test('whose aliases would multiply to a billion values is an error', async () => {
    const rows = Array.from({ length: 9 }, (_, level) => {
      const values = Array<string>(10).fill(level === 0 ? 'x' : `*v${level - 1}`)
      return `v${level}: &v${level} [${values.join(', ')}]`
    })
    const { config, problems } = await parseProjectFile(rows.join('\n'))
    expect(config).toBeNull()
    expect(problems.map(({ message }) => message).join()).toMatch(/alias/i)
  })

  test('may name a sensor __proto__', async () => {
    const { config } = await parseProjectFile('sensors: { __proto__: { tolerance_ms: 5 } }\n')
    expect(Object.keys(config?.sensors ?? {})).toEqual(['__proto__'])
  })

  test('that is not YAML gives an error with the line', async () => {
    const { config, problems } = await parseProjectFile('time_zone: UTC\noutput: {quality: 1\n')
    expect(config).toBeNull()
    expect(problems[0]?.where.line).toBeGreaterThanOrEqual(2)
  })
})
