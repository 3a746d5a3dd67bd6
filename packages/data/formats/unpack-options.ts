/** How a caller follows and ends what is unpacked for it. */
export interface UnpackOptions {
  signal?: AbortSignal | undefined
  /** Told of the bytes of the outermost file that have been read. */
  onRead?: ((end: number) => void) | undefined
}
