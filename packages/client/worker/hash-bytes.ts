import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'

const chunkBytes = 4 * 1024 * 1024
/**
 * The default maximum size of files that the browser's own implementation hashes in one call, in bytes. That
 * implementation is many times faster, but cannot hash a file in chunks.
 */
const defaultMaxSingleCallBytes = 128 * 1024 * 1024

export interface HashOptions {
  signal?: AbortSignal | undefined
  /** Called and awaited after each chunk, with the number of hashed bytes and the total. */
  onProgress?: ((hashedBytes: number, total: number) => void | Promise<void>) | undefined
  /** The maximum size of files that the browser hashes in one call, in bytes. If 0, all files are hashed in chunks. */
  maxSingleCallBytes?: number
}

/**
 * Computes the SHA-256 hash of a file, as hexadecimal digits. Small files are hashed in one call, larger files in
 * chunks of 4 MiB.
 */
export async function hashBytes(
  bytes: Blob,
  { signal, onProgress, maxSingleCallBytes = defaultMaxSingleCallBytes }: HashOptions = {},
): Promise<string> {
  // `subtle` is not available outside secure contexts.
  const { subtle } = globalThis.crypto as { subtle?: SubtleCrypto }
  if (subtle && bytes.size <= maxSingleCallBytes) {
    const digest = await subtle.digest('SHA-256', await bytes.arrayBuffer())
    await onProgress?.(bytes.size, bytes.size)
    return bytesToHex(new Uint8Array(digest))
  }
  const hash = sha256.create()
  for (let start = 0; start < bytes.size; start += chunkBytes) {
    signal?.throwIfAborted()
    const end = Math.min(start + chunkBytes, bytes.size)
    hash.update(new Uint8Array(await bytes.slice(start, end).arrayBuffer()))
    await onProgress?.(end, bytes.size)
  }
  return bytesToHex(hash.digest())
}
