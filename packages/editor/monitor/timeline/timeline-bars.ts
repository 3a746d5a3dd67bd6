import type { RunAttempt } from '@aw-flow/schema'

/** A bar of a timeline, in pixels from its start. */
export interface TimelineBar {
  readonly x: number
  readonly width: number
  readonly kind: RunAttempt['state'] | 'wait' | 'delay'
  /** Number of attempts in the bar: short ones close together are drawn as one. */
  readonly count: number
}

export interface TimelineScale {
  /** In ms since 1970. */
  readonly from: number
  readonly to: number
  /** In pixels. */
  readonly width: number
}

const minimum = 3

/** The severity: the worst attempt of a bar sets its color. */
const rank: Record<TimelineBar['kind'], number> = {
  delay: 0,
  skipped: 1,
  cached: 2,
  completed: 3,
  wait: 4,
  cancelled: 5,
  running: 6,
  waiting: 7,
  retrying: 8,
  failed: 9,
}

export const xOf = ({ from, to, width }: TimelineScale, time: number): number =>
  to <= from ? 0 : (Math.max(from, Math.min(time, to)) - from) * (width / (to - from))

/** The bars of a node's attempts with waiting times and delays, merged if they are too close. */
export function timelineBars(attempts: readonly RunAttempt[], scale: TimelineScale): TimelineBar[] {
  const bars: TimelineBar[] = []
  const marks: TimelineBar[] = []
  for (const { state, startedAt, endedAt = scale.to, waits, delayMs } of attempts) {
    const x = xOf(scale, startedAt)
    const width = Math.max(minimum, xOf(scale, endedAt) - x)
    const last = bars.at(-1)
    if (
      last &&
      x < last.x + last.width + 0.5 &&
      (width <= minimum || last.width <= minimum || x < last.x + last.width)
    ) {
      const kind = rank[state] > rank[last.kind] ? state : last.kind
      const end = Math.max(last.x + last.width, x + width)
      bars[bars.length - 1] = { x: last.x, width: end - last.x, kind, count: last.count + 1 }
    } else bars.push({ x, width, kind: state, count: 1 })
    for (const { since, until = scale.to } of waits) {
      const at = xOf(scale, since)
      const wide = xOf(scale, until) - at
      if (wide >= 1) marks.push({ x: at, width: wide, kind: 'wait', count: 1 })
    }
    if (delayMs !== undefined && state === 'retrying') {
      const wide = xOf(scale, endedAt + delayMs) - xOf(scale, endedAt)
      if (wide >= 1) marks.push({ x: xOf(scale, endedAt), width: wide, kind: 'delay', count: 1 })
    }
  }
  return [...bars, ...marks]
}

/** About `wanted` round times for the ticks of the axis, in ms from the start. */
export function timelineTicks(span: number, wanted: number): number[] {
  if (!(span > 0) || wanted < 1) return [0]
  const rough = span / wanted
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((size) => size >= rough) ?? 10 * power
  const ticks: number[] = []
  for (let at = 0; at <= span && ticks.length < 200; at += step) ticks.push(at)
  return ticks
}
