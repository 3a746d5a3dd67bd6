import { icon } from '@aw-flow/editor'
import type { StoredRun } from '@aw-flow/client'
import type { NodeState, RunState } from '@aw-flow/schema'
import { html, type TemplateResult } from 'lit'
import { getStrings } from '../language/strings.ts'
import { stateStyles } from '../display-names.ts'
import type { Workspace } from '../workspace.ts'

/** Renders a run's state in a list. An interrupted run is labeled as such rather than as running. */
export function renderRunState(
  { run, state }: StoredRun,
  { interruptedRunIds: interrupted }: Workspace,
): TemplateResult {
  if (!interrupted.has(run)) return renderState(state)
  return html`<span class="state warn" title=${getStrings().states.interruptedHint}
    >${icon('circle-pause')}${getStrings().states.interrupted}</span
  >`
}

/**
 * Renders a state as an icon with a label, so that it is never conveyed by color alone. `quiet` makes the label
 * lowercase.
 */
export function renderState(state: RunState | NodeState, { quiet: isLowercase = false } = {}): TemplateResult {
  const { icon: name, tone } = stateStyles[state]
  const label = getStrings().states[state]
  return html`<span class="state ${tone}">${icon(name)}${isLowercase ? label.toLowerCase() : label}</span>`
}
