import { writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import {
  countNextTypes,
  createNextTypeCounts,
  type TypeCounts,
} from '../../../packages/nodes/next-step/count-next-types.ts'
import { contextKinds } from '../../../packages/nodes/next-step/next-node-contexts.ts'
import { templateWeight } from './next-node.ts'
import { pruneCounts } from './prune-counts.ts'
import { readPublicShapes, readTemplateShapes } from './workflow-shapes.ts'

/**
 * Writes `packages/nodes/next-step/next-node-counts.json` from the shapes of templates and of public workflows, which are
 * not part of the repository: `npx tsx --conditions=aw-source test/bench/assistant/write-next-node-counts.ts`.
 */
const file = resolve(import.meta.dirname, '../../../packages/nodes/next-step/next-node-counts.json')

const shapes = await readPublicShapes()
if (!shapes) throw new Error('No public workflows. Put shared/workflow-statistics next to the project.')
const counts = createNextTypeCounts()
for (const shape of shapes) countNextTypes(counts, shape)
for (const shape of readTemplateShapes()) countNextTypes(counts, shape, templateWeight)
pruneCounts(counts)

const types = [...counts.total].toSorted(([, a], [, b]) => b - a).map(([type]) => type)
const indexes = new Map(types.map((type, index) => [type, index]))
const list = (inContext: TypeCounts): string =>
  [...inContext]
    .toSorted(([, a], [, b]) => b - a)
    .map(([type, count]) => `${indexes.get(type)}:${count}`)
    .join(' ')
const contexts = Object.fromEntries(
  contextKinds.map((kind) => [
    kind,
    Object.fromEntries(
      [...counts.contexts[kind]]
        .toSorted(([a], [b]) => (a < b ? -1 : 1))
        .map(([key, inContext]) => [key, list(inContext)]),
    ),
  ]),
)
const countsByType = Object.fromEntries(types.map((type) => [type, counts.total.get(type)]))
writeFileSync(file, `${JSON.stringify({ types: countsByType, contexts }, null, 2)}\n`)
console.log(`Counted ${shapes.length} public workflows.`)
