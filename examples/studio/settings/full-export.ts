import type { ServerConnection, WorkflowStorage } from '@aw-flow/client'
import {
  diffWorkflows,
  readWorkflow,
  runEventSchema,
  defined,
  type Problem,
  type RunEvent,
  getProblem,
} from '@aw-flow/schema'
import { datasetSchema } from '@aw-flow/schema/internal'
import { findUnusedName, importedAccess, storeFileVersions, serializeWorkflowFile } from '@aw-flow/client'
import { exportSettings, importSettings } from './export-choices.ts'
import { getStrings } from '../language/strings.ts'
import { createStudioProblem } from '../language/studio-problem.ts'
import type { TaskOptions } from '../shell/notifications/long-tasks.ts'

const signature = 'aw-studio-export'
/** Maximum size of the header line, in bytes. Browsers limit strings to about 500 million characters. */
const maxHeaderBytes = 500_000_000
/** Maximum nesting depth of values. Parsers, comparisons and browser storage are recursive. */
const maxDepth = 1_000

interface ExportOptions extends Partial<TaskOptions> {
  /** The connected server, if any. */
  server?: Pick<ServerConnection, 'api' | 'remoteRefs'> | undefined
}

interface ImportOptions extends ExportOptions {
  /**
   * Returns the SHA-256 digest of a file as hex, or `undefined` if the file cannot be read. Reports the number of bytes
   * read.
   */
  hash?: (bytes: Blob, onProgress: (bytesRead: number) => void) => Promise<string | undefined>
}

/** Number of imported items of each kind. */
export interface ImportResult {
  workflows: number
  datasets: number
  runs: number
  /** Load plans of datasets. */
  plans: number
  settings: number
  /** Models that the settings page offers. They are used only after the user adds them. */
  models: number
  problems: readonly Problem[]
}

/**
 * Exports a profile as a single file. The first line is a JSON header: workflows with their named versions, unreadable
 * workflows with their stored data, runs with their records, dataset names, settings, and the server IDs of these
 * items. The bytes of the datasets follow in the same order.
 *
 * API keys, the server token and the trash are excluded. Datasets are not read into memory.
 *
 * @throws The signal's reason if it is aborted.
 */
export async function exportAll(
  storage: WorkflowStorage,
  now: number,
  { signal, onProgress, server }: ExportOptions = {},
): Promise<Blob> {
  const [documents, unreadableDocuments, datasets, runs] = await Promise.all([
    storage.listDocuments(),
    storage.listUnreadable(),
    storage.listDatasets(),
    storage.listRuns(),
  ])
  let processedCount = 0
  /** Processes items one after the other, so that the export can be canceled in between. */
  const mapSequentially = async <T, U>(list: readonly T[], map: (item: T) => Promise<U>): Promise<U[]> => {
    const results: U[] = []
    for (const item of list) {
      signal?.throwIfAborted()
      results.push(await map(item))
      onProgress?.(++processedCount / (documents.length + datasets.length + runs.length))
    }
    return results
  }
  const workflows = await mapSequentially(documents, async ({ id, workflow }) => ({
    id,
    file: JSON.parse(await serializeWorkflowFile(storage, id, workflow)) as unknown,
  }))
  const records = await mapSequentially(runs, async (run) => ({ run, events: await storage.getRunEvents(run.run) }))
  const files = await mapSequentially(datasets, async ({ dataset }) => ({
    dataset,
    bytes: await storage.getDatasetBytes(dataset.id),
  }))
  const storedFiles = files.flatMap(({ dataset, bytes }) => (bytes ? [{ dataset, bytes }] : []))
  const listServerItems = (kind: ServerItemKind, ids: readonly string[]): ServerItem[] =>
    ids.flatMap((id) => {
      const serverId = server?.remoteRefs.find(kind, id)?.id
      return serverId === undefined ? [] : { kind, id, there: serverId }
    })
  const serverItems = [
    ...listServerItems(
      'document',
      documents.map(({ id }) => id),
    ),
    ...listServerItems(
      'run',
      runs.map(({ run }) => run),
    ),
  ]
  const header = {
    mark: signature,
    version: 1,
    at: new Date(now).toISOString(),
    workflows,
    unreadable: unreadableDocuments.map(({ id, value }) => ({ id, value })),
    runs: records,
    choices: exportSettings(storedFiles.map(({ dataset }) => dataset.id)),
    datasets: storedFiles.map(({ dataset, bytes }) => ({ dataset, size: bytes.size })),
    ...(server ? { server: { address: server.api.address, places: serverItems } } : {}),
  }
  return new Blob([`${JSON.stringify(header)}\n`, ...storedFiles.map(({ bytes }) => bytes)], {
    type: 'application/octet-stream',
  })
}

