import { enumerateCandidates } from './candidates.ts'
import { combineCandidates, type Program } from './combine-candidates.ts'
import { enumerateConditions, type Condition } from './conditions.ts'
import { includesExamples, maxExamples, type Example, type ExampleSet } from './example.ts'
import { evaluateExpression } from './evaluate-expression.ts'
import { createColumn, type TextExpression, type TextRow } from './text-expression.ts'

/** Options for `learnPrograms`. @internal */
export interface LearnOptions {
  /** Rows without an expected output. Programs that compute a value for these rows are preferred. */
  readonly rows?: readonly TextRow[]
  /** The maximum number of programs to return. Default: 20. */
  readonly maxPrograms?: number
}

const maxSampledRows = 200
/** Maximum number of programs per set of examples that are considered as branches. */
const maxBranches = 10
const branchCost = 2
/** If there are more examples, branches are not learned from pairs of examples. */
const maxPairedExamples = 6
/** Conditional programs are learned only if the simplest unconditional program costs more than this. */
const maxUnconditionalCost = 11

/**
 * Learns programs that compute the output of every example. They are sorted by descending likelihood. A program
 * concatenates transformed parts of cells, or uses conditions to select one of several such concatenations. The
 * programs may compute different values for other rows; use `findQuestions` to find these rows.
 *
 * The search is based on S. Gulwani, "Automating string processing in spreadsheets using input-output examples" (POPL
 * 2011): concatenations are found by intersecting version spaces, and conditions by covering the examples. Parts are
 * enumerated bottom-up (TRANSIT, PLDI 2013). Programs are ranked by description length and by their results for rows
 * without outputs (R. Singh, "BlinkFill: Semi-supervised programming by example for syntactic string transformations",
 * VLDB 2016).
 *
 * @returns The programs. An empty array if the examples contradict each other or no program is found.
 * @example
 * const [program] = learnPrograms([{ row: ['Meyer, Anna'], output: 'Anna Meyer' }])
 * evaluateExpression(program.expression, ['Ito, Ken']) // 'Ken Ito'
 * @internal
 */
export function learnPrograms(examples: readonly Example[], options: LearnOptions = {}): Program[] {
  const { rows = [], maxPrograms = 20 } = options
  const distinctExamples = [...new Map(examples.map((example) => [JSON.stringify(example.row), example])).values()]
  if (distinctExamples.length === 0 || examples.some((example) => hasContradiction(example, distinctExamples)))
    return []
  const usedExamples = distinctExamples.slice(0, maxExamples)
  const allExamples: ExampleSet = 2 ** usedExamples.length - 1
  const outputs = usedExamples.map(({ output }) => output)
  const candidates = enumerateCandidates(usedExamples)
  let programs = combineCandidates(candidates, outputs, allExamples)
  if (usedExamples.length > 1 && (programs[0]?.cost ?? Infinity) > maxUnconditionalCost) {
    const conditionalPrograms = learnConditionalPrograms(usedExamples, (set) =>
      combineCandidates(candidates, outputs, set),
    )
    programs = [...programs, ...conditionalPrograms]
  }
  // A constant fits any single example, so constants are used only if no other program fits.
  const computedPrograms = programs.filter(({ expression }) => expression.kind !== 'constant')
  if (usedExamples.length === 1 && computedPrograms.length > 0) programs = computedPrograms
  if (programs.length === 0) programs = learnLookupProgram(usedExamples)
  const sample = sampleRows(rows)
  return programs
    .filter(({ expression }) =>
      distinctExamples.every(({ row, output }) => evaluateExpression(expression, row) === output),
    )
    .map((program) => ({ ...program, cost: program.cost + computeMissPenalty(program.expression, sample) }))
    .toSorted((a, b) => a.cost - b.cost)
    .slice(0, maxPrograms)
}

/** Returns whether another example has the same row but a different output. */
const hasContradiction = ({ row, output }: Example, distinctExamples: readonly Example[]): boolean =>
  distinctExamples.some((other) => other.output !== output && JSON.stringify(other.row) === JSON.stringify(row))

function sampleRows(rows: readonly TextRow[]): TextRow[] {
  const step = Math.max(1, rows.length / maxSampledRows)
  return Array.from({ length: Math.min(rows.length, maxSampledRows) }, (_, index) => rows[Math.floor(index * step)]!)
}

