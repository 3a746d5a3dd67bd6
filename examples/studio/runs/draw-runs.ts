import type { StoredRun } from '@aw-flow/client'
import { css, html, nothing, svg, type CSSResult, type TemplateResult } from 'lit'
import { say } from '../language/speak.ts'
import { runFigures } from './run-figures.ts'
import { runWord, stateLook } from '../words.ts'

/** How many runs are drawn, and the room of one, in the drawing's own units. */
const maximum = 24
const [step, wide, high, min] = [9, 6, 40, 4]

/** The last runs as bars, the newest to the right: how each ended by its colour, how long it took by its height. */
export function drawRuns(runs: readonly StoredRun[]): TemplateResult | typeof nothing {
  const shown = runs.slice(0, maximum).toReversed()
  if (shown.length < 2) return nothing
  const times = shown.map(({ startedAt, endedAt }) => (endedAt === undefined ? 0 : endedAt - startedAt))
  // Runs of milliseconds and of minutes stand beside each other.
  const scale = Math.log1p(Math.max(...times, 1))
  const { ended, successRate = 1, medianMs } = runFigures(shown)
  const went = Math.round(successRate * ended)
  const { home, states, formats } = say()
  const label =
    home.lastRuns(shown.length, went, ended - went) +
    (medianMs === undefined ? '' : `, ${home.within(formats.duration(medianMs))}`)
  return html`<svg
    class="runs-drawing"
    viewBox="0 0 ${maximum * step - (step - wide)} ${high}"
    preserveAspectRatio="xMaxYMax meet"
    role="img"
    aria-label=${label}
  >
    ${shown.map((run, index) => {
      const { state, startedAt } = run
      const height = Math.max(min, (high * Math.log1p(times[index]!)) / scale)
      const took = times[index]! > 0 ? `, ${formats.duration(times[index]!)}` : ''
      return svg`<rect
        class=${stateLook[state].tone}
        x=${(maximum - shown.length + index) * step}
        y=${high - height}
        width=${wide}
        height=${height}
        rx="1.5"
      ><title>${runWord(run)}, ${formats.moment(startedAt)}: ${states[state]}${took}</title></rect>`
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
