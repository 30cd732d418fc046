/** A network of its own for a worker, which can be cut: a namespace of Linux with one link. It needs root. */

import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const run = promisify(execFile)

export class FleetNetwork {
  name = `overlane-${process.pid}`
  /** Links have short names. */
  hostLink = `ovl${process.pid}h`
  innerLink = `ovl${process.pid}n`
  hostAddress = '10.213.77.1'
  innerAddress = '10.213.77.2'

  async open() {
    await ip('netns', 'add', this.name)
    await ip('link', 'add', this.hostLink, 'type', 'veth', 'peer', 'name', this.innerLink)
    await ip('link', 'set', this.innerLink, 'netns', this.name)
    await ip('addr', 'add', `${this.hostAddress}/24`, 'dev', this.hostLink)
    await ip('link', 'set', this.hostLink, 'up')
    await this.inside('addr', 'add', `${this.innerAddress}/24`, 'dev', this.innerLink)
    await this.inside('link', 'set', this.innerLink, 'up')
    // A worker's browser loads its page from there.
    await this.inside('link', 'set', 'lo', 'up')
  }

  /** Runs a program in it, when its path and arguments follow. */
  get command() {
    return ['ip', 'netns', 'exec', this.name]
  }

  async cut() {
    await ip('link', 'set', this.hostLink, 'down')
  }

  async mend() {
    await ip('link', 'set', this.hostLink, 'up')
  }

  async close() {
    await ip('link', 'del', this.hostLink).catch(() => undefined)
    await ip('netns', 'del', this.name).catch(() => undefined)
  }

  /** @param {string[]} args */
  inside(...args) {
    return ip('-n', this.name, ...args)
  }
}

/** @param {string[]} args */
function ip(...args) {
  return run('ip', args)
}
