import { canonicalJson } from '@aw-flow/schema'
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'

/**
 * Computes the SHA-256 of a string in UTF-8, as 64 hex digits. Native implementations are up to ten times as fast
 * as the JavaScript fallback in this file.
 *
 * @internal
 */
export type Digest = (text: string) => string

const encoder = new TextEncoder()
/** Reused for short strings, because allocating a buffer takes longer than hashing one. */
const scratch = new Uint8Array(4096)

/** `Digest` in JavaScript. */
export function digestString(text: string): string {
  // A UTF-16 code unit takes at most three bytes.
  const isShort = text.length * 3 <= scratch.length
  const bytes = isShort ? scratch.subarray(0, encoder.encodeInto(text, scratch).written) : encoder.encode(text)
  return bytesToHex(sha256(bytes))
}

/** Returns the SHA-256 of the canonical JSON of a value, in hex. The order of properties does not matter. @internal */
export const digestJson = (value: unknown): string => digestString(canonicalJson(value))
