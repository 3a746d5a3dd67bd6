import { open, rename, rm, stat } from 'node:fs/promises'
import { CommandError } from '../command-error.ts'
import { fileProblem } from './read-text.ts'

/**
 * Writes pieces to a file that the person named. A regular file appears under its name only when all of it is written;
 * a device or a pipe is written to as it is.
 */
export async function writeFilePieces(
  path: string,
  pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): Promise<void> {
  const found = await stat(path).catch(() => undefined)
  const whole = found === undefined || found.isFile()
  const target = whole ? `${path}.part-${process.pid}` : path
  try {
    const file = await open(target, 'w')
    try {
      for await (const piece of pieces) await file.writeFile(piece)
    } finally {
      await file.close()
    }
    if (whole) await rename(target, path)
  } catch (cause) {
    if (whole) await rm(target, { force: true })
    if (cause instanceof Error && 'syscall' in cause) throw new CommandError(1, fileProblem(path, cause))
    throw cause
  }
}

/** Writes a value as JSON for people and programs, with a line break at the end. */
export const writeJson = (path: string, value: unknown): Promise<void> =>
  writeFilePieces(path, [new TextEncoder().encode(`${JSON.stringify(value, null, 2)}\n`)])

export const writeText = (path: string, text: string): Promise<void> =>
  writeFilePieces(path, [new TextEncoder().encode(text)])
