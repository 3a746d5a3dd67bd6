import { englishFormatter } from '@aw-flow/messages/catalogs'
import { describe, expect, it } from 'vitest'
import {
  applyEdit,
  createEmptyWorkflow,
  readWorkflow,
  type LayoutGraph,
  type NodeType,
  type Workflow,
} from '../packages/schema/index.ts'
import { toLayoutGraph } from '../packages/canvas/arrange/layout-graph.ts'
import { routeEdges } from '../packages/canvas/arrange/route-edges.ts'
import { createContentBuilder } from '../packages/editor/canvas/node-content.ts'
import { canvasStrings } from '../packages/editor/canvas/canvas-strings.ts'
import { copyFragment, serializeFragment, parseFragment } from '../packages/canvas/editing/document-edits.ts'
import { workflowToMarkdown } from '../packages/canvas/export/workflow-to-markdown.ts'
import { createSceneBuilder, type Scene } from '../packages/canvas/scene/scene.ts'
import { foldNodes } from '../packages/canvas/sub-workflow/fold-nodes.ts'
import { unfoldNode } from '../packages/canvas/sub-workflow/unfold-node.ts'
import { arrangeGraph } from '../packages/client/worker/arrange-graph.ts'
import { createBuiltInCatalog } from '../packages/nodes/index.ts'
import { selectEvery, sizes } from './sizes.ts'

/**
 * A hundred typical graphs: chains, fans, diamonds, ladders and trees as in published workflows, with loops, groups, notes,
 * disconnected parts, and labels from one letter to a page.
 */
const types: ReadonlyMap<string, NodeType> = new Map(
  createBuiltInCatalog()
    .list()
    .map((type) => [type.type, type]),
)
const tableTypes = [...types.values()].filter(
  ({ inputs, outputs, body }) =>
    !body && inputs.some(({ type }) => type === 'table') && outputs.some(({ type }) => type === 'table'),
)
const labels = ['a', 'Load the file', 'Prüfen & säubern <b>', 'Sehr lange Beschriftung '.repeat(30), '数据清洗 🧹', '']

function random(from: number): () => number {
  let state = from * 7_919 + 1
  return () => (state = (state * 1_103_515_245 + 12_345) & 0x7f_ff_ff_ff) / 0x7f_ff_ff_ff
}

const shapes: Record<string, (n: number, at: number, next: () => number) => number[]> = {
  chain: (_, at) => [at - 1],
  fan: () => [0],
  tree: (_, at) => [Math.floor((at - 1) / 2)],
  diamond: (n, at) => (at === n - 1 ? Array.from({ length: n - 2 }, (_, index) => index + 1) : [0]),
  ladder: (_, at) => [at - 1, Math.max(0, at - 3)],
  tangle: (_, at, next) => [Math.floor(next() * at), Math.floor(next() * at)],
  islands: (_, at) => (at % 7 === 0 ? [] : [at - 1]),
  ring: (n, at) => (at === n - 1 ? [at - 1, n] : [at - 1]),
  comb: (_, at) => [at % 2 === 0 ? Math.max(0, at - 2) : at - 1],
  wide: (_, at) => [Math.max(0, at - 12)],
}

function graph(name: string, count: number, from: number): Workflow {
  const next = random(from)
  const nodes = Array.from({ length: count }, (_, n) => {
    const type = tableTypes[Math.floor(next() * tableTypes.length)]!
    const label = labels[Math.floor(next() * labels.length)]!
    const position = { x: Math.floor(next() * 3_000), y: Math.floor(next() * 2_000) }
    return { id: `n${n}`, type: type.type, position, data: { label, config: {} } }
  })
  const port = (n: number, side: 'inputs' | 'outputs', index: number): string => {
    const ports = types.get(nodes[n]!.type)![side].filter(({ type }) => type === 'table')
    return ports[index % ports.length]!.name
  }
  const edges = nodes.slice(1).flatMap((_, before) => {
    const at = before + 1
    return shapes[name]!(count, at, next).flatMap((source, index) => {
      // `ring` closes its loop with an edge from the last node to the first.
      const [a, b] = source === count ? [at, 0] : [source, at]
      return [{ id: `e${at}-${index}`, source: `n${a}`, sourceHandle: port(a, 'outputs', 0), target: `n${b}`, targetHandle: port(b, 'inputs', index) }] // oxfmt-ignore
    })
  })
  const groups = count > 6 ? [{ id: 'g1', label: labels[from % labels.length]!, nodes: ['n2', 'n3', 'n4'] }] : []
  const notes = from % 2 ? [{ id: 'm1', text: `# ${labels[3]}\n- one`, position: { x: 0, y: -200 }, size: { width: 240, height: 96 } }] : [] // oxfmt-ignore
  return {
    ...createEmptyWorkflow(`${name} ${count}`),
    nodes,
    edges,
    ...(groups.length > 0 ? { groups } : {}),
    ...(notes.length > 0 ? { notes } : {}),
  }
}

