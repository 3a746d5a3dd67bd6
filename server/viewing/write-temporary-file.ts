import { ok, type Result } from '@aw-flow/schema'
import { randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'

/** Writes a temporary file and returns a stream of it. The file is removed when the stream is closed. */
export async function writeTemporaryFile(
  folder: string,
  write: (path: string) => Promise<Result<unknown>>,
): Promise<Result<Readable>> {
  const { result, openStream } = await withTemporaryFile(folder, write)
  return result.ok ? ok(openStream()) : result
}

/**
 * Calls `write` with the path of a temporary file, which `write` may create. The file is removed if `write` fails;
 * otherwise, it is removed when the stream is closed.
 */
export async function withTemporaryFile<T>(
  folder: string,
  write: (path: string) => Promise<Result<T>>,
): Promise<{ result: Result<T>; openStream(): Readable }> {
  const path = join(folder, `download-${randomUUID()}`)
  const remove = (): Promise<void> => rm(path, { force: true })
  const result = await write(path).catch(async (cause: unknown) => {
    await remove()
    throw cause
  })
  if (!result.ok) await remove()
  return {
    result,
    openStream() {
      const stream = createReadStream(path)
      stream.once('close', () => void remove())
      return stream
    },
  }
}
