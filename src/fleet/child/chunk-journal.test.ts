import { expect, test } from 'vitest'
import { testFolder } from '../../cli/testing/test-folder.ts'
import { ChunkJournal } from './chunk-journal.ts'

const at = testFolder()

const find = (): ChunkJournal => {
  const journal = ChunkJournal.find(at(), 3)
  if (!journal) throw new RangeError('There is no journal.')
  return journal
}

test('a chunk that has ended no browser has no journal', () => {
  expect(ChunkJournal.find(at(), 3)).toBeNull()
})

test('a frame is to blame if two browsers ended with it in hand', () => {
  ChunkJournal.noteDeath(at(), 3)
  for (const frameIndex of [5, 6, 7]) find().beginFrame(frameIndex)
  expect(ChunkJournal.noteDeath(at(), 3).blamedFrames).toEqual([])
  for (const frameIndex of [5, 6, 7]) find().beginFrame(frameIndex)
  const journal = ChunkJournal.noteDeath(at(), 3)
  expect(journal.blamedFrames).toEqual([7])
  expect(journal.isHopeless).toBe(false)
  journal.remove()
  expect(ChunkJournal.find(at(), 3)).toBeNull()
})

test('no frame is to blame if the worker was gone first', () => {
  ChunkJournal.noteDeath(at(), 3)
  find().beginFrame(7)
  find().letGo()
  ChunkJournal.noteDeath(at(), 3)
  find().beginFrame(7)
  find().letGo()
  ChunkJournal.noteDeath(at(), 3)
  expect(find().blamedFrames).toEqual([])
})

test('a chunk that ends browsers without a frame in hand is given up', () => {
  ChunkJournal.noteDeath(at(), 3)
  expect(ChunkJournal.noteDeath(at(), 3).isHopeless).toBe(false)
  expect(ChunkJournal.noteDeath(at(), 3).isHopeless).toBe(true)
})
