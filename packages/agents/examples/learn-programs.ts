import { enumerateCandidates } from './candidates.ts'
import { combineCandidates, type Program } from './combine-candidates.ts'
import { enumerateConditions, type Condition } from './conditions.ts'
import { includesExamples, maxExamples, type Example, type ExampleSet } from './example.ts'
import { evaluateExpression } from './evaluate-expression.ts'
import { createColumn, type TextExpression, type TextRow } from './text-expression.ts'

/** Options of `learnPrograms`. @internal */
export interface LearnOptions {
  /** Rows without an expected output. Programs that apply to them are preferred. */
  readonly rows?: readonly TextRow[]
  /** The maximum number of programs; default: 20. */
  readonly maxPrograms?: number
}

const maxSampledRows = 200
/** Maximum number of programs per set of examples from which branches are chosen. */
const maxBranches = 10
const branchCost = 2
/** With more examples, pairs of them are not tried. */
const maxPairedExamples = 6
/** Conditional programs are tried if the simplest program without conditions costs more than this. */
const conditionalCost = 11

/**
 * Learns programs that compute the outputs of all examples, the most likely first. A program concatenates transformed
 * parts of cells, or chooses between such concatenations by a condition. All programs produce the outputs of all
 * examples; they differ in other rows, which `findQuestions` finds.
 *
 * The search follows S. Gulwani, "Automating string processing in spreadsheets using input-output examples" (POPL
 * 2011): concatenations by intersected version spaces, conditions by a cover of the examples. Parts are enumerated
 * bottom-up (TRANSIT, PLDI 2013) and ranked by description length and by the rows without outputs (R. Singh,
 * "BlinkFill: Semi-supervised programming by example for syntactic string transformations", VLDB 2016).
 *
 * @returns An empty list if the examples contradict each other or no program was found.
 * @example
 * const [program] = learnPrograms([{ row: ['Meyer, Anna'], output: 'Anna Meyer' }])
 * evaluateExpression(program.expression, ['Ito, Ken']) // 'Ken Ito'
 * @internal
 */
export function learnPrograms(examples: readonly Example[], options: LearnOptions = {}): Program[] {
  const { rows = [], maxPrograms = 20 } = options
  const distinct = [...new Map(examples.map((example) => [JSON.stringify(example.row), example])).values()]
  if (distinct.length === 0 || examples.some((example) => isContradicted(example, distinct))) return []
  const usedExamples = distinct.slice(0, maxExamples)
  const everyExample: ExampleSet = 2 ** usedExamples.length - 1
  const outputs = usedExamples.map(({ output }) => output)
  const candidates = enumerateCandidates(usedExamples)
  let programs = combineCandidates(candidates, outputs, everyExample)
  if (usedExamples.length > 1 && (programs[0]?.cost ?? Infinity) > conditionalCost) {
    const conditional = learnConditionals(usedExamples, (set) => combineCandidates(candidates, outputs, set))
    programs = [...programs, ...conditional]
  }
  // A constant fits any single example.
  const computed = programs.filter(({ expression }) => expression.kind !== 'constant')
  if (usedExamples.length === 1 && computed.length > 0) programs = computed
  if (programs.length === 0) programs = learnLookup(usedExamples)
  const sample = sampleRows(rows)
  return programs
    .filter(({ expression }) => distinct.every(({ row, output }) => evaluateExpression(expression, row) === output))
    .map((program) => ({ ...program, cost: program.cost + computeMissPenalty(program.expression, sample) }))
    .toSorted((a, b) => a.cost - b.cost)
    .slice(0, maxPrograms)
}

/** Returns whether a later example has the same row and a different output. */
const isContradicted = ({ row, output }: Example, distinct: readonly Example[]): boolean =>
  distinct.some((other) => other.output !== output && JSON.stringify(other.row) === JSON.stringify(row))

function sampleRows(rows: readonly TextRow[]): TextRow[] {
  const step = Math.max(1, rows.length / maxSampledRows)
  return Array.from({ length: Math.min(rows.length, maxSampledRows) }, (_, index) => rows[Math.floor(index * step)]!)
}

