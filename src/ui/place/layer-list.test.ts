import fc from 'fast-check'
import { expect, test } from 'vitest'
import { newRendererConfig } from '../../index.ts'
import type { RendererConfig } from '../../index.ts'
import { duplicateLayers, moveLayers, removeLayers, stepLayer } from './layer-list.ts'
import type { Rearranged } from './layer-list.ts'

const listOf = (names: string): RendererConfig[] =>
  names.split('').map((name) => ({ ...newRendererConfig('frame_info', []), name }))
const shown = (rearranged: Rearranged | null) =>
  rearranged && [
    rearranged.renderers.map(({ name }) => name).join(''),
    rearranged.chosenIndexes.join(''),
  ]
const list = listOf('abcd')

test('layers are moved in front of another one, and stay chosen', () => {
  expect(shown(moveLayers(list, [0], 3))).toEqual(['bcad', '2'])
  expect(shown(moveLayers(list, [3], 0))).toEqual(['dabc', '0'])
  expect(shown(moveLayers(list, [0, 2], 4))).toEqual(['bdac', '23'])
  expect(shown(moveLayers(list, [1], 1))).toEqual(['abcd', '1'])
})

test('a layer is moved by one, but not beyond the ends', () => {
  expect(shown(stepLayer(list, 1, 1))).toEqual(['acbd', '2'])
  expect(shown(stepLayer(list, 1, -1))).toEqual(['bacd', '0'])
  expect(stepLayer(list, 0, -1)).toBeNull()
  expect(stepLayer(list, 3, 1)).toBeNull()
})

test('copies stand on top of their originals, and are chosen', () => {
  const copied = duplicateLayers(list, [0, 2], (each) => ({ ...each, name: 'x' }))
  expect(shown(copied)).toEqual(['axbcxd', '14'])
})

test('where layers are removed, the next one is chosen, if there is one', () => {
  expect(shown(removeLayers(list, [1]))).toEqual(['acd', '1'])
  expect(shown(removeLayers(list, [2, 3]))).toEqual(['ab', '1'])
  expect(shown(removeLayers(list, [0, 1, 2, 3]))).toEqual(['', ''])
})

test('moving loses and copies no layer, and leaves the others in their order', () => {
  const indexes = fc.uniqueArray(fc.integer({ min: 0, max: 7 }))
  fc.assert(
    fc.property(indexes, fc.integer({ min: 0, max: 8 }), (moved, before) => {
      const [names = ''] = shown(moveLayers(listOf('abcdefgh'), moved, before)) ?? []
      expect(names.split('').sort().join('')).toBe('abcdefgh')
      const others = names.split('').filter((name) => !moved.includes('abcdefgh'.indexOf(name)))
      expect(others).toEqual(others.toSorted())
    }),
    { seed: 12 },
  )
})
