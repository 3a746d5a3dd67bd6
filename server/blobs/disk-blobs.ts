import { access, constants, copyFile, mkdir, open, readdir, rename, rm, rmdir, stat } from 'node:fs/promises'
import { dirname, join, relative, sep } from 'node:path'
import type { Blobs } from './blobs.ts'

/** Stores files in a folder, each under its name. */
export function openDiskBlobs(folder: string): Blobs {
  const pathOf = (name: string): string => join(folder, ...name.split('/'))
  const sizeOf = async (name: string): Promise<number | undefined> => {
    const found = await stat(pathOf(name)).catch(() => undefined)
    return found?.isFile() ? found.size : undefined
  }
  return {
    async put(name, path) {
      const target = pathOf(name)
      await mkdir(dirname(target), { recursive: true })
      await move(path, target)
      await syncFolder(dirname(target))
    },
    async stream(name) {
      const file = await open(pathOf(name), 'r')
      return file.createReadStream({ highWaterMark: 1 << 18 })
    },
    local: async (name) => ((await sizeOf(name)) === undefined ? undefined : pathOf(name)),
    size: sizeOf,
    async remove(name) {
      await rm(pathOf(name), { force: true })
      // Also removes the folder if it is empty.
      await rmdir(dirname(pathOf(name))).catch(() => undefined)
    },
    async *list(prefix) {
      const under = pathOf(prefix.slice(0, prefix.lastIndexOf('/') + 1))
      const entries = await readdir(under, { recursive: true, withFileTypes: true }).catch(() => [])
      for (const entry of entries) {
        const name = relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/')
        if (!entry.isFile() || !name.startsWith(prefix)) continue
        const size = await sizeOf(name)
        if (size !== undefined) yield { name, size }
      }
    },
    check: () => access(folder, constants.W_OK),
  }
}

/** Moves a file, also between file systems. It appears under its name only when it is complete. */
async function move(from: string, to: string): Promise<void> {
  try {
    await rename(from, to)
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EXDEV') throw cause
    const partial = `${to}.arriving`
    await copyFile(from, partial)
    await rename(partial, to)
    await rm(from, { force: true })
  }
}

/** Syncs a folder, so that new names survive a power failure. Ignored where the system does not support it. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r').catch(() => undefined)
  await folder?.sync().catch(() => undefined)
  await folder?.close()
}
