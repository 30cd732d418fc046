/** What a Redis with TLS and a password needs: certificates, made by openssl. */

import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * @param {string} folder where the certificates are written
 * @param {number} port
 * @returns options of redis-server, and the environment of those who use it
 */
export function makeTlsRedis(folder, port) {
  const own = join(folder, 'certificates')
  mkdirSync(own)
  /** @param {string} args names of files are those in the folder */
  const openssl = (args) => execFileSync('openssl', args.split(' '), { cwd: own, stdio: 'ignore' })
  openssl('req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.crt -days 2 -subj /CN=fleet')
  openssl('req -newkey rsa:2048 -nodes -keyout redis.key -out redis.csr -subj /CN=redis')
  writeFileSync(join(own, 'names'), 'subjectAltName=IP:127.0.0.1\n')
  openssl(
    'x509 -req -in redis.csr -CA ca.crt -CAkey ca.key -CAcreateserial -extfile names -out redis.crt -days 2',
  )
  const files = { cert: 'redis.crt', key: 'redis.key', 'ca-cert': 'ca.crt' }
  return {
    options: [
      ...`--port 0 --tls-port ${port} --requirepass secret --tls-auth-clients no`.split(' '),
      ...Object.entries(files).flatMap(([what, name]) => [`--tls-${what}-file`, join(own, name)]),
    ],
    env: {
      OVERLANE_QUEUE: `rediss://:secret@127.0.0.1:${port}`,
      NODE_EXTRA_CA_CERTS: join(own, 'ca.crt'),
    },
  }
}
