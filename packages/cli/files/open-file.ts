import { hashFile, openNodeFile, type NodeFile } from '@aw-flow/data/node'
import { error, type Problem } from '@aw-flow/schema'
import { access, constants, stat } from 'node:fs/promises'
import { CommandError, createUsageError } from '../command-error.ts'
import { createFileProblem } from './read-text.ts'

/**
 * Opens a file and computes its SHA-256 digest.
 *
 * @throws {CommandError} If it cannot be read.
 */
export async function openFile(path: string, signal: AbortSignal): Promise<NodeFile> {
  try {
    const stats = await stat(path)
    if (stats.isDirectory()) throw Object.assign(new Error('folder'), { code: 'EISDIR' })
    if (!stats.isFile()) throw createUsageError(createNotAFileProblem(path))
    await access(path, constants.R_OK)
    return await openNodeFile(path, await hashFile(path, { signal }))
  } catch (cause) {
    signal.throwIfAborted()
    if (cause instanceof CommandError) throw cause
    throw createUsageError(createFileProblem(path, cause))
  }
}

/**
 * Creates the problem for a pipe or device, which can be read only once and sequentially, whereas loading requires
 * random access.
 */
const createNotAFileProblem = (path: string): Problem =>
  error('file.not-regular.pipe', { path }, { where: { file: path } })
