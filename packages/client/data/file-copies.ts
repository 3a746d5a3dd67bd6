/** A file with its content in memory, or the file itself if it was not copied. */
export interface FileCopy {
  readonly file: File
  /** Whether the content is in memory. */
  readonly isInMemory: boolean
  /** Releases the memory for further copies. */
  release(): void
}

interface Options {
  /** Maximum size of a file that is copied, in bytes. */
  maxFileBytes: number
  /** Maximum total size of the copies, in bytes. */
  maxTotalBytes: number
}

/**
 * Returns a function that copies a file into memory, because the original may be moved, changed or deleted before it is
 * read. It returns the original if it is too large or cannot be read.
 */
export function createFileCopies({ maxFileBytes, maxTotalBytes }: Options): (file: File) => Promise<FileCopy> {
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
