import { resolve } from 'node:path'
import { loadLayouts } from '../../index.ts'
import { wrongInput } from '../command-error.ts'
import type { ChosenLayout } from '../browser/page-messages.ts'
import { readLayoutFile } from './config-file.ts'

/**
 * The layout that `--layout` names: a built-in one, or a file.
 * @throws CommandError that lists the names, or the faults of the file
 */
export async function readLayout(named: string): Promise<ChosenLayout> {
  const { LAYOUT_NAMES } = await loadLayouts()
  const name = LAYOUT_NAMES.find((each) => each === named.replaceAll('-', '_').toLowerCase())
  if (name !== undefined) return name
  if (/\.ya?ml$/i.test(named)) return readLayoutFile(resolve(named))
  throw wrongInput(
    `--layout: there is no layout "${named}". There are ${LAYOUT_NAMES.join(', ')}; or name a file that ends with .yaml.`,
  )
}
