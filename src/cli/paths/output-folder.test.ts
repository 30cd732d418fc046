import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { nameOutputs, OutputFolder } from './output-folder.ts'

describe('where frames go', () => {
  test('one recording: the folder that is named', () => {
    expect(nameOutputs(['/logs/drive'], '/out')).toEqual(['/out'])
  })
  test('several: a folder each, and none twice', () => {
    expect(nameOutputs(['/a/drive', '/b/night', '/b/Drive', '/c/drive'], '/out')).toEqual([
      '/out/drive',
      '/out/night',
      '/out/Drive (2)',
      '/out/drive (3)',
    ])
  })
})

describe('the folder', () => {
  let parent = ''
  beforeEach(() => {
    parent = mkdtempSync(join(tmpdir(), 'overlane-'))
  })
  afterEach(() => rmSync(parent, { recursive: true }))

  test('is made with those above it, and taken back where nothing came to lie in it', () => {
    const folder = new OutputFolder(join(parent, 'a', 'b'))
    expect(folder.isEmpty).toBe(true)
    expect(readdirSync(parent)).toEqual(['a'])
    folder.removeIfEmpty()
    expect(readdirSync(parent)).toEqual([])
  })

  test('stays where it was there before, or holds something', () => {
    mkdirSync(join(parent, 'a'))
    new OutputFolder(join(parent, 'a')).removeIfEmpty()
    const folder = new OutputFolder(join(parent, 'a', 'b'))
    writeFileSync(join(folder.path, 'frame.png'), 'x')
    folder.removeIfEmpty()
    expect(existsSync(join(parent, 'a', 'b', 'frame.png'))).toBe(true)
  })

  test('that is a file, or would be below one, is wrong input', () => {
    writeFileSync(join(parent, 'file'), '')
    for (const path of [join(parent, 'file'), join(parent, 'file', 'out')]) {
      expect(() => new OutputFolder(path)).toThrow(
        `The folder ${path} cannot be created: it, or what should be a folder above it, is a file.`,
      )
    }
  })

  test('loses what an ended browser has left half done, and nothing that was there before', () => {
    for (const name of ['old.png', 'old.png.crswap']) writeFileSync(join(parent, name), '')
    const folder = new OutputFolder(parent)
    writeFileSync(join(parent, 'whole.png'), 'x')
    writeFileSync(join(parent, 'half.png'), '')
    writeFileSync(join(parent, 'half.png.crswap'), 'x')
    folder.removeRemains()
    expect(readdirSync(parent).sort()).toEqual(['old.png', 'old.png.crswap', 'whole.png'])
  })
})
