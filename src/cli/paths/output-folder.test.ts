import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { nameOutputs, OutputFolder } from './output-folder.ts'

describe('the output folder', () => {
  test('of one recording is the named folder', () => {
    expect(nameOutputs(['/logs/drive'], '/out')).toEqual(['/out'])
  })
  test('of several recordings has a different subfolder for each', () => {
    expect(nameOutputs(['/a/drive', '/b/night', '/b/Drive', '/c/drive'], '/out')).toEqual([
      '/out/drive',
      '/out/night',
      '/out/Drive (2)',
      '/out/drive (3)',
    ])
  })
})

describe('an output folder', () => {
  let parent = ''
  beforeEach(() => {
    parent = mkdtempSync(join(tmpdir(), 'overlane-'))
  })
  afterEach(() => rmSync(parent, { recursive: true }))

  test('is created with its parents, and removed with them if it stays empty', () => {
    const folder = new OutputFolder(join(parent, 'a', 'b'))
    expect(folder.isEmpty).toBe(true)
    expect(readdirSync(parent)).toEqual(['a'])
    folder.removeIfEmpty()
    expect(readdirSync(parent)).toEqual([])
  })

  test('stays if it existed before or contains a file', () => {
    mkdirSync(join(parent, 'a'))
    new OutputFolder(join(parent, 'a')).removeIfEmpty()
    const folder = new OutputFolder(join(parent, 'a', 'b'))
    writeFileSync(join(folder.path, 'frame.png'), 'x')
    folder.removeIfEmpty()
    expect(existsSync(join(parent, 'a', 'b', 'frame.png'))).toBe(true)
  })

  test('that is a file or inside a file is wrong input', () => {
    writeFileSync(join(parent, 'file'), '')
    for (const path of [join(parent, 'file'), join(parent, 'file', 'out')]) {
      expect(() => new OutputFolder(path)).toThrow(
        `The folder ${path} cannot be created: it is a file, or a folder in its path is a file.`,
      )
    }
  })

  test('whose name is too long is wrong input, and no folder above it stays', () => {
    const path = join(parent, 'a', 'b'.repeat(300))
    expect(() => new OutputFolder(path)).toThrow(
      `The folder ${path} cannot be created: its name, or its whole path, is too long for the disk. Choose another one.`,
    )
    expect(readdirSync(parent)).toEqual([])
  })

  describe('loses the unfinished files of a browser that ended', () => {
    const announce = (files: string[], startedAt = new Date(Date.now() + 1)): void => {
      const report = { status: 'running', started_at: startedAt.toISOString(), files }
      writeFileSync(join(parent, 'overlane-report.json'), JSON.stringify(report))
    }

    test('if the report announced them, and they did not exist before', () => {
      for (const name of ['old.png', 'old.png.crswap']) writeFileSync(join(parent, name), '')
      const folder = new OutputFolder(parent)
      announce(['old.png', 'whole.png', 'half.png', 'twice.png'])
      writeFileSync(join(parent, 'whole.png'), 'x')
      writeFileSync(join(parent, 'half.png'), '')
      writeFileSync(join(parent, 'half.png.crswap'), 'x')
      writeFileSync(join(parent, 'twice.png.1.crswap'), 'x')
      folder.removeRemains()
      expect(readdirSync(parent).sort()).toEqual([
        'old.png',
        'old.png.crswap',
        'overlane-report.json',
        'whole.png',
      ])
    })

    test('but no other files, and broken links do no harm', () => {
      const folder = new OutputFolder(parent)
      announce(['a.png', 'link.png', 'z.png'])
      const others = ['pipeline.lock', 'other.mp4', 'other.mp4.crswap']
      for (const name of others) writeFileSync(join(parent, name), '')
      symlinkSync(join(parent, 'nowhere'), join(parent, 'link.png'))
      symlinkSync(join(parent, 'nowhere'), join(parent, 'b.lnk'))
      for (const name of ['a.png', 'z.png']) writeFileSync(join(parent, name), '')
      folder.removeRemains()
      expect(readdirSync(parent).sort()).toEqual(
        [...others, 'b.lnk', 'link.png', 'overlane-report.json'].sort(),
      )
    })

    test('but only the swap file of the report if the report is from an earlier run', () => {
      announce(['half.png'], new Date(0))
      const folder = new OutputFolder(parent)
      for (const name of ['half.png', 'overlane-report.json.crswap']) {
        writeFileSync(join(parent, name), '')
      }
      folder.removeRemains()
      expect(readdirSync(parent).sort()).toEqual(['half.png', 'overlane-report.json'])
    })
  })
})