/**
 * Imports an exported profile without replacing newer items. If a workflow's ID already exists, the storage merges the
 * workflow or adds it under a new ID. Links to items on the same server are restored. Damaged items are reported and
 * skipped. If the import is canceled, items imported so far are kept and counted.
 */
export async function importAll(
  storage: WorkflowStorage,
  file: Blob,
  { signal, onProgress, hash = sha256, server }: ImportOptions = {},
): Promise<ImportResult> {
  const header = await readHeader(file)
  const problems: Problem[] = []
  if (!header) {
    return {
      ...emptyCounts,
      problems: [createNotAnExportProblem(file instanceof File ? file.name : 'the file')],
    }
  }
  /** Records a step's problem, if any. Returns whether the step succeeded. */
  const recordProblem = (problem: Problem | undefined): boolean => {
    if (problem) problems.push(problem)
    return problem === undefined
  }
  const counts = { ...emptyCounts }
  if (server && header.server?.address === server.api.address) {
    for (const { kind, id, there: serverId } of header.server.places) {
      if (!server.remoteRefs.find(kind, id)) server.remoteRefs.set(kind, id, { id: serverId })
    }
  }
  let processedBytes = 0
  const advance = (bytes: number): void => onProgress?.((processedBytes += bytes) / file.size)
  const bytesPerEntry = header.endOffset / Math.max(1, header.workflows.length + header.runs.length)
  const existingDatasets = new Map((await storage.listDatasets()).map(({ dataset }) => [dataset.id, dataset]))
  let offset = header.endOffset
  for (const { dataset, size } of header.datasets) {
    if (signal?.aborted) break
    const bytes = file.slice(offset, offset + size)
    offset += size
    const parsedDataset = datasetSchema.safeParse(dataset)
    const id = await hash(bytes, (bytesRead) => {
      signal?.throwIfAborted()
      onProgress?.((processedBytes + bytesRead) / file.size)
    })
    if (signal?.aborted) break
    advance(size)
    if (!parsedDataset.success || bytes.size !== size || id !== parsedDataset.data.id) {
      problems.push(createDamagedProblem('dataset', parsedDataset.success ? parsedDataset.data.name : undefined))
    } else if (!existingDatasets.has(parsedDataset.data.id)) {
      const datasetToStore = {
        ...parsedDataset.data,
        name: findUnusedName(parsedDataset.data.name, [...existingDatasets.values()]),
      }
      if (!recordProblem(await storage.putDataset(datasetToStore, bytes))) continue
      existingDatasets.set(datasetToStore.id, datasetToStore)
      counts.datasets++
    }
  }
  for (const { id, file: document } of header.workflows) {
    if (signal?.aborted) break
    advance(bytesPerEntry)
    const { workflow } = isTooDeep(document) ? {} : readWorkflow(document)
    if (!workflow || typeof id !== 'string') problems.push(createDamagedProblem('workflow'))
    else {
      const storedDocument = await storage.getDocument(id)
      const isUnchanged = storedDocument && diffWorkflows(storedDocument.workflow, workflow).length === 0
      if (isUnchanged) continue
      const saveResult = await storage.putDocument(id, workflow, 0, undefined, importedAccess)
      if (!recordProblem(getProblem(saveResult))) continue
      await storeFileVersions(storage, id, document)
      counts.workflows++
    }
  }
  const existingUnreadableKeys = new Set(
    (await storage.listUnreadable()).map(({ id, value }) => JSON.stringify([id, value])),
  )
  for (const { id, value } of header.unreadable) {
    if (signal?.aborted) break
    if (typeof id !== 'string' || isTooDeep(value)) problems.push(createDamagedProblem('workflow'))
    else if (
      !existingUnreadableKeys.has(JSON.stringify([id, value])) &&
      recordProblem(await storage.putAccess(id, importedAccess)) &&
      recordProblem(await storage.restoreUnreadable({ id, value }))
    )
      counts.workflows++
  }
  const existingRunIds = new Set((await storage.listRuns()).map(({ run }) => run))
  for (const { run: entry, events } of header.runs) {
    if (signal?.aborted) break
    advance(bytesPerEntry)
    const run = parseRun(entry)
    const validEvents: RunEvent[] = []
    for (const event of events) {
      const parsed = isTooDeep(event) ? undefined : runEventSchema.safeParse(event)
      if (parsed?.success) validEvents.push(parsed.data)
    }
    if (!run || validEvents.length !== events.length || validEvents.length === 0)
      problems.push(createDamagedProblem('run'))
    else if (
      !existingRunIds.has(run.run) &&
      // A retry looks up its access by the run ID in the record, so the access is stored under that ID.
      recordProblem(await storage.putAccess(getRunId(validEvents) ?? run.run, importedAccess)) &&
      recordProblem(await storage.appendEvents(run, validEvents))
    ) {
      existingRunIds.add(run.run)
      counts.runs++
    }
  }
  if (header.choices !== undefined && !signal?.aborted) {
    const settingsImport = importSettings(isTooDeep(header.choices) ? {} : header.choices)
    for (const kind of settingsImport.damaged) problems.push(createDamagedProblem(kind))
    if (settingsImport.hasStorageError)
      problems.push(
        createStudioProblem('import.settings-not-stored', getStrings().exportAll.notStored, {
          hint: getStrings().models.notStored,
        }),
      )
    Object.assign(counts, {
      plans: settingsImport.plans,
      settings: settingsImport.settings,
      models: settingsImport.models,
    })
  }
  return { ...counts, problems }
}

