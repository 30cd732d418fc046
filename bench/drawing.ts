/** The overlay of the comparison, and what its peers draw instead of it. */

import type { Page } from '@playwright/test'
import { grabFolder } from '../e2e/folders.ts'
import type { Surface } from '../src/index.ts'
import type { FrameSet } from './frame-sets.ts'

const TEXT = { text_color: '#ffff00', outline_color: '#000000' }

/**
 * As in `overlane.yaml`: outlined text in three corners, two panels, a box and a label per target.
 */
export const OVERLAY = {
  time_zone: 'UTC',
  renderers: [
    { type: 'frame_info', format: 'detailed', ...TEXT },
    {
      type: 'speed',
      sensor: 'speed',
      position: { x: 'width - 10', y: 10, anchor: 'top_right' },
      panel: { enabled: true },
      ...TEXT,
    },
    {
      type: 'targets',
      sensor: 'targets',
      position: { x: 'width - 10', y: 'height - 10', anchor: 'bottom_right' },
      panel: { enabled: true },
      ...TEXT,
    },
  ],
}

interface Box {
  x: number
  y: number
  width: number
  height: number
}

/** What is drawn, in pixels; colours as `#rrggbb`. */
export type DrawingStep =
  | ({ kind: 'fill'; color: string; alpha: number } & Box)
  | ({ kind: 'stroke'; color: string; thicknessPx: number } & Box)
  | {
      kind: 'text'
      text: string
      /** The text's left edge, on its baseline. */
      x: number
      y: number
      sizePx: number
      color: string
      outline: { color: string; thicknessPx: number } | null
    }

/**
 * Records what Overlane draws on the middle frame of a recording, so that its peers draw the same.
 */
export async function recordDrawing(page: Page, set: FrameSet): Promise<DrawingStep[]> {
  const handle = await grabFolder(page, set.path)
  return page.evaluate(
    async ({ handle, overlay }) => {
      const { overlane } = globalThis
      const steps: DrawingStep[] = []
      const context = new OffscreenCanvas(1, 1).getContext('2d')
      if (!context) throw new Error('There is no canvas to measure text with.')
      const hex = (color: string): string => {
        context.fillStyle = color
        return context.fillStyle
      }
      const outlines = new Map<string, { color: string; thicknessPx: number }>()

      class Recorder extends overlane.Surface {
        override fillRect(...[box, color, alpha = 1]: Parameters<Surface['fillRect']>): void {
          steps.push({ kind: 'fill', ...box, color: hex(color), alpha })
        }
        override strokeRect(...[box, color, thicknessPx]: Parameters<Surface['strokeRect']>): void {
          steps.push({ kind: 'stroke', ...box, color: hex(color), thicknessPx })
        }
        override strokeText(...[text, x, y, , outline]: Parameters<Surface['strokeText']>): void {
          outlines.set(`${text} ${x} ${y}`, { ...outline, color: hex(outline.color) })
        }
        override fillText(...[text, x, y, font, color]: Parameters<Surface['fillText']>): void {
          const outline = outlines.get(`${text} ${x} ${y}`) ?? null
          const { sizePx } = font
          steps.push({ kind: 'text', text, x, y, sizePx, color: hex(color), outline })
        }
      }

      await overlane.loadOverlayFont()
      const config = overlane.parseConfig(overlay)
      const directory = new overlane.HandleDirectory(handle)
      const recording = await overlane.openRecording(directory, { config })
      const plan = overlane.planFrames(recording, recording.config)
      const { widthPx = 0, heightPx = 0 } = recording.source ?? {}
      const surface = new Recorder(context, widthPx, heightPx)
      overlane.drawOverlay(surface, plan.jobAt(plan.frames.length >> 1), plan)
      return steps
    },
    { handle, overlay: OVERLAY },
  )
}
