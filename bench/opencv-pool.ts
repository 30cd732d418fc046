/** A pool of Python processes with OpenCV: what Overlane's users have today. */

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ask, execute } from './command.ts'
import type { DrawingStep } from './drawing.ts'
import { coreCount, measureFrames } from './method.ts'
import type { Method } from './method.ts'

const SCRIPT = join(import.meta.dirname, 'opencv-pool.py')

/** @param folder for a file of its own */
export async function openCvPool(drawing: readonly DrawingStep[], folder: string): Promise<Method> {
  const found = await findPython()
  const drawingPath = join(folder, 'drawing.json')
  writeFileSync(drawingPath, JSON.stringify(drawing))
  return {
    name: 'Python OpenCV pool',
    version: found?.version ?? '',
    obstacle: found ? null : 'python3-opencv is not installed',
    isFor: () => true,
    async run(set, output) {
      const args = [SCRIPT, join(set.path, 'frames'), output, drawingPath, String(coreCount)]
      const { stdout } = await execute(found?.command ?? '', args)
      return { framesPerSecond: Number(stdout), bytesPerFrame: measureFrames(set, output) }
    },
  }
}

/** The first Python that has OpenCV: another one may stand before the system's. */
async function findPython(): Promise<{ command: string; version: string } | null> {
  for (const command of ['python3', '/usr/bin/python3']) {
    const code = 'import cv2, platform; print(platform.python_version(), cv2.__version__)'
    const [python, openCv] = (await ask(command, '-c', code))?.split(' ') ?? []
    if (python && openCv) return { command, version: `OpenCV ${openCv} with Python ${python}` }
  }
  return null
}