/** Returns the run ID stored in a record. Retries refer to this ID. */
const getRunId = ([startEvent]: readonly RunEvent[]): string | undefined =>
  startEvent?.type === 'run-started' ? startEvent.run : undefined

const emptyCounts = { workflows: 0, datasets: 0, runs: 0, plans: 0, settings: 0, models: 0 }

type ServerItemKind = 'document' | 'run'
/** An item and its ID on the server (`there`). The field name is part of the file format. */
interface ServerItem {
  kind: ServerItemKind
  id: string
  there: string
}
type StoredRun = Awaited<ReturnType<WorkflowStorage['listRuns']>>[number]
interface ExportHeader {
  endOffset: number
  workflows: { id: unknown; file: unknown }[]
  unreadable: { id: unknown; value: unknown }[]
  choices: unknown
  datasets: { dataset: unknown; size: number }[]
  runs: { run: unknown; events: unknown[] }[]
  server?: { address: string; places: ServerItem[] }
}

/** Reads the header, which is the file's first line, in chunks. */
async function readHeader(file: Blob): Promise<ExportHeader | undefined> {
  const chunks: Uint8Array[] = []
  const chunkBytes = 1024 * 1024
  for (let offset = 0; offset < Math.min(file.size, maxHeaderBytes); offset += chunkBytes) {
    const chunk = new Uint8Array(await file.slice(offset, offset + chunkBytes).arrayBuffer())
    const end = chunk.indexOf(10)
    chunks.push(end < 0 ? chunk : chunk.subarray(0, end))
    if (chunks.length === 1 && !hasSignature(chunk)) return undefined
    if (end >= 0) return parseHeader(await new Blob(chunks as BlobPart[]).text(), offset + end + 1)
  }
  return undefined
}

