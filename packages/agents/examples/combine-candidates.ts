import { includesExamples, type ExampleSet } from './example.ts'
import type { Candidate } from './candidates.ts'
import { concatExpressions, createConstant, type TextExpression } from './text-expression.ts'

/** An expression that produces the expected output of every example. @internal */
export interface Program {
  readonly expression: TextExpression
  readonly cost: number
}

/**
 * A sequence of parts that produces the text before a position in each output, linked from the last part to the first.
 */
interface Prefix {
  readonly cost: number
  readonly part?: TextExpression
  readonly previous?: Prefix
}

/** A position in each output, with the cheapest prefixes that produce the text before it. */
interface State {
  readonly offsets: readonly number[]
  readonly prefixes: Prefix[]
}

const maxPrefixes = 24
const maxStates = 4_000
const partCost = 0.35
/** Maximum cost difference from the simplest expression. More expensive expressions are discarded. */
const maxCostDifference = 6

/**
 * Returns the cost of a constant. Letters and digits cost more than punctuation, because they usually come from cells.
 */
function computeConstantCost(text: string): number {
  let cost = /[\p{L}0-9]/u.test(text) ? 2.2 : 0.7
  for (const character of text) cost += /[\p{L}0-9]/u.test(character) ? 0.7 : 0.3
  return cost
}

/**
 * Combines candidates and constants into expressions that produce the outputs, in ascending order of cost. A state is a
 * position in each output. The paths from the starts to the ends of all outputs represent the intersection of the
 * version spaces of the individual examples (S. Gulwani, "Automating string processing in spreadsheets using
 * input-output examples", 2011).
 */
export function combineCandidates(
  candidates: readonly Candidate[],
  outputs: readonly string[],
  exampleSet: ExampleSet,
): Program[] {
  const indexes = outputs.map((_, index) => index).filter((index) => (exampleSet >> index) & 1)
  const targets = indexes.map((index) => outputs[index]!)
  const firstIndex = indexes[0]!
  const candidatesByFirstValue = new Map<string, Candidate[]>()
  for (const candidate of candidates) {
    if (!includesExamples(candidate.matchingExamples, exampleSet)) continue
    if (indexes.every((index) => candidate.values[index] === '')) continue
    const value = candidate.values[firstIndex]!
    const group = candidatesByFirstValue.get(value)
    if (group) group.push(candidate)
    else candidatesByFirstValue.set(value, [candidate])
  }

  const states = new Map<string, State>()
  const start: State = { offsets: targets.map(() => 0), prefixes: [{ cost: 0 }] }
  /** The states, indexed by the sum of their offsets. Each appended part increases this sum. */
  const statesBySum: State[][] = [[start]]
  const end: State = { offsets: targets.map(({ length }) => length), prefixes: [] }
  states.set(end.offsets.join(' '), end)
  const totalLength = targets.reduce((sum, target) => sum + target.length, 0)
  /** Returns the cost above which a prefix cannot become one of the simplest expressions. */
  const getMaxCost = (): number => (end.prefixes[0]?.cost ?? Infinity) + maxCostDifference

  /** Appends a part to each prefix of a state. `lengths` contains the length of its value for each example. */
  const appendPart = (previousState: State, lengths: readonly number[], part: TextExpression, cost: number): void => {
    if (previousState.prefixes[0]!.cost + cost > getMaxCost()) return
    const offsets = previousState.offsets.map((offset, index) => offset + lengths[index]!)
    const key = offsets.join(' ')
    let state = states.get(key)
    if (!state) {
      if (states.size >= maxStates) return
      state = { offsets, prefixes: [] }
      states.set(key, state)
      const sum = offsets.reduce((total, offset) => total + offset, 0)
      ;(statesBySum[sum] ??= []).push(state)
    }
    for (const previous of previousState.prefixes) {
      // Skips adjacent constants, because a single longer constant is equivalent.
      if (part.kind === 'constant' && previous.part?.kind === 'constant') continue
      if (!insertPrefix(state.prefixes, { cost: previous.cost + cost, part, previous })) break
    }
  }

  for (let sum = 0; sum < totalLength; sum++)
    for (const state of statesBySum[sum] ?? []) {
      const { offsets } = state
      const firstTarget = targets[0]!
      // Long parts come first, because they soon lead to complete expressions, whose costs limit the search.
      for (let endOffset = firstTarget.length; endOffset >= offsets[0]!; endOffset--)
        for (const candidate of candidatesByFirstValue.get(firstTarget.slice(offsets[0], endOffset)) ?? []) {
          const isNext = indexes.every((index, targetIndex) =>
            targets[targetIndex]!.startsWith(candidate.values[index]!, offsets[targetIndex]),
          )
          if (!isNext) continue
          const lengths = indexes.map((index) => candidate.values[index]!.length)
          appendPart(state, lengths, candidate.expression, candidate.cost + partCost)
        }
      const sharedText = findSharedText(targets, offsets)
      for (let length = sharedText.length; length > 0; length--) {
        const text = sharedText.slice(0, length)
        appendPart(
          state,
          targets.map(() => length),
          createConstant(text),
          computeConstantCost(text) + partCost,
        )
      }
    }

  return (totalLength === 0 ? start : end).prefixes.map((prefix) => ({
    expression: toExpression(prefix),
    cost: prefix.cost,
  }))
}

function findSharedText(targets: readonly string[], offsets: readonly number[]): string {
  const target = targets[0]!
  let end = offsets[0]!
  while (
    end < target.length &&
    targets.every((other, index) => other[offsets[index]! + end - offsets[0]!] === target[end])
  )
    end++
  return target.slice(offsets[0], end)
}

/** Inserts a prefix in order of cost. Returns `false` if the prefix is not among the cheapest ones. */
function insertPrefix(prefixes: Prefix[], prefix: Prefix): boolean {
  if (prefixes.length >= maxPrefixes && prefix.cost >= prefixes.at(-1)!.cost) return false
  let index = prefixes.length
  while (index > 0 && prefixes[index - 1]!.cost > prefix.cost) index--
  prefixes.splice(index, 0, prefix)
  if (prefixes.length > maxPrefixes) prefixes.pop()
  return true
}

function toExpression(prefix: Prefix): TextExpression {
  const parts: TextExpression[] = []
  for (let current: Prefix | undefined = prefix; current; current = current.previous)
    if (current.part) parts.push(current.part)
  return parts.length === 0 ? createConstant('') : concatExpressions(parts.reverse())
}
