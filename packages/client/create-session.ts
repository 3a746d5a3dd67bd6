import { emptyWorkflow, type Problem, type Workflow } from '@aw-flow/schema'
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

/** @internal */
export interface SessionOptions {
  /** The document's id in storage; default: a new id. */
  id?: string
  /**
   * A previous id of this document. It is read if storage has no document with `id`, and if `isSameDocument` confirms
   * that the stored document is this one. The entry with the previous id is not changed.
   */
  legacyDocument?: { id: string; isSameDocument: (workflow: Workflow) => boolean }
  /** The worker's script and DuckDB's wasm, on the page's own origin. Not needed with an `engine`. */
  workerUrl?: string
  workerType?: WorkerType
  /** The script of the worker that runs code nodes: see `EngineOptions`. */
  sandboxWorker?: WorkerScript
  wasmUrl?: string
  /** The wasm of file readers: see `EngineOptions`. */
  parquetWasmUrl?: string
  sqliteWasmUrl?: string
  /** Modules with node types of the host: see `EngineOptions`. */
  nodes?: readonly string[]
  /** Checks of the host for Validate nodes: see `EngineOptions`. */
  checks?: HostCheckFunctions
  /** Executes runs instead of the engine: see `HostRunner`. */
  runner?: HostRunner
  /** Wraps the engine that this function starts, for example to execute runs on a server. */
  wrapEngine?: (engine: Engine) => Engine
  /** A shared engine. Closing the session does not close it. */
  engine?: Engine
  /** A shared storage. Closing the session does not close it. */
  storage?: WorkflowStorage
  /** The document to use if storage has none with this id. */
  initial?: Workflow
  /**
   * A closed session of the same document, for example with another storage. Its undo history continues if the stored
   * document has not changed.
   */
  previous?: WorkflowSession | undefined
  /** Documents of the page by id, used like `initial`. */
  templates?: Readonly<Record<string, Workflow>>
  /**
   * Asks the user which access to grant to a workflow from a file. If absent, workflows that users open from files are
   * treated like the page's own: their runs use all hosts, secrets and models of the page.
   */
  askForAccess?: AskForAccess
  /** A problem that occurred before the session was created. The session reports it when it opens. */
  problem?: Problem
}

/**
 * Opens a workflow in this page: from storage, otherwise from the options, otherwise an empty workflow. Opening does
 * not run the workflow, send requests or store anything, except edits that a closed page could not save.
 *
 * @throws If neither an engine nor `workerUrl` and `wasmUrl` are passed.
 * @example
 * const session = await createSession({ id: 'orders', workerUrl, wasmUrl })
 * @internal
 */
export async function createSession(options: SessionOptions): Promise<WorkflowSession> {
  const { id = newId('workflow'), workerUrl, wasmUrl, parquetWasmUrl, sqliteWasmUrl, initial, templates = {} } = options
  if (!options.engine && (workerUrl === undefined || wasmUrl === undefined)) {
    throw new Error('createSession needs an engine, or workerUrl and wasmUrl to start one.')
  }
  const baseEngine =
    options.engine ??
    createEngine({
      workerUrl: workerUrl ?? '',
      ...(options.workerType === undefined ? {} : { workerType: options.workerType }),
      ...(options.sandboxWorker === undefined ? {} : { sandboxWorker: options.sandboxWorker }),
      wasmUrl: wasmUrl ?? '',
      ...(parquetWasmUrl === undefined ? {} : { parquetWasmUrl }),
      ...(sqliteWasmUrl === undefined ? {} : { sqliteWasmUrl }),
      ...(options.nodes === undefined ? {} : { nodes: options.nodes }),
      ...(options.checks === undefined ? {} : { checks: options.checks }),
      ...(options.runner === undefined ? {} : { runner: options.runner }),
    })
  const engine = options.wrapEngine?.(baseEngine) ?? baseEngine
  const earlyProblems: Problem[] = options.problem ? [options.problem] : []
  let session: LocalSession | undefined
  const onProblem = (problem: Problem): void => {
    if (session) session.report(problem)
    else earlyProblems.push(problem)
  }
  const storage = options.storage ?? (await openStorage({ onProblem }))
  await recoverUnsaved(storage, id)
  const stored = await storage.getDocument(id)
  const legacyWorkflow = stored ? undefined : await readLegacyDocument(storage, options.legacyDocument)
  const template = Object.hasOwn(templates, id) ? templates[id] : undefined
  session = new LocalSession({
    id,
    document: stored?.workflow ?? legacyWorkflow ?? initial ?? template ?? emptyWorkflow(),
    revision: stored?.revision ?? 0,
    previous: options.previous,
    engine,
    ownsEngine: !options.engine,
    storage,
    ownsStorage: !options.storage,
    askForAccess: options.askForAccess,
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
  const stored = await storage.getDocument(legacyDocument.id)
  return stored && legacyDocument.isSameDocument(stored.workflow) ? stored.workflow : undefined
}
