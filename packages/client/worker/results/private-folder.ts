/**
 * A folder of the origin's private file system (OPFS), with the part of the platform's API that stored results need.
 * `createSyncAccessHandle` exists in workers only.
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
  createSyncAccessHandle(): Promise<SyncAccess>
  /** Renames the file; replaces a file with the new name. */
  move(name: string): Promise<void>
}

/** An open file, which no other tab can open or remove until it is closed. */
export interface SyncAccess {
  /** Returns the number of bytes written: fewer than `bytes` contains if the disk is full. */
  write(bytes: Uint8Array, options: { at: number }): number
  flush(): void
  close(): void
}

/** Opens the private file system of this origin. Rejects if it is unavailable. */
export const openPrivateFolder = async (): Promise<PrivateFolder> =>
  (await navigator.storage.getDirectory()) as unknown as PrivateFolder