const graphs = Object.keys(shapes).flatMap((name) =>
  [2, 3, 5, 8, 12, 17, 24, 33, 45, 60].map((count, index) => graph(name, count, index + name.length)),
)

const sceneOf = (document: Workflow): Scene =>
  createSceneBuilder(createContentBuilder(canvasStrings))({
    document,
    types,
    description: undefined,
    run: undefined,
    progress: {},
  })

function overlapping({ nodes }: LayoutGraph, places: Readonly<Record<string, { x: number; y: number }>>): string[] {
  return nodes.flatMap((a, index) =>
    nodes.slice(index + 1).flatMap((b) => {
      const [p, q] = [places[a.id]!, places[b.id]!]
      const apart = p.x + a.width <= q.x || q.x + b.width <= p.x || p.y + a.height <= q.y || q.y + b.height <= p.y
      return apart ? [] : [`${a.id} ${b.id}`]
    }),
  )
}

describe('a hundred graphs', () => {
  it('has a hundred graphs', () => {
    expect(graphs).toHaveLength(100)
  })

  for (const workflow of selectEvery(graphs, sizes.canvasGraphEveryNth)) {
    it(`${workflow.name}: opens, arranges, routes, collapses, and undo restores it`, () => {
      const opened = readWorkflow(JSON.stringify(workflow))
      expect(opened.problems).toEqual([])
      const document = opened.workflow!
      expect(document).toEqual(workflow)
      const scene = sceneOf(document)
      expect(scene.edges).toHaveLength(document.edges.length)
      expect(scene.edges.every(({ isValid }) => isValid)).toBe(true)

      const layout = toLayoutGraph(scene, new Set())
      const { positions } = arrangeGraph(layout)
      expect(overlapping(layout, positions)).toEqual([])
      const moved = applyEdit(document, { type: 'move-nodes', positions })
      const laidOut = sceneOf(moved.workflow)
      const routed = applyEdit(moved.workflow, {
        type: 'batch',
        edits: routeEdges(laidOut, new Set(document.edges.map(({ id }) => id))),
      })
      expect(routed.problems).toEqual([])
      expect(applyEdit(applyEdit(routed.workflow, routed.inverse).workflow, moved.inverse).workflow).toEqual(document)

      const all = new Set(document.nodes.map(({ id }) => id))
      expect(parseFragment(serializeFragment(copyFragment(document, all)))?.nodes).toEqual(document.nodes)
      expect(workflowToMarkdown(document, types, englishFormatter.format).match(/^## \d+\./gm)).toHaveLength(
        document.nodes.length,
      )

      let ids = 0
      const some = new Set(document.nodes.slice(1, 4).map(({ id }) => id))
      const folded = foldNodes(document, scene, some, { newId: (word) => `${word}-${ids++}`, title: 'Inner' })
      if (folded.rejected !== undefined) return
      const { workflow: outer, inverse } = applyEdit(document, folded.edit)
      expect(applyEdit(outer, inverse).workflow).toEqual(document)
      expect(readWorkflow(structuredClone(outer)).problems).toEqual([])
      const node = outer.nodes.find(({ id }) => id === folded.id)!
      const unfolded = unfoldNode(outer, node, (word) => `${word}-${ids++}`)!
      const back = applyEdit(outer, unfolded.edit).workflow
      const joins = ({ edges }: Workflow): string[] =>
        edges.map((e) => `${e.source}.${e.sourceHandle} ${e.target}.${e.targetHandle}`).toSorted()
      expect(joins(back)).toEqual(joins(document))
    })
  }
})
