import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { testFolder } from '../testing/test-folder.ts'
import { thisProcess } from '../process-owner.ts'
import { removeAbandoned, TemporaryFolder } from './temporary-folder.ts'

const at = testFolder()
beforeEach(() => vi.stubEnv('TMPDIR', at()))
afterEach(() => vi.unstubAllEnvs())

test('a temporary folder is created for this process, and is removed with its content', () => {
  const folder = new TemporaryFolder('browser')
  expect(basename(dirname(folder.path))).toMatch(/^overlane-browser-/)
  writeFileSync(join(folder.path, 'file'), 'x')
  folder.remove()
  expect(readdirSync(at())).toEqual([])
})

test('if it cannot be created, the message names the folder, the reason and the remedy', () => {
  vi.stubEnv('TMPDIR', at('none'))
  expect(() => new TemporaryFolder('measure')).toThrow(
    `Nothing can be written into the folder for temporary files, ${at('none')}: there is no such file or folder. Free some disk space there, or name another folder in the environment variable TMPDIR.`,
  )
})

describe('the folder of a killed process is removed', () => {
  /** A process that has ended. */
  const ended = { ...thisProcess(), pid: spawnSync(process.execPath, ['--version']).pid }

  const leave = (name: string, owner: unknown): string => {
    const path = at(name)
    mkdirSync(join(path, 'content', 'profile'), { recursive: true })
    if (owner !== undefined) writeFileSync(join(path, 'owner.json'), JSON.stringify(owner))
    return path
  }
  const isKept = (path: string): boolean => {
    removeAbandoned(at())
    return existsSync(join(path, 'content', 'profile'))
  }

  test('whatever its purpose was', () => {
    for (const purpose of ['browser', 'measure']) leave(`overlane-${purpose}-AbC123`, ended)
    removeAbandoned(at())
    expect(readdirSync(at())).toEqual([])
  })

  test('also if another process has the same number now', () => {
    const { pid } = thisProcess()
    const earlier = { ...thisProcess(), pid, started: 'an earlier start' }
    expect(isKept(leave('overlane-browser-AbC123', earlier))).toBe(false)
  })

  test('but not while the process runs, or if it belongs to another machine', () => {
    expect(isKept(leave('overlane-browser-AbC123', thisProcess()))).toBe(true)
    expect(isKept(leave('overlane-browser-AbC124', { ...ended, host: 'elsewhere' }))).toBe(true)
  })

  test('but no folder that belongs to others', () => {
    expect(isKept(leave('overlane-browser-notes', ended))).toBe(true)
    expect(isKept(leave('other-browser-AbC123', ended))).toBe(true)
    expect(isKept(leave('overlane-browser-AbC123', undefined))).toBe(true)
    expect(isKept(leave('overlane-browser-AbC124', { pid: ended.pid }))).toBe(true)
    const elsewhere = leave('kept', ended)
    symlinkSync(elsewhere, at('overlane-browser-AbC125'))
    expect(isKept(elsewhere)).toBe(true)
  })

  test('but no file that a link in it leads to', () => {
    const mine = at('mine.txt')
    writeFileSync(mine, 'x')
    symlinkSync(mine, join(leave('overlane-browser-AbC123', ended), 'content', 'link'))
    removeAbandoned(at())
    expect(readdirSync(at())).toEqual(['mine.txt'])
  })
})
