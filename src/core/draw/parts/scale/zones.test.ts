import { describe, expect, test } from 'vitest'
import { parseZones, zoneColorAt } from './zones.ts'

describe('zones', () => {
  test('are limits and a colour, with commas between them', () => {
    expect(parseZones('0-80 #2ecc71, 80-100 red')).toEqual([
      { from: 0, to: 80, color: '#2ecc71' },
      { from: 80, to: 100, color: 'red' },
    ])
  })

  test('may have limits below 0, decimals, and colours with commas', () => {
    expect(parseZones(' -20--10.5 rgb(1, 2, 3) ,-10.5 - +.5 hsl(1, 2%, 3%)')).toEqual([
      { from: -20, to: -10.5, color: 'rgb(1, 2, 3)' },
      { from: -10.5, to: 0.5, color: 'hsl(1, 2%, 3%)' },
    ])
  })

  test('of an empty text are none', () => {
    expect(parseZones('  ')).toEqual([])
  })

  test.each([
    ['80 red', '"80 red" is not a zone. Write zones as "0-80 #2ecc71, 80-100 red".'],
    ['0-5 red,', '"" is not a zone. Write zones as "0-80 #2ecc71, 80-100 red".'],
    ['0-5 reddish', '"reddish" of the zone "0-5 reddish" is not a CSS colour.'],
    ['5-5 red', 'the zone "5-5 red" ends at 5, which is not above 5.'],
    ['9-5 red', 'the zone "9-5 red" ends at 5, which is not above 9.'],
  ])('"%s" is an error that quotes what is wrong', (text, message) => {
    expect(() => parseZones(text)).toThrow(message)
  })

  test('whose colour became a comment in YAML are told to stand in quotes', () => {
    expect(() => parseZones('0-80')).toThrow('the zone "0-80" has no colour.')
    expect(() => parseZones('0-80')).toThrow('The quotes belong to it.')
  })

  test('give a value the colour of the last zone that reaches it', () => {
    const zones = parseZones('0-80 green, 80-100 red, 50-60 blue')
    expect([-1, 0, 55, 80, 100, 101].map((value) => zoneColorAt(zones, value))).toEqual([
      null,
      'green',
      'blue',
      'red',
      'red',
      null,
    ])
  })
})
