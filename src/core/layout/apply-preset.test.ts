import { describe, expect, test } from 'vitest'
import { newRendererConfig } from '../config/fit-renderer.ts'
import type { OverlayConfig, RendererConfig } from '../config/overlay-config.ts'
import { emptyConfig, parseConfig, serializeConfig } from '../config/parse-config.ts'
import { rendererOf, RENDERER_TYPES } from '../draw/renderers/index.ts'
import { presetsOf } from '../draw/presets/index.ts'
import type { Preset } from '../draw/presets/preset.ts'
import { planFrames } from '../plan/plan-frames.ts'
import type { SensorTrack } from '../recording/recording.ts'
import { fakeRecording, fakeTrack } from '../testing/fake-recording.ts'
import { roleTrack } from './role-log.ts'
import { applyPreset } from './apply-preset.ts'
import type { AppliedPreset } from './apply-preset.ts'
import { ROLE_NAMES } from './roles.ts'

function log(name: string, record: Record<string, number>): SensorTrack {
  const fields = Object.keys(record).map((field) => ({
    name: field,
    type: 'number' as const,
    count: 1,
  }))
  return { ...fakeTrack(name, [{ timestamp_ms: 0, ...record }]), fields }
}

function presetOf(type: RendererConfig['type'], name: string): Preset {
  const preset = presetsOf(type).find((each) => each.name === name)
  if (!preset) throw new Error(`There is no preset ${name}.`)
  return preset
}

function apply(
  current: RendererConfig,
  name: string,
  sensors: SensorTrack[],
  base: OverlayConfig = emptyConfig(),
): AppliedPreset {
  return applyPreset(current, presetOf(current.type, name), { ...fakeRecording(), sensors }, base)
}

/** A renderer as a file says it. */
function renderer(source: Record<string, unknown>): RendererConfig {
  const [first] = parseConfig({ renderers: [source] }).renderers
  if (!first) throw new Error('There is no renderer.')
  return first
}

function inFile({ renderer: shown, channels }: AppliedPreset): Record<string, unknown> {
  return serializeConfig({ ...emptyConfig(), channels, renderers: [shown] })
}

const SIXTEEN = RENDERER_TYPES.filter((type) => type !== 'own')

describe.each(SIXTEEN)('the presets of %s', (type) => {
  const presets = presetsOf(type)
  const roles = roleTrack('roles', 20, 900)

  test('are two to four, with names and titles of their own', () => {
    expect(presets.length).toBeGreaterThanOrEqual(2)
    expect(presets.length).toBeLessThanOrEqual(4)
    expect(new Set(presets.map(({ name }) => name)).size).toBe(presets.length)
    expect(new Set(presets.map(({ title }) => title)).size).toBe(presets.length)
    for (const { name } of presets) expect(name).toMatch(/^[a-z][a-z_]*$/)
  })

  test.each(presets)('$name is valid, and the same if it is chosen again', (preset) => {
    const found = { ...fakeRecording(), sensors: [roles] }
    const once = applyPreset(newRendererConfig(type, [roles]), preset, found, emptyConfig())
    expect(parseConfig(inFile(once)).renderers).toEqual([once.renderer])
    const base = { ...emptyConfig(), channels: once.channels }
    expect(applyPreset(once.renderer, preset, found, base)).toEqual(once)
  })

  test.each(presets)('$name draws without raw times unless it is made for them', (preset) => {
    const { showTimestamp = false } = preset.options
    expect(showTimestamp).toBe(preset.name === 'raw_times')
  })
})

