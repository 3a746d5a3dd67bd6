import { error, type Problem } from '@aw-flow/schema'
import { readFile } from 'node:fs/promises'
import { wrongUse } from '../command-error.ts'

/** The text of a file that the person named. Throws a `CommandError` where it cannot be read. */
export async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (cause) {
    throw wrongUse(fileProblem(path, cause))
  }
}

/** Why a file cannot be read or written, in words. */
export function fileProblem(path: string, cause: unknown): Problem {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined
  const where = { file: path }
  switch (code) {
    case 'ENOENT':
      return error('file.missing', `There is no file "${path}".`, { where, hint: 'Check the path.' })
    case 'EISDIR':
      return error('file.folder', `"${path}" is a folder.`, { where, hint: 'Name a file in it.' })
    case 'EACCES':
    case 'EPERM':
      return error('file.refused', `"${path}" may not be used.`, { where, hint: 'Check its permissions.' })
    case 'ENOTDIR':
      return error('file.missing', `A part of "${path}" is a file, not a folder.`, { where, hint: 'Check the path.' })
    case 'ENOSPC':
      return error('file.no-space', `There is no space left for "${path}".`, { where, hint: 'Free some space.' })
    default: {
      const reason = cause instanceof Error ? cause.message : String(cause)
      return error('file.failed', `"${path}" could not be used: ${reason}.`, { where, hint: 'Check the path.' })
    }
  }
}
