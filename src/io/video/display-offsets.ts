/**
 * Looks whether the display times of frames can be true. Frames are shown about as far apart as they
 * are decoded; two that are shown at nearly the same time are not.
 * @param decodeTimes of the frames in the order of decoding, in any unit
 * @param offsets from the time of decoding to the time of display, of as many frames
 * @param mayBeNegative false: negative offsets are not allowed here
 * @returns null where they can be true; else the offset that shows every frame in its turn
 */
export function commonOffset(
  decodeTimes: Float64Array,
  offsets: ArrayLike<number>,
  mayBeNegative: boolean,
): number | null {
  const hasWrong = !mayBeNegative && Array.prototype.some.call(offsets, (offset) => offset < 0)
  const { leastGap, mostGap } = measureGaps(decodeTimes)
  // In a video of uneven times, the last frames may be nearer to each other than any before.
  if (!hasWrong && mostGap > leastGap * MOST_UNEVENNESS) return null
  const shownTimes = decodeTimes.map((time, index) => time + (offsets[index] ?? 0)).sort()
  if (measureGaps(shownTimes).leastGap >= leastGap / 2) return null
  const shifts = shownTimes.map((time, index) => time - (decodeTimes[index] ?? 0)).sort()
  return shifts[shifts.length >> 1] ?? 0
}

const MOST_UNEVENNESS = 1.5

/** @param times ascending */
function measureGaps(times: Float64Array): { leastGap: number; mostGap: number } {
  let [leastGap, mostGap] = [Infinity, -Infinity]
  for (let index = 1; index < times.length; index++) {
    const gap = (times[index] ?? 0) - (times[index - 1] ?? 0)
    leastGap = Math.min(leastGap, gap)
    mostGap = Math.max(mostGap, gap)
  }
  return { leastGap, mostGap }
}
