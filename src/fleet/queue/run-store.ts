import type { Redis } from 'ioredis'
import type { MountedPath } from '../mounts/mounts.ts'
import type { RunClass } from './job-names.ts'
import { RedisScript } from './redis-script.ts'

/** What was submitted together. */
export interface StoredRun {
  id: string
  runClass: RunClass
  createdMs: number
  recordingCount: number
  /** Of a chunk, at the least; null where nobody said it. */
  framesPerChunk: number | null
  /** Whether files of earlier runs are replaced. */
  overwrite: boolean
  /** What is drawn and how it is written, as the submitting machine read it: JSON. */
  settings: string
  isCancelled: boolean
  /** How often it was tried again, by hand. */
  round: number
}

export interface StoredRecording {
  recording: MountedPath
  output: MountedPath
}

/** What became of a recording. Before that, it waits or is being rendered. */
export type RecordingEnd = { kind: 'done'; leftOutCount: number } | { kind: 'failed'; why: string }

/** How far a run is. Chunks and frames are known of the recordings that are planned. */
export interface RunCounts {
  plannedCount: number
  doneCount: number
  failedCount: number
  chunkCount: number
  doneChunkCount: number
  frameCount: number
  doneFrameCount: number
  leftOutFrameCount: number
}

const COUNTS = [
  'plannedCount',
  'doneCount',
  'failedCount',
  'chunkCount',
  'doneChunkCount',
  'frameCount',
  'doneFrameCount',
  'leftOutFrameCount',
] as const satisfies readonly (keyof RunCounts)[]

const RUNS = 'overlane:runs'
/** Which run writes into which output folder. */
const OUTPUTS = 'overlane:outputs'
const BATCH = 500
/** What a run was is forgotten so long after its end. */
const KEPT_S = 7 * 86_400
const STATE = ['createdMs', 'cancelled'] as const

/** Arguments: the run, its recordings, the place of one. */
const OPEN_RECORDING = new RedisScript<[(string | null)[], string | null]>(
  `return {redis.call('HMGET', ARGV[1], '${STATE.join("', '")}'), redis.call('HGET', ARGV[2], ARGV[3])}`,
)

/** Arguments: the run, then names of counts and what is added. */
const COUNT = new RedisScript<null>(`for place = 2, #ARGV, 2 do
  redis.call('HINCRBY', ARGV[1], ARGV[place], ARGV[place + 1])
end`)

/** What a queue knows of runs, beside their jobs. */
export class RunStore {
  private readonly redis: Redis

  constructor(redis: Redis) {
    this.redis = redis
  }

  /**
   * Takes the output folders for a run.
   * @returns the runs that write into one of them now; then none is taken
   */
  async claimOutputs(run: string, outputs: readonly MountedPath[]): Promise<string[]> {
    const taken: MountedPath[] = []
    const others = new Set<string>()
    for (const some of batches(outputs)) {
      const pipeline = this.redis.pipeline()
      for (const each of some) {
        pipeline.hsetnx(OUTPUTS, textOf(each), run).hget(OUTPUTS, textOf(each))
      }
      const answers = (await pipeline.exec()) ?? []
      for (const [place, each] of some.entries()) {
        if (answers[2 * place]?.[1] === 1) taken.push(each)
        else others.add(String(answers[2 * place + 1]?.[1]))
      }
    }
    if (others.size > 0) await this.releaseOutputs(run, taken)
    return [...others]
  }

  async releaseOutputs(run: string, outputs: readonly MountedPath[]): Promise<void> {
    for (const some of batches(outputs)) {
      const owners = await this.redis.hmget(OUTPUTS, ...some.map(textOf))
      const own = some.filter((_, place) => owners[place] === run)
      if (own.length > 0) await this.redis.hdel(OUTPUTS, ...own.map(textOf))
    }
  }

  async add(run: StoredRun, recordings: readonly StoredRecording[]): Promise<void> {
    const { id, runClass, createdMs, recordingCount, framesPerChunk, settings } = run
    await this.redis.hset(runKey(id), {
      runClass,
      createdMs,
      recordingCount,
      framesPerChunk: framesPerChunk ?? '',
      settings,
      overwrite: run.overwrite ? '1' : '',
    })
    for (const [batch, some] of batches(recordings).entries()) {
      const entries = some.map((each, place) => [
        String(batch * BATCH + place),
        JSON.stringify(each),
      ])
      await this.redis.hset(recordingsKey(id), Object.fromEntries(entries) as object)
    }
    await this.redis.zadd(RUNS, run.createdMs, id)
  }

  /** Null if there is none. */
  async find(id: string): Promise<StoredRun | null> {
    const fields = await this.redis.hgetall(runKey(id))
    return fields['createdMs'] === undefined ? null : parseRun(id, fields)
  }

  /** The newest first. */
  async list(): Promise<StoredRun[]> {
    const ids = await this.redis.zrevrange(RUNS, 0, -1)
    const runs = await Promise.all(ids.map((id) => this.find(id)))
    const gone = ids.filter((_, place) => runs[place] === null)
    if (gone.length > 0) await this.redis.zrem(RUNS, ...gone)
    return runs.filter((run) => run !== null)
  }

