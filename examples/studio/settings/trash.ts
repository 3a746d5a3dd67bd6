import type {
  ServerConnection,
  StoredDataset,
  StoredRun,
  TrashContent,
  TrashEntry,
  UnreadableDocument,
  WorkflowStorage,
} from '@aw-flow/client'
import {
  readWorkflow,
  runEventSchema,
  defined,
  type Problem,
  type RunEvent,
  type Workflow,
  getProblem,
} from '@aw-flow/schema'
import { datasetPreviewSchema, datasetSchema } from '@aw-flow/schema/internal'

import { getStrings } from '../language/strings.ts'

/** Result of deleting an item. Without an entry, the item was not deleted. */
type TrashResult = { entry: TrashEntry; problem?: Problem } | { problem: Problem }

/**
 * Moves an item to the trash. Without space for that, the item is deleted all the same, because that makes space: its
 * content can be restored until the tab is closed.
 */
async function moveToTrash(
  storage: WorkflowStorage,
  entry: TrashEntry,
  content: TrashContent,
  removeItem: () => Promise<Problem | undefined>,
): Promise<TrashResult> {
  const problem = await storage.trash.put(entry, content)
  const isKept = problem !== undefined && problem.code !== 'storage.full.page'
  const removalProblem = isKept ? problem : await removeItem()
  if (!removalProblem) return defined({ entry, problem })
  await storage.trash.remove(entry.id)
  return { problem: removalProblem }
}

/** Moves a dataset to the trash. `removeDataset` removes it from the library, and from its server, if any. */
export async function trashDataset(
  storage: WorkflowStorage,
  { dataset, preview }: StoredDataset,
  now: number,
  removeDataset: (id: string) => Promise<Problem | undefined>,
): Promise<TrashResult> {
  const bytes = await storage.getDatasetBytes(dataset.id)
  const { name, size } = dataset
  const entry: TrashEntry = { id: `dataset:${dataset.id}`, kind: 'dataset', name, size, deletedAt: now }
  const content = defined({ value: { dataset, preview }, bytes })
  return moveToTrash(storage, entry, content, () => removeDataset(dataset.id))
}

/** Returns the dataset ID of a trash entry, or `undefined` if the entry is not a dataset. */
export const getTrashedDatasetId = ({ id, kind }: TrashEntry): string | undefined =>
  kind === 'dataset' ? id.slice('dataset:'.length) : undefined

/** Returns the run ID contained in a trash entry's ID, or `undefined` if the entry is not a run. */
export const getTrashedRunId = (id: string): string | undefined =>
  id.startsWith('run:') ? id.slice('run:'.length) : undefined

/**
 * Moves a workflow and its versions to the trash, and deletes it on its server, if any. If the server refuses that, the
 * workflow is kept in this browser too.
 */
export async function trashWorkflow(
  storage: WorkflowStorage,
  id: string,
  workflow: Workflow,
  now: number,
): Promise<TrashResult> {
  const versions = await Promise.all(
    (await storage.listVersions(id)).map(async (version) => ({
      ...version,
      workflow: await storage.getVersion(id, version.number),
    })),
  )
  const entry: TrashEntry = { id: `workflow:${id}`, kind: 'workflow', name: workflow.name, size: 0, deletedAt: now }
  return moveToTrash(storage, entry, { value: { id, workflow, versions } }, () => storage.removeDocument(id))
}

/**
 * Moves an unreadable workflow to the trash together with its stored data, which another version of the studio may be
 * able to read.
 */
export async function trashUnreadableWorkflow(
  storage: WorkflowStorage,
  unreadableDocument: UnreadableDocument,
  now: number,
): Promise<TrashResult> {
  const { id, name, aside, value } = unreadableDocument
  const key = aside === undefined ? id : `${id}:${aside}`
  const entry: TrashEntry = { id: `unreadable:${key}`, kind: 'workflow', name: name || id, size: 0, deletedAt: now }
  return moveToTrash(storage, entry, { value: { unreadable: { id, value, aside } } }, () =>
    storage.removeUnreadable(unreadableDocument),
  )
}

/**
 * Moves a run and its record to the trash, and deletes the run on its server, if any. If the server does not delete it,
 * the run is kept in this browser too.
 */
