import {
  error,
  type DatasetPreview,
  type Edit,
  type NodeType,
  type Problem,
  type RunEvent,
  type Workflow,
  type WorkflowDescription,
} from '@aw-flow/schema'
import { createPageOutside, type PageServices } from './page-outside.ts'
import { type Engine, type RunOptions } from './engine.ts'
import type { SessionAspect, SessionChangeEvent, WorkflowSession } from './session.ts'
import type { Answer, ResultSummary, RunRequest } from './worker/engine-api.ts'
import { hashBytes } from './worker/hash-bytes.ts'

const description: WorkflowDescription = { nodes: {}, problems: [], ready: true }

/** An engine whose runs a test plays. */
export class TestEngine extends EventTarget implements Engine {
  state: Engine['state'] = 'ready'
  catalogue: readonly NodeType[] = []
  problem: Problem | undefined
  described: string[] = []
  forgotten: string[] = []
  request: RunRequest | undefined
  options: RunOptions | undefined
  end: (problem?: Problem) => void = () => undefined
  closed = false

  here: readonly string[] | undefined
  provide = () => () => undefined
  findWorkflow: ((name: string) => Promise<Workflow | undefined>) | undefined
  provideWorkflows(find: (name: string) => Promise<Workflow | undefined>) {
    this.findWorkflow = find
    return () => undefined
  }
  services: PageServices | undefined
  provideServices(services: PageServices) {
    this.services = services
    return () => undefined
  }
  outside = createPageOutside(async () => undefined)
  arrange: Engine['arrange'] = () => Promise.reject(new Error('Nothing is arranged in these tests.'))
  has = async (dataset: string) => dataset === 'e'.repeat(64)
  warmUp = async () => undefined
  async describe(workflow: { name: string }, _previews: DatasetPreview[], here?: readonly string[]) {
    this.here = here
    this.described.push(workflow.name)
    return { ok: true, value: description } as const
  }
  hash = async (bytes: Blob) => ({ ok: true, value: await hashBytes(bytes) }) as const
  async preview(dataset: string): Promise<Answer<DatasetPreview>> {
    return { ok: true, value: { dataset, format: 'csv', columns: [] } }
  }
  expression = async () => ({ ok: false, problem: error('tables.gone', 'Nobody helps here.') }) as const
  nodeDocs = async () => ({ ok: true, value: undefined }) as const
  previewLoad = async () => ({ ok: false, problem: error('tables.gone', 'Nothing is looked at here.') }) as const
  run(request: RunRequest, options: RunOptions): Promise<Problem | undefined> {
    Object.assign(this, { request, options })
    return new Promise((resolve) => (this.end = resolve))
  }
  results = async (): Promise<Answer<ResultSummary[]>> => ({ ok: true, value: [] })
  forgetResults = async () => undefined
  forget = async (run: string): Promise<void> => void this.forgotten.push(run)
  page = async () => ({ ok: false, problem: error('tables.gone', 'The table is gone.') }) as const
  take = async () => ({ ok: true, value: false }) as const
  derive = async () => ({ ok: false, problem: error('tables.gone', 'The table is gone.') }) as const
  profile = this.derive
  check = this.derive
  compareProfiles = this.derive
  proposePlan = this.derive
  proposeSchema = this.derive
  previewPlan = this.derive
  traceCell = this.derive
  changedCells = this.derive
  write = async () => ({ ok: true, value: new Blob(['a\n']) }) as const
  close(): void {
    this.closed = true
  }

  tell(...events: object[]): void {
    this.options?.onEvents(events as RunEvent[])
  }
}

export const add = (id: string): Edit => ({
  type: 'add-node',
  node: { id, type: 'load', position: { x: 0, y: 0 }, data: { label: id, config: {} } },
})
export const rename = (name: string): Edit => ({ type: 'set-name', name })
export const next = (session: WorkflowSession, aspect: SessionAspect, holds: () => boolean): Promise<void> =>
  new Promise((resolve) => {
    const look = (event?: Event): void => {
      if ((event && (event as SessionChangeEvent).aspect !== aspect) || !holds()) return
      session.removeEventListener('aw-session-change', look)
      resolve()
    }
    session.addEventListener('aw-session-change', look)
    look()
  })
export const saved = (session: WorkflowSession) => next(session, 'saving', () => session.saving === 'saved')
