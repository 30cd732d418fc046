import { isAbsolute, join, relative, resolve, sep } from 'node:path'
import { wrongInput } from '../../cli/command-error.ts'
import { pathKind } from '../../cli/paths/path-kind.ts'
import { realPath } from '../../cli/paths/real-path.ts'

/** A folder or a file as jobs name it: no path of one machine. */
export interface MountedPath {
  /** Name of a mount. */
  mount: string
  /** Inside the mount, with slashes; '' is the mount itself. */
  path: string
}

/** The folders that this machine shares with others, by the names that jobs use. */
export class Mounts {
  /** Absolute paths without links, by name. */
  readonly folders: ReadonlyMap<string, string>

  private constructor(folders: ReadonlyMap<string, string>) {
    this.folders = folders
  }

  /**
   * @param typed `name=path`, several times
   * @throws CommandError if one is not a mount, or its folder is missing
   */
  static parse(typed: readonly string[]): Mounts {
    const folders = new Map<string, string>()
    for (const text of typed) {
      const [, name, path] = /^([\w.-]+)=(.+)$/.exec(text) ?? []
      if (name === undefined || path === undefined) {
        throw wrongInput(
          `--mount: "${text}" is not a mount, such as data=/srv/recordings: a name that all machines use, and the folder on this one.`,
        )
      }
      if (folders.has(name)) throw wrongInput(`--mount: ${name} is named twice.`)
      if (pathKind(path) !== 'folder') {
        throw wrongInput(`--mount: there is no folder ${resolve(path)} for ${name}.`)
      }
      folders.set(name, realPath(resolve(path)))
    }
    if (folders.size === 0) {
      throw wrongInput(
        'Jobs name folders by mounts, so that each machine can have them elsewhere. Add one: --mount data=/srv/recordings.',
      )
    }
    return new Mounts(folders)
  }

  /**
   * @param path absolute
   * @throws CommandError if it is in no mount
   */
  nameOf(path: string): MountedPath {
    const real = realPath(path)
    const found = [...this.folders]
      .map(([mount, folder]) => ({ mount, path: relative(folder, real) }))
      .filter(({ path }) => path !== '..' && !path.startsWith(`..${sep}`) && !isAbsolute(path))
      // The innermost one.
      .sort((one, other) => one.path.length - other.path.length)[0]
    if (found) return { mount: found.mount, path: found.path.split(sep).join('/') }
    const names = [...this.folders].map(([name, folder]) => `${name}=${folder}`).join(', ')
    throw wrongInput(
      `${path} is in none of the mounts (${names}). Name one more with --mount, here and for the workers.`,
    )
  }

  has({ mount }: MountedPath): boolean {
    return this.folders.has(mount)
  }

  /**
   * The absolute path on this machine.
   * @throws CommandError if this machine does not have the mount, or the path leads out of it
   */
  pathOf({ mount, path }: MountedPath): string {
    const folder = this.folders.get(mount)
    if (folder === undefined) {
      throw wrongInput(`This worker has no mount ${mount}. Start it with --mount ${mount}=FOLDER.`)
    }
    const found = path === '' ? folder : join(folder, path)
    const way = relative(folder, realPath(found))
    if (way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way)) {
      throw wrongInput(`${mount}/${path} leads out of the mount ${mount}.`)
    }
    return found
  }
}
