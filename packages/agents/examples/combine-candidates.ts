import { includesExamples, type ExampleSet } from './example.ts'
import type { Candidate } from './candidates.ts'
import { concatExpressions, createConstant, type TextExpression } from './text-expression.ts'

/** An expression that produces the outputs of all examples. @internal */
export interface Program {
  readonly expression: TextExpression
  readonly cost: number
}

/** The parts up to a position in each output, last part first. */
interface Prefix {
  readonly cost: number
  readonly part?: TextExpression
  readonly previous?: Prefix
}

/** A position in each output, with the cheapest ways to produce the text before it. */
interface State {
  readonly offsets: readonly number[]
  readonly prefixes: Prefix[]
}

const maxPrefixes = 24
const maxStates = 4_000
const partCost = 0.35
/** Maximum difference in cost between an expression and the simplest one. */
const costMargin = 6

/** Returns the cost of a constant: letters and digits usually come from cells, unlike punctuation. */
function computeConstantCost(text: string): number {
  let cost = /[\p{L}0-9]/u.test(text) ? 2.2 : 0.7
  for (const character of text) cost += /[\p{L}0-9]/u.test(character) ? 0.7 : 0.3
  return cost
}

/**
 * Combines candidates and constants into expressions that produce the outputs, the simplest first. A state is a
 * position in each output; the paths from the starts to the ends of all outputs are the intersection of the version
 * spaces of the single examples (S. Gulwani, "Automating string processing in spreadsheets using input-output
 * examples", 2011).
 */
export function combineCandidates(
  candidates: readonly Candidate[],
  outputs: readonly string[],
  set: ExampleSet,
): Program[] {
  const indexes = outputs.map((_, index) => index).filter((index) => (set >> index) & 1)
  const targets = indexes.map((index) => outputs[index]!)
  const first = indexes[0]!
  const candidatesByFirstValue = new Map<string, Candidate[]>()
  for (const candidate of candidates) {
    if (!includesExamples(candidate.matchingExamples, set)) continue
    if (indexes.every((index) => candidate.values[index] === '')) continue
    const value = candidate.values[first]!
    const group = candidatesByFirstValue.get(value)
    if (group) group.push(candidate)
    else candidatesByFirstValue.set(value, [candidate])
  }

  const states = new Map<string, State>()
  const start: State = { offsets: targets.map(() => 0), prefixes: [{ cost: 0 }] }
  /** States by the sum of their positions, which every part increases. */
  const statesBySum: State[][] = [[start]]
  const end: State = { offsets: targets.map(({ length }) => length), prefixes: [] }
  states.set(end.offsets.join(' '), end)
  const totalLength = targets.reduce((sum, target) => sum + target.length, 0)
  /** Returns the maximum cost of prefixes that can become one of the simplest expressions. */
  const getMaxCost = (): number => (end.prefixes[0]?.cost ?? Infinity) + costMargin

  /** Adds a part of certain lengths after each prefix of a state. */
  const extend = (from: State, lengths: readonly number[], part: TextExpression, cost: number): void => {
    if (from.prefixes[0]!.cost + cost > getMaxCost()) return
    const offsets = from.offsets.map((offset, index) => offset + lengths[index]!)
    const key = offsets.join(' ')
    let state = states.get(key)
    if (!state) {
      if (states.size >= maxStates) return
      state = { offsets, prefixes: [] }
      states.set(key, state)
      const sum = offsets.reduce((total, offset) => total + offset, 0)
      ;(statesBySum[sum] ??= []).push(state)
    }
    for (const previous of from.prefixes) {
      // Adjacent constants are skipped, because they equal one longer constant.
      if (part.kind === 'constant' && previous.part?.kind === 'constant') continue
      if (!insertPrefix(state.prefixes, { cost: previous.cost + cost, part, previous })) break
    }
  }

  for (let sum = 0; sum < totalLength; sum++)
    for (const state of statesBySum[sum] ?? []) {
      const { offsets } = state
      const firstTarget = targets[0]!
      // Long parts come first, because they lead to complete expressions, whose costs limit the others.
      for (let to = firstTarget.length; to >= offsets[0]!; to--)
        for (const candidate of candidatesByFirstValue.get(firstTarget.slice(offsets[0], to)) ?? []) {
          const isNext = indexes.every((index, targetIndex) =>
            targets[targetIndex]!.startsWith(candidate.values[index]!, offsets[targetIndex]),
          )
          if (!isNext) continue
          const lengths = indexes.map((index) => candidate.values[index]!.length)
          extend(state, lengths, candidate.expression, candidate.cost + partCost)
        }
      const shared = findSharedText(targets, offsets)
      for (let length = shared.length; length > 0; length--) {
        const text = shared.slice(0, length)
        extend(
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

/** Inserts a prefix by its cost. Returns whether it is one of the cheapest. */
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
