/** The curves of logs. They are loaded together with the timeline, and not with the first page. */

import { loadCurves } from '../../index.ts'
import type {
  ChangeMarks as Marks,
  CurvePyramid as Pyramid,
  ValueTiles as Tiles,
} from '../../index.ts'

export const {
  ChangeMarks,
  CurvePyramid,
  fillColumns,
  findGaps,
  findMoments,
  readColumns,
  recordsBetween,
  refineMoment,
  usualStretchMs,
  ValueTiles,
} = await loadCurves()

export type ChangeMarks = Marks
export type CurvePyramid = Pyramid
export type ValueTiles = Tiles
