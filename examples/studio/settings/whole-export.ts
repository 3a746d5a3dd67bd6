import type { ConnectedServer, WorkflowStorage } from '@aw-flow/client'
import {
  datasetSchema,
  diffWorkflows,
  readWorkflow,
  runEventSchema,
  type Problem,
  type RunEvent,
} from '@aw-flow/schema'
import { freeName, keepFileVersions, workflowFile } from '@aw-flow/client'
import { keptChoices, takeChoices } from './kept-choices.ts'
import { say } from '../language/speak.ts'
import { studioProblem } from '../language/studio-problem.ts'
import type { WorkOptions } from '../shell/long-works.ts'

const mark = 'aw-studio-export'

interface ExportOptions extends Partial<WorkOptions> {
  /** What keeps and runs everything beside this browser. */
  server?: Pick<ConnectedServer, 'api' | 'places'> | undefined
}

interface ImportOptions extends ExportOptions {
  /** The SHA-256 of bytes, as hexadecimal; nothing where they cannot be read. Tells how many bytes it has read. */
  hash?: (bytes: Blob, onProgress: (done: number) => void) => Promise<string | undefined>
}

/** How much of each kind came back. */
export interface Imported {
  workflows: number
  datasets: number
  runs: number
  /** Load plans of datasets. */
  plans: number
  settings: number
  /** Models that stand in the settings and wait for a person's word. */
  models: number
  problems: readonly Problem[]
}

/**
 * Everything that a profile keeps as one file: a first line of JSON (workflows with their named versions, those that
 * cannot be read as they are stored, runs with their records, datasets by name, what a person has chosen, what a server has of
 * it under other names), then the bytes of the datasets one after the other, in that order. Not in it: keys of services, the
 * choice of a server and its token, the trash. Nothing is held in memory that the browser has on disk. Rejects with the signal's reason where it was stopped.
 */
export async function exportAll(
  storage: WorkflowStorage,
  now: number,
  { signal, onProgress, server }: ExportOptions = {},
): Promise<Blob> {
  const [documents, unreadable, datasets, runs] = await Promise.all([
    storage.listDocuments(),
    storage.listUnreadable(),
    storage.listDatasets(),
    storage.listRuns(),
  ])
  let done = 0
  /** One after the other, so that it can be stopped between any two. */
  const each = async <T, U>(list: readonly T[], read: (one: T) => Promise<U>): Promise<U[]> => {
    const all: U[] = []
    for (const one of list) {
      signal?.throwIfAborted()
      all.push(await read(one))
      onProgress?.(++done / (documents.length + datasets.length + runs.length))
    }
    return all
  }
  const workflows = await each(documents, async ({ id, workflow }) => ({
    id,
    file: JSON.parse(await workflowFile(storage, id, workflow)) as unknown,
  }))
  const records = await each(runs, async (run) => ({ run, events: await storage.runEvents(run.run) }))
  const files = await each(datasets, async ({ dataset }) => ({
    dataset,
    bytes: await storage.datasetBytes(dataset.id),
  }))
  const kept = files.flatMap(({ dataset, bytes }) => (bytes ? [{ dataset, bytes }] : []))
  const placed = (kind: PlaceKind, ids: readonly string[]): Placed[] =>
    ids.flatMap((id) => {
      const there = server?.places.find(kind, id)?.id
      return there === undefined ? [] : { kind, id, there }
    })
  const places = [
    ...placed(
      'document',
      documents.map(({ id }) => id),
    ),
    ...placed(
      'run',
      runs.map(({ run }) => run),
    ),
  ]
  const head = {
    mark,
    version: 1,
    at: new Date(now).toISOString(),
    workflows,
    unreadable: unreadable.map(({ id, value }) => ({ id, value })),
    runs: records,
    choices: keptChoices(kept.map(({ dataset }) => dataset.id)),
    datasets: kept.map(({ dataset, bytes }) => ({ dataset, size: bytes.size })),
    ...(server ? { server: { address: server.api.address, places } } : {}),
  }
  return new Blob([`${JSON.stringify(head)}\n`, ...kept.map(({ bytes }) => bytes)], {
    type: 'application/octet-stream',
  })
}

/**
 * Brings what such a file holds back beside what is there: nothing that is there is replaced by something older; a
 * workflow under a taken id is merged by the storage, or stands beside it. What the same server still has is known as that.
 * What cannot be read is reported, the rest comes. Where it was stopped, what has come until then stays, and it answers that.
 */
