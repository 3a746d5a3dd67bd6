import {
  error,
  failed,
  ok,
  type Edit,
  type NodeType,
  type Problem,
  type Result,
  type RunEvent,
  type WorkflowDescription,
} from '@aw-flow/schema'
import type { Engine, EngineState, EngineStatus, RunOptions } from './engine.ts'
import type { EngineHost } from './engine-host.ts'
import { createNetworkAccess } from './network-access.ts'
import type { OutputOf, EngineRequest, InputOf, RequestName } from './requests.ts'
import type { RunRequest } from './run-request.ts'
import type { SessionAspect, SessionChangeEvent, WorkflowSession } from '../session.ts'
import { hashBytes } from '../worker/hash-bytes.ts'

const description: WorkflowDescription = { nodes: {}, problems: [], ready: true }

class TestStatus extends EventTarget implements EngineStatus {
  state: EngineState = 'ready'
  catalog: readonly NodeType[] = []
  problem: Problem | undefined
}

type Responders = {
  [Name in RequestName]?: (input: InputOf<Name>) => Result<OutputOf<Name>> | Promise<Result<OutputOf<Name>>>
}

/** An engine whose run events and responses are set by a test. */
export class TestEngine implements Engine {
  readonly status = new TestStatus()
  describedNames: string[] = []
  droppedRuns: string[] = []
  /** The requests that restored tables. */
  restored: RunRequest[] = []
  /** The ids of all datasets in the last `describe` request. */
  datasetIds: readonly string[] | undefined
  /** The `runDatasets` of the last `describe` request. */
  runDatasets: Readonly<Record<string, string>> | undefined
  request: RunRequest | undefined
  options: RunOptions | undefined
  endRun: (problem?: Problem) => void = () => undefined
  isClosed = false
  host: EngineHost = {}
  readonly networkAccess = createNetworkAccess(async () => undefined)
  /** The functions that respond to requests. A request without a function fails with `tables.missing`. */
  readonly responders: Responders = {
    describe: ({ workflow, datasets, runDatasets }) => {
      this.datasetIds = datasets
      this.runDatasets = runDatasets
      this.describedNames.push(workflow.name)
      return ok(description)
    },
    hash: async ({ bytes }) => ok(await hashBytes(bytes)),
    previewFile: ({ dataset }) => ok({ dataset, format: 'csv', columns: [] }),
    readNodeDocs: () => ok(undefined),
    dropRun: ({ run }) => {
      this.droppedRuns.push(run)
      return ok(null)
    },
    importTable: () => ok(false),
    write: () => ok(new Blob(['a\n'])),
  }

  readonly ask = async <Name extends RequestName>({
    name,
    input,
  }: EngineRequest<Name>): Promise<Result<OutputOf<Name>>> =>
    this.responders[name]?.(input) ?? failed(error('tables.missing', { table: 'gone' }))
  readonly run = (request: RunRequest, options: RunOptions): Promise<Result<null>> => {
    Object.assign(this, { request, options })
    return new Promise((resolve) => (this.endRun = (problem) => resolve(problem ? failed(problem) : ok(null))))
  }
  readonly restoreTables = async (request: RunRequest): Promise<Result<null>> => {
    this.restored.push(request)
    return ok(null)
  }
  readonly warmUp = async () => ok(null)
  readonly addHost = (host: EngineHost) => {
    Object.assign(this.host, host)
    return () => undefined
  }
  readonly readDataset = async (dataset: string) =>
    dataset === 'e'.repeat(64) ? { name: 'other.csv', bytes: new Blob([]) } : undefined
  readonly close = (): void => {
    this.isClosed = true
  }

  send(...events: object[]): void {
    void this.options?.onEvents(events as RunEvent[])
  }
}

export const createAddNodeEdit = (id: string): Edit => ({
  type: 'add-node',
  node: { id, type: 'load', position: { x: 0, y: 0 }, data: { label: id, config: {} } },
})
export const createRenameEdit = (name: string): Edit => ({ type: 'set-name', name })
/** Waits until a condition is true. Checks it after each change to the given aspect. */
export const waitForChange = (
  session: WorkflowSession,
  aspect: SessionAspect,
  condition: () => boolean,
): Promise<void> =>
  new Promise((resolve) => {
    const check = (event?: Event): void => {
      if ((event && (event as SessionChangeEvent).aspect !== aspect) || !condition()) return
      session.removeEventListener('aw-session-change', check)
      resolve()
    }
    session.addEventListener('aw-session-change', check)
    check()
  })
export const waitForSave = (session: WorkflowSession) =>
  waitForChange(session, 'saving', () => session.document.saving === 'saved')
