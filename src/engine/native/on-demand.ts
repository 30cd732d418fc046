/** The page is smaller without what only the command line needs. */

import type { FedEncoder } from './fed-encoder.ts'

/** See `fed-encoder.ts`. */
export async function fedEncoder(
  ...args: ConstructorParameters<typeof FedEncoder>
): Promise<FedEncoder> {
  return new (await import('./fed-encoder.ts')).FedEncoder(...args)
}