/** Penalizes programs without a value for many rows. */
function computeMissPenalty(expression: TextExpression, rows: readonly TextRow[]): number {
  if (rows.length === 0) return 0
  let misses = 0
  for (const row of rows) {
    const value = evaluateExpression(expression, row)
    if (value === undefined) misses += 1
    else if (value === '') misses += 0.5
  }
  return (6 * misses) / rows.length
}

/** A program with the examples whose outputs it computes. */
interface Branch extends Program {
  readonly coveredExamples: ExampleSet
}

/** Learns programs of two or three branches. */
function learnConditionals(examples: readonly Example[], combine: (set: ExampleSet) => Program[]): Program[] {
  const everyExample: ExampleSet = 2 ** examples.length - 1
  const branches = new Map<string, Branch>()
  for (const set of listSmallSets(examples.length))
    for (const program of combine(set).slice(0, maxBranches)) {
      const key = JSON.stringify(program.expression)
      if (branches.has(key)) continue
      let coveredExamples = 0
      examples.forEach(({ row, output }, index) => {
        if (evaluateExpression(program.expression, row) === output) coveredExamples |= 1 << index
      })
      branches.set(key, { ...program, coveredExamples })
    }
  const sorted = [...branches.values()].toSorted((a, b) => a.cost - b.cost)
  const conditions = enumerateConditions(examples)
  const pairs = joinBranches(sorted, sorted, conditions, everyExample)
  if (pairs.length > 0 || examples.length < 4) return pairs
  const partial: Branch[] = sorted.flatMap((branch) => {
    const remainingSet = everyExample & ~branch.coveredExamples
    const [best] = joinBranches(sorted, sorted, conditions, remainingSet)
    return best ? [{ ...best, coveredExamples: remainingSet }] : []
  })
  return joinBranches(sorted, partial.slice(0, 40), conditions, everyExample)
}

/** Combines two branches with a condition that chooses the first branch for the examples that only this branch covers. */
function joinBranches(
  first: readonly Branch[],
  second: readonly Branch[],
  conditions: readonly Condition[],
  targetSet: ExampleSet,
): Program[] {
  const programs: Program[] = []
  for (const branch of first) {
    if ((branch.coveredExamples & targetSet) === 0) continue
    for (const other of second) {
      if (((branch.coveredExamples | other.coveredExamples) & targetSet) !== targetSet || branch === other) continue
      const mustHold = targetSet & ~other.coveredExamples
      const mustFail = targetSet & ~branch.coveredExamples
      if (mustHold === 0 || mustFail === 0) continue
      const baseCost = branchCost + branch.cost + other.cost
      if (programs.length > 60 && baseCost > programs[40]!.cost) continue
      let count = 0
      for (const { test, cost, satisfyingExamples } of conditions) {
        if (!includesExamples(satisfyingExamples, mustHold) || (satisfyingExamples & mustFail) !== 0) continue
        programs.push({
          expression: { kind: 'if', test, whenTrue: branch.expression, otherwise: other.expression },
          cost: baseCost + cost,
        })
        if (++count === 3) break
      }
    }
    programs.sort((a, b) => a.cost - b.cost)
    programs.length = Math.min(programs.length, 60)
  }
  return programs
}

/** Lists the sets of one or two examples, and the sets of all examples but one. */
function listSmallSets(count: number): ExampleSet[] {
  const sets = new Set<ExampleSet>()
  const everyExample = 2 ** count - 1
  for (let a = 0; a < count; a++) {
    sets.add(everyExample & ~(1 << a))
    sets.add(1 << a)
    if (count > maxPairedExamples) continue
    for (let b = a + 1; b < count; b++) sets.add((1 << a) | (1 << b))
  }
  sets.delete(everyExample)
  sets.delete(0)
  return [...sets]
}

/** Maps the cells of the examples to their outputs. */
function learnLookup(examples: readonly Example[]): Program[] {
  const entries = new Map(examples.map(({ row, output }) => [row[0] ?? '', output]))
  if (entries.size < examples.length) return []
  return [{ expression: { kind: 'lookup', text: createColumn(0), entries: [...entries] }, cost: 20 }]
}
