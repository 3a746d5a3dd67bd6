import { icon } from '@aw-flow/editor'
import { html, type TemplateResult } from 'lit'
import { getStrings } from '../language/strings.ts'
import type { AgentHealth, RemoteAgent } from './server-agents.ts'

/** An agent's state as displayed on the page. */
type AgentState = 'active' | 'inactive' | 'unavailable' | 'pending' | 'unknown' | 'noModel'

/** Returns the display state of a remote agent, given its latest health check. */
export function getAgentState(agent: RemoteAgent, health: AgentHealth | 'pending' | undefined): AgentState {
  if (agent.status === 'inactive') return 'inactive'
  if (health === 'pending') return 'pending'
  return health?.status ?? 'unknown'
}

/** Renders an agent's state as an icon with a label. */
export function renderAgentState(state: AgentState): TemplateResult {
  const { agents: strings } = getStrings()
  const [name, tone] = {
    active: ['circle-check', 'good'],
    inactive: ['circle-pause', 'muted'],
    unavailable: ['triangle-alert', 'bad'],
    pending: ['loader-circle', 'muted'],
    unknown: ['circle-question-mark', 'muted'],
    noModel: ['triangle-alert', 'warn'],
  }[state] as [string, string]
  return html`<span class=${`state ${tone}`}>${icon(name)} ${strings.states[state]}</span>`
}
