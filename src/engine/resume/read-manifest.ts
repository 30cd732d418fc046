import type { Directory } from '../../io/folders/directory.ts'
import { MANIFEST_FILE_NAME, manifestPartName } from '../../io/folders/manifest-files.ts'
import { parseFileLine, parseHeader } from './manifest.ts'
import type { Manifest } from './manifest.ts'
import { nextTask } from './next-task.ts'

/** After this many lines, the page gets time for other work. */
const LINES_AT_A_TIME = 2000
const MOST_HEADER_BYTES = 1 << 20

/** Reads the manifest of a folder. Null if there is none that can be read. */
export async function readManifest(directory: Directory): Promise<Manifest | null> {
  const lines = await linesOf(await fileAt(directory, MANIFEST_FILE_NAME))
  const header = parseHeader(lines[0] ?? '')
  if (!header) return null
  const manifest: Manifest = { ...header, files: new Map() }
  await addFiles(manifest, lines)
  for (const file of await manifestParts(directory)) {
    const part = await linesOf(file)
    // A part may be left over from an earlier run.
    if (parseHeader(part[0] ?? '')?.run === header.run) await addFiles(manifest, part)
  }
  return manifest
}

/** The files of part 2, 3, … of a manifest, in this order. */
export async function manifestParts(directory: Directory): Promise<File[]> {
  const parts: File[] = []
  for (;;) {
    const file = await fileAt(directory, manifestPartName(parts.length + 2))
    if (!file) return parts
    parts.push(file)
  }
}

/** Whether a run wrote this file. An empty file counts too: a browser that is killed leaves one. */
export async function isOwnManifest(file: File): Promise<boolean> {
  const [first = ''] = (await file.slice(0, MOST_HEADER_BYTES).text()).split('\n')
  return file.size === 0 || parseHeader(first) !== null
}

/** Whether the folder has a file with the manifest's name that no run wrote. */
export async function hasForeignManifest(directory: Directory): Promise<boolean> {
  const file = await fileAt(directory, MANIFEST_FILE_NAME)
  return file !== null && !(await isOwnManifest(file))
}

async function addFiles({ files }: Manifest, lines: readonly string[]): Promise<void> {
  for (const [index, line] of lines.entries()) {
    const file = parseFileLine(line)
    if (file) files.set(file.name, file)
    if ((index + 1) % LINES_AT_A_TIME === 0) await nextTask()
  }
}

/** Null if there is none. */
function fileAt(directory: Directory, name: string): Promise<File | null> {
  return directory.openFile(name).catch(() => null)
}

/** An empty list if the file cannot be read. */
async function linesOf(file: File | null): Promise<string[]> {
  return file ? (await file.text().catch(() => '')).split('\n') : []
}
