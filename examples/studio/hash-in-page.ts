import type { Answer, Engine } from '@aw-flow/client'

/** Larger files are read in pieces, by the engine. */
const mostBytes = 16 * 1024 * 1024

/** The SHA-256 of a file: at once in the page where it is small, so that a file is kept before the engine has started. */
export async function hashInPage(
  file: Blob,
  engine: Engine,
  onProgress?: (done: number, total: number) => void,
): Promise<Answer<string>> {
  if (file.size > mostBytes || globalThis.crypto?.subtle === undefined) return engine.hash(file, onProgress)
  try {
    const digest = await crypto.subtle.digest('SHA-256', await file.arrayBuffer())
    return { ok: true, value: [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('') }
  } catch {
    // The engine tells why a file cannot be read.
    return engine.hash(file)
  }
}
