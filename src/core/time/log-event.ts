/** What a log says at one moment. */
export interface LogEvent {
  /** On the video's clock. */
  timeMs: number
  text: string
  /** What stands beside it instead of its time. */
  detail?: string
}
