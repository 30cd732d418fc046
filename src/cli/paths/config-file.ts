import { closeSync, openSync, readSync } from 'node:fs'
import { basename } from 'node:path'
import { CONFIG_SECTIONS, parseProjectFile, placeInFile } from '../../index.ts'
import type { OverlayConfig, Problem, ProjectFile } from '../../index.ts'
import { wrongInput } from '../command-error.ts'
import { systemReason } from './system-reason.ts'

/** A configuration from anywhere on the disk. */
export interface ConfigFile {
  config: OverlayConfig
  /** Says which line of the file a problem comes from. */
  place: (problem: Problem) => Problem
}

/** No configuration is larger than this. A log, a device or a disk image may be. */
const MOST_BYTES = 1_000_000

/**
 * Reads the file that `--config` names. If the file is not a configuration, messages do not quote it:
 * it may contain secrets.
 * @param path absolute
 * @throws CommandError with the file and the line of every fault
 */
export async function readConfigFile(path: string): Promise<ConfigFile> {
  const text = readText(path)
  const file = basename(path)
  const line = firstLineOf(text)
  if (line !== null && !hasSection(text)) {
    throw wrongInput(
      `--config: ${path} is not an overlay configuration. From line ${line} on, it contains none of the sections ${CONFIG_SECTIONS.join(', ')}. Name a file like overlane.yaml.`,
    )
  }
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

/** The number, from 1, of the first line with content. Null if there is none: all defaults apply. */
function firstLineOf(text: string): number | null {
  const index = text.split('\n').findIndex((line) => !/^\s*(?:#.*|---\s*)?$/.test(line))
  return index < 0 ? null : index + 1
}

/** Whether a line begins a section. In JSON, which is YAML too, the line may be indented. */
function hasSection(text: string): boolean {
  const indent = /^\s*\{/.test(text) ? '[\\s{]*' : '\\uFEFF?'
  return new RegExp(`^${indent}["']?(?:${CONFIG_SECTIONS.join('|')})["']?\\s*:`, 'm').test(text)
}

/** Reads at most `MOST_BYTES`, because a device never ends. */
function readText(path: string): string {
  const bytes = Buffer.alloc(MOST_BYTES + 1)
  let length = 0
  try {
    const file = openSync(path, 'r')
    try {
      for (let count = -1; count !== 0 && length <= MOST_BYTES; length += count) {
        count = readSync(file, bytes, length, bytes.length - length, null)
      }
    } finally {
      closeSync(file)
    }
  } catch (thrown) {
    throw wrongInput(`--config: ${path} cannot be read: ${systemReason(thrown, NOT_READ)}`)
  }
  if (length > MOST_BYTES) {
    throw wrongInput(
      `--config: ${path} is not an overlay configuration: it is larger than ${MOST_BYTES / 1e6} MB. Name a file like overlane.yaml.`,
    )
  }
  return bytes.toString('utf8', 0, length)
}

const NOT_READ = { ENOENT: 'there is no such file.' }
