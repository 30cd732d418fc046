import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseConfig, serializeConfig } from '../../core/config/parse-config.ts'
import { RENDERER_TYPES } from '../../core/draw/renderers/index.ts'
import { defaultRendererConfig } from '../../core/config/overlay-config.ts'
import type { OverlayConfig } from '../../core/config/overlay-config.ts'
import { parseProjectFile, writeProjectFile } from './project-file.ts'

const HAND_WRITTEN = `# The night drive. Made by hand.
output: { format: jpeg, quality: 0.80 } # small files

time_zone: 'Europe/Berlin' # where it was recorded
sensors:
    # The car's bus is late.
    speed:
        strategy: forward # written down, though it is the default
        time_offset_ms: -40   # measured with a clap
renderers: # later ones on top
    # The number of the frame, for the report.
    - type: frame_info
      format: detailed

    # Large, as it is the point of the film.
    - type: speed
      sensor: speed
      font: { size: 44, weight: 700 } # at 1080p
      text_color: '#ffcc00'

# The end.
`

/** Reads a text, changes what it says, and writes it again. */
async function change(
  text: string,
  edit: (config: OverlayConfig) => OverlayConfig,
): Promise<string> {
  const { config } = await parseProjectFile(text)
  if (!config) throw new Error('The text is no configuration.')
  return writeProjectFile(edit(config), text)
}

function withSpeed(config: OverlayConfig, options: Record<string, unknown>): OverlayConfig {
  const renderers = config.renderers.map((each) =>
    each.type === 'speed' ? { ...each, options: { ...each.options, ...options } } : each,
  )
  return { ...config, renderers: renderers }
}

const linesOf = (text: string): string[] => text.split('\n')

