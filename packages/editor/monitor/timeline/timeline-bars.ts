import type { RunAttempt } from '@aw-flow/schema'

/** A bar of the timeline. Positions are in pixels from the start of the timeline. */
export interface TimelineBar {
  readonly x: number
  readonly width: number
  /** The state of the attempt, or a period without work: a `wait`, or a `delay` before the work or before a retry. */
  readonly kind: RunAttempt['state'] | 'wait' | 'delay'
  /** Number of attempts that the bar represents. Short attempts that are close together share a bar. */
  readonly count: number
}

export interface TimelineScale {
  /** Start of the run, in ms since the Unix epoch. */
  readonly startTime: number
  readonly endTime: number
  /** Width of the timeline in pixels. */
  readonly width: number
}

const minBarWidth = 3

/** Severity of each kind of bar. The most severe attempt in a bar determines its color. */
const severity: Record<TimelineBar['kind'], number> = {
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

export const toX = ({ startTime, endTime, width }: TimelineScale, time: number): number =>
  endTime <= startTime
    ? 0
    : (Math.max(startTime, Math.min(time, endTime)) - startTime) * (width / (endTime - startTime))

/**
 * Returns when the work of an attempt started. The start of an attempt is recorded before its work begins, and writing
 * the record takes time. If the attempt waited, it worked in several parts, so its recorded start is used.
 */
const getWorkStart = ({ startedAt, endedAt, ms, waits }: RunAttempt): number =>
  endedAt === undefined || ms === undefined || waits.length > 0 ? startedAt : Math.max(startedAt, endedAt - ms)

/** Returns the bars for a node's attempts, including waits and delays. Bars that are too close together are merged. */
export function computeTimelineBars(attempts: readonly RunAttempt[], scale: TimelineScale): TimelineBar[] {
  const bars: TimelineBar[] = []
  const overlayBars: TimelineBar[] = []
  const addOverlayBar = (kind: 'wait' | 'delay', startTime: number, endTime: number): void => {
    const x = toX(scale, startTime)
    const width = toX(scale, endTime) - x
    if (width >= (kind === 'wait' ? 1 : minBarWidth)) overlayBars.push({ x, width, kind, count: 1 })
  }
  for (const attempt of attempts) {
    const { state, startedAt, endedAt = scale.endTime, waits, delayMs } = attempt
    const workStart = getWorkStart(attempt)
    addOverlayBar('delay', startedAt, workStart)
    // Keeps a minimum-width bar at the end of the run within the timeline.
    const x = Math.max(0, Math.min(toX(scale, workStart), scale.width - minBarWidth))
    const width = Math.max(minBarWidth, toX(scale, endedAt) - x)
    const lastBar = bars.at(-1)
    if (
      lastBar &&
      x < lastBar.x + lastBar.width + 0.5 &&
      (width <= minBarWidth || lastBar.width <= minBarWidth || x < lastBar.x + lastBar.width)
    ) {
      const kind = severity[state] > severity[lastBar.kind] ? state : lastBar.kind
      const end = Math.max(lastBar.x + lastBar.width, x + width)
      bars[bars.length - 1] = { x: lastBar.x, width: end - lastBar.x, kind, count: lastBar.count + 1 }
    } else bars.push({ x, width, kind: state, count: 1 })
    for (const { since, until = scale.endTime } of waits) addOverlayBar('wait', since, until)
    if (delayMs !== undefined && state === 'retrying') addOverlayBar('delay', endedAt, endedAt + delayMs)
  }
  return [...bars, ...overlayBars]
}

/** Space between a bar and the duration next to it, in pixels. */
const durationGap = 8

/**
 * Returns where to place the duration: after the bars or, if there is no space, before them. Returns `undefined` if it
 * does not fit.
 */
export function placeDuration(
  bars: readonly TimelineBar[],
  textWidth: number,
  timelineWidth: number,
): { x: number; anchor: 'start' | 'end' } | undefined {
  const start = bars.reduce((first, { x }) => Math.min(first, x), Infinity)
  const end = bars.reduce((last, { x, width }) => Math.max(last, x + width), 0)
  if (end + durationGap + textWidth < timelineWidth) return { x: end + durationGap, anchor: 'start' }
  return start > durationGap + textWidth ? { x: start - durationGap, anchor: 'end' } : undefined
}

/** Returns up to about `targetCount` round tick times for the axis, in ms from the start. */
export function computeTimelineTicks(span: number, targetCount: number): number[] {
  if (!(span > 0) || targetCount < 1) return [0]
  const minStep = span / targetCount
  const power = 10 ** Math.floor(Math.log10(minStep))
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((size) => size >= minStep) ?? 10 * power
  const ticks: number[] = []
  for (let tick = 0; tick <= span && ticks.length < 200; tick += step) ticks.push(tick)
  return ticks
}
