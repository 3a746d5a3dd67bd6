import type { DescriptionPlan } from '@aw-flow/schema'
import { chartWords, requestsChart } from './chart-step.ts'
import { joinWords } from './combining-steps.ts'

type PlannedNode = DescriptionPlan['nodes'][number]

const hasNode = (nodes: readonly PlannedNode[], ...types: readonly string[]): boolean =>
  nodes.some(({ type }) => types.includes(type))

/** Words that request a kind of step, with a function that tests whether a plan contains it. */
const stepChecks: readonly {
  readonly words: RegExp
  readonly isMet: (nodes: readonly PlannedNode[]) => boolean
}[] = [
  {
    words: /\b(?:as|to|into|me|als|eine?) (?:an? |eine? )?(?:csv|excel|json|parquet)\b/,
    isMet: (nodes) => hasNode(nodes, 'export'),
  },
  // The node catalog has no such chart.
  { words: /\b(?:pie|donut|doughnut|kuchendiagramm|tortendiagramm|kreisdiagramm)\b/, isMet: () => false },
  { words: joinWords, isMet: (nodes) => !loadsSeveralFiles(nodes) || hasNode(nodes, 'join') },
  {
    words: /\b(?:previous|prior|vorherige\w*|vorjahr\w*|vormonat\w*) (?:year|month|day|week|row|jahr|monat|tag)?/,
    isMet: (nodes) =>
      nodes.some(({ config }) => /lag\(/.test(String(config.statement ?? ''))) || hasNode(nodes, 'fill'),
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
    words:
      /\b(?:separate columns|side by side|nebeneinander|pivot table|(?:a|one|eine|je eine) (?:column|spalte) (?:per|for each|for every|je|pro|fur jede\w*))\b/,
    isMet: (nodes) => hasNode(nodes, 'pivot', 'derive_column', 'sql'),
  },
  {
    words: /\b(?:percentage|percent change|share of|anteil)\b/,
    isMet: (nodes) => /100|share|percent|pct|anteil/i.test(JSON.stringify(nodes.map(({ config }) => config))),
  },
  {
    words: /\b(?:average|mean|durchschnitt\w*|mittelwert)\b/,
    isMet: (nodes) =>
      /mean|avg|average|durchschnitt|mittel|\/ 2/i.test(JSON.stringify(nodes.map(({ config }) => config))),
  },
  {
    words: /\b(?:just once|only once|distinct|unique|duplicates?|nur einmal)\b/,
    isMet: (nodes) => hasNode(nodes, 'deduplicate', 'validation') || JSON.stringify(nodes).includes('count-distinct'),
  },
]

const loadsSeveralFiles = (nodes: readonly PlannedNode[]): boolean =>
  nodes.filter(({ type }) => type === 'loading').length > 1

/** Finds words in a description that request steps that the plan lacks. Returns their positions in the text. */
export function findMissingSteps(
  { nodes }: DescriptionPlan,
  folded: string,
): { readonly start: number; readonly end: number }[] {
  if (nodes.length === 0) return []
  const missingRanges = stepChecks.flatMap(({ words, isMet }) => {
    const match = words.exec(folded)
    return match && !isMet(nodes) ? [{ start: match.index, end: match.index + match[0].length }] : []
  })
  const [chart = ''] = requestsChart(folded) && !hasNode(nodes, 'chart') ? (folded.match(chartWords) ?? []) : []
  const start = folded.indexOf(chart)
  return chart === '' ? missingRanges : [...missingRanges, { start, end: start + chart.length }]
}
