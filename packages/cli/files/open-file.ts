import { hashFile, nodeFile, type NodeFile } from '@aw-flow/data/node'
import { error, type Problem } from '@aw-flow/schema'
import { access, constants, stat } from 'node:fs/promises'
import { CommandError, wrongUse } from '../command-error.ts'
import { fileProblem } from './read-text.ts'

/**
 * Opens a file with its SHA-256.
 *
 * @throws {CommandError} If it cannot be read.
 */
export async function openFile(path: string, signal: AbortSignal): Promise<NodeFile> {
  try {
    const found = await stat(path)
    if (found.isDirectory()) throw Object.assign(new Error('folder'), { code: 'EISDIR' })
    if (!found.isFile()) throw wrongUse(notAFile(path))
    await access(path, constants.R_OK)
    return await nodeFile(path, await hashFile(path, { signal }))
  } catch (cause) {
    signal.throwIfAborted()
    if (cause instanceof CommandError) throw cause
    throw wrongUse(fileProblem(path, cause))
  }
}

/** Pipes and devices can only be read once and in order, but loading reads at random positions. */
const notAFile = (path: string): Problem => error('file.not-regular.pipe', { path }, { where: { file: path } })
