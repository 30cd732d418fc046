import { HandleDirectory } from '../../index.ts'
import type { Directory, VideoContainer } from '../../index.ts'
import { emptyDownloadFolder } from './download-folder.ts'
import { unlessClosed } from './folder-access.ts'
import { findPrivateRoot } from './private-root.ts'

/** Where a video is written that does not go into a folder. */
export interface VideoTarget {
  name: string
  /** Has what belongs to the run, such as its segments. It is private to the page. */
  directory: Directory
  /** The file that the user picked; null: the video is in the directory, to be downloaded. */
  file: FileSystemFileHandle | null
  /** There is no video: removes the empty file that the browser made when it was picked. */
  discard(): Promise<void>
}

const TYPES: Record<VideoContainer, FilePickerAcceptType> = {
  mp4: { description: 'MP4 video', accept: { 'video/mp4': ['.mp4'] } },
  webm: { description: 'WebM video', accept: { 'video/webm': ['.webm'] } },
}

/** Why this browser can write no video, in one sentence; '' if it can write some. */
export async function whyNoVideos(): Promise<string> {
  if (await findPrivateRoot()) return ''
  return 'Videos cannot be written in this browser or window, as it has no place for a file that grows. Choose frames, which come as a ZIP.'
}

/**
 * Asks the user where the video goes. If the browser cannot do that, the video is in the origin's
 * private file system and is offered as a download at the end.
 * @returns null if the user closes the dialog
 */
export async function openVideoTarget(
  name: string,
  container: VideoContainer,
): Promise<VideoTarget | null> {
  let file: FileSystemFileHandle | null = null
  if ('showSaveFilePicker' in globalThis) {
    const id = 'overlane-output'
    file = await unlessClosed(() =>
      showSaveFilePicker({ id, suggestedName: name, types: [TYPES[container]] }),
    )
    if (!file) return null
  }
  const directory = new HandleDirectory(await emptyDownloadFolder())
  return { name: file?.name ?? name, directory, file, discard: () => removeEmpty(file) }
}

async function removeEmpty(
  file: (FileSystemFileHandle & { remove?: () => Promise<void> }) | null,
): Promise<void> {
  try {
    if (file && (await file.getFile()).size === 0) await file.remove?.()
  } catch {
    // It is gone already.
  }
}
