/** After the machine slept, a timer may end before messages that were sent earlier arrive. */
const GRACE_MS = 1000

/** Somebody hangs. */
export class NoAnswerError extends Error {}

/**
 * The answer of a worker, or of a decoder.
 * @param name of who answers, for the message
 * @throws NoAnswerError if there is no answer in time; what the answer rejects with
 */
export async function answerInTime<Answer>(
  answer: Answer,
  timeoutMs: number,
  name: string,
): Promise<Awaited<Answer>> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      timer = setTimeout(() => {
        const seconds = Math.round(timeoutMs / 1000)
        reject(new NoAnswerError(`${name} did not respond for longer than ${seconds} s.`))
      }, GRACE_MS)
    }, timeoutMs)
  })
  try {
    return await Promise.race([answer, late])
  } finally {
    clearTimeout(timer)
  }
}
