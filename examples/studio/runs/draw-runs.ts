import type { StoredRun } from '@aw-flow/client'
import { css, html, nothing, svg, type CSSResult, type TemplateResult } from 'lit'
import { strings } from '../language/strings.ts'
import { runFigures } from './run-figures.ts'
import { runTitle, stateStyles } from '../display-names.ts'

/** Maximum number of runs, and the width of one in units of the drawing. */
const maxRuns = 24
const [step, wide, high, min] = [9, 6, 40, 4]

/** Draws the last runs as bars, newest on the right: color for the state, height for the duration. */
export function drawRuns(runs: readonly StoredRun[]): TemplateResult | typeof nothing {
  const shown = runs.slice(0, maxRuns).toReversed()
  if (shown.length < 2) return nothing
  const times = shown.map(({ startedAt, endedAt }) => (endedAt === undefined ? 0 : endedAt - startedAt))
  // A logarithmic scale suits runs of milliseconds as well as minutes.
  const scale = Math.log1p(Math.max(...times, 1))
  const { ended, successRate = 1, medianMs } = runFigures(shown)
  const succeeded = Math.round(successRate * ended)
  const { home, states, formats } = strings()
  const label =
    home.lastRuns(shown.length, succeeded, ended - succeeded) +
    (medianMs === undefined ? '' : `, ${home.median(formats.duration(medianMs))}`)
  return html`<svg
    class="runs-drawing"
    viewBox="0 0 ${maxRuns * step - (step - wide)} ${high}"
    preserveAspectRatio="xMaxYMax meet"
    role="img"
    aria-label=${label}
  >
    ${shown.map((run, index) => {
      const { state, startedAt } = run
      const height = Math.max(min, (high * Math.log1p(times[index]!)) / scale)
      const took = times[index]! > 0 ? `, ${formats.duration(times[index]!)}` : ''
      return svg`<rect
        class=${stateStyles[state].tone}
        x=${(maxRuns - shown.length + index) * step}
        y=${high - height}
        width=${wide}
        height=${height}
        rx="1.5"
      ><title>${runTitle(run)}, ${formats.moment(startedAt)}: ${states[state]}${took}</title></rect>`
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
