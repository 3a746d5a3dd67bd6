import { error } from '@aw-flow/schema'
import { constants } from 'node:fs'
import { access, realpath, stat } from 'node:fs/promises'
import { basename, dirname, join, sep } from 'node:path'
import { wrongUse } from '../command-error.ts'
import { fileProblem } from './read-text.ts'

/**
 * Rejects output paths before any work: a path that is not writable, a file that the command reads (even through a
 * link), and the same file for two options.
 *
 * @param outputs Paths to write, by the option that names them.
 * @param sources Paths that the command reads.
 */
export async function checkOutputs(
  outputs: Readonly<Record<string, string | undefined>>,
  sources: readonly string[],
): Promise<void> {
  const read = new Map<string, string>()
  for (const source of sources) {
    const identity = await identityOf(source)
    if (identity !== undefined) read.set(identity, source)
  }
  const written = new Map<string, string>()
  for (const [option, path] of Object.entries(outputs)) {
    if (path === undefined) continue
    await checkWritable(path)
    const identity = await identityOf(path)
    if (identity === undefined) continue
    const source = read.get(identity)
    if (source !== undefined) throw wrongUse(isSource(option, path, source))
    const other = written.get(identity)
    if (other !== undefined) throw wrongUse(isTwice(option, other, path))
    written.set(identity, option)
  }
}

async function checkWritable(path: string): Promise<void> {
  const where = { file: path }
  const found = await stat(path).catch(() => undefined)
  if (found?.isDirectory()) {
    throw wrongUse(error('file.folder', { path }, { where }))
  }
  const folder = path.endsWith('/') || path.endsWith(sep) ? path : dirname(path)
  try {
    // The dot makes the call fail if a file exists where a folder is expected.
    await access(`${folder}${sep}.`, constants.W_OK)
  } catch (cause) {
    const missing = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT'
    if (!missing) throw wrongUse(fileProblem(folder, cause))
    throw wrongUse(error('file.no-folder', { folder }, { where }))
  }
}

/** The identity of a file; `undefined` for devices and pipes, which may be written to. */
async function identityOf(path: string): Promise<string | undefined> {
  const found = await stat(path, { bigint: true }).catch(() => undefined)
  if (found) return found.isFile() ? `${found.dev}:${found.ino}` : undefined
  const folder = await realpath(dirname(path)).catch(() => undefined)
  return folder && join(folder, basename(path))
}

const isSource = (option: string, path: string, source: string) =>
  error('out.is-source', { option, path, source: path === source ? '' : source }, { where: { file: path } })

const isTwice = (option: string, other: string, path: string) =>
  error('out.twice', { option, other, path }, { where: { file: path } })
