import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { CommandError } from '../command-error.ts'
import { harmlessName } from '../print/harmless-text.ts'

/** The ffmpeg that is installed on this machine. */
export interface InstalledFfmpeg {
  /** `5.1.9-0+deb12u1` */
  version: string
  /** Names of its encoders of pictures. */
  encoders: ReadonlySet<string>
}

const run = promisify(execFile)
const MOST_OUTPUT_BYTES = 64 << 20

/**
 * Finds ffmpeg and ffprobe among the programs of this machine.
 * @throws CommandError `output-invalid` if one of them is not there
 */
export async function findFfmpeg(): Promise<InstalledFfmpeg> {
  await ask('ffprobe', ['-version'])
  const version = /^ffmpeg version (\S+)/.exec(await ask('ffmpeg', ['-version']))?.[1] ?? 'unknown'
  const list = await ask('ffmpeg', ['-hide_banner', '-encoders'])
  const names = [...list.matchAll(/^ V\S{5} (\S+)/gm)].map(([, name = '']) => name)
  return { version, encoders: new Set(names) }
}

/**
 * What one of its programs prints.
 * @throws CommandError `output-invalid`; `output-invalid` with the last line that it printed
 */
export async function ask(program: 'ffmpeg' | 'ffprobe', args: readonly string[]): Promise<string> {
  try {
    const { stdout } = await run(program, args, { maxBuffer: MOST_OUTPUT_BYTES })
    return stdout
  } catch (thrown) {
    const { code, stderr = '' } = thrown as { code?: unknown; stderr?: string }
    if (code === 'ENOENT' || code === 'EACCES') throw missing(program)
    throw new CommandError(
      'output-invalid',
      `${program} failed: ${lastLine(stderr) ?? String(thrown)}`,
    )
  }
}

function missing(program: string): CommandError {
  return new CommandError(
    'output-invalid',
    `--encoder: there is no program ${program} on this machine. Install ffmpeg (Debian: apt-get install ffmpeg), or leave out --encoder: the browser encodes by itself.`,
  )
}

/** The last line that a program printed, as a terminal may show it; null if it printed none. */
export function lastLine(text: string): string | null {
  const lines = text.split(/[\r\n]+/).filter((line) => line.trim() !== '')
  const last = lines.at(-1)
  return last === undefined ? null : harmlessName(last.trim())
}
