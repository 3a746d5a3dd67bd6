import { includesExamples, type ExampleSet } from './example.ts'
import type { Candidate } from './candidates.ts'
import { concat, constant, type Expression } from './expression.ts'

/** An expression that produces the outputs of a set of examples. */
export interface Program {
  readonly expression: Expression
  readonly cost: number
}

/** The parts up to a position in each output, last part first. */
interface Prefix {
  readonly cost: number
  readonly part?: Expression
  readonly previous?: Prefix
}

const maxPrefixes = 24
const maxStates = 4_000
const partCost = 0.35

/** Returns the cost of a constant: letters and digits usually come from cells, unlike marks. */
function constantCost(text: string): number {
  let cost = /[\p{L}0-9]/u.test(text) ? 2.2 : 0.7
  for (const character of text) cost += /[\p{L}0-9]/u.test(character) ? 0.7 : 0.3
  return cost
}

/**
 * Combines candidates and constants to expressions that produce the outputs, the simplest first. A state is a position in
 * each output; the paths from the starts to the ends of all outputs are the intersection of the version spaces of the
 * single examples (S. Gulwani, "Automating string processing in spreadsheets using input-output examples", 2011).
 */
export function combineCandidates(
  candidates: readonly Candidate[],
  outputs: readonly string[],
  set: ExampleSet,
): Program[] {
  const indexes = outputs.map((_, index) => index).filter((index) => (set >> index) & 1)
  const targets = indexes.map((index) => outputs[index]!)
  const first = indexes[0]!
  const byFirstValue = new Map<string, Candidate[]>()
  for (const candidate of candidates) {
    if (!includesExamples(candidate.fits, set)) continue
    if (indexes.every((index) => candidate.values[index] === '')) continue
    const value = candidate.values[first]!
    const group = byFirstValue.get(value)
    if (group) group.push(candidate)
    else byFirstValue.set(value, [candidate])
  }

  const states = new Map<string, { places: number[]; prefixes: Prefix[] }>()
  /** States by the sum of their positions, which every part increases. */
  const bySum: string[][] = [['start']]
  states.set('start', { places: targets.map(() => 0), prefixes: [{ cost: 0 }] })
  const end = targets.map((target) => target.length).join(' ')
  const totalLength = targets.reduce((sum, target) => sum + target.length, 0)

  const extend = (places: number[], prefix: Prefix): void => {
    const key = places.join(' ')
    const state = states.get(key)
    if (state) {
      insertPrefix(state.prefixes, prefix)
      return
    }
    if (states.size >= maxStates && key !== end) return
    states.set(key, { places, prefixes: [prefix] })
    const sum = places.reduce((total, place) => total + place, 0)
    ;(bySum[sum] ??= []).push(key)
  }

  for (let sum = 0; sum < totalLength; sum++)
    for (const key of bySum[sum] ?? []) {
      const { places, prefixes } = states.get(key)!
      const firstTarget = targets[0]!
      for (let to = places[0]!; to <= firstTarget.length; to++) {
        for (const candidate of byFirstValue.get(firstTarget.slice(places[0], to)) ?? []) {
          const isNext = indexes.every((index, place) =>
            targets[place]!.startsWith(candidate.values[index]!, places[place]),
          )
          if (!isNext) continue
          const next = places.map((place, position) => place + candidate.values[indexes[position]!]!.length)
          for (const previous of prefixes)
            extend(next, { cost: previous.cost + candidate.cost + partCost, part: candidate.expression, previous })
        }
      }
      const shared = findSharedText(targets, places)
      for (let length = 1; length <= shared.length; length++) {
        const text = shared.slice(0, length)
        const cost = constantCost(text) + partCost
        const next = places.map((place) => place + length)
        for (const previous of prefixes) {
          // Neighboring constants are one constant.
          if (previous.part?.kind === 'constant') continue
          extend(next, { cost: previous.cost + cost, part: constant(text), previous })
        }
      }
    }

  return (states.get(totalLength === 0 ? 'start' : end)?.prefixes ?? []).map((prefix) => ({
    expression: toExpression(prefix),
    cost: prefix.cost,
  }))
}

function findSharedText(targets: readonly string[], places: readonly number[]): string {
  const target = targets[0]!
  let end = places[0]!
  while (
    end < target.length &&
    targets.every((other, index) => other[places[index]! + end - places[0]!] === target[end])
  )
    end++
  return target.slice(places[0], end)
}

function insertPrefix(prefixes: Prefix[], prefix: Prefix): void {
  if (prefixes.length >= maxPrefixes && prefix.cost >= prefixes.at(-1)!.cost) return
  let index = prefixes.length
  while (index > 0 && prefixes[index - 1]!.cost > prefix.cost) index--
  prefixes.splice(index, 0, prefix)
  if (prefixes.length > maxPrefixes) prefixes.pop()
}

function toExpression(prefix: Prefix): Expression {
  const parts: Expression[] = []
  for (let current: Prefix | undefined = prefix; current; current = current.previous)
    if (current.part) parts.push(current.part)
  return parts.length === 0 ? constant('') : concat(parts.reverse())
}
