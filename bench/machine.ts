import os from 'node:os'

/** `2 × AMD EPYC, 24 GiB, Linux 6.18.44`: what stands beside figures. */
export function describeMachine(): string {
  const cores = os.cpus()
  const memoryGib = Math.round(os.totalmem() / 2 ** 30)
  return `${cores.length} × ${cores[0]?.model ?? '?'}, ${memoryGib} GiB, ${os.type()} ${os.release()}`
}
