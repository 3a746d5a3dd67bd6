import { countNextTypes, createNextTypeCounts } from '../../../packages/nodes/next-step/count-next-types.ts'
import type { WorkflowShape } from '../../../packages/nodes/next-step/next-node-contexts.ts'
import { rankNextTypes } from '../../../packages/nodes/next-step/rank-next-types.ts'
import { createBuiltInCatalog, suggestNextNodes } from '@aw-flow/nodes'
import { createEmptyWorkflow, type Workflow } from '@aw-flow/schema'
import { benchCase, type BenchCase } from '../bench-case.ts'
import { summarize } from '../measure.ts'
import type { Progress } from '../progress.ts'
import { pruneCounts } from './prune-counts.ts'
import { readPublicShapes, readTemplateShapes } from './workflow-shapes.ts'

/**
 * The weight of an edge in a template, relative to an edge in a public workflow. Public workflows have few nodes for
 * tables.
 */
export const templateWeight = 10

const folds = 5
const topCount = 3

/**
 * Measures how often the type of the next node is not among the first three suggestions, in percent, by five-fold
 * cross-validation on public workflows (each workflow is in one fold). The peer ranks all types by frequency. `floor`
 * and `goal` are those of the assistant: a hit@3 of 56.5% and 60%.
 */
export async function benchNextNode(reportProgress: ReturnType<Progress>): Promise<BenchCase[]> {
  const shapes = await readPublicShapes()
  if (!shapes) throw new Error('No public workflows. Put shared/workflow-statistics next to the project.')
  const templates = readTemplateShapes()
  const misses: number[] = []
  const popularMisses: number[] = []
  const times: number[] = []
  let edges = 0
  for (let fold = 0; fold < folds; fold++) {
    reportProgress('next node', fold)
    const counts = createNextTypeCounts()
    shapes.forEach((shape, index) => {
      if (index % folds !== fold) countNextTypes(counts, shape)
    })
    for (const shape of templates) countNextTypes(counts, shape, templateWeight)
    pruneCounts(counts)
    const popular = [...counts.total].toSorted(([, a], [, b]) => b - a).map(([type]) => type)
    const [missed, popularMissed] = [{ count: 0 }, { count: 0 }]
    let foldEdges = 0
    shapes.forEach((shape, index) => {
      if (index % folds !== fold) return
      for (const { source, target, next } of listFlowEdges(shape)) {
        foldEdges++
        const startedAt = performance.now()
        const ranked = rankNextTypes(removeNode(shape, target), source, counts)
        times.push(performance.now() - startedAt)
        if (!ranked.slice(0, topCount).some(({ type }) => type === next)) missed.count++
        if (!popular.slice(0, topCount).includes(next)) popularMissed.count++
      }
    })
    edges += foldEdges
    misses.push((100 * missed.count) / foldEdges)
    popularMisses.push((100 * popularMissed.count) / foldEdges)
  }
  return [
    benchCase({
      case: 'next node, not among the first 3',
      unit: '%',
      measured: { ours: summarize(misses), popularity: summarize(popularMisses) },
      floor: 43.5,
      goal: 40,
      note: `${folds} folds, ${shapes.length} workflows, ${edges} edges`,
    }),
    benchCase({ case: 'next node, time of an answer', unit: 'ms', measured: { ours: summarize(times) }, goal: 50 }),
    await benchSuggestions(shapes),
  ]
}

/** Measures the editor's suggestions for the last node of each public workflow. The slowest one counts. */
async function benchSuggestions(shapes: readonly WorkflowShape[]): Promise<BenchCase> {
  const types = createBuiltInCatalog().list()
  const [first] = shapes
  await suggestNextNodes({ workflow: toWorkflow(first!), node: 'node-0', types })
  const times: number[] = []
  for (const shape of shapes) {
    const workflow = toWorkflow(shape)
    const startedAt = process.cpuUsage()
    await suggestNextNodes({ workflow, node: workflow.nodes.at(-1)!.id, types })
    const { user, system } = process.cpuUsage(startedAt)
    times.push((user + system) / 1000)
  }
  const measured = summarize(times)
  return benchCase({
    case: 'next node, slowest suggestions of the editor',
    unit: 'ms of processor time',
    measured: { ours: summarize([measured.max]) },
    goal: 50,
    note: `median ${measured.median.toFixed(2)} ms`,
  })
}

const toWorkflow = ({ types, edges }: WorkflowShape): Workflow => ({
  ...createEmptyWorkflow('Public'),
  nodes: types.map((type, index) => ({
    id: `node-${index}`,
    type: type ?? 'unknown',
    position: { x: 0, y: 0 },
    data: { label: '', config: {} },
  })),
  edges: edges.map(({ source, target }, index) => ({
    id: `edge-${index}`,
    source: `node-${source}`,
    target: `node-${target}`,
  })),
})

interface FlowEdge {
  readonly source: number
  readonly target: number
  /** The type of the node at the end of the edge. */
  readonly next: string
}

function listFlowEdges({ types, edges }: WorkflowShape): FlowEdge[] {
  return edges.flatMap(({ source, target, isData }) => {
    const next = types[target]
    return isData && next !== undefined && types[source] !== undefined ? [{ source, target, next }] : []
  })
}

/** Returns a shape without the edges of a node, so that the node to predict is unknown. */
const removeNode = ({ types, edges }: WorkflowShape, node: number): WorkflowShape => ({
  types,
  edges: edges.filter(({ source, target }) => source !== node && target !== node),
})
