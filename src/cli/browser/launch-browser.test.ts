import { expect, test } from 'vitest'
import { launchFault } from './launch-browser.ts'

const logs = (...lines: string[]): string =>
  [
    'browserType.launchPersistentContext: Failed to launch the browser process.',
    'Browser logs:',
    '<launching> /opt/chrome --headless',
    ...lines,
  ].join('\n')

test('if a browser was killed at its start, the message says the usual cause', () => {
  const text = logs('[pid=12] <process did exit: exitCode=null, signal=SIGKILL>')
  expect(launchFault('/opt/chrome', text)).toMatchObject({
    code: 'browser-ended',
    message:
      'The browser /opt/chrome was killed right after its start. The system does this when memory runs out. Close other programs, and try again.',
  })
})

test('if the browser does not start, the message contains what it printed', () => {
  const exit = '[pid=12] <process did exit: exitCode=127, signal=null>'
  const error = '[pid=12][err] /opt/chrome: error while loading shared libraries: libnss3.so'
  const { code, message } = launchFault('/opt/chrome', logs(error, exit))
  expect(code).toBe('browser-missing')
  expect(message).toContain('(/opt/chrome: error while loading shared libraries: libnss3.so)')
  expect(message).toContain('npx playwright install')
})

test('if the browser printed nothing, the message contains its signal or the first line', () => {
  const crash = logs('[pid=12] <process did exit: exitCode=null, signal=SIGTRAP>')
  expect(launchFault('/opt/chrome', crash).message).toContain('(it crashed with SIGTRAP)')
  const refused = 'Error: Failed to launch: Error: spawn /opt/chrome EACCES'
  expect(launchFault('/opt/chrome', refused).message).toContain('(Failed to launch: Error: spawn')
})