const hasSignature = (chunk: Uint8Array): boolean =>
  new TextDecoder().decode(chunk.subarray(0, 40)).startsWith(`{"mark":"${signature}"`)

function parseHeader(text: string, endOffset: number): ExportHeader | undefined {
  try {
    const value = JSON.parse(text) as Partial<ExportHeader> & { version?: unknown }
    const lists = [value.workflows, value.datasets, value.runs]
    if (value.version !== 1 || !lists.every(Array.isArray)) return undefined
    return {
      endOffset,
      workflows: (value.workflows ?? []).filter(isRecord),
      // Older exports lack `unreadable` and `choices`.
      unreadable: (Array.isArray(value.unreadable) ? value.unreadable : []).filter(isRecord),
      choices: value.choices,
      datasets: (value.datasets ?? []).filter(({ size }) => Number.isSafeInteger(size) && size >= 0),
      runs: (value.runs ?? []).filter((entry) => isRecord(entry.run) && Array.isArray(entry.events)),
      ...(value.server && Array.isArray(value.server.places)
        ? { server: { address: String(value.server.address), places: value.server.places.filter(isServerItem) } }
        : {}),
    }
  } catch {
    return undefined
  }
}

const isServerItem = (entry: unknown): entry is ServerItem => {
  const { kind, id, there } = Object(entry) as Record<string, unknown>
  return (kind === 'document' || kind === 'run') && typeof id === 'string' && typeof there === 'string'
}

const isRecord = (value: unknown): boolean => typeof value === 'object' && value !== null

/** Parses a run entry. Returns `undefined` if a field is missing or has the wrong type. */
function parseRun(entry: unknown): StoredRun | undefined {
  const { run, workflowId, workflowName, state, startedAt, endedAt, datasets } = Object(entry) as Record<
    string,
    unknown
  >
  if (typeof run !== 'string' || typeof workflowId !== 'string' || typeof workflowName !== 'string') return undefined
  if (!isRunState(state) || typeof startedAt !== 'number') return undefined
  if (endedAt !== undefined && typeof endedAt !== 'number') return undefined
  if (datasets !== undefined && !isStringArray(datasets)) return undefined
  return defined({ run, workflowId, workflowName, state, startedAt, endedAt, datasets })
}

const isRunState = (state: unknown): state is StoredRun['state'] =>
  typeof state === 'string' && ['queued', 'running', 'waiting', 'completed', 'failed', 'cancelled'].includes(state)

const isStringArray = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((item) => typeof item === 'string')

/** Returns whether a value is nested more deeply than `maxDepth`. Not recursive, to avoid a stack overflow. */
function isTooDeep(value: unknown): boolean {
  let level: unknown[] = [value]
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > maxDepth) return true
    level = level.flatMap((item) => (typeof item === 'object' && item !== null ? Object.values(item) : []))
  }
  return false
}

async function sha256(bytes: Blob): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', await bytes.arrayBuffer())
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

const createNotAnExportProblem = (name: string): Problem =>
  createStudioProblem('import.not-an-export', getStrings().exportAll.notAnExport(name), {
    hint: getStrings().exportAll.notAnExportHint,
  })

function createDamagedProblem(kind: 'dataset' | 'workflow' | 'run' | 'plan' | 'setting', name?: string): Problem {
  const { exportAll: strings } = getStrings()
  const message = name === undefined ? strings.damaged[kind] : strings.damagedDataset(name)
  return createStudioProblem('import.damaged', message, { hint: strings.damagedHint })
}
