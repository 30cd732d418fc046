/**
 * The share of the video (0 to 1) that lies between the first and the last record of a log.
 * @returns null if the video or the log has no range
 */
export function coverageOf(
  log: readonly [number, number] | null,
  video: readonly [number, number] | null,
): number | null {
  if (!log || !video) return null
  const lengthMs = video[1] - video[0]
  const sharedMs = Math.min(log[1], video[1]) - Math.max(log[0], video[0])
  if (lengthMs <= 0) return sharedMs >= 0 ? 1 : 0
  return Math.max(0, sharedMs / lengthMs)
}
