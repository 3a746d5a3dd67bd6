import { error, type Problem } from '@aw-flow/schema'
import { readFile } from 'node:fs/promises'
import { createUsageError } from '../command-error.ts'

/**
 * Reads a text file whose path is the value of an option.
 *
 * @throws {CommandError} If the file cannot be read. The problem has a `file.*` code.
 */
export const readText = async (path: string): Promise<string> =>
  new TextDecoder('utf-8', { ignoreBOM: true }).decode(await readBytes(path))

/**
 * Reads a file whose format its content decides.
 *
 * @throws {CommandError} If the file cannot be read. The problem has a `file.*` code.
 */
export async function readBytes(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path)
  } catch (cause) {
    throw createUsageError(createFileProblem(path, cause))
  }
}

/** Creates the problem for a file that cannot be read or written, based on the operating system's error code. */
export function createFileProblem(path: string, cause: unknown): Problem {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined
  const where = { file: path }
  switch (code) {
    case 'ENOENT':
      return error('file.missing', { path }, { where })
    case 'EISDIR':
      return error('file.folder', { path }, { where })
    case 'EACCES':
    case 'EPERM':
      return error('file.permission-denied', { path }, { where })
    case 'ENOTDIR':
      return error('file.missing', { path }, { where })
    case 'ENOSPC':
    case 'EDQUOT':
      return error('file.no-space', { path }, { where })
    default: {
      const reason = cause instanceof Error ? cause.message : String(cause)
      return error('file.failed', { path, reason }, { where })
    }
  }
}
