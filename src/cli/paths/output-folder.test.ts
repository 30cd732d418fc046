import { existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { testFolder } from '../testing/test-folder.ts'
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
  const at = testFolder()

  test('is created with its parents, and removed with them if it stays empty', () => {
    const folder = new OutputFolder(at('a', 'b'))
    expect(folder.isEmpty).toBe(true)
    expect(readdirSync(at())).toEqual(['a'])
    folder.removeIfEmpty()
    expect(readdirSync(at())).toEqual([])
  })

  test('may come into being while it is made: another worker makes it too', () => {
    // "new/." is there as soon as "new" is made.
    expect(new OutputFolder(`${at()}/new/.`).isEmpty).toBe(true)
    expect(readdirSync(at())).toContain('new')
  })

  test('stays if it existed before or contains a file', () => {
    mkdirSync(at('a'))
    new OutputFolder(at('a')).removeIfEmpty()
    const folder = new OutputFolder(at('a', 'b'))
    writeFileSync(join(folder.path, 'frame.png'), 'x')
    folder.removeIfEmpty()
    expect(existsSync(at('a', 'b', 'frame.png'))).toBe(true)
  })

  test('that is a file or inside a file is wrong input', () => {
    writeFileSync(at('file'), '')
    for (const path of [at('file'), at('file', 'out')]) {
      expect(() => new OutputFolder(path)).toThrow(
        `The folder ${path} cannot be created: it is a file, or a folder in its path is a file.`,
      )
    }
  })

  test('that the system keeps for itself is wrong input, for root too', ({ skip }) => {
    if (process.platform !== 'linux') skip('Only Linux has /proc.')
    expect(() => new OutputFolder('/proc')).toThrow(
      'Nothing can be written into the folder /proc: the system does not allow it.',
    )
  })

  test('that may not be written is wrong input', ({ skip }) => {
    if (process.getuid?.() === 0) skip('Root may write everywhere.')
    mkdirSync(at('read-only'), { mode: 0o555 })
    for (const path of [at('read-only'), at('read-only', 'new')]) {
      expect(() => new OutputFolder(path)).toThrow('permission is denied')
    }
  })

  test('whose name is too long is wrong input, and no folder above it stays', () => {
    const path = at('a', 'b'.repeat(300))
    expect(() => new OutputFolder(path)).toThrow(
      `The folder ${path} cannot be created: its name, or its whole path, is too long for the disk. Choose another one.`,
    )
    expect(readdirSync(at())).toEqual([])
  })

  describe('loses the unfinished files of a browser that ended', () => {
    const announce = (files: string[], startedAt = new Date(Date.now() + 1)): void => {
      const report = { status: 'running', started_at: startedAt.toISOString(), files }
      writeFileSync(at('overlane-report.json'), JSON.stringify(report))
    }

    test('if the report announced them, and they did not exist before', () => {
      for (const name of ['old.png', 'old.png.crswap']) writeFileSync(at(name), '')
      const folder = new OutputFolder(at())
      announce(['old.png', 'whole.png', 'half.png', 'twice.png'])
      writeFileSync(at('whole.png'), 'x')
      writeFileSync(at('half.png'), '')
      writeFileSync(at('half.png.crswap'), 'x')
      writeFileSync(at('twice.png.1.crswap'), 'x')
      folder.removeRemains()
      expect(readdirSync(at()).sort()).toEqual([
        'old.png',
        'old.png.crswap',
        'overlane-report.json',
        'whole.png',
      ])
    })

    test('but no other files, and broken links do no harm', () => {
      const folder = new OutputFolder(at())
      announce(['a.png', 'link.png', 'z.png'])
      const others = ['pipeline.lock', 'other.mp4', 'other.mp4.crswap']
      for (const name of others) writeFileSync(at(name), '')
      symlinkSync(at('nowhere'), at('link.png'))
      symlinkSync(at('nowhere'), at('b.lnk'))
      for (const name of ['a.png', 'z.png']) writeFileSync(at(name), '')
      folder.removeRemains()
      expect(readdirSync(at()).sort()).toEqual(
        [...others, 'b.lnk', 'link.png', 'overlane-report.json'].sort(),
      )
    })

    test('but only the swap file of the report if the report is from an earlier run', () => {
      announce(['half.png'], new Date(0))
      const folder = new OutputFolder(at())
      for (const name of ['half.png', 'overlane-report.json.crswap']) {
        writeFileSync(at(name), '')
      }
      folder.removeRemains()
      expect(readdirSync(at()).sort()).toEqual(['half.png', 'overlane-report.json'])
    })
  })
})
