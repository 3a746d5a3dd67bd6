import { NodeError } from '@aw-flow/engine'
import { openFolder } from '@aw-flow/outside'
import { error } from '@aw-flow/schema'
import { lstat, readdir, realpath } from 'node:fs/promises'
import { join, sep } from 'node:path'
import { maxWatchedFiles, type WatchedFile, type WatchedFiles } from './watched-files.ts'

/** Matches names of files that a program is still writing. */
const partialNamePattern = /\.(part|partial|tmp|temp|crdownload|download|filepart)$/i
/** A file that was modified within this time in ms may be incomplete. */
const settleMs = 5_000

/**
 * Opens the files of a folder below `root`, without its subfolders. Hidden files, links, and files that are being
 * written are not listed.
 */
export function openWatchedFolder(root: string, path: string, now: () => number): WatchedFiles {
  const toInnerPath = (name: string): string => (path === '' ? name : `${path}/${name}`)
  const inspect = async (name: string): Promise<WatchedFile | undefined> => {
    const stats = await lstat(join(root, toInnerPath(name))).catch(() => undefined)
    if (!stats?.isFile()) return undefined
    const { size, mtimeMs: modifiedAt, ino } = stats
    return { key: toInnerPath(name), name, size, version: `${modifiedAt}-${size}-${ino}`, modifiedAt }
  }
  return {
    async list() {
      const names = await listNames(root, path)
      const files = []
      for (const name of names) {
        if (name.startsWith('.') || partialNamePattern.test(name)) continue
        const file = await inspect(name)
        if (file && now() - file.modifiedAt >= settleMs) files.push(file)
      }
      return files
    },
    async read({ key }, signal) {
      return (await openFolder(root).read(key, signal)).chunks
    },
    async isUnchanged(file) {
      return (await inspect(file.name))?.version === file.version
    },
  }
}

/** Lists a folder. It must be inside the root, even after symbolic links are resolved. */
async function listNames(root: string, path: string): Promise<string[]> {
  try {
    const base = await realpath(root)
    const folder = await realpath(join(base, path))
    if (folder === base || folder.startsWith(base + sep)) {
      const names = await readdir(folder)
      if (names.length > maxWatchedFiles) throw createTooManyError()
      return names.toSorted()
    }
  } catch (cause) {
    if (cause instanceof NodeError) throw cause
  }
  throw new NodeError('permanent', error('watch.folder', { path }))
}

/** Creates the error of a source with too many files. */
export const createTooManyError = (): NodeError =>
  new NodeError('permanent', error('watch.too-many', { max: maxWatchedFiles }))
