import { describe, expect, it } from 'vitest'
import type { NodeRun } from '@aw-flow/schema'
import { testCatalog } from '../test-catalog.ts'
import { testLoadReport } from '../test-reports.ts'
import { mainJob, TestSession } from '../test-session.ts'
import { canvasStrings } from './canvas-strings.ts'
import {
  type NodeContent,
  createSceneBuilder,
  getEdgeWidth,
  hitTest,
  findNodeIdsIn,
  createPortKey,
  type Scene,
} from '@aw-flow/canvas'
import { createNodeTypeTranslator } from '../language/node-type-texts.ts'
import { buildNodeContent, createContentBuilder, describeNode } from './node-content.ts'

const types = new Map(testCatalog.map((type) => [type.type, type]))
const makeOf = (session: TestSession): (() => Scene) => {
  const make = createSceneBuilder(createContentBuilder(canvasStrings))
  return () =>
    make({
      document: session.document.current,
      types,
      description: session.document.description,
      run: session.runs.current,
      progress: session.runs.progress,
      stale: session.runs.stale,
    })
}

describe('the scene', () => {
  it('shows what a node without a description does, as in the graph of a stored run', () => {
    const document = mainJob()
    const make = createSceneBuilder(createContentBuilder(canvasStrings))
    const { nodes } = make({ document, types, description: undefined, run: undefined, progress: {}, stale: new Set() })
    const titles = document.nodes.map(({ type, data }) => {
      const { title, description } = types.get(type)!
      return title === data.label ? description : title
    })
    expect(nodes.map(({ content }) => content.summary)).toEqual(titles)
  })

  it('shows why a node failed, until its settings change', () => {
    const problem = { code: 'load.binary', severity: 'error', where: {} } as const
    const failure = {
      node: 'load',
      state: 'failed',
      attempt: 1,
      retries: 0,
      outputs: {},
      problems: [],
      error: { problem },
    }
    const faceOf = (stale: boolean): NodeContent =>
      buildNodeContent(
        {
          node: mainJob().nodes.find(({ id }) => id === 'load')!,
          type: types.get('loading'),
          hasLoadedTypes: true,
          description: { summary: 'Any file', problems: [], inputs: {}, outputs: {} },
          run: failure as unknown as NodeRun,
          progress: undefined,
          stale,
        },
        { ...canvasStrings, renderText: (text) => (typeof text === 'string' ? text : text.code) },
      )
    expect([false, true].map((stale) => faceOf(stale).summary)).toEqual(['load.binary', 'Any file'])
  })

  it('translates the title of a node that has the title of its type, and keeps other titles', () => {
    const texts = createNodeTypeTranslator((code) => (code === 'type.loading.title' ? 'Laden' : undefined))
    const translated = new Map(texts.translateTypes(testCatalog).map((type) => [type.type, type]))
    const document = mainJob()
    const [load, ...others] = document.nodes
    const title = types.get(load!.type)!.title
    const nodes = [
      { ...load!, id: 'own', data: { ...load!.data, label: 'Sales' } },
      { ...load!, data: { ...load!.data, label: title } },
      ...others,
    ]
    const make = createSceneBuilder(createContentBuilder({ ...canvasStrings, nodeTypes: texts }))
    const scene = make({
      document: { ...document, nodes, edges: [] },
      types: translated,
      description: undefined,
      run: undefined,
      progress: {},
      stale: new Set(),
    })
    expect(scene.nodes.slice(0, 2).map(({ content }) => content.title)).toEqual(['Sales', 'Laden'])
    expect(scene.nodes[1]?.node.data.label).toBe(title)
  })

  it('keeps the identity of visibly unchanged nodes', () => {
    const session = new TestSession({ document: mainJob() })
    const make = makeOf(session)
    const before = make()
    session.document.current = { ...session.document.current, name: 'Other' }
    expect(make().nodes).toEqual(before.nodes)
    expect(make().nodes[0]).toBe(before.nodes[0])
    session.play({ type: 'run-started', version: 1, run: 'r', workflow: session.document.current, inputs: {}, seed: 1 })
    session.play({ type: 'node-started', node: 'prepare', attempt: 1, key: 'k' })
    const running = make()
    session.setProgress({ prepare: { run: 'r', node: 'prepare', done: 50, total: 200, unit: 'rows' } })
    const further = make()
    expect(further.nodes[0]).toBe(running.nodes[0])
    expect(further.nodes[1]?.content.footer).toEqual(['50 rows', '25%'])
    expect(further.edges.find((edge) => edge.id === 'e1')?.running).toBe(true)
  })

  it('shows rows and time after a run, and widths of edges by the logarithm of their rows', () => {
    const session = new TestSession({ document: mainJob(), rows: 12_345 })
    session.playCompleted()
    const scene = makeOf(session)()
    expect(scene.nodes[0]?.content.footer).toEqual(['12,345 rows', '128 ms'])
    expect(scene.edges[0]).toMatchObject({ rows: 12_345, columns: 4 })
    expect(getEdgeWidth(undefined)).toBe(1.5)
    expect(getEdgeWidth(1_000)).toBeGreaterThan(getEdgeWidth(10))
    expect(getEdgeWidth(1e12)).toBeLessThanOrEqual(5.5)
  })

  it('mutes the result of a node that has changed since the run, and of its successors', () => {
    const session = new TestSession({ document: mainJob() })
    session.playCompleted()
    const make = makeOf(session)
    const before = make()
    expect(before.byId.get('validate')?.content.stateIcon).toEqual({ icon: 'circle-check', tone: 'good' })
    session.document.apply({ type: 'set-config', id: 'validate', path: ['rules'], value: [] })
    const after = make()
    for (const id of ['validate', 'table']) {
      const content = after.byId.get(id)?.content
      expect(content).toMatchObject({ stale: true, stateIcon: { icon: 'circle-check', tone: 'muted' } })
      expect(content?.footer).toEqual(['1,000 rows', 'changed'])
      expect(content && describeNode(content, canvasStrings)).toContain('1,000 rows, changed since the last run')
    }
    session.document.undo()
    expect(make().byId.get('table')?.content.stale).toBe(false)
  })

  it('names file, rows and rejected rows of a load, and marks rejected records and warnings', () => {
    const session = new TestSession({ document: mainJob() })
    void session.runs.start()
    const warning = { code: 'x', severity: 'warning', message: 'Look.' } as const
    const done = { type: 'node-completed', outputs: {}, rows: 998, ms: 5 } as const
    session.play(
      { ...done, node: 'load', problems: [warning], report: { kind: 'load', report: testLoadReport } },
      { ...done, node: 'prepare', problems: [warning, warning, { ...warning, severity: 'info' }] },
      { ...done, node: 'validate', problems: [] },
    )
    const { byId } = makeOf(session)()
    const warned = { stateIcon: { icon: 'triangle-alert', tone: 'warn' }, footerTone: 'warn' }
    expect(byId.get('load')?.content).toMatchObject({ ...warned, footer: ['4 columns', '5 ms'] })
    expect(byId.get('load')?.content.summary).toBe('messy.csv · 998 rows · 2 rejected')
    expect(byId.get('prepare')?.content).toMatchObject({ ...warned, footer: ['998 rows · 2 warnings', '5 ms'] })
    expect(byId.get('validate')?.content).toMatchObject({ footerTone: 'muted', footer: ['998 rows', '5 ms'] })
  })

  it('marks edges to missing ports, and omits edges to missing nodes', () => {
    const document = mainJob()
    document.edges.push({ id: 'bad', source: 'load', target: 'table', sourceHandle: 'nothing' })
    document.edges.push({ id: 'lost', source: 'load', target: 'gone' })
    const scene = makeOf(new TestSession({ document }))()
    expect(scene.edges.find((edge) => edge.id === 'bad')?.isValid).toBe(false)
    expect(scene.edges.some((edge) => edge.id === 'lost')).toBe(false)
    expect(scene.connectedPorts.has(createPortKey('load', 'output', 0))).toBe(true)
    expect(scene.connectedPorts.has(createPortKey('table', 'output', 0))).toBe(false)
  })

  it('hits ports before nodes before edges, and finds what an area touches', () => {
    const scene = makeOf(new TestSession({ document: mainJob() }))()
    const at = (x: number, y: number, scale = 1): string => {
      const hit = hitTest(scene, { x, y }, { scale, tolerance: 11, selection: new Set() })
      return hit.kind === 'port'
        ? `${hit.end.side} of ${hit.node.id}`
        : hit.kind === 'node'
          ? hit.node.id
          : hit.kind === 'edge'
            ? hit.edge.id
            : ''
    }
    expect(at(240, 18)).toBe('output of load')
    expect(at(318, 20)).toBe('input of prepare')
    expect(at(120, 40)).toBe('load')
    expect(at(280, 18)).toBe('e1')
    expect(at(280, 60)).toBe('')
    expect(at(240, 18, 0.4)).toBe('load')
    expect(findNodeIdsIn(scene, { x: 100, y: 10, width: 300, height: 5 })).toEqual(['load', 'prepare'])
  })

  it('describes a node with everything that is drawn on it', () => {
    const session = new TestSession({ document: mainJob() })
    session.document.apply({ type: 'remove-edge', id: 'e1' })
    const node = makeOf(session)().byId.get('prepare')
    expect(node && describeNode(node.content, canvasStrings)).toBe(
      'Prepare, Prepares a table for a target with a plan that you can review and change., 4 columns, 1 problem: Prepare needs a table at "table".',
    )
  })
})
