import { problem } from '../../core/errors.ts'
import type { Problem } from '../../core/errors.ts'
import { isImageName } from '../../core/recording/image-format.ts'
import type { RecordingSource } from '../../core/recording/recording.ts'
import { formatQuantity } from '../../core/text/format-count.ts'
import type { DiskListing } from '../folders/disk-listing.ts'
import { isVideoName } from '../video/video-names.ts'

const HIDDEN_NAMES =
  'no names with : ? * | " < > \\ or a space at their beginning, and none such as con or a.lnk'

/**
 * Tells what the browser hides, where that may be a part of the recording.
 * @param hidden paths, in natural order; a folder's ends with a slash
 */
export function tellHidden(
  hidden: readonly string[],
  { links, otherLinks }: DiskListing,
): Problem[] {
  const isLink = new Set([...links.map(([link]) => link), ...otherLinks])
  const parts = hidden.filter(mayBeOfRecording)
  const tell = (paths: readonly string[], fault: string, remedy: string): Problem[] => {
    const [file] = paths
    if (file === undefined) return []
    const count = formatQuantity(paths.length, 'file')
    const told = { fault: `The browser hides ${count} (the first is ${file}): ${fault}.`, remedy }
    return [problem('warning', 'file-hidden', told, { file })]
  }
  return [
    ...tell(
      parts.filter((path) => !isLink.has(path)),
      `it shows ${HIDDEN_NAMES}`,
      'Rename what belongs to the recording.',
    ),
    ...tell(
      parts.filter((path) => isLink.has(path)),
      'it follows only links to files inside the recording',
      'Put what belongs to the recording in the place of the link.',
    ),
  ]
}

function mayBeOfRecording(path: string): boolean {
  return /\/$|\.(?:csv|jsonl|json|yaml)$/i.test(path) || isImageName(path) || isVideoName(path)
}

/** Tells that files may be hidden where frames are missing from the numbering. */
export function checkHoles(source: RecordingSource | null): Problem[] {
  if (source?.kind !== 'images') return []
  const { gaps, fileCount, path } = source
  // Where only every tenth frame was kept, say, each is followed by a gap.
  if (!gaps[0] || gaps.length === fileCount - 1) return []
  const told = {
    fault: `The numbering of the frames has holes (the first is ${gaps[0].first}). If a file is there, the browser hides it: it shows no links, and ${HIDDEN_NAMES}.`,
    remedy: 'Rename such a file, or put it in the place of the link.',
  }
  return [problem('info', 'file-hidden', told, path === '' ? {} : { file: path })]
}
