import type { RendererConfig } from '../config/overlay-config.ts'
import type { FrameTiming } from '../recording/recording.ts'

const YEAR_MS = 365 * 86_400_000
/** A time of which only the date is written, with the blanks that set it apart. */
const DATE = /\{time:(?=[^{}]*[yMd])[^{}HmsS]*\}\s*/g

/**
 * An element for frames whose times are counted from the start of the video: a date would be one of
 * 1970, which nobody recorded.
 * @returns the element itself where it shows no date, or the times tell one
 */
export function withoutDate(element: RendererConfig, timing: FrameTiming | null): RendererConfig {
  if (element.type !== 'text' || timing === null || timing.rangeMs[0] > YEAR_MS) return element
  const template = element.options.template.replace(DATE, '').trimEnd()
  if (template === element.options.template || template === '') return element
  return { ...element, options: { ...element.options, template } }
}
