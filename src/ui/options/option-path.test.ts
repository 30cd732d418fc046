import { describe, expect, it } from 'vitest'
import { emptyConfig, newRendererConfig } from '../../index.ts'
import { checkConfig, keyOf, replaceAt } from './option-path.ts'

describe('a place in the configuration', () => {
  it('is named as in overlane.yaml', () => {
    expect(keyOf(['timeZone'])).toBe('time_zone')
    expect(keyOf(['renderers', 0, 'options', 'panel', 'bgColor'])).toBe(
      'renderers[0].panel.bg_color',
    )
    expect(keyOf(['sensors', 'rearRadar', 'timeOffsetMs'])).toBe('sensors.rearRadar.time_offset_ms')
  })

  it('is replaced in a copy that shares the rest', () => {
    const tree = { a: [{ b: 1 }, { b: 2 }], c: { d: 3 } }
    const copy = replaceAt(tree, ['a', 1, 'b'], 5)
    expect(copy).toEqual({ a: [{ b: 1 }, { b: 5 }], c: { d: 3 } })
    expect(tree.a[1]?.b).toBe(2)
    expect(copy.c).toBe(tree.c)
  })
})

describe('an invalid value', () => {
  const config = { ...emptyConfig(), renderers: [newRendererConfig('frame_info', [])] }

  it.each([
    [['renderers', 0, 'options', 'textColor'], 'notacolour'],
    [['renderers', 0, 'options', 'position', 'x'], 'widht - 10'],
    [['renderers', 0, 'options', 'font', 'size'], 'big'],
    [['output', 'numWorkers'], 1.5],
    [['timeZone'], 'Mars/Olympus'],
  ])('is reported at its own key: %s', (path, value) => {
    const keys = checkConfig(replaceAt(config, path, value)).map(({ where }) => where.key)
    expect(keys).toEqual([keyOf(path)])
  })

  it('is the only cause of a message', () => {
    expect(checkConfig(config)).toEqual([])
  })
})