export async function importAll(
  storage: WorkflowStorage,
  file: Blob,
  { signal, onProgress, hash = sha256, server }: ImportOptions = {},
): Promise<Imported> {
  const head = await readHead(file)
  const problems: Problem[] = []
  if (!head) {
    return {
      ...nothing,
      problems: [notAnExport(file instanceof File ? file.name : 'the file')],
    }
  }
  const note = (problem: Problem | undefined): boolean => {
    if (problem) problems.push(problem)
    return problem === undefined
  }
  const count = { ...nothing }
  if (server && head.server?.address === server.api.address) {
    for (const { kind, id, there } of head.server.places) {
      if (!server.places.find(kind, id)) server.places.keep(kind, id, { id: there })
    }
  }
  let done = 0
  const advance = (bytes: number): void => onProgress?.((done += bytes) / file.size)
  const perEntry = head.end / Math.max(1, head.workflows.length + head.runs.length)
  const here = new Map((await storage.listDatasets()).map(({ dataset }) => [dataset.id, dataset]))
  let offset = head.end
  for (const { dataset, size } of head.datasets) {
    if (signal?.aborted) break
    const bytes = file.slice(offset, offset + size)
    offset += size
    const known = datasetSchema.safeParse(dataset)
    const id = await hash(bytes, (read) => {
      signal?.throwIfAborted()
      onProgress?.((done + read) / file.size)
    })
    if (signal?.aborted) break
    advance(size)
    if (!known.success || bytes.size !== size || id !== known.data.id) {
      problems.push(damaged('dataset', known.success ? known.data.name : undefined))
    } else if (!here.has(known.data.id)) {
      const named = { ...known.data, name: freeName(known.data.name, [...here.values()]) }
      if (!note(await storage.putDataset(named, bytes))) continue
      here.set(named.id, named)
      count.datasets++
    }
  }
  for (const { id, file: document } of head.workflows) {
    if (signal?.aborted) break
    advance(perEntry)
    const { workflow } = readWorkflow(document)
    if (!workflow || typeof id !== 'string') problems.push(damaged('workflow'))
    else {
      const stored = await storage.getDocument(id)
      const isSame = stored && diffWorkflows(stored.workflow, workflow).length === 0
      if (isSame || !note((await storage.putDocument(id, workflow, 0)).problem)) continue
      await keepFileVersions(storage, id, document)
      count.workflows++
    }
  }
  const unread = new Set((await storage.listUnreadable()).map(({ id, value }) => JSON.stringify([id, value])))
  for (const { id, value } of head.unreadable) {
    if (signal?.aborted) break
    if (typeof id !== 'string') problems.push(damaged('workflow'))
    else if (!unread.has(JSON.stringify([id, value])) && note(await storage.restoreUnreadable({ id, value })))
      count.workflows++
  }
  const runs = new Set((await storage.listRuns()).map(({ run }) => run))
  for (const { run, events } of head.runs) {
    if (signal?.aborted) break
    advance(perEntry)
    const read: RunEvent[] = []
    for (const event of events) {
      const parsed = runEventSchema.safeParse(event)
      if (parsed.success) read.push(parsed.data)
    }
    if (read.length !== events.length || read.length === 0) problems.push(damaged('run'))
    else if (!runs.has(run.run) && note(await storage.appendEvents(run, read))) count.runs++
  }
  if (head.choices !== undefined && !signal?.aborted) {
    const taken = takeChoices(head.choices)
    for (const kind of taken.damaged) problems.push(damaged(kind))
    if (taken.isRefused)
      problems.push(studioProblem('import.not-kept', say().whole.notKept, { hint: say().models.notKept }))
    Object.assign(count, { plans: taken.plans, settings: taken.settings, models: taken.models })
  }
  return { ...count, problems }
}

const nothing = { workflows: 0, datasets: 0, runs: 0, plans: 0, settings: 0, models: 0 }

type PlaceKind = 'document' | 'run'
/** What a server has under another id than this profile. */
interface Placed {
  kind: PlaceKind
  id: string
  there: string
}
type StoredRun = Awaited<ReturnType<WorkflowStorage['listRuns']>>[number]
interface Head {
  end: number
  workflows: { id: unknown; file: unknown }[]
  unreadable: { id: unknown; value: unknown }[]
  choices: unknown
  datasets: { dataset: unknown; size: number }[]
  runs: { run: StoredRun; events: unknown[] }[]
  server?: { address: string; places: Placed[] }
}

/** The first line, read piece by piece until it ends. */
async function readHead(file: Blob): Promise<Head | undefined> {
  const pieces: Uint8Array[] = []
  const step = 1024 * 1024
  for (let offset = 0; offset < file.size; offset += step) {
    const piece = new Uint8Array(await file.slice(offset, offset + step).arrayBuffer())
    const end = piece.indexOf(10)
    pieces.push(end < 0 ? piece : piece.subarray(0, end))
    if (pieces.length === 1 && !isMarked(piece)) return undefined
    if (end >= 0) return parseHead(await new Blob(pieces as BlobPart[]).text(), offset + end + 1)
  }
  return undefined
}

const isMarked = (piece: Uint8Array): boolean =>
  new TextDecoder().decode(piece.subarray(0, 40)).startsWith(`{"mark":"${mark}"`)

function parseHead(text: string, end: number): Head | undefined {
  try {
    const value = JSON.parse(text) as Partial<Head> & { version?: unknown }
    const lists = [value.workflows, value.datasets, value.runs]
    if (value.version !== 1 || !lists.every(Array.isArray)) return undefined
    return {
      end,
      workflows: (value.workflows ?? []).filter(isRecord),
      // Older exports have neither of these two.
      unreadable: (Array.isArray(value.unreadable) ? value.unreadable : []).filter(isRecord),
      choices: value.choices,
      datasets: (value.datasets ?? []).filter(({ size }) => Number.isSafeInteger(size) && size >= 0),
      runs: (value.runs ?? []).filter((entry) => isRecord(entry.run) && Array.isArray(entry.events)),
      ...(value.server && Array.isArray(value.server.places)
        ? { server: { address: String(value.server.address), places: value.server.places.filter(isPlaced) } }
        : {}),
    }
  } catch {
    return undefined
  }
}

const isPlaced = (entry: unknown): entry is Placed => {
  const { kind, id, there } = Object(entry) as Record<string, unknown>
  return (kind === 'document' || kind === 'run') && typeof id === 'string' && typeof there === 'string'
}

const isRecord = (value: unknown): boolean => typeof value === 'object' && value !== null

async function sha256(bytes: Blob): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', await bytes.arrayBuffer())
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

const notAnExport = (name: string): Problem =>
  studioProblem('import.not-an-export', say().whole.notAnExport(name), { hint: say().whole.notAnExportHint })

function damaged(kind: 'dataset' | 'workflow' | 'run' | 'plan' | 'setting', name?: string): Problem {
  const { whole } = say()
  const message = name === undefined ? whole.damaged[kind] : whole.damagedDataset(name)
  return studioProblem('import.damaged', message, { hint: whole.damagedHint })
}
