import { toCanonicalJson } from '@aw-flow/schema/internal'
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'

/**
 * Computes the SHA-256 hash of a string's UTF-8 bytes as 64 hex digits. Hosts can provide a native implementation,
 * which is up to ten times as fast as the JavaScript fallback below.
 *
 * @internal
 */
export type Digest = (text: string) => string

const encoder = new TextEncoder()
/** Buffer reused for short strings: allocating one takes longer than hashing its content. */
const scratchBuffer = new Uint8Array(4096)

/** The `Digest` fallback in JavaScript. */
export function digestString(text: string): string {
  // A UTF-16 code unit takes at most three bytes.
  const isShort = text.length * 3 <= scratchBuffer.length
  const bytes = isShort
    ? scratchBuffer.subarray(0, encoder.encodeInto(text, scratchBuffer).written)
    : encoder.encode(text)
  return bytesToHex(sha256(bytes))
}

/**
 * Returns the SHA-256 hash of a value's canonical JSON, in hex. The order of properties does not affect it. @internal
 */
export const digestJson = (value: unknown): string => digestString(toCanonicalJson(value))
