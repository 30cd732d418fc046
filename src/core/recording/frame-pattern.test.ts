import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { DEFAULT_PATTERN, parsePattern, proposePattern } from './frame-pattern.ts'

const numbered = (count: number, name: (index: number) => string): string[] =>
  Array.from({ length: count }, (_, index) => name(index))

/** The frame indexes a pattern finds in names, in numeric order. */
function indexesIn(pattern: string, names: readonly string[]): number[] {
  const parsed = parsePattern(pattern, 'pattern')
  return names
    .map((name) => parsed.match(name))
    .filter((index) => index !== null)
    .sort((a, b) => a - b)
}

describe('any {:0Nd}, {:d} or {} pattern can be set', () => {
  test('the default is frame_{:06d}.png', () => {
    expect(DEFAULT_PATTERN).toBe('frame_{:06d}.png')
    expect(parsePattern(DEFAULT_PATTERN, 'pattern').format(12)).toBe('frame_000012.png')
  })

  test.each([
    ['frame_{:06d}.png', 12, 'frame_000012.png'],
    ['frame_{:06d}.png', 12345678, 'frame_12345678.png'],
    ['{:03d}.jpg', 0, '000.jpg'],
    ['{:010d}.jpg', 7, '0000000007.jpg'],
    ['img{:d}.webp', 7, 'img7.webp'],
    ['{}.png', 1234, '1234.png'],
    ['shot (1) {:02d}', 3, 'shot (1) 03'],
  ])('%s names frame %d %s, and finds it again', (text, index, name) => {
    const pattern = parsePattern(text, 'pattern')
    expect(pattern.text).toBe(text)
    expect(pattern.format(index)).toBe(name)
    expect(pattern.match(name)).toBe(index)
  })

  test.each([
    ['frame_{:06d}.png', 'frame_12.png'],
    ['frame_{:06d}.png', 'frame_0000012.png'],
    ['frame_{:06d}.png', 'frame_00001a.png'],
    ['frame_{:06d}.png', 'frame_.png'],
    ['frame_{:06d}.png', 'frame_000012.jpg'],
    ['frame_{:06d}.png', 'xframe_000012.png'],
    ['frame_{:06d}.png', 'frame_000012.png.bak'],
    ['{:d}.png', '007.png'],
    ['{}.png', '-7.png'],
    ['{}.png', '1.5.png'],
    ['{}.png', '99999999999999999999.png'],
    ['a{}a', 'a'],
  ])('%s does not make the name %s', (text, name) => {
    expect(parsePattern(text, 'pattern').match(name)).toBeNull()
  })

  test('signs with a meaning in regular expressions stand for themselves', () => {
    const pattern = parsePattern('a.b+(c)[{:d}].png', 'pattern')
    expect(pattern.match('a.b+(c)[5].png')).toBe(5)
    expect(pattern.match('aXbb(c)[5].png')).toBeNull()
  })

  test.each([
    'frame.png',
    '{:d}_{:d}.png',
    'sub/{:d}.png',
    'sub\\{:d}.png',
    '{:5d}.png',
    '{:06f}',
    '{0}',
    '',
  ])('%j is an error naming it and its key', (text) => {
    expect(() => parsePattern(text, 'output.pattern')).toThrow(
      `output.pattern: "${text}" is not a file name pattern`,
    )
  })

  test('every frame is found under the name it was given', () => {
    const patterns = fc.oneof(
      fc.integer({ min: 1, max: 12 }).map((width) => `f{:0${width}d}.png`),
      fc.constantFrom('f{:d}.png', 'f{}.png', '{}', '7{:03d}7'),
    )
    fc.assert(
      fc.property(patterns, fc.nat(Number.MAX_SAFE_INTEGER), (text, index) => {
        const pattern = parsePattern(text, 'pattern')
        expect(pattern.match(pattern.format(index))).toBe(index)
      }),
      { seed: 20251027, numRuns: 1000 },
    )
  })
})

describe('a pattern is proposed from the files that are there', () => {
  const propose = (names: readonly string[]): string | null => proposePattern(names)?.text ?? null

  test('leading zeros', () => {
    expect(propose(numbered(12, (i) => `frame_${String(i).padStart(6, '0')}.png`))).toBe(
      'frame_{:06d}.png',
    )
  })

  test('one padded name is enough', () => {
    expect(propose(['frame_000000.png'])).toBe('frame_{:06d}.png')
  })

  test('unpadded names: 2 comes before 10', () => {
    const names = ['img1.png', 'img10.png', 'img2.png', 'img0.png']
    expect(propose(names)).toBe('img{:d}.png')
    expect(indexesIn('img{:d}.png', names)).toEqual([0, 1, 2, 10])
  })

  test('padded names that outgrow their width', () => {
    const names = ['998.jpg', '001.jpg', '999.jpg', '1000.jpg']
    expect(propose(names)).toBe('{:03d}.jpg')
    expect(indexesIn('{:03d}.jpg', names)).toEqual([1, 998, 999, 1000])
  })

  test('wide numbers without a leading zero', () => {
    expect(propose(['cap_1000.png', 'cap_1001.png', 'cap_999.png'])).toBe('cap_{:d}.png')
  })

  test('of several numbers in a name the one that varies is the frame’s', () => {
    expect(propose(numbered(5, (i) => `cam0_00${i}_v2.png`))).toBe('cam0_{:03d}_v2.png')
    expect(propose(numbered(5, (i) => `00${i}_1080p.png`))).toBe('{:03d}_1080p.png')
  })

  test('where none varies it is the last', () => {
    expect(propose(['cam1_take2_0007.png'])).toBe('cam1_take2_{:04d}.png')
  })

  test('a number in the file ending is not the frame’s', () => {
    expect(propose(['3.jp2', '4.jp2'])).toBe('{:d}.jp2')
    expect(propose(['still.jp2'])).toBeNull()
  })

  test('most names decide: others among them change nothing', () => {
    const frames = numbered(20, (i) => `frame_${String(i).padStart(4, '0')}.png`)
    expect(propose(['cover.png', 'logo_2x.png', 'IMG_1234.jpg', ...frames, 'z{0}.png'])).toBe(
      'frame_{:04d}.png',
    )
  })

  test('an unpadded name among padded ones changes nothing', () => {
    const frames = numbered(20, (i) => `frame_${String(i).padStart(4, '0')}.png`)
    expect(propose([...frames, 'frame_1.png'])).toBe('frame_{:04d}.png')
  })

  test('a padded name among unpadded ones changes nothing', () => {
    const frames = numbered(20, (i) => `frame_${i}.png`)
    expect(propose(['frame_0001.png', ...frames])).toBe('frame_{:d}.png')
  })

  test('names without a number propose nothing', () => {
    expect(propose([])).toBeNull()
    expect(propose(['cover.png', 'logo', '.png'])).toBeNull()
  })

  test('the proposal finds every one of a run of frames', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('', 'frame_', 'cam2_', 'take 3 - '),
        fc.constantFrom('.png', '_v1.jpg', '.webp'),
        fc.integer({ min: 0, max: 8 }),
        fc.integer({ min: 0, max: 1500 }),
        fc.integer({ min: 2, max: 60 }),
        (prefix, suffix, width, first, count) => {
          const indexes = Array.from({ length: count }, (_, offset) => first + offset)
          const names = indexes.map((i) => `${prefix}${String(i).padStart(width, '0')}${suffix}`)
          expect(indexesIn(propose(names) ?? '', [...names].reverse())).toEqual(indexes)
        },
      ),
      { seed: 20251027, numRuns: 500 },
    )
  })
})
