import { error } from '@aw-flow/schema'
import { constants } from 'node:fs'
import { access, realpath, stat } from 'node:fs/promises'
import { basename, dirname, join, sep } from 'node:path'
import { createUsageError } from '../command-error.ts'
import { createFileProblem } from './read-text.ts'

/**
 * Rejects invalid output paths before any work starts: paths that are not writable, files that the command reads (even
 * through a link), and files used for two options.
 *
 * @param outputs Output paths, keyed by option.
 * @param sources Paths of the files that the command reads.
 */
export async function checkOutputs(
  outputs: Readonly<Record<string, string | undefined>>,
  sources: readonly string[],
): Promise<void> {
  const sourcesByIdentity = new Map<string, string>()
  for (const source of sources) {
    const identity = await getIdentity(source)
    if (identity !== undefined) sourcesByIdentity.set(identity, source)
  }
  const optionsByIdentity = new Map<string, string>()
  for (const [option, path] of Object.entries(outputs)) {
    if (path === undefined) continue
    await checkWritable(path)
    const identity = await getIdentity(path)
    if (identity === undefined) continue
    const source = sourcesByIdentity.get(identity)
    if (source !== undefined) throw createUsageError(createSourceProblem(option, path, source))
    const existingOption = optionsByIdentity.get(identity)
    if (existingOption !== undefined) throw createUsageError(createDuplicateProblem(option, existingOption, path))
    optionsByIdentity.set(identity, option)
  }
}

async function checkWritable(path: string): Promise<void> {
  const where = { file: path }
  const stats = await stat(path).catch(() => undefined)
  if (stats?.isDirectory()) {
    throw createUsageError(error('file.folder', { path }, { where }))
  }
  const folder = path.endsWith('/') || path.endsWith(sep) ? path : dirname(path)
  try {
    // The trailing dot makes the call fail if the path is a file rather than a folder.
    await access(`${folder}${sep}.`, constants.W_OK)
  } catch (cause) {
    const isMissing = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT'
    if (!isMissing) throw createUsageError(createFileProblem(folder, cause))
    throw createUsageError(error('file.no-folder', { folder }, { where }))
  }
}

/**
 * Returns a string that identifies a file, or `undefined` for devices and pipes, to which writing is always allowed.
 */
async function getIdentity(path: string): Promise<string | undefined> {
  const stats = await stat(path, { bigint: true }).catch(() => undefined)
  if (stats) return stats.isFile() ? `${stats.dev}:${stats.ino}` : undefined
  const folder = await realpath(dirname(path)).catch(() => undefined)
  return folder && join(folder, basename(path))
}

const createSourceProblem = (option: string, path: string, source: string) =>
  error('out.is-source', { option, path, source: path === source ? '' : source }, { where: { file: path } })

const createDuplicateProblem = (option: string, existingOption: string, path: string) =>
  error('out.duplicate-path', { option, other: existingOption, path }, { where: { file: path } })
