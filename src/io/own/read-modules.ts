import { formatQuantity } from '../../core/text/format-count.ts'
import type { FoundModule } from '../../core/own/own-module.ts'
import { openPath } from '../folders/directory.ts'
import type { Directory } from '../folders/directory.ts'
import type { ModuleText } from './draw-request.ts'
import { OwnFault } from './own-fault.ts'
import type { Sandbox } from './sandbox.ts'

const MOST_BYTES = 1 << 18

/**
 * Reads the modules that an overlay names. They are run only if that is allowed.
 * @param chosen the texts of modules that the user chose from elsewhere, by their paths
 * @param isAllowed whether they may say what options they have
 */
export async function readModules(
  directory: Directory,
  paths: readonly string[],
  chosen: ReadonlyMap<string, string>,
  isAllowed: boolean,
): Promise<ReadonlyMap<string, FoundModule>> {
  const modules = new Map<string, FoundModule>()
  let sandbox: Sandbox | null = null
  try {
    for (const path of paths) {
      const text = chosen.get(path)
      const found: FoundModule =
        text === undefined ? await readOne(directory, path) : { kind: 'unasked', source: text }
      if (found.kind === 'unasked' && (isAllowed || text !== undefined)) {
        // Few recordings have modules.
        sandbox ??= new (await import('./sandbox.ts')).Sandbox()
        modules.set(path, await ask(sandbox, { path, source: found.source }))
      } else modules.set(path, found)
    }
    return modules
  } finally {
    sandbox?.close()
  }
}

async function readOne(directory: Directory, path: string): Promise<FoundModule> {
  let file: File
  try {
    file = await openPath(directory, path)
  } catch {
    return { kind: 'fault', fault: `there is no ${path} in the recording.` }
  }
  if (file.size > MOST_BYTES) {
    const fault = `${path} has ${formatQuantity(file.size, 'byte')}, expected 256 KiB at most.`
    return { kind: 'fault', fault }
  }
  return { kind: 'unasked', source: await file.text() }
}

async function ask(sandbox: Sandbox, module: ModuleText): Promise<FoundModule> {
  try {
    return { kind: 'described', module: await sandbox.describe(module) }
  } catch (thrown) {
    if (!(thrown instanceof OwnFault)) throw thrown
    return { kind: 'fault', fault: `${module.path} cannot be used: ${thrown.message}` }
  }
}
