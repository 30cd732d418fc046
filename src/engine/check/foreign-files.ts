import type { FramePlan } from '../../core/plan/frame-plan.ts'
import type { Directory } from '../../io/folders/directory.ts'
import { isBookkeeping, MANIFEST_FILE_NAME } from '../../io/folders/manifest-files.ts'
import { isSegmentFileName, segmentFolderName } from '../../io/folders/segment-files.ts'
import { openSegments } from '../resume/earlier-run.ts'
import { hasForeignManifest, readManifest } from '../resume/read-manifest.ts'

/** Names that a run needs for its manifest or its segments, and that something else has. */
export async function findForeign(
  { movie }: Pick<FramePlan, 'movie'>,
  output: Directory,
): Promise<string[]> {
  if (!movie) return (await hasForeignManifest(output)) ? [MANIFEST_FILE_NAME] : []
  const folder = await openSegments(output, movie.fileName)
  return folder && (await isForeign(folder)) ? [segmentFolderName(movie.fileName)] : []
}

async function isForeign(folder: Directory): Promise<boolean> {
  if (await readManifest(folder)) return false
  for await (const { name } of folder.list()) {
    if (!isBookkeeping(name) && !isSegmentFileName(name)) return true
  }
  return false
}
