import type { SourceFile } from '@aw-flow/engine'

/** Creates a file in memory. Its dataset ID is a checksum instead of a hash. */
export function createMemoryFile(name: string, content: string | Uint8Array): SourceFile {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content
  let sum = 0
  for (const byte of bytes) sum = (sum * 31 + byte) % 0x1fffffffffffff
  return {
    dataset: sum.toString(16).padStart(64, '0'),
    name,
    size: bytes.length,
    read: (start, end) => Promise.resolve(bytes.subarray(start, Math.min(end, bytes.length))),
  }
}

/** Encodes a string of characters up to U+00FF in a single-byte encoding such as windows-1252. */
export const encodeLatin1 = (text: string): Uint8Array =>
  Uint8Array.from([...text].map((character) => character.codePointAt(0) as number))
