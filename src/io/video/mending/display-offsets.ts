/**
 * Checks whether the display times of frames are possible. The time between two shown frames is about
 * the same as between two decoded frames. Two frames are never shown at nearly the same time.
 * @param decodeTimes of the frames in the order of decoding, in any unit
 * @param offsets of the same frames, from the time of decoding to the time of display
 * @param mayBeNegative whether negative offsets are allowed
 * @returns null if the times are possible; else one offset for all frames, so that each is shown the
 * same time after it is decoded
 */
export function commonOffset(
  decodeTimes: Float64Array,
  offsets: ArrayLike<number>,
  mayBeNegative: boolean,
): number | null {
  const hasWrong = !mayBeNegative && Array.prototype.some.call(offsets, (offset) => offset < 0)
  const { leastGap, mostGap } = measureGaps(decodeTimes)
  // In a video with uneven times, the last frames may be closer together than all frames before.
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