export async function trashRun(storage: WorkflowStorage, run: StoredRun, now: number): Promise<TrashResult> {
  const events = await storage.getRunEvents(run.run)
  const entry: TrashEntry = { id: `run:${run.run}`, kind: 'run', name: run.workflowName, size: 0, deletedAt: now }
  return moveToTrash(storage, entry, { value: { run, events } }, () => storage.removeRun(run.run))
}

/**
 * Restores a trash entry. A run is also restored on its server. If this fails, returns the problem and keeps the entry
 * in the trash.
 */
export async function restoreTrashEntry(
  storage: WorkflowStorage & Partial<Pick<ServerConnection['storage'], 'restoreRun'>>,
  entry: TrashEntry,
): Promise<Problem | undefined> {
  const content = await storage.trash.get(entry.id)
  const value = content?.value
  if (!isRecord(value)) return createNotRestoredProblem(entry)
  const problem =
    entry.kind === 'dataset'
      ? await restoreDataset(storage, value, content?.bytes)
      : entry.kind === 'workflow'
        ? await restoreWorkflow(storage, value)
        : await restoreRunRecord(storage, value)
  if (problem === 'lost') return createNotRestoredProblem(entry)
  return problem ?? storage.trash.remove(entry.id)
}

type RestoreResult = Promise<Problem | 'lost' | undefined>

async function restoreDataset(storage: WorkflowStorage, value: Record<string, unknown>, bytes?: Blob): RestoreResult {
  const dataset = datasetSchema.safeParse(value['dataset'])
  if (!dataset.success || !bytes) return 'lost'
  const problem = await storage.putDataset(dataset.data, bytes)
  const preview = datasetPreviewSchema.safeParse(value['preview'])
  if (!problem && preview.success) await storage.putPreview(preview.data)
  return problem
}

async function restoreWorkflow(storage: WorkflowStorage, value: Record<string, unknown>): RestoreResult {
  const { unreadable } = value
  if (isRecord(unreadable) && typeof unreadable['id'] === 'string') {
    const { id, aside } = unreadable
    return storage.restoreUnreadable({
      id,
      value: unreadable['value'],
      ...(typeof aside === 'number' ? { aside } : {}),
    })
  }
  const { workflow } = readWorkflow(value['workflow'])
  const id = value['id']
  if (!workflow || typeof id !== 'string') return 'lost'
  const problem = getProblem(await storage.putDocument(id, workflow, 0))
  if (problem) return problem
  const versions = Array.isArray(value['versions']) ? value['versions'].filter(isRecord) : []
  for (const { workflow: storedWorkflow, origin, name, number, at } of versions.toReversed()) {
    const { workflow: readableWorkflow } = readWorkflow(storedWorkflow)
    if (!readableWorkflow || typeof number !== 'number' || typeof at !== 'number') continue
    const knownOrigin = origins.find((item) => item === origin) ?? 'left'
    const nameField = typeof name === 'string' ? { name } : {}
    const versionProblem = getProblem(
      await storage.addVersion(id, readableWorkflow, { origin: knownOrigin, number, at, ...nameField }),
    )
    if (versionProblem) return versionProblem
  }
  return undefined
}

const origins = ['named', 'run', 'exported', 'opened', 'left', 'merged'] as const

async function restoreRunRecord(
  storage: Parameters<typeof restoreTrashEntry>[0],
  value: Record<string, unknown>,
): RestoreResult {
  const { run } = value
  const events: RunEvent[] = []
  for (const event of Array.isArray(value['events']) ? value['events'] : []) {
    const parsed = runEventSchema.safeParse(event)
    if (!parsed.success) break
    events.push(parsed.data)
  }
  if (!isRun(run) || events.length === 0) return 'lost'
  return (await storage.restoreRun?.(run.run)) ?? storage.appendEvents(run, events)
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

const isRun = (value: unknown): value is StoredRun =>
  isRecord(value) && typeof value['run'] === 'string' && typeof value['workflowId'] === 'string'

const createNotRestoredProblem = ({ name }: TrashEntry): Problem => ({
  code: 'trash.unreadable',
  severity: 'error',
  message: getStrings().trash.notRestored(name),
  hint: getStrings().trash.notRestoredHint,
})
