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

export interface WatchedFolderOptions {
  /** Folder of the files that a server may watch. */
  root: string
  /** Folder below `root`; empty for `root` itself. */
  path: string
  /** Whether the files in subfolders are also listed. */
  isRecursive: boolean
  now(): number
}

/** Opens the files of a folder. Hidden files and folders, links, and files that are being written are not listed. */
export function openWatchedFolder({ root, path, isRecursive, now }: WatchedFolderOptions): WatchedFiles {
  const inspect = async (key: string): Promise<WatchedFile | 'folder' | undefined> => {
    const stats = await lstat(join(root, key)).catch(() => undefined)
    if (stats?.isDirectory()) return 'folder'
    if (!stats?.isFile()) return undefined
    const { size, mtimeMs: modifiedAt, ino } = stats
    const name = key.slice(key.lastIndexOf('/') + 1)
    return { key, name, size, version: `${modifiedAt}-${size}-${ino}`, modifiedAt }
  }
  return {
    async list(signal) {
      const files: WatchedFile[] = []
      const folders = [path]
      let entryCount = 0
      for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
        signal.throwIfAborted()
        // A subfolder may be removed while its parent is listed.
        const names = await listNames(root, folder).catch((cause: unknown) => {
          if (folder === path) throw cause
          return []
        })
        entryCount += names.length
        if (entryCount > maxWatchedFiles) throw createTooManyError()
        for (const name of names) {
          if (name.startsWith('.') || partialNamePattern.test(name)) continue
          const key = folder === '' ? name : `${folder}/${name}`
          const entry = await inspect(key)
          if (entry === 'folder' && isRecursive) folders.push(key)
          else if (typeof entry === 'object' && now() - entry.modifiedAt >= settleMs) files.push(entry)
        }
      }
      return files
    },
    async read({ key }, signal) {
      return (await openFolder(root).read(key, signal)).chunks
    },
    async isUnchanged(file) {
      const current = await inspect(file.key)
      return typeof current === 'object' && current.version === file.version
    },
  }
}

/** Lists a folder. It must be inside the root, even after symbolic links are resolved. */
async function listNames(root: string, path: string): Promise<string[]> {
  try {
    const base = await realpath(root)
    const folder = await realpath(join(base, path))
    if (folder === base || folder.startsWith(base + sep)) {
      return (await readdir(folder)).toSorted()
    }
  } catch {
    // The folder does not exist or cannot be read.
  }
  throw new NodeError('permanent', error('watch.folder', { path }))
}

/** Creates the error of a source with too many files. */
export const createTooManyError = (): NodeError =>
  new NodeError('permanent', error('watch.too-many', { max: maxWatchedFiles }))
