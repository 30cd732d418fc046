import { parseConfig, serializeConfig } from '../../core/config/parse-config.ts'
import type { OverlayConfig } from '../../core/config/overlay-config.ts'
import { OverlaneError, placeInFile } from '../../core/errors.ts'
import type { LineOf, Problem } from '../../core/errors.ts'
import { isRecord } from '../../core/plain-object.ts'
import type { Directory } from '../folders/directory.ts'
import { readText } from '../logs/read-text.ts'

export const PROJECT_FILE_NAME = 'overlane.yaml'

export interface ProjectFile {
  /** Null if there are problems, so that a configuration is never applied in part. */
  config: OverlayConfig | null
  problems: Problem[]
  /** The line a key stands on, or the closest key above it; null where the text is no YAML. */
  lineOf: LineOf | null
}

/**
 * Reads `overlane.yaml`.
 * @param file what it is called in problems
 */
export async function parseProjectFile(
  text: string,
  file = PROJECT_FILE_NAME,
): Promise<ProjectFile> {
  const { readYaml } = await import('./yaml-document.ts')
  const read = readYaml(text, file)
  if (!read.document) return { config: null, problems: read.problems, lineOf: null }
  const { document, lineOf } = read
  try {
    return { config: parseConfig(document.toJS()), problems: [], lineOf }
  } catch (thrown) {
    const { problems } = OverlaneError.from(thrown, 'config-invalid')
    return {
      config: null,
      problems: problems.map((each) => placeInFile(each, file, lineOf)),
      lineOf,
    }
  }
}

/**
 * What `overlane.yaml` says for a configuration.
 * @param earlier the file that is replaced. What it says already stays as it is written, with its
 * comments and its order. Null: there is none
 */
export async function writeProjectFile(
  config: OverlayConfig,
  earlier: string | null,
): Promise<string> {
  const { stringify } = await import('yaml')
  const after = serializeConfig(config)
  return (earlier === null ? null : await updateText(earlier, after)) ?? stringify(after)
}

/**
 * Writes `overlane.yaml` into a folder, in place of an earlier one.
 * @param earlier the folder with the earlier one. Its comments and its order stay
 */
export async function saveProjectFile(
  directory: Directory,
  config: OverlayConfig,
  earlier: Directory = directory,
): Promise<void> {
  const text = await readEarlier(earlier)
  await directory.writeFile(PROJECT_FILE_NAME, await writeProjectFile(config, text))
}

async function readEarlier(directory: Directory): Promise<string | null> {
  try {
    return await readText(await directory.openFile(PROJECT_FILE_NAME), 'config-invalid')
  } catch {
    return null
  }
}

/** Null where the earlier text cannot be changed so that it says the same. */
async function updateText(earlier: string, after: Record<string, unknown>): Promise<string | null> {
  const { readYaml } = await import('./yaml-document.ts')
  const { claimComments, expandAliases, isSameValue, updateDocument, writeDocument } =
    await import('./yaml-update.ts')
  const { config } = await parseProjectFile(earlier)
  const said = config && serializeConfig(config)
  if (said && isSameValue(said, after)) return earlier
  // A change of what an alias stands for would change other places too.
  for (const prepare of [() => undefined, expandAliases]) {
    const { document } = readYaml(earlier, PROJECT_FILE_NAME)
    if (!document) return null
    try {
      const before: unknown = said ?? document.toJS()
      claimComments(document, earlier)
      prepare(document)
      updateDocument(document, isRecord(before) ? before : {}, after)
      const text = writeDocument(document, earlier)
      const { config: written } = await parseProjectFile(text)
      if (written && isSameValue(serializeConfig(written), after)) return text
    } catch {
      // An alias without its anchor cannot be written. Without aliases there is none.
    }
  }
  return null
}
