import { describe, expect, test } from 'vitest'
import { parseConfig, serializeConfig } from '../config/parse-config.ts'
import { OverlaneError } from '../errors.ts'

function messagesOf(channels: unknown): string[] {
  try {
    parseConfig({ channels })
    return []
  } catch (thrown) {
    return OverlaneError.from(thrown, 'internal').problems.map(({ message }) => message)
  }
}

test('channels are written as they were read', () => {
  const channels = {
    pace: { sensor: 'gps', field: 'v', unit: 'm/s', smooth: { kind: 'median', window_ms: 800 } },
    g: { expression: 'd(pace) / 9.81', unit: 'g' },
  }
  expect(messagesOf(channels)).toEqual([])
  expect(serializeConfig(parseConfig({ channels }))).toEqual({ channels })
})

describe('a channel that cannot be is an error that names it', () => {
  test.each([
    [{ a: { sensor: 'gps' } }, 'channels.a: a channel is either a field or an expression.'],
    [
      { a: { sensor: 'gps', field: 'v', expression: '1' } },
      'channels.a: a channel is either a field or an expression.',
    ],
    [{ a: { field: 'v' } }, 'channels.a.sensor: a field needs a sensor.'],
    [
      { a: { sensor: 'gps', expression: 'd(v' } },
      'channels.a.expression: "d(v" is not an expression: a ")" is missing (character 4).',
    ],
    [
      { a: { sensor: 'gps', field: 'v', smooth: { kind: 'kalman' } } },
      'channels.a.smooth.kind: "kalman" is not one of none, mean, median, exponential.',
    ],
  ])('%j', (channels, message) => {
    expect(messagesOf(channels)).toEqual([message])
  })

  test('a cycle is told with its way', () => {
    const channels = {
      a: { expression: 'b + 1' },
      b: { sensor: 'gps', expression: 'max(v, c)' },
      c: { expression: '-a' },
      d: { expression: 'a * 2' },
    }
    expect(messagesOf(channels)).toEqual([
      'channels.a.expression: it depends on itself: a → b → c → a.',
      'channels.b.expression: it depends on itself: b → c → a → b.',
      'channels.c.expression: it depends on itself: c → a → b → c.',
    ])
  })

  test('its own name in its expression is the field of its log, and no cycle', () => {
    expect(messagesOf({ v: { sensor: 'gps', expression: 'v * 3.6' } })).toEqual([])
  })
})
