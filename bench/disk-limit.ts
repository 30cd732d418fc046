/** The speed that the browser's file access alone would allow. */

import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { grabFolder } from '../e2e/folders.ts'
import { frameNames } from './frame-sets.ts'
import { coreCount, measureFrames } from './method.ts'
import type { Method } from './method.ts'

/** Files that a worker reads and writes at a time. */
const FILES_IN_FLIGHT = 4

/** The task of a worker. */
interface Task {
  source: FileSystemDirectoryHandle
  output: FileSystemDirectoryHandle
  names: string[]
  filesInFlight: number
}

/**
 * Reads all files and writes them unchanged, with one worker per core.
 * @param page shows the built app
 */
export function diskLimit(page: Page, version: string): Method {
  return {
    name: `reading and writing alone (${coreCount} workers)`,
    version,
    obstacle: null,
    isFor: () => true,
    async run(set, output) {
      const names = frameNames(set)
      const seconds = await copyInWorkers(page, join(set.path, 'frames'), output, names)
      return { framesPerSecond: names.length / seconds, bytesPerFrame: measureFrames(set, output) }
    },
  }
}

/** @returns seconds since the start of the workers */
async function copyInWorkers(
  page: Page,
  from: string,
  to: string,
  names: string[],
): Promise<number> {
  const source = await grabFolder(page, from)
  const output = await grabFolder(page, to)
  return page.evaluate(
    async ({ source, output, names, script, coreCount, filesInFlight }) => {
      // The page's Content-Security-Policy allows workers only from the app and from a blob.
      const url = URL.createObjectURL(new Blob([script], { type: 'text/javascript' }))
      const startMs = performance.now()
      const workers = Array.from({ length: coreCount }, () => new Worker(url))
      const done = workers.map(
        (worker, at) =>
          new Promise<void>((resolve, reject) => {
            worker.onmessage = () => resolve()
            worker.onerror = (event) => reject(new Error(event.message))
            const own = names.filter((_, index) => index % coreCount === at)
            worker.postMessage({ source, output, names: own, filesInFlight } satisfies Task)
          }),
      )
      await Promise.all(done)
      const seconds = (performance.now() - startMs) / 1000
      for (const worker of workers) worker.terminate()
      URL.revokeObjectURL(url)
      return seconds
    },
    { source, output, names, script: workerScript(), coreCount, filesInFlight: FILES_IN_FLIGHT },
  )
}

/**
 * The script of a worker that copies files and then reports it. A rejection becomes an error of the
 * worker.
 */
function workerScript(): string {
  return `onmessage = ({ data }) => {
    const copyFiles = ${copyFiles.toString()}
    copyFiles(data).then(() => postMessage(null), (error) => setTimeout(() => { throw error }))
  }`
}

/** Runs in the worker, so it may not use anything outside this function. */
async function copyFiles({ source, output, names, filesInFlight }: Task): Promise<void> {
  const copyNext = async (): Promise<void> => {
    for (let name = names.pop(); name !== undefined; name = names.pop()) {
      const file = await (await source.getFileHandle(name)).getFile()
      const bytes = await file.arrayBuffer()
      const target = await output.getFileHandle(name, { create: true })
      const stream = await target.createWritable()
      await stream.write(bytes)
      await stream.close()
    }
  }
  await Promise.all(Array.from({ length: filesInFlight }, copyNext))
}
