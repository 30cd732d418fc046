const { port1: nowhere, port2: closed } = new MessageChannel()
closed.close()

/**
 * Frees the memory of buffers that are not used any more. The garbage collector would keep those of
 * many frames. A message to a closed port takes its buffers along, and is dropped at once.
 */
export function freeBuffers(...buffers: readonly ArrayBuffer[]): void {
  nowhere.postMessage(null, [...buffers])
}
