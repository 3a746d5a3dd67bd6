import { NodeError, type Folder } from '@aw-flow/engine'
import { error, type Problem } from '@aw-flow/schema'
import { randomUUID } from 'node:crypto'
import { constants, createReadStream } from 'node:fs'
import { link, lstat, mkdir, open, realpath, rename, rm, type FileHandle } from 'node:fs/promises'
import { basename, dirname, join, sep } from 'node:path'
import { innerPath } from './inner-path.ts'

/**
 * The folder that a host opens to workflows. No path leads out of it, neither by its text nor by a link on the way, and
 * no link is read or written. What is written is there whole or not at all.
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
      const making = join(dirname(target), `.aw-${randomUUID()}`)
      const handle = await open(making, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o644)
      try {
        const size = await writeAll(handle, pieces, signal)
        await handle.sync()
        await handle.close()
        await put(making, target, path, overwrite)
        return size
      } finally {
        await handle.close().catch(() => undefined)
        await rm(making, { force: true })
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
    const found = await handle.stat()
    // What was opened is what stands there without a link on the way.
    const real = await realpath(target)
    const again = await lstat(real)
    if (real !== target || again.ino !== found.ino || again.dev !== found.dev) throw linked(path)
    if (!found.isFile()) throw new NodeError('permanent', notAFile(path))
    return { handle, size: found.size }
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
  const there = await lstat(target).catch(() => undefined)
  if (there && !there.isFile()) throw there.isSymbolicLink() ? linked(path) : new NodeError('permanent', notAFile(path))
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

async function put(making: string, target: string, path: string, overwrite: boolean): Promise<void> {
  if (overwrite) return rename(making, target)
  try {
    await link(making, target)
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw cause
    const hint = 'Choose another name, or let the node overwrite.'
    throw new NodeError(
      'permanent',
      error('file.exists', `There is a file "${path}" already.`, { where: { setting: 'path' }, hint }),
    )
  }
}

const linked = (path: string): NodeError =>
  new NodeError(
    'permanent',
    error('file.link', `"${path}" leads over a link, which might lead out of the folder.`, {
      where: { setting: 'path' },
      hint: 'Put the file itself into the folder.',
    }),
  )

const notAFile = (path: string): Problem =>
  error('file.not-regular', `"${path}" is no file.`, { where: { setting: 'path' }, hint: 'Name a file in the folder.' })

function notRead(path: string, cause: unknown): Problem {
  const { code } = cause as NodeJS.ErrnoException
  if (code === 'ELOOP' || code === 'EMLINK') return linked(path).problem
  const why =
    code === 'ENOENT' || code === 'ENOTDIR'
      ? 'is not there'
      : code === 'EACCES'
        ? 'may not be read'
        : `cannot be read (${code})`
  return error('file.not-read', `"${path}" ${why}.`, {
    where: { setting: 'path' },
    hint: 'Look into the folder that the host has opened.',
  })
}

const notWritten = (path: string, { code }: NodeJS.ErrnoException): Problem =>
  error('file.not-written', `"${path}" cannot be written (${code}).`, {
    where: { setting: 'path' },
    hint: 'Look whether the folder may be written, and whether the disk is full.',
  })
