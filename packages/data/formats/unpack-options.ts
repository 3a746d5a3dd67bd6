/** Options to observe and abort unpacking. */
export interface UnpackOptions {
  signal?: AbortSignal | undefined
  /** Called with the number of bytes read from the outermost file. */
  onRead?: ((end: number) => void) | undefined
  /** Called with the number of packed bytes of the entry that have been read so far, before they are unpacked. */
  onPackedRead?: ((bytes: number) => void) | undefined
}
