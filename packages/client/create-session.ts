import { createEmptyWorkflow, defined, type Problem, type Workflow } from '@aw-flow/schema'
import type { AskForAccess } from './document/session-access.ts'
import type { Engine, WorkerScript } from './engine/engine.ts'
import { createEngine } from './engine/create-engine.ts'
import type { HostCheckFunctions } from './engine/host-checks.ts'
import type { HostRunner } from './engine/host-runner.ts'
import { LocalSession } from './local-session.ts'
import { newId } from './new-id.ts'
import type { WorkflowSession } from './session.ts'
import { recoverUnsaved } from './document/recover-unsaved.ts'
import { openStorage } from './storage/open-storage.ts'
import type { WorkflowStorage } from './storage/storage.ts'

/** Options for opening a document in this page. @internal */
export interface SessionOptions {
  /** The id of the document in storage. Default: a new id. */
  id?: string
  /**
   * A previous id of this document. If storage has no document with `id`, the document with the previous id is read
   * instead, provided that `isSameDocument` confirms it is the same document. The stored entry is not changed.
   */
  legacyDocument?: { id: string; isSameDocument: (workflow: Workflow) => boolean }
  /**
   * The URL of the worker script, on the page's own origin. `workerUrl` and `wasmUrl` are required unless `engine` is
   * set.
   */
  workerUrl?: string
  workerType?: WorkerType
  /** The worker script for code nodes. See `EngineOptions`. */
  sandboxWorker?: WorkerScript
  wasmUrl?: string
  /** The URLs of the WebAssembly modules that read Parquet and SQLite files. See `EngineOptions`. */
  parquetWasmUrl?: string
  sqliteWasmUrl?: string
  /** The URL of the page that exported HTML files are made from. Without it, the session exports none. */
  pageUrl?: string
  /** Modules with the host's node types. See `EngineOptions`. */
  nodes?: readonly string[]
  /** The host's checks for Validate nodes. See `EngineOptions`. */
  checks?: HostCheckFunctions
  /** Executes runs in place of the engine. See `HostRunner`. */
  runner?: HostRunner
  /** Wraps the engine, for example to execute runs on a server. */
  wrapEngine?: (engine: Engine) => Engine
  /** A shared engine, which stays open when the session closes. */
  engine?: Engine
  /** Shared storage, which stays open when the session closes. */
  storage?: WorkflowStorage
  /** The document to use if storage has none with this id. */
  initial?: Workflow
  /**
   * A closed session of the same document, for example one that used different storage. Its undo history is reused if
   * the stored document has not changed since then.
   */
  previous?: WorkflowSession | undefined
  /**
   * Documents supplied by the page, keyed by id. The one with the session's id is used if storage has no such document
   * and `initial` is absent.
   */
  templates?: Readonly<Record<string, Workflow>>
  /**
   * Asks the user which access to grant to a workflow from a file. If absent, workflows opened from files are treated
   * like the page's own: their runs may send requests to any network host that the page allows, and use all of the
   * page's secrets and models.
   */
  askForAccess?: AskForAccess
  /** A problem that occurred before the session was created. The session reports it once it is open. */
  problem?: Problem
}

/**
 * Opens a workflow in this page. The document is loaded from storage or, if it is not stored, taken from the options;
 * the default is an empty workflow. Opening a workflow does not run it or send requests. It only stores edits that a
 * previous page could not save before it closed.
 *
 * @throws If `engine` is absent, and `workerUrl` or `wasmUrl` is absent as well.
 * @example
 *   const session = await createSession({ id: 'orders', workerUrl, wasmUrl })
 * @internal
 */
export async function createSession(options: SessionOptions): Promise<WorkflowSession> {
  const { id = newId('workflow'), workerUrl, wasmUrl, parquetWasmUrl, sqliteWasmUrl, initial, templates = {} } = options
  if (!options.engine && (workerUrl === undefined || wasmUrl === undefined)) {
    throw new Error('createSession needs an engine, or workerUrl and wasmUrl to start one.')
  }
  const baseEngine =
    options.engine ??
    createEngine(
      defined({
        workerUrl: workerUrl ?? '',
        workerType: options.workerType,
        sandboxWorker: options.sandboxWorker,
        wasmUrl: wasmUrl ?? '',
        parquetWasmUrl,
        sqliteWasmUrl,
        nodes: options.nodes,
        checks: options.checks,
        runner: options.runner,
      }),
    )
  const engine = options.wrapEngine?.(baseEngine) ?? baseEngine
  const earlyProblems: Problem[] = options.problem ? [options.problem] : []
  let session: LocalSession | undefined
  const onProblem = (problem: Problem): void => {
    if (session) session.report(problem)
    else earlyProblems.push(problem)
  }
  const storage = options.storage ?? (await openStorage({ onProblem }))
  await recoverUnsaved(storage, id)
  const copy = await storage.sync?.openCopy?.(id)
  const storedDocument = copy?.document ?? (await storage.getDocument(id))
  const legacyWorkflow = storedDocument ? undefined : await readLegacyDocument(storage, options.legacyDocument)
  const template = Object.hasOwn(templates, id) ? templates[id] : undefined
  session = new LocalSession({
    id,
    document: storedDocument?.workflow ?? legacyWorkflow ?? initial ?? template ?? createEmptyWorkflow(),
    revision: storedDocument?.revision ?? 0,
    updated: copy?.updated,
    previousSession: options.previous,
    engine,
    ownsEngine: !options.engine,
    storage,
    ownsStorage: !options.storage,
    askForAccess: options.askForAccess,
    pageUrl: options.pageUrl,
  })
  await session.initialize()
  if (earlyProblems[0]) session.report(earlyProblems[0])
  return session
}

async function readLegacyDocument(
  storage: WorkflowStorage,
  legacyDocument: SessionOptions['legacyDocument'],
): Promise<Workflow | undefined> {
  if (!legacyDocument) return undefined
  await recoverUnsaved(storage, legacyDocument.id)
  const storedDocument = await storage.getDocument(legacyDocument.id)
  return storedDocument && legacyDocument.isSameDocument(storedDocument.workflow) ? storedDocument.workflow : undefined
}
