import { access, constants, copyFile, mkdir, open, readdir, rename, rm, rmdir, stat } from 'node:fs/promises'
import { dirname, join, relative, sep } from 'node:path'
import type { Blobs } from './blobs.ts'

/** Opens blob storage in a folder, using each file's name as its path. */
export function openDiskBlobs(folder: string): Blobs {
  const toPath = (name: string): string => join(folder, ...name.split('/'))
  const readSize = async (name: string): Promise<number | undefined> => {
    const stats = await stat(toPath(name)).catch(() => undefined)
    return stats?.isFile() ? stats.size : undefined
  }
  return {
    provider: 'local',
    async put(name, path) {
      const target = toPath(name)
      await mkdir(dirname(target), { recursive: true })
      await move(path, target)
      await syncFolder(dirname(target))
    },
    async openStream(name) {
      const file = await open(toPath(name), 'r')
      return file.createReadStream({ highWaterMark: 1 << 18 })
    },
    findLocalPath: async (name) => ((await readSize(name)) === undefined ? undefined : toPath(name)),
    findSize: readSize,
    async remove(name) {
      await rm(toPath(name), { force: true })
      // Also remove the parent folder if it is now empty.
      await rmdir(dirname(toPath(name))).catch(() => undefined)
    },
    async *list(prefix) {
      const parentFolder = toPath(prefix.slice(0, prefix.lastIndexOf('/') + 1))
      const entries = await readdir(parentFolder, { recursive: true, withFileTypes: true }).catch(() => [])
      for (const entry of entries) {
        const name = relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/')
        if (!entry.isFile() || !name.startsWith(prefix)) continue
        const size = await readSize(name)
        if (size !== undefined) yield { name, size }
      }
    },
    check: () => access(folder, constants.W_OK),
  }
}

/**
 * Moves a file, copying it if the target is on a different file system. The file appears under its target name only
 * when it is complete.
 */
async function move(source: string, target: string): Promise<void> {
  try {
    await rename(source, target)
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EXDEV') throw cause
    const partialPath = `${target}.arriving`
    await copyFile(source, partialPath)
    await rename(partialPath, target)
    await rm(source, { force: true })
  }
}

/**
 * Syncs a folder, so that new names survive a power failure. Does nothing if the operating system does not support
 * this.
 */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r').catch(() => undefined)
  await folder?.sync().catch(() => undefined)
  await folder?.close()
}