describe('a file that is saved', () => {
  test.each([
    ['lists two in, mappings two', 'sensors:\n  speed:\n    strategy: nearest\n', '  ', '    '],
    ['lists two in, nothing before them', '', '  ', '    '],
    ['lists four in, mappings four', 'sensors:\n    speed:\n', '    ', '      '],
    ['lists not indented', 'sensors:\n  speed:\n    strategy: nearest\n', '', '  '],
    ['lists two in, mappings four', 'sensors:\n    speed:\n', '  ', '    '],
  ])('keeps the indentation of its lists: %s', async (_, before, dash, key) => {
    const step = before.includes('    speed') ? '    ' : '  '
    const text = `${before}renderers:
${dash}- type: speed
${key}sensor: speed
${key}font:
${key}${step}size: 44
${key}text_color: '#ffcc00'
${dash}- type: frame_info
`
    const changed = await change(text, (config) => withSpeed(config, { textColor: '#00ccff' }))
    expect(changed).toBe(text.replace('#ffcc00', '#00ccff'))
  })

  test('without a change is the same, byte for byte', async () => {
    expect(await change(HAND_WRITTEN, (config) => config)).toBe(HAND_WRITTEN)
  })

  test('keeps its comments and its order where one value changes', async () => {
    const changed = await change(HAND_WRITTEN, (config) =>
      withSpeed(config, { textColor: '#00ccff' }),
    )
    const expected = HAND_WRITTEN.replace('#ffcc00', '#00ccff').replace('-40   #', '-40 #')
    expect(changed).toBe(expected)
  })

  test('keeps the comments of an element that is moved, and loses those of one that is removed', async () => {
    const moved = await change(HAND_WRITTEN, (config) => ({
      ...config,
      renderers: config.renderers.toReversed(),
    }))
    const above = (type: string): string | undefined => {
      const lines = linesOf(moved)
      return lines[lines.findIndex((line) => line.includes(`type: ${type}`)) - 1]
    }
    expect(above('speed')).toContain('# Large, as it is the point of the film.')
    expect(moved).toContain('# The end.')
    const removed = await change(moved, (config) => ({
      ...config,
      renderers: config.renderers.filter(({ type }) => type !== 'speed'),
    }))
    expect(removed).toContain('renderers: # later ones on top\n    # The number of the frame')
    expect(removed).not.toContain('Large')
    expect(removed).toContain('# measured with a clap')
  })

  test('adds what is new at the end of its list, and keeps a default that someone wrote', async () => {
    const added = await change(HAND_WRITTEN, (config) => ({
      ...config,
      renderers: [...config.renderers, defaultRendererConfig('value', 'speed')],
    }))
    expect(added).toContain('strategy: forward # written down, though it is the default')
    expect(linesOf(added).findIndex((line) => line.includes('type: value'))).toBeGreaterThan(
      linesOf(added).findIndex((line) => line.includes('type: speed')),
    )
  })

  test('removes a key whose value is the default again', async () => {
    const changed = await change(HAND_WRITTEN, (config) => ({ ...config, timeZone: null }))
    expect(changed).not.toContain('time_zone')
    expect(changed).toContain('# The night drive. Made by hand.')
  })

  test('that shares a part by an alias changes only the place that was changed', async () => {
    const text = `renderers:
  # First.
  - type: frame_info
    panel: &dark { enabled: true, bg_alpha: 0.5 }
  - type: speed
    sensor: speed
    panel: { <<: *dark, padding: 4 }
  - type: text
    panel: *dark
`
    const changed = await change(text, (config) =>
      withSpeed(config, {
        panel: { ...(config.renderers[1]?.options.panel as object), bgAlpha: 0.9 },
      }),
    )
    const { config } = await parseProjectFile(changed)
    expect(config?.renderers.map(({ options }) => options.panel.bgAlpha)).toEqual([0.5, 0.9, 0.5])
    expect(changed).toContain('# First.')
  })

  test('keeps its line ends', async () => {
    const text = HAND_WRITTEN.replaceAll('\n', '\r\n')
    const changed = await change(text, (config) => withSpeed(config, { unit: 'mph' }))
    expect(changed.replaceAll('\r\n', '')).not.toContain('\n')
    expect((await parseProjectFile(changed)).config).not.toBeNull()
  })

  test('with errors keeps what is right, and loses what is not known', async () => {
    const { config } = await parseProjectFile(HAND_WRITTEN)
    const wrong = HAND_WRITTEN.replace('format: detailed', 'formta: detailed')
    const written = await writeProjectFile(config as OverlayConfig, wrong)
    expect(written).toContain('# measured with a clap')
    expect(written).not.toContain('formta')
    expect((await parseProjectFile(written)).config).toEqual(config)
  })

  test.each(['- a\n- b\n', 'output: {quality: 1\n', '', '# Nothing yet.\n', 'a: *b\n'])(
    'says the configuration, whatever stood there: %j',
    async (text) => {
      const { config } = await parseProjectFile(HAND_WRITTEN)
      const written = await writeProjectFile(config as OverlayConfig, text)
      expect((await parseProjectFile(written)).config).toEqual(config)
    },
  )

  test('always says what it is to say, after any edits', async () => {
    const entry = fc.record({
      type: fc.constantFrom(...RENDERER_TYPES.filter((type) => type !== 'image')),
      sensor: fc.constantFrom('speed', 'can bus'),
      font: fc.record({ size: fc.integer({ min: 1, max: 90 }) }, { requiredKeys: [] }),
      text_color: fc.constantFrom('white', '#ffcc00', 'rgb(1, 2, 3)'),
      panel: fc.record({ enabled: fc.boolean(), bg_alpha: fc.constantFrom(0, 0.25, 1) }),
    })
    const said = fc.record(
      {
        time_zone: fc.constantFrom('UTC', 'Asia/Shanghai'),
        sensors: fc.dictionary(
          fc.constantFrom('speed', '__proto__', '12', 'can bus'),
          fc.record({ time_offset_ms: fc.integer() }),
        ),
        renderers: fc.array(entry, { maxLength: 5 }),
        range: fc.record({ start_time: fc.integer() }),
      },
      { requiredKeys: [] },
    )
    await fc.assert(
      fc.asyncProperty(said, said, async (one, other) => {
        const [before, after] = [parseConfig(one), parseConfig(other)]
        const first = await writeProjectFile(before, `# Kept.\n${HAND_WRITTEN}`)
        const { config } = await parseProjectFile(await writeProjectFile(after, first))
        expect(config && serializeConfig(config)).toEqual(serializeConfig(after))
      }),
      { numRuns: 60 },
    )
  })
})