  async recording(run: string, place: number): Promise<StoredRecording | null> {
    const text = await this.redis.hget(recordingsKey(run), String(place))
    return text === null ? null : (JSON.parse(text) as StoredRecording)
  }

  /** In the order in which they were submitted. */
  async recordings({ id, recordingCount }: StoredRun): Promise<StoredRecording[]> {
    const texts = await this.redis.hgetall(recordingsKey(id))
    return Array.from(
      { length: recordingCount },
      (_, place) => JSON.parse(texts[place] ?? 'null') as StoredRecording | null,
    ).filter((each) => each !== null)
  }

  async cancel(id: string): Promise<void> {
    await this.redis.hset(runKey(id), 'cancelled', '1')
  }

  /** A run that nobody knows any more is over, too. */
  async isOver(id: string): Promise<boolean> {
    return isOver(await this.redis.hmget(runKey(id), ...STATE))
  }

  /** A recording of a run; null if the run is over. */
  async openRecording(id: string, place: number): Promise<StoredRecording | null> {
    const [state, text] = await OPEN_RECORDING.run(this.redis, runKey(id), recordingsKey(id), place)
    return isOver(state) || text === null ? null : (JSON.parse(text) as StoredRecording)
  }

  async counts(id: string): Promise<RunCounts> {
    const values = await this.redis.hmget(runKey(id), ...COUNTS)
    const counts = COUNTS.map((name, place) => [name, Number(values[place] ?? 0)] as const)
    return Object.fromEntries(counts) as unknown as RunCounts
  }

  async count(id: string, added: Partial<RunCounts>): Promise<void> {
    const changes = Object.entries(added).filter(([, value]) => value !== 0)
    await COUNT.run(this.redis, runKey(id), ...changes.flat())
  }

  /** @returns false if the recording was planned before: its chunks are counted already */
  async notePlanned(id: string, place: number): Promise<boolean> {
    return (await this.redis.hsetnx(plannedKey(id), String(place), '1')) === 1
  }

  /** Says what became of a recording, once; its output folder is free then. */
  async noteEnd(id: string, place: number, output: MountedPath, end: RecordingEnd): Promise<void> {
    const isNew = await this.redis.hsetnx(endsKey(id), String(place), JSON.stringify(end))
    if (isNew === 1) {
      await this.count(id, end.kind === 'done' ? { doneCount: 1 } : { failedCount: 1 })
    }
    await this.releaseOutputs(id, [output])
  }

  /** By the place of the recording. */
  async ends(id: string): Promise<Map<number, RecordingEnd>> {
    const texts = await this.redis.hgetall(endsKey(id))
    return new Map(
      Object.entries(texts).map(([place, text]) => [
        Number(place),
        JSON.parse(text) as RecordingEnd,
      ]),
    )
  }

  /** The run goes on. @param failed places of recordings that are open again @returns its round */
  async reopen(id: string, failed: readonly number[]): Promise<number> {
    const pipeline = this.redis.pipeline().hdel(runKey(id), 'cancelled')
    if (failed.length > 0) pipeline.hdel(endsKey(id), ...failed.map(String))
    pipeline.hincrby(runKey(id), 'failedCount', -failed.length)
    for (const key of keysOf(id)) pipeline.persist(key)
    await pipeline.exec()
    return this.redis.hincrby(runKey(id), 'round', 1)
  }

  /** Lets a run that is over be forgotten after a week. */
  async forgetLater(id: string): Promise<void> {
    await Promise.all(keysOf(id).map((key) => this.redis.expire(key, KEPT_S)))
  }
}

function isOver([created, cancelled]: readonly (string | null)[]): boolean {
  return created === null || cancelled === '1'
}

function parseRun(id: string, fields: Record<string, string>): StoredRun {
  return {
    id,
    runClass: (fields['runClass'] ?? 'normal') as RunClass,
    createdMs: Number(fields['createdMs']),
    recordingCount: Number(fields['recordingCount']),
    framesPerChunk: fields['framesPerChunk'] ? Number(fields['framesPerChunk']) : null,
    overwrite: fields['overwrite'] === '1',
    settings: fields['settings'] ?? '{}',
    isCancelled: fields['cancelled'] === '1',
    round: Number(fields['round'] ?? 0),
  }
}

function batches<Value>(values: readonly Value[]): Value[][] {
  const count = Math.ceil(values.length / BATCH)
  return Array.from({ length: count }, (_, place) =>
    values.slice(place * BATCH, (place + 1) * BATCH),
  )
}

function textOf({ mount, path }: MountedPath): string {
  return `${mount}:${path}`
}

const runKey = (id: string): string => `overlane:run:${id}`
const recordingsKey = (id: string): string => `${runKey(id)}:recordings`
const plannedKey = (id: string): string => `${runKey(id)}:planned`
const endsKey = (id: string): string => `${runKey(id)}:ends`
const keysOf = (id: string): string[] => [
  runKey(id),
  recordingsKey(id),
  plannedKey(id),
  endsKey(id),
]
