/** Decodes a stream of bytes that may be split at any position. Invalid bytes become U+FFFD. @internal */
export interface Decoder {
  readonly encoding: string
  /**
   * Decodes the next bytes. Pass `stream: true` if more bytes follow. Otherwise, an incomplete final character becomes
   * U+FFFD.
   */
  decode(bytes?: Uint8Array, options?: { stream?: boolean }): string
}
