import { requests, type Engine, type HashFile } from '@aw-flow/client'
import { ok, type Result } from '@aw-flow/schema'

/** Larger files are hashed by the engine, in chunks. */
const maxBytes = 16 * 1024 * 1024

/**
 * Computes the SHA-256 digest of a file. Small files are hashed on the page, so that they can be stored before the
 * engine has started.
 */
export async function hashFile(file: Blob, engine: Engine, options?: Parameters<HashFile>[1]): Promise<Result<string>> {
  const hashInEngine = (): Promise<Result<string>> => engine.ask(requests.hash({ bytes: file }), options)
  if (file.size > maxBytes || globalThis.crypto?.subtle === undefined) return hashInEngine()
  try {
    const digest = await crypto.subtle.digest('SHA-256', await file.arrayBuffer())
    return ok([...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join(''))
  } catch {
    // The engine reports why a file cannot be read.
    return hashInEngine()
  }
}
