/** A file of a source. */
export interface WatchedFile {
  /** Path in the folder, or key of the object. */
  key: string
  /** The last part of the key. */
  name: string
  size: number
  /** Changes when the file is replaced. */
  version: string
  /** Time of the last change, in ms since the Unix epoch. */
  modifiedAt: number
}

/** The files of a source. */
export interface WatchedFiles {
  /** Lists files that are complete. @throws {NodeError} if the source cannot be listed. */
  list(signal: AbortSignal): Promise<WatchedFile[]>
  /** Returns the bytes of a file. @throws {NodeError} if it cannot be read. */
  read(file: WatchedFile, signal: AbortSignal): Promise<AsyncIterable<Uint8Array>>
  /** Returns whether a file is the same as when it was listed. */
  isUnchanged(file: WatchedFile): Promise<boolean>
}

/** Maximum number of files of a source. */
export const maxWatchedFiles = 10_000
