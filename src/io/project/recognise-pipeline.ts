/** How a pipeline of the earlier Python tool is recognised. Its reader is loaded only where there is one. */

export const PIPELINE_FILE_NAME = 'repro.yaml'

/** Whether a text begins a pipeline of the earlier tool: `overlane.yaml` has no such key. */
export function isPipeline(text: string): boolean {
  return /^pipeline[ \t]*:/m.test(text)
}
