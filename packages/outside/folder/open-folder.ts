import { NodeError, type Folder } from '@aw-flow/engine'
import { error, type Problem } from '@aw-flow/schema'
import { randomUUID } from 'node:crypto'
import { constants, createReadStream } from 'node:fs'
import { link, lstat, mkdir, open, realpath, rename, rm, type FileHandle } from 'node:fs/promises'
import { basename, dirname, join, sep } from 'node:path'
import { innerPath } from './inner-path.ts'

/**
 * Opens a folder for workflows to read and write. No path can leave the folder, neither by its text nor through a
 * symbolic link; links are neither read nor written. Writes are atomic: a file is written completely or not at all.
 *
 * @param root An existing folder.
 * @throws {NodeError} `file.*` if a path is rejected or cannot be read or written.
 * @example
 * const { pieces, size } = await openFolder('/srv/data').read('reports/2026.csv', signal)
 * @internal
 */
export function openFolder(root: string): Folder {
  return {
    async read(path, signal) {
      const { handle, size } = await openInner(root, path)
      signal.throwIfAborted()
      const stream = createReadStream('', { fd: handle, autoClose: true, signal })
      return { name: basename(path), size, pieces: stream as AsyncIterable<Uint8Array> }
    },
    async write(path, pieces, { overwrite, signal }) {
      const target = await innerTarget(root, path)
      const temporary = join(dirname(target), `.aw-${randomUUID()}`)
      const handle = await open(temporary, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o644)
      try {
        const size = await writeAll(handle, pieces, signal)
        await handle.sync()
        await handle.close()
        await moveInto(temporary, target, path, overwrite)
        return size
      } finally {
        await handle.close().catch(() => undefined)
        await rm(temporary, { force: true })
      }
    },
  }
}

async function openInner(root: string, path: string): Promise<{ handle: FileHandle; size: number }> {
  const parts = innerPath(path)
  if (!Array.isArray(parts)) throw new NodeError('permanent', parts)
  const target = join(await realpath(root), ...parts)
  let handle: FileHandle
  try {
    handle = await open(target, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
  } catch (cause) {
    throw new NodeError('permanent', notRead(path, cause), { cause })
  }
  try {
    const opened = await handle.stat()
    // The opened file must be the one at the path without any link.
    const real = await realpath(target)
    const resolved = await lstat(real)
    if (real !== target || resolved.ino !== opened.ino || resolved.dev !== opened.dev) throw linked(path)
    if (!opened.isFile()) throw new NodeError('permanent', notAFile(path))
    return { handle, size: opened.size }
  } catch (cause) {
    await handle.close()
    throw cause
  }
}

async function innerTarget(root: string, path: string): Promise<string> {
  const parts = innerPath(path)
  if (!Array.isArray(parts)) throw new NodeError('permanent', parts)
  let at = await realpath(root)
  for (const part of parts.slice(0, -1)) {
    at = join(at, part)
    await mkdir(at).catch((cause: NodeJS.ErrnoException) => {
      if (cause.code !== 'EEXIST') throw new NodeError('permanent', notWritten(path, cause), { cause })
    })
    if (!(await lstat(at)).isDirectory()) throw linked(path)
  }
  const target = join(at, parts.at(-1)!)
  if ((await realpath(at)) !== at || !target.startsWith(`${await realpath(root)}${sep}`)) throw linked(path)
  const existing = await lstat(target).catch(() => undefined)
  if (existing && !existing.isFile())
    throw existing.isSymbolicLink() ? linked(path) : new NodeError('permanent', notAFile(path))
  return target
}

async function writeAll(handle: FileHandle, pieces: AsyncIterable<Uint8Array>, signal: AbortSignal): Promise<number> {
  let size = 0
  for await (const piece of pieces) {
    signal.throwIfAborted()
    await handle.write(piece)
    size += piece.length
  }
  return size
}

async function moveInto(temporary: string, target: string, path: string, overwrite: boolean): Promise<void> {
  if (overwrite) return rename(temporary, target)
  try {
    await link(temporary, target)
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw cause
    throw new NodeError('permanent', error('file.exists', { path }, { where: { setting: 'path' } }))
  }
}

const linked = (path: string): NodeError =>
  new NodeError('permanent', error('file.link', { path }, { where: { setting: 'path' } }))

const notAFile = (path: string): Problem => error('file.not-regular', { path }, { where: { setting: 'path' } })

function notRead(path: string, cause: unknown): Problem {
  const { code } = cause as NodeJS.ErrnoException
  if (code === 'ELOOP' || code === 'EMLINK') return linked(path).problem
  return error('file.not-read', { path, code: String(code) }, { where: { setting: 'path' } })
}

const notWritten = (path: string, { code }: NodeJS.ErrnoException): Problem =>
  error('file.not-written', { path, code: String(code) }, { where: { setting: 'path' } })
