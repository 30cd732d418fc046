/** Finds a Python that has OpenCV, and runs scripts with it. */

import { join } from 'node:path'
import { ask, execute } from './command.ts'

export interface Python {
  version: string
  writesH264: boolean
  /**
   * Runs a script of this folder.
   * @returns what it prints
   */
  run: (script: string, ...args: string[]) => Promise<string>
}

/** Why methods that need OpenCV are skipped, in a few words. */
export const NO_OPENCV = 'python3-opencv is not installed'

/** The first Python that has OpenCV. The one in the `PATH` may not be the system's. */
export async function findPython(): Promise<Python | null> {
  for (const command of ['python3', '/usr/bin/python3']) {
    const code = 'import cv2, platform; print(platform.python_version(), cv2.__version__)'
    const [python, openCv] = (await ask(command, '-c', code))?.split(' ') ?? []
    if (!python || !openCv) continue
    return {
      version: `OpenCV ${openCv} with Python ${python}`,
      writesH264: await writesH264(command),
      async run(script, ...args) {
        // Without -B, Python leaves cache files beside the script.
        const path = join(import.meta.dirname, script)
        return (await execute(command, ['-B', path, ...args])).stdout
      },
    }
  }
  return null
}

async function writesH264(command: string): Promise<boolean> {
  const code = `import cv2, tempfile
with tempfile.TemporaryDirectory() as folder:
    codec = cv2.VideoWriter_fourcc(*"avc1")
    print(cv2.VideoWriter(folder + "/tried.mp4", codec, 30, (64, 64)).isOpened())`
  return (await ask(command, '-c', code))?.endsWith('True') ?? false
}
