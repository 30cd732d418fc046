import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { parseProjectFile, placeInFile } from '../../index.ts'
import type { OverlayConfig, Problem, ProjectFile } from '../../index.ts'
import { wrongInput } from '../command-error.ts'

/** A configuration from anywhere on the disk. */
export interface ConfigFile {
  config: OverlayConfig
  /** Says which line of the file a problem comes from. */
  place: (problem: Problem) => Problem
}

/**
 * Reads the file that `--config` names.
 * @param path absolute
 * @throws CommandError with the file and the line of every fault
 */
export async function readConfigFile(path: string): Promise<ConfigFile> {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (thrown) {
    const { code } = thrown as NodeJS.ErrnoException
    const reason = code === 'ENOENT' ? 'there is no such file' : (code ?? 'it cannot be read')
    throw wrongInput(`--config: ${path} cannot be read: ${reason}.`)
  }
  const file = basename(path)
  const { config, problems, lineOf }: ProjectFile = await parseProjectFile(text, file)
  if (!config) throw wrongInput(problems[0]?.message ?? `${file} is wrong.`, problems)
  return {
    config,
    place: (problem) => {
      const { key, file: known } = problem.where
      // The output and the range may come from other options.
      const isOfFile = key !== undefined && known === undefined && !/^(?:output|range)\b/.test(key)
      return isOfFile && lineOf ? placeInFile(problem, file, lineOf) : problem
    },
  }
}
