import { emptyWorkflow, type Problem, type Workflow } from '@aw-flow/schema'
import type { Engine } from './engine/engine.ts'
import { createEngine } from './engine/create-engine.ts'
import type { HostCheckFunctions } from './engine/host-checks.ts'
import type { HostRunner } from './engine/host-runner.ts'
import { LocalSession } from './local-session.ts'
import { newId } from './new-id.ts'
import type { WorkflowSession } from './session.ts'
import { recoverUnsaved } from './document/recover-unsaved.ts'
import { openStorage } from './storage/open-storage.ts'
import type { WorkflowStorage } from './storage/storage.ts'

export interface SessionOptions {
  /** The document's id in storage; a new one when there is none. */
  id?: string
  /**
   * The id under which this document was kept before; read where storage has none under `id`, if `isThis` says of what
   * is there that it is this document. It stays where it is.
   */
  former?: { id: string; isThis: (workflow: Workflow) => boolean }
  /** The worker's script and DuckDB's wasm, on the page's own origin; not needed with an `engine`. */
  workerUrl?: string
  wasmUrl?: string
  /** The wasm of readers: see `EngineOptions`. */
  parquetWasmUrl?: string
  sqliteWasmUrl?: string
  /** Modules that bring node types of the host: see `EngineOptions`. */
  nodes?: readonly string[]
  /** Checks of the host's own, for Validate nodes: see `EngineOptions`. */
  checks?: HostCheckFunctions
  /** Who carries out runs in the place of the engine: see `HostRunner`. */
  runner?: HostRunner
  /** Puts something around the engine that is started here, such as a server that carries out runs. */
  around?: (engine: Engine) => Engine
  /** An engine that others use too; it is not closed with the session. */
  engine?: Engine
  /** A storage that others use too; it is not closed with the session. */
  storage?: WorkflowStorage
  /** The document where storage has none under this id. */
  initial?: Workflow
  /** Documents that the page brings, by id: like `initial`, for whichever of them is opened. */
  templates?: Readonly<Record<string, Workflow>>
  /** What has gone wrong before, to be shown with the rest. */
  problem?: Problem
}

/**
 * Opens a workflow in this page: from storage, or else from what the page brings, or else empty. Opening is inert:
 * nothing is run or asked of a network, and nothing is stored but what a closing page had no time to store. Rejects only when neither an engine nor
 * the worker's address is given.
 */
export async function createSession(options: SessionOptions): Promise<WorkflowSession> {
  const { id = newId('workflow'), workerUrl, wasmUrl, parquetWasmUrl, sqliteWasmUrl, initial, templates = {} } = options
  if (!options.engine && (workerUrl === undefined || wasmUrl === undefined)) {
    throw new Error('createSession needs an engine, or workerUrl and wasmUrl to start one.')
  }
  const own =
    options.engine ??
    createEngine({
      workerUrl: workerUrl ?? '',
      wasmUrl: wasmUrl ?? '',
      ...(parquetWasmUrl === undefined ? {} : { parquetWasmUrl }),
      ...(sqliteWasmUrl === undefined ? {} : { sqliteWasmUrl }),
      ...(options.nodes === undefined ? {} : { nodes: options.nodes }),
      ...(options.checks === undefined ? {} : { checks: options.checks }),
      ...(options.runner === undefined ? {} : { runner: options.runner }),
    })
  const engine = options.around?.(own) ?? own
  const early: Problem[] = options.problem ? [options.problem] : []
  let session: LocalSession | undefined
  const onProblem = (problem: Problem): void => {
    if (session) session.report(problem)
    else early.push(problem)
  }
  const storage = options.storage ?? (await openStorage({ onProblem }))
  await recoverUnsaved(storage, id)
  const stored = await storage.getDocument(id)
  const former = stored ? undefined : await readFormer(storage, options.former)
  const template = Object.hasOwn(templates, id) ? templates[id] : undefined
  session = new LocalSession({
    id,
    document: stored?.workflow ?? former ?? initial ?? template ?? emptyWorkflow(),
    revision: stored?.revision ?? 0,
    engine,
    ownsEngine: !options.engine,
    storage,
    ownsStorage: !options.storage,
  })
  await session.begin()
  if (early[0]) session.report(early[0])
  return session
}

async function readFormer(storage: WorkflowStorage, former: SessionOptions['former']): Promise<Workflow | undefined> {
  if (!former) return undefined
  await recoverUnsaved(storage, former.id)
  const stored = await storage.getDocument(former.id)
  return stored && former.isThis(stored.workflow) ? stored.workflow : undefined
}
