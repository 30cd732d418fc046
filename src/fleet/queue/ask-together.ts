import type { Redis } from 'ioredis'

/** Each argument is one command: its words, as JSON. */
const SCRIPT = `local answers = {}
for place, command in ipairs(ARGV) do
  answers[place] = redis.call(unpack(cjson.decode(command)))
end
return answers`

/**
 * Asks several questions at once, as one command. A pipeline of the client would take longer: for each one it
 * takes over all scripts of the engine.
 * @param commands each with its words
 * @returns the answers, in their order
 */
export async function askTogether<Answers extends unknown[]>(
  redis: Redis,
  commands: readonly (readonly string[])[],
): Promise<Answers> {
  return (await redis.eval(SCRIPT, 0, ...commands.map((each) => JSON.stringify(each)))) as Answers
}
