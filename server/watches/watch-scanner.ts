import { NodeError } from '@aw-flow/engine'
import { error, type Problem } from '@aw-flow/schema'
import { addWithinQuota, findUploadAllowance, unlimitedUploads, type UploadLimits } from '../api/upload-allowance.ts'
import type { OutsideServices } from '../backend.ts'
import { dispatchClaimMs, dispatchEvent, type DispatchOptions } from '../events/dispatch-event.ts'
import { fileEventType } from '../events/event.ts'
import { repeatPerWorkspace } from '../operation/repeat-per-workspace.ts'
import type { RecurringTask } from '../operation/repeat-work.ts'
import { defaultWorkspace } from '../security/workspace.ts'
import { toStorableText } from '../store/database/storable-text.ts'
import { matchesPattern, parseWatchSource, toEventSource, type Watch } from './watch.ts'
import { openWatchedBucket } from './watched-bucket.ts'
import type { WatchedFile, WatchedFiles } from './watched-files.ts'
import { openWatchedFolder } from './watched-folder.ts'
import { readS3Credentials } from './read-s3-credentials.ts'
import { claimDueWatches } from './watches.ts'

export interface WatchScannerOptions extends DispatchOptions {
  backend: DispatchOptions['backend'] & Pick<OutsideServices, 'withEgress'>
  /** The folder that the administrator has made available (`AW_FILES`). Only the `default` workspace can use it. */
  filesFolder?: string | undefined
  uploadLimits?: UploadLimits | undefined
  onError(cause: unknown): void
}

/** Time after which another server checks a claimed watch, in ms, in case the server that claimed it has stopped. */
const claimMs = 600_000
/**
 * Maximum number of new files processed per check. The rest are processed in the next check, which is due immediately.
 */
const maxNewFiles = 50

/**
 * Starts checking watched folders and S3 prefixes. Several servers can do so for the same store. In each workspace, one
 * watch is checked at a time, so that a slow source does not delay other workspaces.
 */
export function openWatchScanner(options: WatchScannerOptions): RecurringTask {
  const controller = new AbortController()
  const { signal } = controller
  const onError = (cause: unknown): void => {
    if (!signal.aborted) options.onError(cause)
  }
  const task = repeatPerWorkspace({
    async claimDue(busyWorkspaces) {
      const watches = await claim(options, busyWorkspaces)
      return watches.map((watch) => ({ workspace: watch.workspace_id, watch }))
    },
    perform: ({ watch }) => checkClaimedWatch(watch, { ...options, onError }, signal),
    onError,
  })
  return {
    wake: task.wake,
    async close() {
      // A file whose reading is aborted here is read again by the next check.
      controller.abort()
      await task.close()
    },
  }
}

const claim = ({ backend, now }: WatchScannerOptions, busyWorkspaces: readonly string[]): Promise<Watch[]> =>
  claimDueWatches(backend.store.openedDatabase.database, { now: now(), claimMs, busyWorkspaces })

/** Checks the watches that are due, one per workspace. Resolves with the number of checked watches. */
export async function checkDueWatches(options: WatchScannerOptions, signal: AbortSignal): Promise<number> {
  const dueWatches = await claim(options, [])
  await Promise.all(dueWatches.map((dueWatch) => checkClaimedWatch(dueWatch, options, signal)))
  return dueWatches.length
}

async function checkClaimedWatch(watch: Watch, options: WatchScannerOptions, signal: AbortSignal): Promise<void> {
  const { database } = options.backend.store.openedDatabase
  let problem: Problem | undefined
  let hasMore = false
  try {
    hasMore = await checkWatch(watch, options, signal)
  } catch (cause) {
    if (signal.aborted) {
      await database
        .updateTable('watches')
        .set({ next_at: new Date(options.now()) })
        .where('id', '=', watch.id)
        .execute()
      return
    }
    if (!(cause instanceof NodeError)) options.onError(cause)
    problem = cause instanceof NodeError ? cause.problem : error('server.internal-error', {})
  }
  const time = options.now()
  await database
    .updateTable('watches')
    .set({
      next_at: new Date(hasMore ? time : time + watch.interval_seconds * 1000),
      checked_at: new Date(time),
      problem: problem ? JSON.stringify(problem) : null,
    })
    .where('id', '=', watch.id)
    .execute()
}

/**
 * Publishes an event for each new file; the first check only records the existing files. Resolves with `true` if more
 * new files remain.
 */
