import { readFileSync } from 'node:fs'
import type { SessionDocument, SessionRuns, WorkflowSession } from '@aw-flow/client'
import { applyEdit, createEmptyWorkflow, failed, ok, type Workflow } from '@aw-flow/schema'
import { describe, expect, it } from 'vitest'
import { InnerSession } from './inner-session.ts'
import { TestSession } from './test-session.ts'
import { createNode } from '../../test/create-node.ts'

const node = (id: string, type: string, config = {}): Workflow['nodes'][number] => createNode(id, type, config)
const inside: Workflow = { ...createEmptyWorkflow('Inside'), nodes: [node('load', 'loading')] }
const outside: Workflow = {
  ...createEmptyWorkflow('ExternalServices'),
  nodes: [node('sub', 'sub_workflow', { document: inside })],
}

class OuterSession extends EventTarget implements WorkflowSession {
  readonly id = 'outer'
  undone = 0
  readonly document: { -readonly [Key in keyof SessionDocument]: SessionDocument[Key] }
  readonly runs: SessionRuns = {
    current: undefined,
    interrupted: undefined,
    stale: new Set(['sub']),
    progress: {},
    start: async () => undefined,
    resume: async () => undefined,
    decide: async () => undefined,
    cancel: () => undefined,
  }
  readonly data: WorkflowSession['data'] = {
    list: [],
    add: async () => failed({ code: 'none', severity: 'error' }),
    remove: async () => undefined,
    readFile: async () => undefined,
    previewLoad: async () => failed({ code: 'none', severity: 'error' }),
  }
  readonly tables: WorkflowSession['tables'] = {
    page: async () => failed({ code: 'none', severity: 'error' }),
    write: async () => failed({ code: 'none', severity: 'error' }),
  }
  readonly engine: WorkflowSession['engine'] = { state: 'ready', catalog: [], warmUp: () => undefined }
  readonly problems: WorkflowSession['problems'] = { latest: undefined, dismiss: () => undefined }
  #current = outside

  constructor() {
    super()
    const current = (): Workflow => this.#current
    this.document = {
      get current() {
        return current()
      },
      description: undefined,
      saving: 'saving',
      canUndo: true,
      canRedo: false,
      apply: (edit) => {
        const { workflow, problems } = applyEdit(this.#current, edit)
        this.#current = workflow
        return problems
      },
      undo: () => void this.undone++,
      redo: () => undefined,
      open: () => [],
      layOut: async () => failed({ code: 'none', severity: 'error' }),
    }
  }

  async close(): Promise<void> {}
}

describe('InnerSession', () => {
  it('shows the workflow inside, and edits it as a part of the outer document', () => {
    const outer = new OuterSession()
    const inner = new InnerSession(outer, ['sub'])
    expect(inner.document.current.nodes.map(({ id }) => id)).toEqual(['load'])
    inner.document.apply({ type: 'set-label', id: 'load', label: 'Read' })
    expect(inner.document.current.nodes[0]?.data.label).toBe('Read')
    expect(JSON.stringify(outer.document.current)).toContain('"Read"')
    expect([...inner.runs.stale]).toEqual(['load'])
    expect(inner.isPresent).toBe(true)
    outer.document.apply({ type: 'remove-node', id: 'sub' })
    expect(inner.isPresent).toBe(false)
    expect(inner.document.current.nodes).toHaveLength(1)
  })

  it('shares every part that is not about the document or its runs', () => {
    const outer = new OuterSession()
    const inner = new InnerSession(outer, ['sub'])
    for (const part of ['data', 'tables', 'engine', 'problems'] as const) expect(inner[part]).toBe(outer[part])
  })

  it('replaces what is different inside, and inherits the rest', () => {
    const outer = new OuterSession()
    const { document, runs } = new InnerSession(outer, ['sub'])
    expect(Object.keys(document).sort()).toEqual(['apply', 'current', 'description', 'open'])
    expect(Object.keys(runs).sort()).toEqual(['current', 'previous', 'progress', 'stale'])
    expect([document.saving, document.canUndo]).toEqual(['saving', true])
    document.undo()
    expect(outer.undone).toBe(1)
    expect(runs.start).toBe(outer.runs.start)
  })

  it('previews nodes by the ids that lead to them', async () => {
    const outer = new TestSession({ document: outside })
    outer.assist().previewNode = async (node) => ok({ state: 'unavailable', reason: 'skipped', node })
    const inner = new InnerSession(outer, ['sub'])
    expect(await inner.assistant?.previewNode('load')).toMatchObject({ value: { node: 'sub/load' } })
    expect(new InnerSession(new OuterSession(), ['sub']).assistant).toBeUndefined()
  })

  it('passes on changes until it is closed', async () => {
    const outer = new OuterSession()
    const inner = new InnerSession(outer, ['sub'])
    const aspects: unknown[] = []
    inner.addEventListener('aw-session-change', (event) => aspects.push((event as Event & { aspect: unknown }).aspect))
    outer.dispatchEvent(Object.assign(new Event('aw-session-change'), { aspect: 'run' }))
    await inner.close()
    outer.dispatchEvent(Object.assign(new Event('aw-session-change'), { aspect: 'run' }))
    expect(aspects).toEqual(['run'])
  })

  it.each(['inner-session.ts', 'derived-session.ts', 'versions/version-session.ts'])('%s forwards no call', (file) => {
    const source = readFileSync(new URL(file, import.meta.url), 'utf8')
    const forwarding = /(?:=>|return)\s+(?:this\.)?#?(?:outer|session)\.[\w.!?]+(?:\([^()]*\))?\s*[,;})\n]/g
    const matches = [...source.matchAll(forwarding)].map(([text]) => text.trim())
    expect(matches).toEqual([])
    expect(source).not.toContain('new Proxy')
  })
})
