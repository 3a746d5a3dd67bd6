import { NodeError } from '@aw-flow/engine'
import { openFolder } from '@aw-flow/outside'
import { error } from '@aw-flow/schema'
import { lstat, readdir, realpath } from 'node:fs/promises'
import { join, sep } from 'node:path'
import { maxWatchedFiles, type WatchedFile, type WatchedFiles } from './watched-files.ts'

/** Matches the names of files that another program is still writing. */
const partialNamePattern = /\.(part|partial|tmp|temp|crdownload|download|filepart)$/i
/** A file modified within this time, in ms, may still be incomplete. */
const settleMs = 5_000

export interface WatchedFolderOptions {
  /** Root folder of the files that the server may watch. */
  root: string
  /** Folder within `root`; empty for `root` itself. */
  path: string
  /** Whether to include files in subfolders. */
  isRecursive: boolean
  now(): number
}

/** Opens a watched folder. Hidden files and folders, links, and files that are still being written are not listed. */
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
        // A subfolder may be removed while its parent is being listed.
        const names = await listNames(root, folder).catch((cause: unknown) => {
          if (folder === path) throw cause
          return []
        })
        entryCount += names.length
        if (entryCount > maxWatchedFiles) throw createTooManyFilesError()
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
      const currentFile = await inspect(file.key)
      return typeof currentFile === 'object' && currentFile.version === file.version
    },
  }
}

/** Lists the names in a folder. The folder must be inside the root after symbolic links have been resolved. */
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

/** Creates the error for a source that contains too many files. */
export const createTooManyFilesError = (): NodeError =>
  new NodeError('permanent', error('watch.too-many', { max: maxWatchedFiles }))
