import { hashFile } from '@aw-flow/data/node'
import { randomUUID } from 'node:crypto'
import { mkdir, open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import pLimit, { type LimitFunction } from 'p-limit'
import { z } from 'zod'
import { defaultWorkspace } from '../../security/workspace.ts'
import type { ReceivedFile, DatasetFiles } from './dataset-files.ts'

/** An upload that is received in several requests. */
export interface ResumableUpload {
  id: string
  name: string
  /** Size of the entire file, in bytes. */
  size: number
  /** Received bytes. */
  offset: number
  /** The dataset that was created from the entire file. */
  dataset?: string | undefined
}

/**
 * The partial files of a workspace on the local disk, which survive interrupted requests and restarts of the server for
 * a day.
 */
export interface ResumableUploads {
  /**
   * Starts an upload. If the workspace already has `maxUploads` uploads, removes the oldest complete one, or resolves with `undefined`
   * without one.
   */
  create(upload: { name: string; size: number; owner: string }): Promise<ResumableUpload | undefined>
  /** Returns an upload of this owner. */
  find(id: string, owner: string): Promise<ResumableUpload | undefined>
  /**
   * Performs a task with an upload of this owner, which no other task changes in the meantime. Returns `busy` while another
   * task uses it, and `undefined` if the upload does not exist.
   */
  use<T>(id: string, owner: string, task: (upload: ResumableUpload) => Promise<T>): Promise<T | 'busy' | undefined>
  /**
   * Appends bytes at the current offset, up to the size of the file. If the source fails, the received bytes remain.
   * Returns the new offset. Call it within `use`.
   */
  append(upload: ResumableUpload, source: AsyncIterable<Uint8Array>): Promise<number | 'too-long'>
  /** Hashes the complete file. */
  receive(upload: ResumableUpload): Promise<ReceivedFile>
  /** Stores the id of the dataset that was created from the complete file, for a client that repeats its last request. */
  complete(upload: ResumableUpload, dataset: string): Promise<void>
  remove(upload: ResumableUpload): Promise<void>
  /** Returns the total size of all incomplete files, including bytes that have not been received yet. */
  countPendingBytes(): Promise<number>
  /** Performs tasks of the workspace one at a time, so that each sees the bytes that the previous one has added. */
  runExclusive<T>(task: () => Promise<T>): Promise<T>
}

const recordSchema = z.object({
  name: z.string(),
  size: z.number(),
  /** Absent in uploads that started before workspaces existed. */
  workspace: z.string().default(defaultWorkspace),
  owner: z.string(),
  createdAt: z.number(),
  dataset: z.string().optional(),
})
type UploadRecord = z.infer<typeof recordSchema>

/** Maximum age of an upload, complete or not, in ms. Older uploads are removed. */
const maxAgeMs = 24 * 3_600_000
/** Maximum number of uploads of a workspace, complete or not, because each request to start one reads their records. */
export const maxUploads = 1_000

const uploadIdPattern = /^[0-9a-f-]{36}$/

/**
 * Opens the uploads in a folder on the file system of `files`. Returns a function that returns the uploads of a
 * workspace.
 */
export async function openResumableUploads(
  folder: string,
  files: Pick<DatasetFiles, 'toReceivedFile'>,
  now: () => number,
): Promise<(workspace: string) => ResumableUploads> {
  await mkdir(folder, { recursive: true })
  const busyIds = new Set<string>()
  /** Tasks by workspace. */
  const tasks = new Map<string, LimitFunction>()
  const toRecordPath = (id: string): string => join(folder, `${id}.json`)
  const toFilePath = (id: string): string => join(folder, `${id}.part`)
  const readRecord = async (id: string): Promise<UploadRecord | undefined> => {
    if (!uploadIdPattern.test(id)) return undefined
    const text = await readFile(toRecordPath(id), 'utf8').catch(() => undefined)
    return text === undefined ? undefined : recordSchema.parse(JSON.parse(text))
  }
  const writeRecord = async (id: string, record: UploadRecord): Promise<void> => {
    const draft = `${toRecordPath(id)}.${randomUUID()}`
    await writeFile(draft, JSON.stringify(record))
    await rename(draft, toRecordPath(id))
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
  const removeExpired = async (): Promise<void> => {
    for (const { id, createdAt } of await listRecords())
      if (now() - createdAt > maxAgeMs && !busyIds.has(id)) await removeFiles(id)
  }
  /** Returns whether the workspace may start an upload, after removing complete ones for it. */
  const makeRoom = async (workspace: string): Promise<boolean> => {
    const uploads = (await listRecords()).filter((record) => record.workspace === workspace)
    const excess = uploads.length + 1 - maxUploads
    if (excess <= 0) return true
    const complete = uploads.filter(({ dataset }) => dataset !== undefined)
    const oldest = complete.sort((a, b) => a.createdAt - b.createdAt).slice(0, excess)
    for (const { id } of oldest) await removeFiles(id)
    return oldest.length === excess
  }
  await removeExpired()
  const find = async (workspace: string, id: string, owner: string): Promise<ResumableUpload | undefined> => {
    const record = await readRecord(id)
    if (record?.workspace !== workspace || record.owner !== owner) return undefined
    const { name, size, dataset } = record
    const received = await stat(toFilePath(id)).catch(() => undefined)
    if (dataset === undefined && !received) return undefined
    return { id, name, size, offset: dataset === undefined ? received!.size : size, dataset }
  }
  return (workspace) => ({
    async create({ name, size, owner }) {
      await removeExpired()
      if (!(await makeRoom(workspace))) return undefined
      const id = randomUUID()
      await writeFile(toFilePath(id), '')
      await writeRecord(id, { name, size, workspace, owner, createdAt: now() })
      return { id, name, size, offset: 0 }
    },
    find: (id, owner) => find(workspace, id, owner),
    async use(id, owner, task) {
      if (!(await find(workspace, id, owner))) return undefined
      if (busyIds.has(id)) return 'busy'
      busyIds.add(id)
      try {
        // The previous task may have changed it.
        const upload = await find(workspace, id, owner)
        return upload && (await task(upload))
      } finally {
        busyIds.delete(id)
      }
    },
    async append({ id, size, offset }, source) {
      let end = offset
      const file = await open(toFilePath(id), 'r+')
      try {
        for await (const chunk of source) {
          if (end + chunk.byteLength > size) return 'too-long'
          // A write can be partial.
          for (let from = 0; from < chunk.byteLength;) {
            const { bytesWritten } = await file.write(chunk, from, chunk.byteLength - from, end)
            from += bytesWritten
            end += bytesWritten
          }
        }
        await file.sync()
      } finally {
        await file.close()
      }
      return end
    },
    async receive({ id, size }) {
      const path = toFilePath(id)
      return files.toReceivedFile({ path, size, dataset: await hashFile(path) })
    },
    async complete({ id }, dataset) {
      const record = await readRecord(id)
      if (record) await writeRecord(id, { ...record, dataset })
    },
    remove: ({ id }) => removeFiles(id),
    async countPendingBytes() {
      const records = (await listRecords()).filter((record) => record.workspace === workspace)
      return records.reduce((sum, { size, dataset }) => sum + (dataset === undefined ? size : 0), 0)
    },
    async runExclusive(task) {
      const queue = tasks.get(workspace) ?? pLimit(1)
      tasks.set(workspace, queue)
      try {
        return await queue(task)
      } finally {
        if (queue.activeCount + queue.pendingCount === 0) tasks.delete(workspace)
      }
    },
  })
}
