import type { LabelStyle } from '../draw/parts/label.ts'
import type { Shape } from '../draw/shapes.ts'
import type { Font, Outline, Point, Rect } from '../draw/surface.ts'

/** One call that a renderer of one's own made on its surface, as plain data. */
export type DrawCommand =
  /** The panel of the box, if it has one. */
  | { call: 'box'; widthPx: number; heightPx: number }
  | { call: 'fillRect'; rect: Rect; color: string; alpha: number }
  | { call: 'strokeRect'; rect: Rect; color: string; thicknessPx: number }
  | { call: 'strokeLine'; points: Point[]; color: string; thicknessPx: number; alpha: number }
  | { call: 'fillShape'; shape: Shape; color: string; alpha: number }
  | {
      call: 'strokeShape'
      shape: Shape
      color: string
      thicknessPx: number
      alpha: number
      ends: 'round' | 'cut'
    }
  | { call: 'fillText'; text: string; x: number; baselineY: number; font: Font; color: string }
  | { call: 'strokeText'; text: string; x: number; baselineY: number; font: Font; outline: Outline }
  | { call: 'label'; text: string; point: Point; style: Required<LabelStyle> }
  | { call: 'clipTo'; shape: Shape; inside: DrawCommand[] }
  | { call: 'withOpacity'; opacity: number; inside: DrawCommand[] }
