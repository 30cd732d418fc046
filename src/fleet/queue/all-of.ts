import type { ChainableCommander } from 'ioredis'

/**
 * Asks several questions at once, which costs little more than one.
 * @returns the answers, in their order
 * @throws the first error among them
 */
export async function allOf(pipeline: ChainableCommander): Promise<unknown[]> {
  const answers = (await pipeline.exec()) ?? []
  return answers.map(([error, answer]) => {
    if (error) throw error
    return answer
  })
}
