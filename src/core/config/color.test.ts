import { describe, expect, test } from 'vitest'
import { isColor } from './color.ts'

describe('colours are CSS colours', () => {
  test.each([
    'white',
    'WHITE',
    'lime',
    'rebeccapurple',
    'transparent',
    '#fff',
    '#fff8',
    '#282828',
    '#FF8800',
    '#ff880080',
    'rgb(255, 136, 0)',
    'rgb(255,136,0)',
    'rgb( 255 , 136 , 0 )',
    'RGB(255, 136, 0)',
    'rgb(255 136 0)',
    'rgb(255 136 0 / 50%)',
    'rgb(100%, 50%, 0%)',
    'rgba(255, 136, 0, 0.5)',
    'rgba(255, 136, 0, .5)',
    'rgb(127.5, 0, 0)',
    'hsl(120, 50%, 50%)',
    'hsl(120deg 50% 50%)',
    'hsla(120, 50%, 50%, 0.3)',
    'hsl(-30 50% 50% / 0.3)',
  ])('%s is one', (text) => {
    expect(isColor(text)).toBe(true)
  })

  test.each([
    '',
    'whit',
    'none',
    'light blue',
    '#',
    '#ff',
    '#fffff',
    '#fffffff',
    '#gggggg',
    'ffffff',
    '0xffffff',
    'rgb()',
    'rgb(255, 136)',
    'rgb(255, 136, 0',
    'rgb(255, 136, 0, )',
    'rgb(255, 136 0)',
    'rgb(255 136 0 0.5)',
    'rgb(100%, 50, 0)',
    'rgb(1., 2, 3)',
    'rgb(a, b, c)',
    'hsl(120, 50, 50)',
    'hsl(120%, 50%, 50%)',
    'url(x)',
    'white; background: red',
    '[255, 136, 0]',
  ])('%j is none', (text) => {
    expect(isColor(text)).toBe(false)
  })
})
