import { tokenPatterns } from './token-patterns.ts'
import { countExamples, type Example, type ExampleSet } from './example.ts'
import { evaluateTest } from './evaluate-expression.ts'
import { createColumn, createConstant, type Test } from './text-expression.ts'

/** A test, and the examples that satisfy it. */
export interface Condition {
  readonly test: Test
  readonly cost: number
  readonly satisfyingExamples: ExampleSet
}

const maxAlternatives = 3
const maxStrings = 80
const maxConditions = 120

/**
 * Enumerates tests that distinguish examples: the simplest tests for each subset of examples, and pairs of these joined
 * with "and" or "or". They are sorted by cost.
 */
export function enumerateConditions(examples: readonly Example[]): Condition[] {
  const allExamples: ExampleSet = 2 ** examples.length - 1
  const conditionsByExamples = new Map<ExampleSet, Condition[]>()
  const addTest = (test: Test, cost: number): void => {
    let satisfyingExamples = 0
    examples.forEach(({ row }, index) => {
      if (evaluateTest(test, row)) satisfyingExamples |= 1 << index
    })
    addCondition({ test, cost, satisfyingExamples })
    addCondition({
      test: { kind: 'not', test },
      cost: cost + 0.4,
      satisfyingExamples: allExamples & ~satisfyingExamples,
    })
  }
  const addCondition = (condition: Condition): void => {
    if (condition.satisfyingExamples === 0 || condition.satisfyingExamples === allExamples) return
    const group = conditionsByExamples.get(condition.satisfyingExamples) ?? []
    conditionsByExamples.set(condition.satisfyingExamples, group)
    group.push(condition)
    group.sort((a, b) => a.cost - b.cost)
    if (group.length > maxAlternatives) group.pop()
  }

  const columnCount = examples[0]?.row.length ?? 0
  for (let index = 0; index < columnCount; index++) {
    const text = createColumn(index)
    const columnCost = index === 0 ? 0 : 0.3
    const cells = examples.map(({ row }) => row[index] ?? '')
    for (let otherIndex = 0; otherIndex < columnCount; otherIndex++) {
      if (otherIndex === index) continue
      if (otherIndex > index) addTest({ kind: 'equals', text, search: createColumn(otherIndex) }, 1 + columnCost)
      addTest({ kind: 'contains', text, search: createColumn(otherIndex) }, 1.2 + columnCost)
      addTest({ kind: 'starts-with', text, search: createColumn(otherIndex) }, 1.6 + columnCost)
      addTest({ kind: 'ends-with', text, search: createColumn(otherIndex) }, 1.6 + columnCost)
    }
    for (const [pattern, tokenCost] of tokenPatterns) {
      addTest({ kind: 'matches', text, pattern }, 1.4 + tokenCost + columnCost)
      for (let min = 1; min <= 4; min++)
        addTest({ kind: 'has-matches', text, pattern, min }, 1 + tokenCost + 0.6 * (min - 1) + columnCost)
    }
    for (const search of listSearchStrings(cells)) {
      const cost = 1.2 + columnCost + 0.06 * search.length + (/[\p{L}0-9]/u.test(search) ? 0.3 : 0)
      addTest({ kind: 'contains', text, search: createConstant(search) }, cost)
      addTest({ kind: 'starts-with', text, search: createConstant(search) }, cost + 0.1)
      addTest({ kind: 'ends-with', text, search: createConstant(search) }, cost + 0.1)
    }
    for (const cell of new Set(cells)) {
      addTest({ kind: 'equals', text, search: createConstant(cell) }, 2 + columnCost + 0.05 * cell.length)
      if (/^-?[0-9]+(?:\.[0-9]+)?$/.test(cell))
        addTest({ kind: 'at-least', text, limit: Number(cell) }, 1.8 + columnCost)
    }
  }

  const simpleConditions = [...conditionsByExamples.values()]
    .flat()
    .toSorted((a, b) => a.cost - b.cost)
    .slice(0, maxConditions)
  for (const left of simpleConditions)
    for (const right of simpleConditions) {
      if (left === right) continue
      const cost = left.cost + right.cost + 0.8
      addCondition({
        test: { kind: 'and', left: left.test, right: right.test },
        cost,
        satisfyingExamples: left.satisfyingExamples & right.satisfyingExamples,
      })
      addCondition({
        test: { kind: 'or', left: left.test, right: right.test },
        cost,
        satisfyingExamples: left.satisfyingExamples | right.satisfyingExamples,
      })
    }
  return [...conditionsByExamples.values()]
    .flat()
    .toSorted((a, b) => a.cost - b.cost || countExamples(b.satisfyingExamples) - countExamples(a.satisfyingExamples))
}

/** Lists the words, the punctuation, and the first and last characters of cells. */
function listSearchStrings(cells: readonly string[]): string[] {
  const strings = new Set<string>()
  for (const cell of cells) {
    for (const punctuation of cell.match(/[^\p{L}0-9]/gu) ?? []) strings.add(punctuation)
    for (const word of cell.match(/[\p{L}0-9]+/gu) ?? []) if (word.length <= 20) strings.add(word)
    for (let length = 1; length <= 3; length++) {
      strings.add(cell.slice(0, length))
      strings.add(cell.slice(-length))
    }
  }
  strings.delete('')
  return [...strings].slice(0, maxStrings)
}
