/**
 * Lets the thread do other work first. A timer would do this too, but in a hidden page timers wait for
 * a second or longer.
 */
export function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = () => {
      port1.close()
      resolve()
    }
    port2.postMessage(null)
  })
}
