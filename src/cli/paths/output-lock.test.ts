import { existsSync, writeFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { LOCK_FILE_NAME } from '../../index.ts'
import { thisProcess } from '../process-owner.ts'
import { testFolder } from '../testing/test-folder.ts'
import { isLockOfOthers, removeDeadLock, removeOwnLock } from './output-lock.ts'

const own = thisProcess()
const ended = { ...own, started: `${own.started}0` }
const elsewhere = { ...ended, host: 'another machine' }

describe('the lock of an output folder', () => {
  const at = testFolder()
  const lock = (process: object | null): void => {
    const note = { tool: 'overlane', run: 'a', beat: 3, process }
    writeFileSync(at(LOCK_FILE_NAME), JSON.stringify(note))
  }
  const isThere = (): boolean => existsSync(at(LOCK_FILE_NAME))

  test.each([
    ['of a process that has ended is removed', ended, false],
    ['of a running process stays', own, true],
    ['of a process on another machine stays: nobody knows whether it runs', elsewhere, true],
    ['of a page stays: the browser finds out whether it is open', null, true],
  ])('%s', (_, process, stays) => {
    lock(process)
    removeDeadLock(at())
    expect(isThere()).toBe(stays)
  })

  test('that is no lock of a run stays', () => {
    writeFileSync(at(LOCK_FILE_NAME), 'mine')
    removeDeadLock(at())
    removeOwnLock(at())
    expect(isThere()).toBe(true)
  })

  test('is removed by its own process only', () => {
    for (const process of [ended, elsewhere, null]) {
      lock(process)
      expect(isLockOfOthers(at())).toBe(true)
      removeOwnLock(at())
      expect(isThere()).toBe(true)
    }
    lock(own)
    expect(isLockOfOthers(at())).toBe(false)
    removeOwnLock(at())
    expect(isThere()).toBe(false)
  })
})
