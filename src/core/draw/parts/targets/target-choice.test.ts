import { describe, expect, test } from 'vitest'
import { defaultOptions } from '../../../config/parse-options.ts'
import {
  chooseTargets,
  colorOfType,
  targetChoiceSpecs,
  targetColor,
  targetLabel,
} from './target-choice.ts'
import { readTarget } from './target-record.ts'
import type { Target } from './target-record.ts'

const target = (id: number, type: string, distance_m: number): Target => {
  const edges = { angle_left: 1, angle_right: -1, angle_top: 1, angle_bottom: -1 }
  return readTarget({ id, type, distance_m, ...edges }) as Target
}

const SHOWN = [
  target(1, 'car', 50),
  target(2, 'Truck', 20),
  target(3, 'car', 80),
  target(4, 'bus', 10),
].map((each) => ({ target: each }))

const idsOf = (options: Partial<Parameters<typeof chooseTargets>[1]>): string[] =>
  chooseTargets(SHOWN, { ...defaultOptions(targetChoiceSpecs), ...options }).map(
    (each) => each.target.id,
  )

describe('of the targets', () => {
  test('all are drawn unless the options ask for fewer', () => {
    expect(idsOf({})).toEqual(['1', '2', '3', '4'])
  })

  test('the nearest are kept, in the order of the record', () => {
    expect(idsOf({ nearest: 3 })).toEqual(['1', '2', '4'])
    expect(idsOf({ nearest: 9 })).toEqual(['1', '2', '3', '4'])
  })

  test('those up to a distance are kept, the limit included', () => {
    expect(idsOf({ maxDistance: 50 })).toEqual(['1', '2', '4'])
  })

  test('types are chosen by name, in small or capital letters', () => {
    expect(idsOf({ types: 'truck, BUS' })).toEqual(['2', '4'])
    expect(idsOf({ types: '' })).toEqual([])
  })

  test('the nearest are those of the chosen types', () => {
    expect(idsOf({ types: 'car', nearest: 1 })).toEqual(['1'])
  })
})

test('a type has the same colour whichever targets there are, also one that is not known', () => {
  expect(colorOfType('Car')).toBe(colorOfType('car'))
  expect(colorOfType('car')).not.toBe(colorOfType('truck'))
  expect(colorOfType('radar')).toBe(colorOfType('radar'))
  for (const type of ['radar', '', '?', 'toString', '車']) {
    expect(colorOfType(type)).toMatch(/^#[0-9a-f]{6}$/)
  }
})

test.each([
  ['id', 'ID:3'],
  ['id_distance', '3 · 32 m'],
  ['type_distance', 'car · 32 m'],
  ['distance', '32 m'],
] as const)('a label may say: %s', (text, expected) => {
  expect(targetLabel(target(3, 'car', 31.5), text, 'm')).toBe(expected)
})

test('short distances have a decimal', () => {
  expect(targetLabel(target(3, 'car', 3.14), 'distance', 'm')).toBe('3.1 m')
  expect(targetLabel(target(3, 'car', 3.14), 'distance', 'ft')).toBe('10 ft')
})

test('near, middle and far targets have colours of their own, where the distance chooses it', () => {
  const colors = [3, 14.9, 15, 39, 40, 900].map((distanceM) =>
    targetColor(target(1, 'car', distanceM), { colorBy: 'distance' }, 'lime'),
  )
  expect(new Set(colors).size).toBe(3)
  expect([colors[0], colors[2], colors[4]]).toEqual([colors[1], colors[3], colors[5]])
})
