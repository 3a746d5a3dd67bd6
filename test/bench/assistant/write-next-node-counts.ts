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
 * Writes `packages/nodes/next-step/next-node-counts.ts` from the shapes of templates and of public workflows, which are
 * not part of the repository: `npx tsx --conditions=aw-source test/bench/assistant/write-next-node-counts.ts`.
 */
const file = resolve(import.meta.dirname, '../../../packages/nodes/next-step/next-node-counts.ts')

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
const lines = contextKinds.flatMap((kind) => [
  `  ${kind}: {`,
  ...[...counts.contexts[kind]]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, inContext]) => `    '${key}': '${list(inContext)}',`),
  '  },',
])
writeFileSync(
  file,
  `// Written by test/bench/assistant/write-next-node-counts.ts. oxfmt-ignore
import type { ContextKind } from './next-node-contexts.ts'

/**
 * How often each node type follows other node types, counted in ${shapes.length} public workflows of the repository
 * Zie619/n8n-workflows (commit 637e05cd) and in the templates of this repository. Only counts are stored, and no parts
 * of workflows.
 */

/** Node types, most frequent first, with the number of times that each follows another node. */
export const countedTypes: readonly (readonly [type: string, count: number])[] = [
${types.map((type) => `  ['${type}', ${counts.total.get(type)}],`).join('\n')}
]

/** For each context, the indexes of the types that follow and their counts. */
export const countsByContext: Readonly<Record<ContextKind, Readonly<Record<string, string>>>> = {
${lines.join('\n')}
}
`,
)
