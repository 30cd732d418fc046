import { createStore, delMany, get, setMany } from 'idb-keyval'
import type { RecordingFolder, RecordingSignals } from '../../index.ts'

/** Raised when other things are measured, or in another way: what was stored before is forgotten. */
const FORMAT = 2
/** An hour of 30 frames a second takes 15 MB. */
const MOST_BYTES = 64e6
const LATEST = 'latest'

interface Stored {
  key: string
  byteLength: number
}

/** It is opened when it is first used, and stays open. */
const store = createStore('overlane-signals', 'signals')

/** What was measured of this recording on an earlier visit; undefined if nothing is stored. */
export async function recallSignals(
  recording: RecordingFolder,
): Promise<RecordingSignals | undefined> {
  return get<RecordingSignals>(await keyOf(recording), store)
}

/** Stores what was measured of a recording. The recordings that were stored first are forgotten. */
export async function storeSignals(
  recording: RecordingFolder,
  signals: RecordingSignals,
): Promise<void> {
  const key = await keyOf(recording)
  const byteLength = bytesOf(signals)
  if (byteLength > MOST_BYTES) return
  const before = (await get<Stored[]>(LATEST, store)) ?? []
  const latest = [{ key, byteLength }, ...before.filter((each) => each.key !== key)]
  let sum = 0
  const kept = latest.filter((each) => (sum += each.byteLength) <= MOST_BYTES)
  const forgotten = latest.filter((each) => !kept.includes(each))
  await delMany(
    forgotten.map((each) => each.key),
    store,
  )
  // Together, as nothing would ever forget signals that are not in the list.
  await setMany(
    [
      [key, signals],
      [LATEST, kept],
    ],
    store,
  )
}

function bytesOf({ picture, sound }: RecordingSignals): number {
  const { turn, tilt, motion, roads } = picture
  return [turn, tilt, motion, ...roads, sound].reduce(
    (sum, signal) => sum + (signal ? signal.timesMs.byteLength + signal.values.byteLength : 0),
    0,
  )
}

/** The same for the same files and the same times of the frames. */
async function keyOf({
  name,
  source,
  frames,
  framesDirectory,
  video,
}: RecordingFolder): Promise<string> {
  const named = frames.filter(({ fileName }) => fileName !== null)
  const some = [named[0], named[named.length >> 1], named.at(-1)]
  const files = video
    ? [video.file]
    : await Promise.all(
        some.flatMap((frame) => framesDirectory?.openFile(frame?.fileName ?? '') ?? []),
      )
  return JSON.stringify([
    FORMAT,
    name,
    source?.path,
    named.length,
    frames.reduce((sum, { timestampMs }) => sum + timestampMs, 0),
    files.map((file) => [file.name, file.size, file.lastModified]),
  ])
}