async function checkWatch(watch: Watch, options: WatchScannerOptions, signal: AbortSignal): Promise<boolean> {
  return withWatchedFiles(watch, options, async (watchedFiles) => {
    const { database } = options.backend.store.openedDatabase
    const files = (await watchedFiles.list(signal)).filter(({ name }) => matchesPattern(watch.pattern, name))
    const knownFiles = await database
      .selectFrom('watch_files')
      .select(['key', 'version'])
      .where('watch_id', '=', watch.id)
      .execute()
    const toId = ({ key, version }: { key: string; version: string }): string => JSON.stringify([key, version])
    const knownIds = new Set(knownFiles.map(toId))
    const newFiles = files
      .filter((file) => !knownIds.has(toId(file)))
      .toSorted((a, b) => a.modifiedAt - b.modifiedAt || (a.key < b.key ? -1 : 1))
    if (!watch.is_listed) {
      for (const file of newFiles) await recordFile(watch, file, {}, options)
      await database.updateTable('watches').set({ is_listed: true }).where('id', '=', watch.id).execute()
      return false
    }
    let firstError: NodeError | undefined
    for (const file of newFiles.slice(0, maxNewFiles)) {
      try {
        await publishFile(watch, file, watchedFiles, options, signal)
      } catch (cause) {
        // A file that cannot be read does not block the others. The next check retries it.
        if (!(cause instanceof NodeError)) throw cause
        firstError ??= cause
      }
    }
    // Deletes the rows of files that no longer exist, so that the table does not keep growing.
    const listedIds = new Set(files.map(toId))
    for (const file of knownFiles) {
      if (listedIds.has(toId(file))) continue
      await database
        .deleteFrom('watch_files')
        .where('watch_id', '=', watch.id)
        .where('key', '=', file.key)
        .where('version', '=', file.version)
        .execute()
    }
    if (firstError) throw firstError
    return newFiles.length > maxNewFiles
  })
}

/** Opens a watch's source and passes it to `use`. */
async function withWatchedFiles<T>(
  { workspace_id: workspace, source: storedSource }: Watch,
  { backend, filesFolder, now }: WatchScannerOptions,
  use: (files: WatchedFiles) => Promise<T>,
): Promise<T> {
  const source = parseWatchSource(storedSource)
  if (source.kind === 'folder') {
    // As in runs, only the `default` workspace can use the folder.
    if (filesFolder === undefined || workspace !== defaultWorkspace) {
      throw new NodeError('permanent', error('watch.no-root', {}))
    }
    const { path, recursive: isRecursive = false } = source
    return use(openWatchedFolder({ root: filesFolder, path, isRecursive, now }))
  }
  const credentials = await readS3Credentials(source, backend.store.forWorkspace(workspace).secrets)
  const { url, prefix } = source
  return backend.withEgress(workspace, (egress) => use(openWatchedBucket({ url, prefix, credentials, egress, now })))
}

/**
 * Adds a file as a dataset and publishes its event. After an interruption, this is repeated, but the event is stored
 * only once, so the file starts each of its runs only once.
 */
async function publishFile(
  watch: Watch,
  file: WatchedFile,
  watchedFiles: WatchedFiles,
  options: WatchScannerOptions,
  signal: AbortSignal,
): Promise<void> {
  const workspace = options.backend.store.forWorkspace(watch.workspace_id)
  const { uploadLimits = unlimitedUploads } = options
  const allowance = await findUploadAllowance(workspace, uploadLimits)
  if (file.size > allowance.bytes) return recordFile(watch, file, { problem: allowance.problem }, options)
  const receivedFile = await workspace.datasets.receive(
    limitBytes(await watchedFiles.read(file, signal), allowance.bytes, allowance.problem),
  )
  // If the file changed while it was being read, a later check finds it again once it is complete.
  if (!(await watchedFiles.isUnchanged(file))) return receivedFile.discard()
  const added = await addWithinQuota(workspace, uploadLimits, receivedFile, file.name)
  if (!added.ok) return recordFile(watch, file, { problem: added.problem }, options)
  const { dataset } = added.value
  const { event, isDuplicate } = await workspace.events.add(
    {
      type: fileEventType,
      subject: watch.name,
      source: toEventSource(watch.id),
      eventId: `${file.key} ${file.version}`,
      data: { dataset_id: dataset.id, name: file.name, key: file.key, size: file.size, watch: watch.name },
      occurredAt: file.modifiedAt,
    },
    dispatchClaimMs,
  )
  if (!isDuplicate) await dispatchEvent(event, options)
  return recordFile(watch, file, { eventId: event.id }, options)
}

/** Records that a file was found, and its event or problem. */
async function recordFile(
  watch: Watch,
  file: WatchedFile,
  { eventId, problem }: { eventId?: string; problem?: Problem },
  { backend, now }: WatchScannerOptions,
): Promise<void> {
  await backend.store.openedDatabase.database
    .insertInto('watch_files')
    .values({
      watch_id: watch.id,
      workspace_id: watch.workspace_id,
      key: toStorableText(file.key),
      version: toStorableText(file.version),
      found_at: new Date(now()),
      event_id: eventId ?? null,
      problem: problem ? JSON.stringify(problem) : null,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** Yields a file's chunks. Throws `problem` if the file has grown beyond `maxBytes` since it was listed. */
async function* limitBytes(
  chunks: AsyncIterable<Uint8Array>,
  maxBytes: number,
  problem: Problem,
): AsyncIterable<Uint8Array> {
  let bytes = 0
  for await (const chunk of chunks) {
    bytes += chunk.byteLength
    if (bytes > maxBytes) throw new NodeError('permanent', problem)
    yield chunk
  }
}
