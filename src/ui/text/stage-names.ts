import type { Stage } from '../../index.ts'

/** The name of each stage, in one word. */
export const STAGE_NAMES: Readonly<Record<Stage, string>> = {
  load_frame: 'load',
  get_sensor_data: 'match',
  render: 'draw',
  save_frame: 'save',
}
