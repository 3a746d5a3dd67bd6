import type { DescriptionPlan } from '@aw-flow/schema'
import { requestsChart } from './chart-step.ts'
import { joinWords } from './combining-steps.ts'

type PlannedNode = DescriptionPlan['nodes'][number]

const hasNode = (nodes: readonly PlannedNode[], ...types: readonly string[]): boolean =>
  nodes.some(({ type }) => types.includes(type))

/** Kinds of steps with their words, and a test for a plan that has such a step. */
const checks: readonly {
  readonly words: RegExp
  readonly isMet: (nodes: readonly PlannedNode[]) => boolean
}[] = [
  {
    words: /\b(?:as|to|into|me|als|eine?) (?:an? |eine? )?(?:csv|excel|json|parquet)\b/,
    isMet: (nodes) => hasNode(nodes, 'export'),
  },
  { words: joinWords, isMet: (nodes) => !hasTwoFiles(nodes) || hasNode(nodes, 'join') },
  {
    words: /\b(?:previous|prior|vorherige\w*|vorjahr\w*|vormonat\w*) (?:year|month|day|week|row|jahr|monat|tag)?/,
    isMet: (nodes) => nodes.some(({ config }) => /lag\(/.test(String(config.statement ?? ''))) || hasNode(nodes, 'fill'),
  },
  {
    words: /\b(?:first|highest|lowest|sort\w*|descending|ascending|absteigend|aufsteigend|zuerst)\b/,
    isMet: (nodes) => hasNode(nodes, 'sort', 'sample', 'sql', 'aggregate'),
  },
  {
    words: /\b(?:per|for each|for every|by|je|pro)\b/,
    isMet: (nodes) =>
      nodes.every(({ type, config }) => type !== 'aggregate' || (config.groupBy as readonly string[]).length > 0),
  },
  {
    words: /\b(?:just once|only once|distinct|unique|duplicates?|nur einmal)\b/,
    isMet: (nodes) => hasNode(nodes, 'deduplicate', 'validation') || JSON.stringify(nodes).includes('count-distinct'),
  },
]

const hasTwoFiles = (nodes: readonly PlannedNode[]): boolean =>
  nodes.filter(({ type }) => type === 'loading').length > 1

/** Counts the kinds of steps that a description has words for, and a plan does not have. */
export const countMissingSteps = ({ nodes }: DescriptionPlan, folded: string): number =>
  checks.filter(({ words, isMet }) => words.test(folded) && !isMet(nodes)).length +
  (requestsChart(folded) && !hasNode(nodes, 'chart') ? 1 : 0)
