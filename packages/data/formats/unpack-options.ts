/** Options to observe and abort unpacking. */
export interface UnpackOptions {
  signal?: AbortSignal | undefined
  /** Called with the number of bytes read from the outermost file. */
  onRead?: ((end: number) => void) | undefined
}
