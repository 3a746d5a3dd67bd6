import { icon } from '@aw-flow/editor'
import { html, type TemplateResult } from 'lit'
import { strings } from '../language/strings.ts'
import type { AgentHealth, RemoteAgent } from './server-agents.ts'

/** State of an agent as the page shows it. */
type AgentState = 'active' | 'inactive' | 'unavailable' | 'pending' | 'unknown'

/** Returns the state of a remote agent; `health` is its latest check. */
export function getAgentState(agent: RemoteAgent, health: AgentHealth | 'pending' | undefined): AgentState {
  if (agent.status === 'inactive') return 'inactive'
  if (health === 'pending') return 'pending'
  return health?.status ?? 'unknown'
}

/** Renders the state of an agent as an icon with a label. */
export function renderAgentState(state: AgentState): TemplateResult {
  const { agents: t } = strings()
  const [name, tone] = {
    active: ['circle-check', 'good'],
    inactive: ['circle-pause', 'muted'],
    unavailable: ['triangle-alert', 'bad'],
    pending: ['loader-circle', 'muted'],
    unknown: ['circle-question-mark', 'muted'],
  }[state] as [string, string]
  return html`<span class=${`state ${tone}`}>${icon(name)} ${t.states[state]}</span>`
}
