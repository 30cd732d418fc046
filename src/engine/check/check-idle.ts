import type { Directory } from '../../io/folders/directory.ts'

/** @throws OverlaneError `busy` while a run writes into the folder, in any browser or terminal */
export async function checkIdle(output: Directory): Promise<void> {
  // The page is smaller without what it needs only for a run.
  const { findHolder, inUse } = await import('../lock/find-holder.ts')
  const holder = await findHolder(output)
  if (holder) throw inUse(output, holder)
}
