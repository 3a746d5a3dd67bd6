import type { Blobs } from './blobs.ts'

/**
 * Wraps a storage so that it rejects names that could refer to files outside it. Such names are possible because they
 * contain IDs from the database, which could come from a crafted backup, and because a bucket can list arbitrary names.
 */
export function withCheckedNames(blobs: Blobs): Blobs {
  return {
    provider: blobs.provider,
    put: async (name, path) => blobs.put(requireName(name), path),
    openStream: async (name) => blobs.openStream(requireName(name)),
    findLocalPath: async (name) => blobs.findLocalPath(requireName(name)),
    findSize: async (name) => blobs.findSize(requireName(name)),
    remove: async (name) => blobs.remove(requireName(name)),
    async *list(prefix) {
      requireName(prefix.replace(/\/$/, ''))
      for await (const entry of blobs.list(prefix)) {
        if (!entry.name.startsWith(prefix)) throw new Error(`"${entry.name}" was listed for "${prefix}".`)
        requireName(entry.name)
        yield entry
      }
    },
    check: () => blobs.check(),
  }
}

/** Returns whether a name consists only of segments without a special meaning to file systems or in URLs. */
export const isBlobName = (name: string): boolean =>
  name.length <= 1_000 && name.split('/').every((segment) => /^[\w-][\w.-]*$/.test(segment))

function requireName(name: string): string {
  if (!isBlobName(name)) throw new Error(`"${name}" is not a valid stored file name.`)
  return name
}
