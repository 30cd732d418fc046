import { expect, test } from 'vitest'
import { isPlainName } from './disk-listing.ts'

test.each(['frame_1.png', 'frame_2.JPG', 'speed.csv'])('every browser shows %j', (name) => {
  expect(isPlainName(name)).toBe(true)
})

test.each(['con.png', 'a:b.png', ' a.png', 'a.lnk', 'a', 'a..png', 'overlane-lock.json', 'ä.png'])(
  'a browser may hide %j',
  (name) => {
    expect(isPlainName(name)).toBe(false)
  },
)
