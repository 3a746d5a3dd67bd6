import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'

const piece = 4 * 1024 * 1024
/** Up to this size a file is read whole, for the browser's own hash, which is many times faster but takes no pieces. */
const wholeAtMost = 128 * 1024 * 1024

export interface HashOptions {
  /** Waited for after each piece; in bytes. */
  onProgress?: ((done: number, total: number) => void | Promise<void>) | undefined
  /** Read whole up to this size, in bytes; 0 never. */
  wholeAtMost?: number
}

/** SHA-256 (hex) of a file of any size: a small one whole, a large one in pieces of 4 MiB. */
export async function hashBytes(
  bytes: Blob,
  { onProgress, wholeAtMost: limit = wholeAtMost }: HashOptions = {},
): Promise<string> {
  // Not there outside secure contexts.
  const { subtle } = globalThis.crypto as { subtle?: SubtleCrypto }
  if (subtle && bytes.size <= limit) {
    const digest = await subtle.digest('SHA-256', await bytes.arrayBuffer())
    await onProgress?.(bytes.size, bytes.size)
    return bytesToHex(new Uint8Array(digest))
  }
  const hash = sha256.create()
  for (let start = 0; start < bytes.size; start += piece) {
    const end = Math.min(start + piece, bytes.size)
    hash.update(new Uint8Array(await bytes.slice(start, end).arrayBuffer()))
    await onProgress?.(end, bytes.size)
  }
  return bytesToHex(hash.digest())
}
