import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import { testFolder } from '../testing/test-folder.ts'
import { listDisk } from './list-disk.ts'

const at = testFolder()
let drive = ''
beforeEach(() => {
  drive = at('drive')
  for (const folder of ['frames', 'frames/deep', '.store']) {
    mkdirSync(join(drive, folder), { recursive: true })
  }
  const files = [
    'speed.jsonl',
    'frames/a.png',
    'frames/deep/b.png',
    '.store/c',
    '.hidden',
    'clip.mp4',
  ]
  for (const file of files) writeFileSync(join(drive, file), '')
  writeFileSync(at('outside.csv'), '')
})

const link = (path: string, target: string): void => symlinkSync(target, join(drive, path))

describe('what the operating system lists in a recording', () => {
  test('is its files, its folders and the files in these, except hidden ones', () => {
    writeFileSync(join(drive, 'b.png.crswap'), '')
    const { paths, ...others } = listDisk(drive)
    expect(paths.sort()).toEqual(['clip.mp4', 'frames/', 'speed.jsonl'])
    expect(others).toEqual({ plain: [['frames', ['a.png']]], links: [], otherLinks: [] })
  })

  test.each(['ä.png', 'overlane-lock.json', 'link.png'])(
    'has the paths of a folder with %j, which a browser may hide',
    (name) => {
      if (name === 'link.png') link('frames/link.png', 'a.png')
      else writeFileSync(join(drive, 'frames', name), '')
      const { paths, plain } = listDisk(drive)
      expect(paths).toEqual(expect.arrayContaining(['frames/a.png', `frames/${name}`]))
      expect(plain).toEqual([])
    },
  )

  test('includes links to files inside it, at any depth, and through other links', () => {
    link('frames/b.png', 'deep/b.png')
    link('c.csv', '.store/c')
    link('again.csv', join(drive, 'c.csv'))
    const { links, otherLinks } = listDisk(drive)
    expect(links.sort()).toEqual([
      ['again.csv', '.store/c'],
      ['c.csv', '.store/c'],
      ['frames/b.png', 'frames/deep/b.png'],
    ])
    expect(otherLinks).toEqual([])
  })

  test('includes links that lead elsewhere: out of it, to a folder, to nothing, in a loop', () => {
    link('out.csv', '../outside.csv')
    link('rear', 'frames')
    link('nothing.csv', 'nowhere')
    link('circle.csv', 'circle.csv')
    const { paths, links, otherLinks } = listDisk(drive)
    expect(links).toEqual([])
    expect(otherLinks.sort()).toEqual(['circle.csv', 'nothing.csv', 'out.csv', 'rear/'])
    expect(paths).toEqual(expect.arrayContaining(otherLinks))
  })

  test('is, beside a video, only the files that may belong to the video', () => {
    link('rear.mp4', 'clip.mp4')
    link('times.csv', 'speed.jsonl')
    const { paths, links } = listDisk(drive, true)
    expect(paths.sort()).toEqual(['speed.jsonl', 'times.csv'])
    expect(links).toEqual([['times.csv', 'speed.jsonl']])
  })

  test('is empty if the folder cannot be read', () => {
    expect(listDisk(at('missing')).paths).toEqual([])
  })
})
