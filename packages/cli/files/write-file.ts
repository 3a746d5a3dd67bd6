import { open, rename, rm, stat } from 'node:fs/promises'
import { CommandError } from '../command-error.ts'
import { formatReportJson } from '../reports/report-json.ts'
import { createFileProblem } from './read-text.ts'

/** Writes chunks to a file. A regular file appears only when it is complete; a device or pipe is written directly. */
export async function writeFileChunks(
  path: string,
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): Promise<void> {
  const stats = await stat(path).catch(() => undefined)
  const isRegular = stats === undefined || stats.isFile()
  const target = isRegular ? `${path}.part-${process.pid}` : path
  try {
    const file = await open(target, 'w')
    try {
      for await (const chunk of chunks) await file.writeFile(chunk)
    } finally {
      await file.close()
    }
    if (isRegular) await rename(target, path)
  } catch (cause) {
    if (isRegular) await rm(target, { force: true })
    if (cause instanceof Error && 'syscall' in cause) throw new CommandError(1, createFileProblem(path, cause))
    throw cause
  }
}

/** Writes a value as JSON with rendered strings and a line break at the end. */
export const writeJson = (path: string, value: unknown): Promise<void> =>
  writeText(path, `${formatReportJson(value)}\n`)

/** Writes text to a file. */
export const writeText = (path: string, text: string): Promise<void> =>
  writeFileChunks(path, [new TextEncoder().encode(text)])