/** Returns a cost that grows with the fraction of rows for which a program computes no value or an empty string. */
function computeMissPenalty(expression: TextExpression, rows: readonly TextRow[]): number {
  if (rows.length === 0) return 0
  let missCount = 0
  for (const row of rows) {
    const value = evaluateExpression(expression, row)
    if (value === undefined) missCount += 1
    else if (value === '') missCount += 0.5
  }
  return (6 * missCount) / rows.length
}

/** A program that may be correct for only some examples. */
interface Branch extends Program {
  /** The examples whose output the program computes. */
  readonly coveredExamples: ExampleSet
}

/** Learns conditional programs with two or three branches. */
function learnConditionalPrograms(examples: readonly Example[], combine: (set: ExampleSet) => Program[]): Program[] {
  const allExamples: ExampleSet = 2 ** examples.length - 1
  const branches = new Map<string, Branch>()
  for (const set of listExampleSubsets(examples.length))
    for (const program of combine(set).slice(0, maxBranches)) {
      const key = JSON.stringify(program.expression)
      if (branches.has(key)) continue
      let coveredExamples = 0
      examples.forEach(({ row, output }, index) => {
        if (evaluateExpression(program.expression, row) === output) coveredExamples |= 1 << index
      })
      branches.set(key, { ...program, coveredExamples })
    }
  const sortedBranches = [...branches.values()].toSorted((a, b) => a.cost - b.cost)
  const conditions = enumerateConditions(examples)
  const twoBranchPrograms = joinBranches(sortedBranches, sortedBranches, conditions, allExamples)
  if (twoBranchPrograms.length > 0 || examples.length < 4) return twoBranchPrograms
  const partialBranches: Branch[] = sortedBranches.flatMap((branch) => {
    const remainingSet = allExamples & ~branch.coveredExamples
    const [bestProgram] = joinBranches(sortedBranches, sortedBranches, conditions, remainingSet)
    return bestProgram ? [{ ...bestProgram, coveredExamples: remainingSet }] : []
  })
  return joinBranches(sortedBranches, partialBranches.slice(0, 40), conditions, allExamples)
}

/**
 * Combines pairs of branches with a condition. The condition selects the first branch for the examples that only the
 * first branch covers, and the second branch for the examples that only the second branch covers.
 */
function joinBranches(
  firstBranches: readonly Branch[],
  secondBranches: readonly Branch[],
  conditions: readonly Condition[],
  targetSet: ExampleSet,
): Program[] {
  const programs: Program[] = []
  for (const firstBranch of firstBranches) {
    if ((firstBranch.coveredExamples & targetSet) === 0) continue
    for (const secondBranch of secondBranches) {
      if (
        ((firstBranch.coveredExamples | secondBranch.coveredExamples) & targetSet) !== targetSet ||
        firstBranch === secondBranch
      )
        continue
      const satisfyingSet = targetSet & ~secondBranch.coveredExamples
      const failingSet = targetSet & ~firstBranch.coveredExamples
      if (satisfyingSet === 0 || failingSet === 0) continue
      const baseCost = branchCost + firstBranch.cost + secondBranch.cost
      if (programs.length > 60 && baseCost > programs[40]!.cost) continue
      let count = 0
      for (const { test, cost, satisfyingExamples } of conditions) {
        if (!includesExamples(satisfyingExamples, satisfyingSet) || (satisfyingExamples & failingSet) !== 0) continue
        programs.push({
          expression: { kind: 'if', test, whenTrue: firstBranch.expression, otherwise: secondBranch.expression },
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

/** Lists the sets of one example, of two examples (if there are not too many) and of all examples but one. */
function listExampleSubsets(count: number): ExampleSet[] {
  const sets = new Set<ExampleSet>()
  const allExamples = 2 ** count - 1
  for (let a = 0; a < count; a++) {
    sets.add(allExamples & ~(1 << a))
    sets.add(1 << a)
    if (count > maxPairedExamples) continue
    for (let b = a + 1; b < count; b++) sets.add((1 << a) | (1 << b))
  }
  sets.delete(allExamples)
  sets.delete(0)
  return [...sets]
}

/**
 * Creates a program that looks up the output of each example by its first cell. Creates no program if several examples
 * have the same first cell.
 */
function learnLookupProgram(examples: readonly Example[]): Program[] {
  const entries = new Map(examples.map(({ row, output }) => [row[0] ?? '', output]))
  if (entries.size < examples.length) return []
  return [{ expression: { kind: 'lookup', text: createColumn(0), entries: [...entries] }, cost: 20 }]
}
