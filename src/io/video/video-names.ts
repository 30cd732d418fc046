import { extensionOf } from '../../core/recording/image-format.ts'

export const VIDEO_EXTENSIONS = ['.mp4', '.mov', '.m4v', '.webm', '.mkv', '.ts', '.mts', '.m2ts']

export function isVideoName(fileName: string): boolean {
  return VIDEO_EXTENSIONS.includes(extensionOf(fileName))
}

/** Whether a file by itself may be a recording: a video, or a log that has images inside. */
export function mayHoldFrames(fileName: string): boolean {
  return isVideoName(fileName) || extensionOf(fileName) === '.mcap'
}
