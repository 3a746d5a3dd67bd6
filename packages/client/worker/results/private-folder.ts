/**
 * A folder in the origin private file system (OPFS), limited to the platform functions that stored results need.
 * `createSyncAccessHandle` is available only in workers.
 */
export interface PrivateFolder {
  readonly kind: 'directory'
  getDirectoryHandle(name: string, options?: { create?: boolean }): Promise<PrivateFolder>
  getFileHandle(name: string, options?: { create?: boolean }): Promise<PrivateFile>
  removeEntry(name: string, options?: { recursive?: boolean }): Promise<void>
  entries(): AsyncIterable<[string, PrivateFolder | PrivateFile]>
}

export interface PrivateFile {
  readonly kind: 'file'
  getFile(): Promise<File>
  createSyncAccessHandle(): Promise<SyncAccessHandle>
  /** Renames the file. Replaces any existing file with the new name. */
  move(name: string): Promise<void>
}

/** An open file. No other tab can open or remove it until it is closed. */
export interface SyncAccessHandle {
  /** Returns the number of bytes written, which is less than the size of `bytes` if the disk is full. */
  write(bytes: Uint8Array, options: { at: number }): number
  flush(): void
  close(): void
}

/** Opens the origin private file system. Rejects if it is unavailable. */
export const openPrivateFolder = async (): Promise<PrivateFolder> =>
  (await navigator.storage.getDirectory()) as unknown as PrivateFolder
