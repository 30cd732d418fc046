import { closeSync, openSync, readSync } from 'node:fs'
import { basename } from 'node:path'
import {
  CONFIG_SECTIONS,
  isPipeline,
  parseLayoutFile,
  parsePipelineFile,
  parseProjectFile,
  placeInFile,
} from '../../index.ts'
import type { Layout, OverlayConfig, Problem, ProjectFile } from '../../index.ts'
import { wrongInput } from '../command-error.ts'
import { systemReason } from './system-reason.ts'

/** A configuration from anywhere on the disk. */
export interface ConfigFile {
  config: OverlayConfig
  /** What was not understood in a file of the earlier Python tool. */
  warnings: readonly Problem[]
  /** Says which line of the file a problem comes from. */
  place: (problem: Problem) => Problem
}

interface WantedFile {
  what: string
  /** The name of such a file. */
  like: string
}
const CONFIG: WantedFile = { what: 'an overlay configuration', like: 'overlane.yaml' }
const LAYOUT: WantedFile = { what: 'a layout', like: 'mine.overlane-layout.yaml' }

/** No configuration is larger than this. A log, a device or a disk image may be. */
const MOST_BYTES = 1_000_000

/**
 * Reads the file that `--config` names. If the file is not a configuration, messages do not quote it:
 * it may contain secrets.
 * @param path absolute
 * @throws CommandError with the file and the line of every fault
 */
export async function readConfigFile(path: string): Promise<ConfigFile> {
  const text = readText(path, '--config', CONFIG)
  const file = basename(path)
  const line = firstLineOf(text)
  const isOfEarlierTool = isPipeline(text)
  if (line !== null && !isOfEarlierTool && !hasSection(text, CONFIG_SECTIONS)) {
    throw wrongInput(
      `--config: ${path} is not an overlay configuration. From line ${line} on, it contains none of the sections ${CONFIG_SECTIONS.join(', ')}. Name a file like overlane.yaml.`,
    )
  }
  const parse = isOfEarlierTool ? parsePipelineFile : parseProjectFile
  const { config, problems, lineOf }: ProjectFile = await parse(text, file)
  if (!config) throw wrongInput(problems[0]?.message ?? `${file} is wrong.`, problems)
  return {
    config,
    warnings: problems,
    place: (problem) => {
      const { key, file: known } = problem.where
      // The output and the range may come from other options.
      const isOfFile = key !== undefined && known === undefined && !/^(?:output|range)\b/.test(key)
      return isOfFile && lineOf && !isOfEarlierTool ? placeInFile(problem, file, lineOf) : problem
    },
  }
}

/**
 * Reads the layout file that `--layout` names, as {@link readConfigFile}.
 * @param path absolute
 * @throws CommandError with the file and the line of every fault
 */
export async function readLayoutFile(path: string): Promise<Layout> {
  const text = readText(path, '--layout', LAYOUT)
  if (!hasSection(text, ['layout'])) {
    throw wrongInput(
      `--layout: ${path} is not a layout, as it has no key "layout". Name a file like ${LAYOUT.like}.`,
    )
  }
  const { layout, problems } = await parseLayoutFile(text, basename(path))
  if (!layout) throw wrongInput(problems[0]?.message ?? `${path} is wrong.`, problems)
  return layout
}

/** The number, from 1, of the first line with content. Null if there is none: all defaults apply. */
function firstLineOf(text: string): number | null {
  const index = text.split('\n').findIndex((line) => !/^\s*(?:#.*|---\s*)?$/.test(line))
  return index < 0 ? null : index + 1
}

/** Whether a line begins a section. In JSON, which is YAML too, the line may be indented. */
function hasSection(text: string, sections: readonly string[]): boolean {
  const indent = /^\s*\{/.test(text) ? '[\\s{]*' : '\\uFEFF?'
  return new RegExp(`^${indent}["']?(?:${sections.join('|')})["']?\\s*:`, 'm').test(text)
}

/** Reads at most `MOST_BYTES`, because a device never ends. */
function readText(path: string, option: string, { what, like }: WantedFile): string {
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
    throw wrongInput(`${option}: ${path} cannot be read: ${systemReason(thrown, NOT_READ)}`)
  }
  if (length > MOST_BYTES) {
    throw wrongInput(
      `${option}: ${path} is not ${what}: it is larger than ${MOST_BYTES / 1e6} MB. Name a file like ${like}.`,
    )
  }
  return bytes.toString('utf8', 0, length)
}

const NOT_READ = { ENOENT: 'there is no such file.' }