describe('a preset', () => {
  const car = log('car', { rpm: 5000, speed_kmh: 80 })

  test('for a quantity shows the field that plays this role', () => {
    const gauge = newRendererConfig('gauge', [car])
    const { renderer: shown, note } = apply(gauge, 'speed_dial', [car])
    expect(shown).toMatchObject({ sensor: 'car', options: { field: 'speed_kmh', max: 240 } })
    expect(note).toBeNull()
  })

  test('keeps its scale where the log has another unit: a channel converts', () => {
    const gnss = log('gnss', { speed_mps: 20 })
    const applied = apply(newRendererConfig('gauge', [gnss]), 'speed_dial', [gnss])
    expect(inFile(applied)).toMatchObject({
      channels: {
        speed_in_kmh: {
          sensor: 'gnss',
          expression: expect.stringContaining('`speed_mps` * 3.5') as string,
          unit: 'km/h',
        },
      },
      renderers: [{ field: 'speed_in_kmh', unit: 'km/h', max: 240, zones: '200-240 #ff4d4d' }],
    })
  })

  test('without such a field changes the look, and says so', () => {
    const gauge = renderer({ type: 'gauge', sensor: 'car', field: 'rpm', label: 'rpm', max: 7000 })
    const { renderer: shown, note } = apply(gauge, 'battery', [car])
    expect(shown.options).toMatchObject({
      style: 'donut',
      field: 'rpm',
      label: 'rpm',
      max: 7000,
      zones: '',
    })
    expect(note).toBe('No field of your logs is Battery, so only the look is used.')
  })

  test('that is only a look keeps what is shown, its scale and its place', () => {
    const gauge = renderer({
      type: 'gauge',
      name: 'Boost',
      sensor: 'car',
      field: 'rpm',
      unit: 'rpm',
      max: 7000,
      zones: '6000-7000 red',
      position: { x: 'width - 20', y: 40, anchor: 'top_right' },
      rotation: 5,
      show_when: 'rpm > 5',
    })
    const { renderer: shown } = apply(gauge, 'slim_arc', [car])
    expect(shown).toMatchObject({
      name: 'Boost',
      showWhen: 'rpm > 5',
      options: {
        style: 'arc',
        field: 'rpm',
        unit: 'rpm',
        max: 7000,
        zones: '6000-7000 red',
        position: { x: 'width - 20', y: 40, anchor: 'top_right' },
        rotation: 5,
      },
    })
  })

  test('keeps the private zone of a map, and the way that it is found', () => {
    const gnss = log('gnss', { lat: 47, lon: 8, speed: 3, course_true: 4 })
    const map = renderer({
      type: 'map',
      sensor: 'gnss',
      latitude: 'lat',
      longitude: 'lon',
      heading: 'course_true',
      privacy: { radius: 300 },
    })
    for (const { name } of presetsOf('map')) {
      const { options, sensor } = apply(map, name, [car, gnss]).renderer
      expect(sensor).toBe('gnss')
      expect(options).toMatchObject({
        latitude: 'lat',
        longitude: 'lon',
        heading: 'course_true',
        privacy: { radius: 300 },
      })
    }
  })

  test('goes on with the log and the field that are shown, where they can play the role', () => {
    const other = log('other', { speed: 3 })
    const two = log('two', { speed: 5, speed_limit_kmh: 50, ground_speed_kmh: 49 })
    const gauge = renderer({ type: 'gauge', sensor: 'two', field: 'ground_speed_kmh' })
    expect(apply(gauge, 'speed_dial', [other, two]).renderer).toMatchObject({
      sensor: 'two',
      options: { field: 'ground_speed_kmh' },
    })
  })

  test('inherits the theme', () => {
    const base = parseConfig({ theme: { accent_color: '#00ccff', panel: { radius: 3 } } })
    const { renderer: shown } = apply(newRendererConfig('gauge', [car]), 'speed_dial', [car], base)
    expect(shown.options).toMatchObject({ color: '#00ccff', panel: { radius: 3 } })
  })

  test('names roles where it has fields, and no field of a log', () => {
    const plain = ['rudder', 'aileron', 'elevator', 'lap']
    for (const type of SIXTEEN) {
      for (const { options } of presetsOf(type)) {
        for (const [name, value] of Object.entries(options)) {
          if (rendererOf(type).specs[name]?.kind !== 'field') continue
          expect([...ROLE_NAMES, ...plain]).toContain(value)
        }
      }
    }
  })

  test('has a plan without problems', () => {
    const roles = roleTrack('roles', 20, 900)
    const found = fakeRecording({ sensors: [roles] })
    const { renderer: shown, channels } = apply(newRendererConfig('controls', [roles]), 'sticks', [
      roles,
    ])
    const config = { ...emptyConfig(), channels, renderers: [shown] }
    expect(planFrames(found, config).problems).toEqual([])
  })
})
