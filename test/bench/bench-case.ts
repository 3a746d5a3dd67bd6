import type { Measured } from './measure.ts'

/** An upper limit: a number in the case's unit, a multiple of a peer's median, or several limits that must all hold. */
export type Bound = number | { times: number; peer: string } | readonly Bound[]

export interface BenchCase {
  case: string
  unit: string
  ours: Measured
  peers: Record<string, Measured>
  /**
   * The limits in the case's unit; lower is better. Limits relative to a peer are computed from its median in this run.
   */
  goal: number | null
  floor: number | null
  /** How the limits are defined, for example "goal ≤ 1.3 × duckdb, floor ≤ 2 × duckdb". */
  bounds: string
  /** Whether our median is within the floor or, without a floor, within the goal. `null` if there is neither. */
  holds: boolean | null
  /** Whether our median is within the goal. `null` if there is none. */
  goalMet: boolean | null
  /** The service level that the case measures, whose limit is the floor. */
  serviceLevel?: string
  /** Additional information about the measurement. */
  note?: string
}

export interface CaseArguments {
  case: string
  unit: string
  /** The measurements, keyed by contender. `ours` must be one of them. */
  measured: Readonly<Record<string, Measured>>
  goal?: Bound
  floor?: Bound
  serviceLevel?: string
  note?: string
}

/** Creates a case. Limits relative to a peer are computed from its median in the same run. */
export function benchCase({ case: name, unit, measured, goal, floor, serviceLevel, note }: CaseArguments): BenchCase {
  const { ours, ...peers } = measured
  if (!ours) throw new Error(`Case "${name}" has no measure of ours (has ${Object.keys(measured).join(', ')}).`)
  const goalLimit = goal === undefined ? null : resolveLimit(goal, peers, name)
  const floorLimit = floor === undefined ? null : resolveLimit(floor, peers, name)
  const isWithin = (bound: number | null): boolean | null => (bound === null ? null : ours.median <= bound)
  const bounds = [
    goal === undefined ? '' : `goal ${formatBound(goal)}`,
    floor === undefined ? '' : `floor ${formatBound(floor)}`,
  ]
  return {
    case: name,
    unit,
    ours: roundAll(ours),
    peers: Object.fromEntries(Object.entries(peers).map(([peer, value]) => [peer, roundAll(value)])),
    goal: goalLimit === null ? null : round(goalLimit),
    floor: floorLimit === null ? null : round(floorLimit),
    bounds: bounds.filter(Boolean).join(', '),
    holds: isWithin(floorLimit ?? goalLimit),
    goalMet: isWithin(goalLimit),
    ...(serviceLevel === undefined ? {} : { serviceLevel }),
    ...(note === undefined ? {} : { note }),
  }
}

function resolveLimit(bound: Bound, peers: Readonly<Record<string, Measured>>, name: string): number {
  if (typeof bound === 'number') return bound
  if (isList(bound)) return Math.min(...bound.map((inner) => resolveLimit(inner, peers, name)))
  const peer = peers[bound.peer]
  if (!peer) throw new Error(`Case "${name}" is limited by "${bound.peer}", which was not measured.`)
  return bound.times * peer.median
}

function formatBound(bound: Bound): string {
  if (typeof bound === 'number') return `≤ ${bound}`
  if (isList(bound)) return bound.map(formatBound).join(' and ')
  return bound.times >= 1 ? `≤ ${bound.times} × ${bound.peer}` : `≤ ${bound.peer} / ${round(1 / bound.times)}`
}

const isList = (bound: Bound): bound is readonly Bound[] => Array.isArray(bound)

/** Rounds to four significant digits, which exceeds the precision of a benchmark. */
const round = (value: number): number => Number(value.toPrecision(4))

const roundAll = ({ median, min, max, runs }: Measured): Measured => ({
  median: round(median),
  min: round(min),
  max: round(max),
  runs,
})
