import { expect, test } from 'vitest'
import { plainFolders } from './disk-listing.ts'

const listing = (paths: string[], links: [string, string][] = [], otherLinks: string[] = []) => ({
  paths,
  links,
  otherLinks,
})

test('a folder of files with plain names is known from the disk alone', () => {
  const paths = ['speed.csv', 'frames/', 'frames/frame_1.png', 'frames/frame_2.JPG', 'empty/']
  expect(plainFolders(listing(paths))).toEqual(
    new Map([['frames', ['frame_1.png', 'frame_2.JPG']]]),
  )
  expect(plainFolders(null)).toEqual(new Map())
})

test.each(['con.png', 'a:b.png', ' a.png', 'a.lnk', 'a', 'a..png', 'overlane-lock.json', 'ä.png'])(
  'a browser is asked about a folder with %j',
  (name) => {
    expect(plainFolders(listing(['frames/a.png', `frames/${name}`]))).toEqual(new Map())
  },
)

test('a browser is asked about a folder with links', () => {
  const paths = ['frames/a.png', 'frames/b.png', 'other/c.png']
  const others = new Map([['other', ['c.png']]])
  expect(plainFolders(listing(paths, [['frames/b.png', 'b.png']]))).toEqual(others)
  expect(plainFolders(listing(paths, [], ['frames/b.png']))).toEqual(others)
})
