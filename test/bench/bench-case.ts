import type { Measured } from './measure.ts'

/** A limit from above: a number in the case's unit, a multiple of a peer's median, or several that all must hold. */
export type Bound = number | { times: number; peer: string } | readonly Bound[]

export interface BenchCase {
  case: string
  unit: string
  ours: Measured
  peers: Record<string, Measured>
  /** The limits in the case's unit, those relative to a peer worked out from its median in this run. Less is better. */
  goal: number | null
  floor: number | null
  /** Where the limits come from: "goal ≤ 1.3 × duckdb, floor ≤ 2 × duckdb". */
  bounds: string
  /** Our median keeps the floor, or where none is set the goal; `null` where there is neither. */
  holds: boolean | null
  /** Our median keeps the goal. */
  goalMet: boolean | null
  /** What else must be known to read the figures. */
  note?: string
}

export interface CaseArguments {
  case: string
  unit: string
  /** By contender; `ours` is one of them. */
  measured: Readonly<Record<string, Measured>>
  goal?: Bound
  floor?: Bound
  note?: string
}

/** A case with its limits worked out from what the peers gave in the same run. */
export function benchCase({ case: name, unit, measured, goal, floor, note }: CaseArguments): BenchCase {
  const { ours, ...peers } = measured
  if (!ours) throw new Error(`Case "${name}" has no measure of ours (has ${Object.keys(measured).join(', ')}).`)
  const goalAt = goal === undefined ? null : limit(goal, peers, name)
  const floorAt = floor === undefined ? null : limit(floor, peers, name)
  const keeps = (bound: number | null): boolean | null => (bound === null ? null : ours.median <= bound)
  const bounds = [goal === undefined ? '' : `goal ${text(goal)}`, floor === undefined ? '' : `floor ${text(floor)}`]
  return {
    case: name,
    unit,
    ours: rounded(ours),
    peers: Object.fromEntries(Object.entries(peers).map(([peer, value]) => [peer, rounded(value)])),
    goal: goalAt === null ? null : round(goalAt),
    floor: floorAt === null ? null : round(floorAt),
    bounds: bounds.filter(Boolean).join(', '),
    holds: keeps(floorAt ?? goalAt),
    goalMet: keeps(goalAt),
    ...(note === undefined ? {} : { note }),
  }
}

function limit(bound: Bound, peers: Readonly<Record<string, Measured>>, name: string): number {
  if (typeof bound === 'number') return bound
  if (isList(bound)) return Math.min(...bound.map((inner) => limit(inner, peers, name)))
  const peer = peers[bound.peer]
  if (!peer) throw new Error(`Case "${name}" is limited by "${bound.peer}", which was not measured.`)
  return bound.times * peer.median
}

function text(bound: Bound): string {
  if (typeof bound === 'number') return `≤ ${bound}`
  if (isList(bound)) return bound.map(text).join(' and ')
  return bound.times >= 1 ? `≤ ${bound.times} × ${bound.peer}` : `≤ ${bound.peer} / ${round(1 / bound.times)}`
}

const isList = (bound: Bound): bound is readonly Bound[] => Array.isArray(bound)

/** Four significant digits are more than a benchmark knows. */
const round = (value: number): number => Number(value.toPrecision(4))

const rounded = ({ median, min, max, runs }: Measured): Measured => ({
  median: round(median),
  min: round(min),
  max: round(max),
  runs,
})
