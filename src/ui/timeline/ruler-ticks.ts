import type { TimeWindow } from '../measure/timeline/time-window.ts'

const TICK_STEPS_S = [
  0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900,
  1800, 3600, 7200, 14_400, 36_000,
]
const MOST_TICKS = 8
/** The width of the longest label that is usual, such as 100:00. */
const LABEL_PX = 56
/** With three decimals. */
const LONG_LABEL_PX = 72

/** A mark at a round time from the start of the video. */
export interface RulerTick {
  /** Its place in the window, 0 to 1. */
  share: number
  label: string
}

/** Marks at round times. None is too close to another mark or to the end. */
export function ticksOf({ fromMs, toMs }: TimeWindow, widthPx: number): RulerTick[] {
  const lengthMs = toMs - fromMs
  const labelPx = lengthMs < 1000 ? LONG_LABEL_PX : LABEL_PX
  const mostTicks = Math.min(MOST_TICKS, Math.floor(widthPx / labelPx))
  if (lengthMs <= 0 || mostTicks === 0) return []
  const stepS =
    TICK_STEPS_S.find((step) => lengthMs / 1000 / step <= mostTicks) ?? lengthMs / 1000 / mostTicks
  const lastMs = fromMs + lengthMs * (1 - labelPx / widthPx)
  const ticks: RulerTick[] = []
  for (let index = Math.ceil(fromMs / 1000 / stepS); index * stepS * 1000 <= lastMs; index++) {
    const share = (index * stepS * 1000 - fromMs) / lengthMs
    ticks.push({ share, label: labelOf(index * stepS, stepS) })
  }
  return ticks
}

/** `1:05`, `1:05.2`, `-0:02`: with as many decimals as tell the ticks apart. */
function labelOf(timeS: number, stepS: number): string {
  const decimals = stepS < 0.01 ? 3 : stepS < 0.1 ? 2 : 1
  const scale = 10 ** decimals
  const total = Math.round(Math.abs(timeS) * scale)
  const seconds = (total / scale) % 60
  const isWhole = total % scale === 0
  const text = isWhole
    ? String(Math.round(seconds)).padStart(2, '0')
    : seconds.toFixed(decimals).padStart(decimals + 3, '0')
  return `${timeS < 0 && total > 0 ? '-' : ''}${Math.floor(total / scale / 60)}:${text}`
}
