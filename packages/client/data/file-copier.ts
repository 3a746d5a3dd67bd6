/** A copy of a file in memory, or the original file if it was not copied. */
export interface FileCopy {
  readonly file: File
  /** Whether the file's content is in memory. */
  readonly isInMemory: boolean
  /** Makes the memory available for other copies. */
  release(): void
}

interface Options {
  /** The maximum size of a file to copy, in bytes. */
  maxFileBytes: number
  /** The maximum total size of all copies, in bytes. */
  maxTotalBytes: number
}

/**
 * Creates a function that copies a file into memory, because the original may be moved, changed or deleted before it is
 * read. The function returns the original if the file is too large or cannot be read.
 */
export function createFileCopier({ maxFileBytes, maxTotalBytes }: Options): (file: File) => Promise<FileCopy> {
  let totalBytes = 0
  return async (file) => {
    const { name, type, size, lastModified } = file
    const original = { file, isInMemory: false, release: () => undefined }
    if (size > maxFileBytes || totalBytes + size > maxTotalBytes) return original
    totalBytes += size
    const release = (): void => void (totalBytes -= size)
    try {
      return { file: new File([await file.arrayBuffer()], name, { type, lastModified }), isInMemory: true, release }
    } catch {
      release()
      return original
    }
  }
}
