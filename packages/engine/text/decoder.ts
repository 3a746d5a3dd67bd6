/** Decodes a stream of bytes that may be split anywhere. Invalid bytes become U+FFFD. @internal */
export interface Decoder {
  readonly encoding: string
  /** Decodes the next bytes. With `stream: true` more follow; otherwise an incomplete end becomes U+FFFD. */
  decode(bytes?: Uint8Array, options?: { stream?: boolean }): string
}
