import { expect, test } from 'vitest'
import { BufferPool } from './buffer-pool.ts'

test('a buffer that was given back is taken again', () => {
  const pool = new BufferPool()
  const first = pool.take(1000)
  expect(pool.take(1000).buffer).not.toBe(first.buffer)
  pool.give(first)
  const again = pool.take(900)
  expect(again.buffer).toBe(first.buffer)
  expect(again.length).toBe(900)
})

test('a buffer that is too small stays for smaller files', () => {
  const pool = new BufferPool()
  const small = pool.take(10)
  pool.give(small)
  expect(pool.take(1000).buffer).not.toBe(small.buffer)
  expect(pool.take(10).buffer).toBe(small.buffer)
})

test('what is kept is bounded, in number and in bytes', () => {
  const pool = new BufferPool()
  for (let count = 0; count < 20; count++) pool.give(new Uint8Array(1))
  expect(pool.freeBytes).toBe(8)
  for (let count = 0; count < 5; count++) pool.give(new Uint8Array(20_000_000))
  expect(pool.freeBytes).toBe(60_000_000)
  pool.give(new Uint8Array(100_000_000))
  expect(pool.freeBytes).toBe(0)
})
