import { icon } from '@aw-flow/editor'
import type { NodeState, RunState } from '@aw-flow/schema'
import { html, type TemplateResult } from 'lit'
import { stateLook } from './words.ts'

/** A state as an icon and a word, never by colour alone. `quiet`: the word as records write it, without a capital. */
export function showState(state: RunState | NodeState, { quiet = false } = {}): TemplateResult {
  const { word, icon: name, tone } = stateLook[state]
  return html`<span class="state ${tone}">${icon(name)}${quiet ? word.toLowerCase() : word}</span>`
}
