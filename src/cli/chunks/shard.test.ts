import { expect, test } from 'vitest'
import { isInShard, parseShard, shardFromEnvironment } from './shard.ts'

test('a shard is a number and how many there are', () => {
  expect(parseShard('2/8')).toEqual({ number: 2, count: 8 })
  expect(parseShard('8/8')).toEqual({ number: 8, count: 8 })
})

test.each(['0/8', '9/8', '2', 'a/b', '1/0', '1.5/2', '-1/2', ''])(
  '"%s" is not a shard, and the message says what one is',
  (text) => {
    expect(() => parseShard(text)).toThrow('such as 2/8')
  },
)

test.each([1, 2, 3, 7])('each chunk is in exactly one of %i shards', (count) => {
  for (let index = 0; index < 20; index++) {
    const shards = Array.from({ length: count }, (_, place) => ({ number: place + 1, count }))
    expect(shards.filter((shard) => isInShard(shard, index))).toHaveLength(1)
  }
})

test.each([
  [
    'Slurm, from 0',
    { SLURM_ARRAY_TASK_ID: '3', SLURM_ARRAY_TASK_MIN: '0', SLURM_ARRAY_TASK_COUNT: '4' },
    { number: 4, count: 4 },
  ],
  [
    'Slurm, from 1',
    { SLURM_ARRAY_TASK_ID: '3', SLURM_ARRAY_TASK_MIN: '1', SLURM_ARRAY_TASK_COUNT: '4' },
    { number: 3, count: 4 },
  ],
  [
    'Slurm, where only the lost task is started again',
    { SLURM_ARRAY_TASK_ID: '3', SLURM_ARRAY_TASK_MIN: '3', SLURM_ARRAY_TASK_COUNT: '1' },
    { number: 1, count: 1 },
  ],
  [
    'AWS Batch',
    { AWS_BATCH_JOB_ARRAY_INDEX: '0', AWS_BATCH_JOB_ARRAY_SIZE: '10' },
    { number: 1, count: 10 },
  ],
  ['Kubernetes', { JOB_COMPLETION_INDEX: '9', OVERLANE_SHARDS: '10' }, { number: 10, count: 10 }],
  ['GNU parallel', { PARALLEL_SEQ: '1', OVERLANE_SHARDS: '3' }, { number: 1, count: 3 }],
])('the shard of a task of %s', (_, environment, shard) => {
  expect(shardFromEnvironment(environment)).toEqual(shard)
})

test('without a scheduler, or without a number of shards, the message says what to set', () => {
  expect(() => shardFromEnvironment({})).toThrow('SLURM_ARRAY_TASK_ID (Slurm)')
  expect(() => shardFromEnvironment({ JOB_COMPLETION_INDEX: '0' })).toThrow('Set OVERLANE_SHARDS')
  expect(() => shardFromEnvironment({ JOB_COMPLETION_INDEX: '5', OVERLANE_SHARDS: '5' })).toThrow(
    'Number them from 0 to 4',
  )
})
