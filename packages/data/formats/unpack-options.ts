/** Options for observing and aborting unpacking. */
export interface UnpackOptions {
  signal?: AbortSignal | undefined
  /** Called with the number of bytes read from the outermost file. */
  onRead?: ((end: number) => void) | undefined
  /** Called with the number of the entry's packed bytes that have been read so far, before they are unpacked. */
  onPackedRead?: ((bytes: number) => void) | undefined
}
