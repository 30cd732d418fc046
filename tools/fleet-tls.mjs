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
  /** @param {string} name */
  const at = (name) => join(own, name)
  /** @param {string[]} args */
  const openssl = (...args) => execFileSync('openssl', args, { stdio: 'ignore' })
  const key = ['-newkey', 'rsa:2048', '-nodes']
  openssl(
    ...[
      'req',
      '-x509',
      ...key,
      '-keyout',
      at('ca.key'),
      '-out',
      at('ca.crt'),
      '-days',
      '2',
      '-subj',
      '/CN=fleet',
    ],
  )
  openssl(
    ...['req', ...key, '-keyout', at('redis.key'), '-out', at('redis.csr'), '-subj', '/CN=redis'],
  )
  writeFileSync(at('names'), 'subjectAltName=IP:127.0.0.1\n')
  const signed = [
    '-CA',
    at('ca.crt'),
    '-CAkey',
    at('ca.key'),
    '-CAcreateserial',
    '-extfile',
    at('names'),
  ]
  openssl(
    ...['x509', '-req', '-in', at('redis.csr'), ...signed, '-out', at('redis.crt'), '-days', '2'],
  )
  return {
    options: [
      ...[
        '--port',
        '0',
        '--tls-port',
        String(port),
        '--requirepass',
        'secret',
        '--tls-auth-clients',
        'no',
      ],
      ...[
        '--tls-cert-file',
        at('redis.crt'),
        '--tls-key-file',
        at('redis.key'),
        '--tls-ca-cert-file',
        at('ca.crt'),
      ],
    ],
    env: {
      OVERLANE_QUEUE: `rediss://:secret@127.0.0.1:${port}`,
      NODE_EXTRA_CA_CERTS: at('ca.crt'),
    },
  }
}
