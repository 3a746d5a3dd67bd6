import { NodeError, type Folder } from '@aw-flow/engine'
import { error, type Problem } from '@aw-flow/schema'
import { randomUUID } from 'node:crypto'
import { constants, createReadStream } from 'node:fs'
import { link, lstat, mkdir, open, realpath, rename, rm, type FileHandle } from 'node:fs/promises'
import { basename, dirname, join, sep } from 'node:path'
import { splitRelativePath } from './split-relative-path.ts'

/**
 * Opens a folder that workflows can read and write. Paths cannot leave the folder through `..` or symbolic links, and
 * links are neither read nor written. Writes are atomic.
 *
 * @param root An existing folder.
 * @throws {NodeError} With a `file.*` code if a path is rejected or cannot be read or written.
 * @example
 * const { chunks, size } = await openFolder('/srv/data').read('reports/2026.csv', signal)
 * @internal
 */
export function openFolder(root: string): Folder {
  return {
    async read(path, signal) {
      const { handle, size } = await openFile(root, path)
      signal.throwIfAborted()
      const stream = createReadStream('', { fd: handle, autoClose: true, signal })
      return { name: basename(path), size, chunks: stream as AsyncIterable<Uint8Array> }
    },
    async write(path, chunks, { overwrite, signal }) {
      const target = await resolveTarget(root, path)
      const temporaryPath = join(dirname(target), `.aw-${randomUUID()}`)
      const handle = await open(temporaryPath, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o644)
      try {
        const size = await writeAll(handle, chunks, signal)
        await handle.sync()
        await handle.close()
        await moveToTarget(temporaryPath, target, path, overwrite)
        return size
      } finally {
        await handle.close().catch(() => undefined)
        await rm(temporaryPath, { force: true })
      }
    },
  }
}

async function openFile(root: string, path: string): Promise<{ handle: FileHandle; size: number }> {
  const segments = splitRelativePath(path)
  if (!segments.ok) throw new NodeError('permanent', segments.problem)
  const target = join(await realpath(root), ...segments.value)
  let handle: FileHandle
  try {
    handle = await open(target, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
  } catch (cause) {
    throw new NodeError('permanent', createReadProblem(path, cause), { cause })
  }
  try {
    const openedStats = await handle.stat()
    // The opened file must be the file at the path itself, without any links.
    const realTarget = await realpath(target)
    const resolvedStats = await lstat(realTarget)
    if (realTarget !== target || resolvedStats.ino !== openedStats.ino || resolvedStats.dev !== openedStats.dev)
      throw createLinkError(path)
    if (!openedStats.isFile()) throw new NodeError('permanent', createNotRegularFileProblem(path))
    return { handle, size: openedStats.size }
  } catch (cause) {
    await handle.close()
    throw cause
  }
}

async function resolveTarget(root: string, path: string): Promise<string> {
  const segments = splitRelativePath(path)
  if (!segments.ok) throw new NodeError('permanent', segments.problem)
  let folder = await realpath(root)
  for (const segment of segments.value.slice(0, -1)) {
    folder = join(folder, segment)
    await mkdir(folder).catch((cause: NodeJS.ErrnoException) => {
      if (cause.code !== 'EEXIST') throw new NodeError('permanent', createWriteProblem(path, cause), { cause })
    })
    if (!(await lstat(folder)).isDirectory()) throw createLinkError(path)
  }
  const target = join(folder, segments.value.at(-1)!)
  if ((await realpath(folder)) !== folder || !target.startsWith(`${await realpath(root)}${sep}`))
    throw createLinkError(path)
  const existingStats = await lstat(target).catch(() => undefined)
  if (existingStats && !existingStats.isFile())
    throw existingStats.isSymbolicLink()
      ? createLinkError(path)
      : new NodeError('permanent', createNotRegularFileProblem(path))
  return target
}

async function writeAll(handle: FileHandle, chunks: AsyncIterable<Uint8Array>, signal: AbortSignal): Promise<number> {
  let size = 0
  for await (const chunk of chunks) {
    signal.throwIfAborted()
    await handle.write(chunk)
    size += chunk.length
  }
  return size
}

async function moveToTarget(temporaryPath: string, target: string, path: string, overwrite: boolean): Promise<void> {
  if (overwrite) return rename(temporaryPath, target)
  try {
    await link(temporaryPath, target)
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw cause
    throw new NodeError('permanent', error('file.exists', { path }, { where: { setting: 'path' } }))
  }
}

const createLinkError = (path: string): NodeError =>
  new NodeError('permanent', error('file.link', { path }, { where: { setting: 'path' } }))

const createNotRegularFileProblem = (path: string): Problem =>
  error('file.not-regular', { path }, { where: { setting: 'path' } })

function createReadProblem(path: string, cause: unknown): Problem {
  const { code } = cause as NodeJS.ErrnoException
  if (code === 'ELOOP' || code === 'EMLINK') return createLinkError(path).problem
  return error('file.not-read', { path, code: String(code) }, { where: { setting: 'path' } })
}

const createWriteProblem = (path: string, { code }: NodeJS.ErrnoException): Problem =>
  error('file.not-written', { path, code: String(code) }, { where: { setting: 'path' } })
