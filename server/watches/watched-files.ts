/** A file or object in a watched source. */
export interface WatchedFile {
  /** Path within the folder, or the object's key. */
  key: string
  /** The last segment of the key. */
  name: string
  size: number
  /** Changes whenever the file is replaced. */
  version: string
  /** Time of the last modification, in ms since the Unix epoch. */
  modifiedAt: number
}

/** The files in a watched source. */
export interface WatchedFiles {
  /** Lists the files that are complete. @throws {NodeError} if the source cannot be listed. */
  list(signal: AbortSignal): Promise<WatchedFile[]>
  /** Returns a file's bytes. @throws {NodeError} if the file cannot be read. */
  read(file: WatchedFile, signal: AbortSignal): Promise<AsyncIterable<Uint8Array>>
  /** Returns whether a file has not changed since it was listed. */
  isUnchanged(file: WatchedFile): Promise<boolean>
}

/** Maximum number of files per source. */
export const maxWatchedFiles = 10_000
