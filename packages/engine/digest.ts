import { canonicalJson } from '@aw-flow/schema'
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'

/**
 * Port: the SHA-256 of a text in UTF-8, as 64 hex digits. Native implementations are up to ten times as fast as the
 * JavaScript fallback of this file.
 *
 * @internal
 */
export type Digest = (text: string) => string

const encoder = new TextEncoder()
/** A reused buffer for short texts: allocating one for each takes longer than hashing it. */
const scratch = new Uint8Array(4096)

/** `Digest` in JavaScript. */
export function digestOfText(text: string): string {
  // A code unit takes three bytes at most.
  const fits = text.length * 3 <= scratch.length
  const bytes = fits ? scratch.subarray(0, encoder.encodeInto(text, scratch).written) : encoder.encode(text)
  return bytesToHex(sha256(bytes))
}

/** Returns the SHA-256 of the canonical JSON of a value, in hex. The order of properties does not matter. @internal */
export const digestOf = (value: unknown): string => digestOfText(canonicalJson(value))
