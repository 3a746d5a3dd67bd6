import type { StoredRun } from '@aw-flow/client'
import { css, html, nothing, svg, type CSSResult, type TemplateResult } from 'lit'
import { getStrings } from '../language/strings.ts'
import { computeRunStatistics } from './run-statistics.ts'
import { getRunTitle, stateStyles } from '../display-names.ts'

/** Minimum and maximum number of bars. The sizes on the next line are in SVG units. */
const [minRuns, maxRuns] = [5, 24]
const [barSpacing, barWidth, chartHeight, minBarHeight] = [9, 6, 40, 4]

/**
 * Draws the most recent runs as bars, with the newest on the right. Color represents the state and height the duration.
 * Draws nothing for fewer than `minRuns` runs, which are easier to read as a list.
 */
export function drawRuns(runs: readonly StoredRun[]): TemplateResult | typeof nothing {
  const visibleRuns = runs.slice(0, maxRuns).toReversed()
  if (visibleRuns.length < minRuns) return nothing
  const durations = visibleRuns.map(({ startedAt, endedAt }) => (endedAt === undefined ? 0 : endedAt - startedAt))
  // A logarithmic scale suits durations from milliseconds to minutes.
  const scale = Math.log1p(Math.max(...durations, 1))
  const { endedCount, successRate = 1, medianMs } = computeRunStatistics(visibleRuns)
  const succeededCount = Math.round(successRate * endedCount)
  const { home, states, formats } = getStrings()
  const label =
    home.lastRuns(visibleRuns.length, succeededCount, endedCount - succeededCount) +
    (medianMs === undefined ? '' : `, ${home.median(formats.duration(medianMs))}`)
  return html`<svg
    class="runs-drawing"
    viewBox="0 0 ${maxRuns * barSpacing - (barSpacing - barWidth)} ${chartHeight}"
    preserveAspectRatio="xMaxYMax meet"
    role="img"
    aria-label=${label}
  >
    ${visibleRuns.map((run, index) => {
      const { state, startedAt } = run
      const height = Math.max(minBarHeight, (chartHeight * Math.log1p(durations[index]!)) / scale)
      const durationText = durations[index]! > 0 ? `, ${formats.duration(durations[index]!)}` : ''
      return svg`<rect
        class=${stateStyles[state].tone}
        x=${(maxRuns - visibleRuns.length + index) * barSpacing}
        y=${chartHeight - height}
        width=${barWidth}
        height=${height}
        rx="1.5"
      ><title>${getRunTitle(run)}, ${formats.dateTime(startedAt)}: ${states[state]}${durationText}</title></rect>`
    })}
  </svg>`
}

export const runsDrawingStyles: CSSResult = css`
  .runs-drawing {
    display: block;
    width: 100%;
    height: 40px;
    fill: var(--_muted);
  }

  .runs-drawing .good {
    fill: var(--_good);
  }

  .runs-drawing .bad {
    fill: var(--_bad);
  }

  .runs-drawing .warn {
    fill: var(--_warn);
  }

  .runs-drawing .accent {
    fill: var(--_accent);
  }
`
