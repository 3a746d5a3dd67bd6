import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'

const piece = 4 * 1024 * 1024

/** SHA-256 (hex) of a file of any size, read in pieces of 4 MiB. Waits for `onProgress` after each. */
export async function hashBytes(
  bytes: Blob,
  onProgress?: (done: number, total: number) => void | Promise<void>,
): Promise<string> {
  const hash = sha256.create()
  for (let start = 0; start < bytes.size; start += piece) {
    const end = Math.min(start + piece, bytes.size)
    hash.update(new Uint8Array(await bytes.slice(start, end).arrayBuffer()))
    await onProgress?.(end, bytes.size)
  }
  return bytesToHex(hash.digest())
}
