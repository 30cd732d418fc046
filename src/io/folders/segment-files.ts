import { swapTarget } from './swap-files.ts'

const FOLDER_ENDING = '.overlane-segments'

/** While a video is made, its finished segments lie in this folder beside it. */
export function segmentFolderName(videoName: string): string {
  return videoName + FOLDER_ENDING
}

export function isSegmentFolderName(name: string): boolean {
  return name.endsWith(FOLDER_ENDING)
}

/** @param number of the segment, from 1 */
export function segmentFileName(number: number): string {
  return `segment-${String(number).padStart(6, '0')}.packets`
}

/** Whether a file is a segment, or the temporary file of one. */
export function isSegmentFileName(name: string): boolean {
  return /^segment-\d{6,}\.packets$/.test(swapTarget(name) ?? name)
}
