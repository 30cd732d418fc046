import type { OverlayConfig } from '../../core/config/overlay-config.ts'
import { placeInFile } from '../../core/errors.ts'
import type { Problem } from '../../core/errors.ts'
import type { Directory } from '../folders/directory.ts'
import type { FolderFiles } from '../folders/list-folders.ts'
import { readText } from '../logs/read-text.ts'
import { cannotRead } from './cannot-read.ts'
import { PIPELINE_FILE_NAME } from '../project/recognise-pipeline.ts'
import { parseProjectFile, PROJECT_FILE_NAME } from '../project/project-file.ts'
import type { ProjectFile } from '../project/project-file.ts'

/** What a folder is read by, and where that is written. */
export interface FoundProject extends ProjectFile {
  /** Null where the folder has no project file. */
  file: string | null
}

/**
 * The folder's project file, or the pipeline of the earlier Python tool where there is none, unless it is to be left aside.
 * @param config is taken in its place
 */
export async function findProject(
  directory: Directory,
  folders: FolderFiles,
  config: OverlayConfig | null,
  isIgnored: boolean,
): Promise<FoundProject> {
  const names = folders.get('') ?? []
  const file = [PROJECT_FILE_NAME, PIPELINE_FILE_NAME].find((name) => names.includes(name)) ?? null
  if (config || !file || isIgnored) return { config, lineOf: null, file, problems: [] }
  try {
    const text = await readText(await directory.openFile(file), 'config-invalid')
    if (file !== PIPELINE_FILE_NAME) return { ...(await parseProjectFile(text)), file }
    const { parsePipelineFile } = await import('../project/pipeline-file.ts')
    return { ...(await parsePipelineFile(text)), file }
  } catch (thrown) {
    const problems = [cannotRead(file, 'config-invalid', thrown)]
    return { config: null, lineOf: null, file, problems }
  }
}

/** A problem that the project file is to blame for gets its line. */
export function placeInProject(found: Problem, { file, lineOf }: FoundProject): Problem {
  const isPlaced = found.where.file !== undefined || found.where.key === undefined
  return isPlaced || file === null || lineOf === null ? found : placeInFile(found, file, lineOf)
}
