import { wrongInput } from '../command-error.ts'

/** A share of the chunks: those whose number, counted from 1, is `number` modulo `count`. */
export interface Shard {
  /** From 1 to `count`. */
  number: number
  count: number
}

/** @param index of a chunk, from 0 */
export function isInShard({ number, count }: Shard, index: number): boolean {
  return index % count === number - 1
}

/** Reads `--shard 2/8`. @throws CommandError */
export function parseShard(text: string): Shard {
  const [, number, count] = /^(\d+)\/(\d+)$/.exec(text.trim()) ?? []
  const shard = { number: Number(number), count: Number(count) }
  if (shard.number >= 1 && shard.number <= shard.count) return shard
  throw wrongInput(
    `--shard: "${text}" is not a shard, such as 2/8: the second of eight. The first is 1/8.`,
  )
}

type Environment = Readonly<Record<string, string | undefined>>

/** The variable that says how many shards there are, for schedulers that do not say it themselves. */
export const SHARD_COUNT_VARIABLE = 'OVERLANE_SHARDS'

/** What schedulers tell their tasks. */
const SCHEDULERS: readonly {
  name: string
  index: string
  /** The smallest index: a number, or the variable that has it. */
  first: number | string
  /** The variable with the number of tasks. */
  count: string
}[] = [
  {
    name: 'Slurm',
    index: 'SLURM_ARRAY_TASK_ID',
    first: 'SLURM_ARRAY_TASK_MIN',
    count: 'SLURM_ARRAY_TASK_COUNT',
  },
  {
    name: 'AWS Batch',
    index: 'AWS_BATCH_JOB_ARRAY_INDEX',
    first: 0,
    count: 'AWS_BATCH_JOB_ARRAY_SIZE',
  },
  { name: 'Kubernetes', index: 'JOB_COMPLETION_INDEX', first: 0, count: SHARD_COUNT_VARIABLE },
  { name: 'GNU parallel', index: 'PARALLEL_SEQ', first: 1, count: SHARD_COUNT_VARIABLE },
]

/**
 * The shard that a scheduler gave to this process.
 * @throws CommandError if there is no scheduler, or it does not say how many shards there are
 */
export function shardFromEnvironment(environment: Environment): Shard {
  const scheduler = SCHEDULERS.find(({ index }) => environment[index] !== undefined)
  if (!scheduler) {
    const names = SCHEDULERS.map(({ name, index }) => `${index} (${name})`).join(', ')
    throw wrongInput(`--shard-from-env: none of ${names} is set. Use --shard instead.`)
  }
  const { name, index, first, count } = scheduler
  const total = environment[SHARD_COUNT_VARIABLE] ?? environment[count]
  if (total === undefined) {
    throw wrongInput(
      `--shard-from-env: ${name} does not say how many shards there are. Set ${SHARD_COUNT_VARIABLE} to their number.`,
    )
  }
  const start = typeof first === 'number' ? first : Number(environment[first] ?? 1)
  const shard = { number: Number(environment[index]) - start + 1, count: Number(total) }
  const isShard = Number.isInteger(shard.number) && Number.isInteger(shard.count)
  if (isShard && shard.number >= 1 && shard.number <= shard.count) return shard
  throw wrongInput(
    `--shard-from-env: ${index} is "${environment[index] ?? ''}" of ${total} shards. Number them from ${start} to ${start + Number(total) - 1}.`,
  )
}
