import { createBuiltInCatalog, planFromDescription } from '@aw-flow/nodes'
import type { Column, Config, DescriptionPlan } from '@aw-flow/schema'
import { toCanonicalJson } from '@aw-flow/schema/internal'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

type Half = 'first' | 'untouched'

/** A description and the steps that it requests. */
interface DescribedStep {
  /** Texts of the untouched half were not read before the rules were complete. */
  readonly half: Half
  readonly text: string
  /** The index of its table. */
  readonly table: number
  readonly values?: Record<string, string[]>
  readonly continues?: boolean
  /** The requested nodes. Without settings, any settings are right. */
  readonly nodes: readonly { readonly type: string; readonly config?: Config }[]
}

interface DescribedTable {
  readonly columns: Column[]
  readonly others?: Column[][]
  readonly values?: Record<string, string[]>
}

/** The plan for a description, compared with the requested nodes. */
export interface ScoredStep {
  readonly half: Half
  readonly text: string
  /** Whether the plan reports that something was not understood, or has no node. */
  readonly hasNotice: boolean
  /** Whether the plan has no notice and its nodes are the requested ones, with the same settings. */
  readonly isRight: boolean
}

const read = (name: string): unknown => JSON.parse(readFileSync(join(import.meta.dirname, name), 'utf8'))
const catalog = createBuiltInCatalog()

/**
 * Plans the texts of the tests that the reader before this one was written with. Their requested nodes are those of
 * these tests.
 */
export async function scoreDescribedSteps(): Promise<ScoredStep[]> {
  const { tables, steps } = read('described-steps.json') as { tables: DescribedTable[]; steps: DescribedStep[] }
  const scored: ScoredStep[] = []
  for (const step of steps) {
    const { text, table, continues = false } = step
    const plan = await planFromDescription({ ...tables[table]!, description: text, continues, catalog })
    scored.push(score(step, plan, true))
  }
  return scored
}

/**
 * Plans each clause that names a step and its columns literally.
 *
 * The clauses are cut from all descriptions of this folder at sentence ends, commas, "then", and "and" before a verb. A
 * clause belongs to the set if
 * - it starts with the title of a node type or a verb that the guide lists for it (`sort`, `keep`, `remove`, `sum`, …),
 * - it contains at least one complete column name, and names each column that it refers to completely,
 * - and its other words are values, numbers, comparisons, aggregates, function words, or one noun for the rows.
 *
 * The first two conditions were tested by a script, the last by hand, before the figures of a half were computed. A
 * clause is right if its plan has no notice and the requested nodes; a notice is never right.
 */
export async function scoreNamedClauses(): Promise<ScoredStep[]> {
  const { tables, clauses } = read('named-clauses.json') as { tables: DescribedTable[]; clauses: DescribedStep[] }
  const scored: ScoredStep[] = []
  for (const clause of clauses) {
    const { text, table, values = {} } = clause
    const { columns, others } = tables[table]!
    // A join needs two tables, so the clause cannot continue from one.
    const isJoin = /join/i.test(text)
    const description = isJoin && !others ? `Load a.csv and b.csv, ${text}` : text
    const request = { columns, ...(others ? { others } : {}), values, description, continues: !isJoin, catalog }
    scored.push(score(clause, await planFromDescription(request), false))
  }
  return scored
}

function score({ half, text, nodes }: DescribedStep, plan: DescriptionPlan, hasEnds: boolean): ScoredStep {
  const hasNotice = plan.nodes.length === 0 || plan.ignored.length > 0
  const plannedNodes = plan.nodes.filter(({ type }) => hasEnds || (type !== 'loading' && type !== 'table'))
  const isRight =
    plannedNodes.length === nodes.length &&
    plannedNodes.every((node, index) => {
      const { type, config } = nodes[index]!
      return node.type === type && (config === undefined || complete(type, node.config) === complete(type, config))
    })
  return { half, text, hasNotice, isRight: !hasNotice && isRight }
}

/** Returns settings with their defaults, in an order that does not depend on how they were written. */
const complete = (type: string, config: Config): string => toCanonicalJson(catalog.get(type)!.settings.parse(config))
