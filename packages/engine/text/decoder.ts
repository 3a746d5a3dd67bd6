/** Makes text of the bytes of one encoding, in pieces cut anywhere. What is not of the encoding becomes U+FFFD. */
export interface Decoder {
  readonly encoding: string
  /** The text of the next bytes; `stream: true` where more follow, else what is cut off at the end becomes U+FFFD. */
  decode(bytes?: Uint8Array, options?: { stream?: boolean }): string
}
