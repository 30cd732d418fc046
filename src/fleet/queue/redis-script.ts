import { createHash } from 'node:crypto'
import type { Redis } from 'ioredis'

/** In Lua: the time as Redis has it. Clocks of machines differ. */
export const NOW_MS = `local time = redis.call('TIME')
local nowMs = time[1] * 1000 + math.floor(time[2] / 1000)`

type Word = string | number | Buffer

/** Commands that Redis runs as one. It keeps their text, so only a name is sent. */
export class RedisScript<Answer> {
  private readonly text: string
  private readonly name: string
  private readonly keyCount: number

  /**
   * @param text in Lua
   * @param keyCount how many of its words are keys; the others are arguments
   */
  constructor(text: string, keyCount = 0) {
    this.text = text
    this.name = createHash('sha1').update(text).digest('hex')
    this.keyCount = keyCount
  }

  async run(redis: Redis, ...words: readonly Word[]): Promise<Answer> {
    try {
      return (await redis.evalsha(this.name, this.keyCount, ...words)) as Answer
    } catch (thrown) {
      // A Redis that was started again has no texts.
      if (!String(thrown).includes('NOSCRIPT')) throw thrown
      return (await redis.eval(this.text, this.keyCount, ...words)) as Answer
    }
  }
}

/** As the engine calls it. */
type Command = (this: unknown, words: Word[]) => unknown

/** Those of the engine, by their text. */
const defined = new Map<string, RedisScript<unknown>>()

/**
 * Lets a connection send the names of the engine's scripts first. By itself it would send the text of each
 * one once, and Redis would keep room for it in the buffer of every worker.
 */
export function sendNamesOfScripts(redis: Redis): void {
  const define = redis.defineCommand.bind(redis)
  redis.defineCommand = (command, definition) => {
    define(command, definition)
    const { lua, numberOfKeys } = definition
    const script = defined.get(lua) ?? new RedisScript(lua, numberOfKeys)
    defined.set(lua, script)
    const commands = redis as unknown as Record<string, Command>
    const usual = commands[command]
    // A transaction takes over this function, and sends texts as before: it cannot send a command again.
    commands[command] = function (this: unknown, words) {
      return this === redis ? script.run(redis, ...words) : usual?.call(this, words)
    }
  }
}
