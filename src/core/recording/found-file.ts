/** What a file of a folder is used as. `result`: an earlier run of Overlane wrote it. */
export type FileRole =
  | 'frames'
  | 'times'
  | 'log'
  | 'calibration'
  | 'image'
  | 'project-file'
  | 'result'
  | 'hidden'
  | 'unused'

/** What a file can be made by a choice. */
export type FileUse = 'frames' | 'log' | 'times' | 'calibration'

/** A file of a folder, or all images of a folder together: how it is used, or why it is not. */
export interface FoundFile {
  /** Path inside the recording; of images together that of their folder, `.` for the recording. */
  path: string
  fileCount: number
  role: FileRole
  /** A sentence. */
  text: string
  /** What else it can be. */
  offers: FileUse[]
}

/** What the frames of a recording may be, where a folder has more than one. */
export interface FrameCandidate {
  /** As `recording.frames` names it. */
  path: string
  kind: 'images' | 'video' | 'log'
  /** Null: it is not known before the video is looked through. */
  frameCount: number | null
  /** Null for images. */
  sizeBytes: number | null
}
