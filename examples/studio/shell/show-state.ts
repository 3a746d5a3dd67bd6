import { icon } from '@aw-flow/editor'
import type { StoredRun } from '@aw-flow/client'
import type { NodeState, RunState } from '@aw-flow/schema'
import { html, type TemplateResult } from 'lit'
import { say } from '../language/speak.ts'
import { stateLook } from '../words.ts'
import type { Workspace } from '../workspace.ts'

/** The state of a run in a list: one that no page is at any more is not said to be running. */
export function showRunState({ run, state }: StoredRun, { interrupted }: Workspace): TemplateResult {
  if (!interrupted.has(run)) return showState(state)
  return html`<span class="state warn" title=${say().states.whyInterrupted}
    >${icon('circle-pause')}${say().states.interrupted}</span
  >`
}

/** A state as an icon and a word, never by colour alone. `quiet`: the word as records write it, without a capital. */
export function showState(state: RunState | NodeState, { quiet = false } = {}): TemplateResult {
  const { icon: name, tone } = stateLook[state]
  const word = say().states[state]
  return html`<span class="state ${tone}">${icon(name)}${quiet ? word.toLowerCase() : word}</span>`
}
