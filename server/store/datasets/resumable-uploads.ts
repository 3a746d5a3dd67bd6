import { hashFile } from '@aw-flow/data/node'
import { randomUUID } from 'node:crypto'
import { mkdir, open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import pLimit, { type LimitFunction } from 'p-limit'
import { z } from 'zod'
import { defaultWorkspace } from '../../security/workspace.ts'
import type { ReceivedFile, DatasetFiles } from './dataset-files.ts'

/** An upload that is sent in several requests. */
export interface ResumableUpload {
  id: string
  name: string
  /** Size of the entire file, in bytes. */
  size: number
  /** Number of bytes received so far. */
  offset: number
  /** ID of the dataset created from the complete file, if any. */
  dataset?: string | undefined
}

/**
 * A workspace's partial uploads on the local disk. They survive interrupted requests and server restarts for up to a
 * day.
 */
export interface ResumableUploads {
  /**
   * Starts an upload. If the workspace already has `maxUploads` uploads, the oldest completed one is removed; if there
   * is none, resolves with `undefined`.
   */
  create(upload: { name: string; size: number; owner: string }): Promise<ResumableUpload | undefined>
  /** Returns the owner's upload with the given ID, if any. */
  find(id: string, owner: string): Promise<ResumableUpload | undefined>
  /**
   * Runs a task that has exclusive access to the owner's upload. Resolves with `busy` if another task is using the
   * upload, and with `undefined` if the upload does not exist.
   */
  runWithUpload<T>(
    id: string,
    owner: string,
    task: (upload: ResumableUpload) => Promise<T>,
  ): Promise<T | 'busy' | undefined>
  /**
   * Appends bytes at the current offset, up to the size of the file. If the source fails, the bytes received so far are
   * kept. Resolves with the new offset, or with `too-long` if the source has more bytes than the file. Call this
   * function within `runWithUpload`.
   */
  append(upload: ResumableUpload, source: AsyncIterable<Uint8Array>): Promise<number | 'too-long'>
  /** Hashes the complete file and returns it in the form that the dataset store expects. */
  createReceivedFile(upload: ResumableUpload): Promise<ReceivedFile>
  /** Stores the ID of the dataset created from the complete file, for a client that repeats its last request. */
  complete(upload: ResumableUpload, datasetId: string): Promise<void>
  remove(upload: ResumableUpload): Promise<void>
  /**
   * Returns the total size of all incomplete files in bytes, including bytes that have not been received yet.
   *
   * @param workspaces Default: this workspace.
   */
  countPendingBytes(workspaces?: readonly string[]): Promise<number>
  /** Runs the tasks of the workspace's owner one at a time, so that each task sees the bytes that earlier ones added. */
  runExclusive<T>(task: () => Promise<T>): Promise<T>
}

const recordSchema = z.object({
  name: z.string(),
  size: z.number(),
  /** Absent from uploads that started before workspaces existed. */
  workspace: z.string().default(defaultWorkspace),
  owner: z.string(),
  createdAt: z.number(),
  dataset: z.string().optional(),
})
type UploadRecord = z.infer<typeof recordSchema>

/** Age in ms after which an upload is removed, whether complete or not. */
const maxAgeMs = 24 * 3_600_000
/**
 * Maximum number of uploads per workspace, including completed ones. Uploads are limited because starting one reads the
 * records of all uploads.
 */
export const maxUploads = 1_000

const uploadIdPattern = /^[0-9a-f-]{36}$/

/** Reads and writes the records of uploads, which are files beside the uploaded bytes. */
function openUploadRecords(folder: string) {
  const toRecordPath = (id: string): string => join(folder, `${id}.json`)
  const toFilePath = (id: string): string => join(folder, `${id}.part`)
  const readRecord = async (id: string): Promise<UploadRecord | undefined> => {
    if (!uploadIdPattern.test(id)) return undefined
    const text = await readFile(toRecordPath(id), 'utf8').catch(() => undefined)
    return text === undefined ? undefined : recordSchema.parse(JSON.parse(text))
  }
  const writeRecord = async (id: string, record: UploadRecord): Promise<void> => {
    const temporaryPath = `${toRecordPath(id)}.${randomUUID()}`
    await writeFile(temporaryPath, JSON.stringify(record))
    await rename(temporaryPath, toRecordPath(id))
  }
  const removeFiles = async (id: string): Promise<void> => {
    await rm(toFilePath(id), { force: true })
    await rm(toRecordPath(id), { force: true })
  }
  const listRecords = async (): Promise<(UploadRecord & { id: string })[]> => {
    const names = (await readdir(folder)).filter((name) => name.endsWith('.json'))
    const records = await Promise.all(
      names.map(async (name) => {
        const id = name.slice(0, -'.json'.length)
        const record = await readRecord(id)
        return record ? [{ ...record, id }] : []
      }),
    )
    return records.flat()
  }
  return { toFilePath, readRecord, writeRecord, removeFiles, listRecords }
}

/**
 * Opens the uploads in a folder, which must be on the same file system as `files`. Resolves with a function that
 * returns a workspace's uploads.
 */
export async function openResumableUploads(
  folder: string,
  files: Pick<DatasetFiles, 'toReceivedFile'>,
  readOwner: (workspace: string) => Promise<string>,
  now: () => number,
): Promise<(workspace: string) => ResumableUploads> {
  await mkdir(folder, { recursive: true })
  const busyIds = new Set<string>()
  /** Task queues, keyed by owner. */
  const queues = new Map<string, LimitFunction>()
  const { toFilePath, readRecord, writeRecord, removeFiles, listRecords } = openUploadRecords(folder)
  const removeExpired = async (): Promise<void> => {
    for (const { id, createdAt } of await listRecords())
      if (now() - createdAt > maxAgeMs && !busyIds.has(id)) await removeFiles(id)
  }
  /** Removes completed uploads if necessary, and returns whether the workspace may start another one. */
  const ensureCapacity = async (workspace: string): Promise<boolean> => {
    const uploads = (await listRecords()).filter((record) => record.workspace === workspace)
    const excessCount = uploads.length + 1 - maxUploads
    if (excessCount <= 0) return true
    const completedUploads = uploads.filter(({ dataset }) => dataset !== undefined)
    const oldestUploads = completedUploads.sort((a, b) => a.createdAt - b.createdAt).slice(0, excessCount)
    for (const { id } of oldestUploads) await removeFiles(id)
    return oldestUploads.length === excessCount
  }
  await removeExpired()
  const find = async (workspace: string, id: string, owner: string): Promise<ResumableUpload | undefined> => {
    const record = await readRecord(id)
    if (record?.workspace !== workspace || record.owner !== owner) return undefined
    const { name, size, dataset } = record
    const fileStats = await stat(toFilePath(id)).catch(() => undefined)
    if (dataset === undefined && !fileStats) return undefined
    return { id, name, size, offset: dataset === undefined ? fileStats!.size : size, dataset }
  }
  return (workspace) => ({
    async create({ name, size, owner }) {
      await removeExpired()
      if (!(await ensureCapacity(workspace))) return undefined
      const id = randomUUID()
      await writeFile(toFilePath(id), '')
      await writeRecord(id, { name, size, workspace, owner, createdAt: now() })
      return { id, name, size, offset: 0 }
    },
    find: (id, owner) => find(workspace, id, owner),
    async runWithUpload(id, owner, task) {
      if (!(await find(workspace, id, owner))) return undefined
      if (busyIds.has(id)) return 'busy'
      busyIds.add(id)
      try {
        // The previous task may have changed the upload.
        const upload = await find(workspace, id, owner)
        return upload && (await task(upload))
      } finally {
        busyIds.delete(id)
      }
    },
    async append({ id, size, offset }, source) {
      let newOffset = offset
      const file = await open(toFilePath(id), 'r+')
      try {
        for await (const chunk of source) {
          if (newOffset + chunk.byteLength > size) return 'too-long'
          // A write can be partial.
          for (let chunkOffset = 0; chunkOffset < chunk.byteLength;) {
            const { bytesWritten } = await file.write(chunk, chunkOffset, chunk.byteLength - chunkOffset, newOffset)
            chunkOffset += bytesWritten
            newOffset += bytesWritten
          }
        }
        await file.sync()
      } finally {
        await file.close()
      }
      return newOffset
    },
    async createReceivedFile({ id, size }) {
      const path = toFilePath(id)
      return files.toReceivedFile({ path, size, dataset: await hashFile(path) })
    },
    async complete({ id }, datasetId) {
      const record = await readRecord(id)
      if (record) await writeRecord(id, { ...record, dataset: datasetId })
    },
    remove: ({ id }) => removeFiles(id),
    async countPendingBytes(workspaces = [workspace]) {
      const records = (await listRecords()).filter((record) => workspaces.includes(record.workspace))
      return records.reduce((sum, { size, dataset }) => sum + (dataset === undefined ? size : 0), 0)
    },
    async runExclusive(task) {
      const owner = await readOwner(workspace)
      const queue = queues.get(owner) ?? pLimit(1)
      queues.set(owner, queue)
      try {
        return await queue(task)
      } finally {
        if (queue.activeCount + queue.pendingCount === 0) queues.delete(owner)
      }
    },
  })
}
