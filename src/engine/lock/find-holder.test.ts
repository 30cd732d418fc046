import { describe, expect, test } from 'vitest'
import { MemoryDirectory } from '../../io/folders/memory-directory.ts'
import { LOCK_FILE_NAME } from '../../io/folders/manifest-files.ts'
import { findHolder, inUse } from './find-holder.ts'
import type { Witness } from './find-holder.ts'
import { serializeLockNote } from './lock-note.ts'
import type { LockNote } from './lock-note.ts'

const note: LockNote = {
  run: 'a',
  recording: 'drive',
  startedAt: '2026-11-26T14:03:05.000Z',
  browser: 'theirs',
  process: null,
  beat: 3,
}

/** The folder with a lock, or with what lies in its place. */
function folderWith(lock: LockNote | string | null): MemoryDirectory {
  if (lock === null) return new MemoryDirectory('out')
  const text = typeof lock === 'string' ? lock : serializeLockNote(lock)
  return new MemoryDirectory('out', [[LOCK_FILE_NAME, text]])
}

async function namesOf(folder: MemoryDirectory): Promise<string[]> {
  const names: string[] = []
  for await (const { name } of folder.list()) names.push(name)
  return names
}

/** A browser that sees no other run. @param afterLook what happens in the folder after each look */
function witness(
  afterLook: (look: number) => unknown = () => undefined,
): Witness & { looks: number } {
  return {
    looks: 0,
    browserMark: () => 'ours',
    isHeldHere: () => Promise.resolve(false),
    async wait() {
      await afterLook(this.looks++)
    },
  }
}

describe('the run that writes into a folder', () => {
  test('is none without a lock, and nothing is awaited', async () => {
    const ours = witness()
    expect(await findHolder(folderWith(null), ours)).toBeNull()
    expect(ours.looks).toBe(0)
  })

  test('is known at once if this browser has it', async () => {
    const ours = { ...witness(), isHeldHere: (run: string) => Promise.resolve(run === 'a') }
    expect(await findHolder(folderWith(note), ours)).toEqual(note)
    expect(ours.looks).toBe(0)
  })

  test('has ended if this browser wrote the lock and has no such run: its page was closed', async () => {
    const ours = witness()
    const folder = folderWith({ ...note, browser: 'ours' })
    expect(await findHolder(folder, ours)).toBeNull()
    expect(ours.looks).toBe(0)
    expect(await namesOf(folder)).toEqual([])
  })

  test('of another browser is seen at its next beat', async () => {
    const folder = folderWith(note)
    const next = { ...note, beat: 4 }
    const ours = witness(
      (look) => look === 2 && folder.writeFile(LOCK_FILE_NAME, serializeLockNote(next)),
    )
    expect(await findHolder(folder, ours)).toEqual(next)
    expect(ours.looks).toBe(3)
  })

  test('has ended if its lock does not change, whatever the clock says', async () => {
    const tomorrow = { ...note, startedAt: '2099-01-01T00:00:00.000Z' }
    for (const still of [note, tomorrow, '']) {
      const ours = witness()
      const folder = folderWith(still)
      expect(await findHolder(folder, ours)).toBeNull()
      expect(ours.looks).toBe(20)
      expect(await namesOf(folder)).toEqual([])
    }
  })

  test('has ended if it removes its lock meanwhile', async () => {
    const folder = folderWith(note)
    const ours = witness((look) => look === 1 && folder.removeFile(LOCK_FILE_NAME))
    expect(await findHolder(folder, ours)).toBeNull()
    expect(ours.looks).toBe(2)
  })

  test('is not marked by a file that a run did not write: that file stays', async () => {
    const folder = folderWith('mine')
    await expect(findHolder(folder, witness())).rejects.toThrow(
      'overlane-lock.json in "out" is not a file of Overlane. Rename it, or choose another folder.',
    )
    expect(await namesOf(folder)).toEqual([LOCK_FILE_NAME])
  })

  test('without a mark of its browser is watched: two browsers may keep none', async () => {
    const ours = { ...witness(), browserMark: () => '' }
    await findHolder(folderWith({ ...note, browser: '' }), ours)
    expect(ours.looks).toBe(20)
  })
})

test('the message says which run it is, since when, and what to do', () => {
  const process = { host: 'desk', pid: 4242, started: '17' }
  expect(inUse(folderWith(null), { ...note, process }).message).toMatch(
    /^The folder "out" is in use: a run of "drive" in a terminal \(process 4242\) writes into it since 2026-11-2\d \d\d:03:05\. Wait until that run ends, cancel it, or choose another folder\.$/,
  )
  expect(inUse(folderWith(null), { ...note, startedAt: '' }).message).toContain(
    'a run of "drive" in a browser writes into it. Wait',
  )
})
