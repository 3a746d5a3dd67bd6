import { icon } from '@aw-flow/editor'
import { html, nothing, type TemplateResult } from 'lit'
import { live } from 'lit/directives/live.js'
import { formatProblem } from '../language/format-problem.ts'
import { formatTimeAgo, getStrings } from '../language/strings.ts'
import { renderLoading } from '../shell/render-loading.ts'
import { getRunPath } from '../shell/router.ts'
import type { AgentHealth, AgentStep, AgentTestResult, RemoteAgent } from './server-agents.ts'

/** State and callbacks for a remote agent's expanded details. */
export interface AgentDetails {
  agent: RemoteAgent
  health: AgentHealth | 'pending' | undefined
  /** Recent steps of a pull agent. `undefined` while they are loading. */
  steps: readonly AgentStep[] | undefined
  testResult: AgentTestResult | 'pending' | undefined
  /** Whether the test input is not a JSON object. */
  isTestInvalid: boolean
  /** Whether the deletion prompt is shown. */
  isConfirmingDeletion: boolean
  /** Whether other agents use the secret that holds this agent's credentials. */
  isSecretShared: boolean
  /** Whether deleting the agent also deletes its secret. */
  shouldDeleteSecret: boolean
  canEdit: boolean
  canAdminister: boolean
  onCheck: () => void
  onTest: (event: SubmitEvent) => void
  onEdit: () => void
  onSetStatus: (status: RemoteAgent['status']) => void
  onRotateToken: () => void
  /** Called when the user clicks Delete; opens the deletion prompt. */
  onDelete: () => void
  onCancelDelete: () => void
  onDeleteSecretChange: (shouldDeleteSecret: boolean) => void
  onConfirmDelete: () => void
}

/** Renders a remote agent's state, its steps (pull) or a test form (push), and its actions. */
export function renderAgentDetails(details: AgentDetails): TemplateResult {
  const { agent, health, canEdit, canAdminister, onCheck } = details
  const { agents: strings, formats } = getStrings()
  const formatTime = (time: string | null): string =>
    time === null ? strings.never : formats.dateTime(Date.parse(time))
  const problem = health === undefined || health === 'pending' ? undefined : health.problem
  const { delivery, auth_type: auth, circuit, open_until: openUntil, last_problem: lastProblem } = agent
  return html`<div class="details">
    <section>
      <h2>${strings.state}</h2>
      <dl>
        <dt>${strings.delivery}</dt>
        <dd>${strings.deliveries[delivery]}</dd>
        ${
          delivery === 'pull'
            ? html`<dt>${strings.lastSeen}</dt>
                <dd>${formatTime(agent.seen_at)}</dd>`
            : html`<dt>${strings.auth}</dt>
                <dd>${strings.authMethods[auth]}</dd>
                <dt>${strings.lastCall}</dt>
                <dd>${formatTime(agent.last_called_at)}</dd>`
        }
      </dl>
      ${circuit === 'open' && openUntil !== null ? html`<p class="warn small">${strings.circuitOpen(formats.dateTime(Date.parse(openUntil)))}</p>` : nothing}
      ${problem ? html`<p class="bad small">${formatProblem(problem)}</p>` : nothing}
      ${lastProblem && !problem ? html`<p class="bad small">${strings.lastProblem} ${formatProblem(lastProblem)}</p>` : nothing}
      <div class="buttons">
        <button ?disabled=${health === 'pending' || !canEdit} @click=${() => onCheck()}>
          ${icon('refresh-cw')} ${strings.check}
        </button>
      </div>
    </section>
    ${delivery === 'pull' ? renderSteps(details) : canEdit ? renderTest(details) : nothing}
    ${canAdminister ? renderActions(details) : nothing}
  </div>`
}

function renderSteps({ steps }: AgentDetails): TemplateResult {
  const { agents: strings } = getStrings()
  return html`<section>
    <h2>${strings.steps}</h2>
    ${steps ? nothing : renderLoading()}
    ${steps?.length === 0 ? html`<p class="muted small">${strings.noSteps}</p>` : nothing}
    <ol>
      ${steps?.map(
        ({
          run_id: runId,
          node,
          state,
          attempt,
          max_attempts: maxAttempts,
          created_at: createdAt,
          finished_at: finishedAt,
        }) =>
          html`<li data-testid="agent-step">
            <a href=${getRunPath(runId)}>${node}</a>
            <span class=${state === 'failed' ? 'bad' : ''}>${strings.stepStates[state]}</span>
            <span class="muted"
              >${formatTimeAgo(Date.parse(finishedAt ?? createdAt), Date.now())}${attempt > 1 ? ` · ${strings.attempt(attempt, maxAttempts)}` : ''}</span
            >
          </li>`,
      )}
    </ol>
  </section>`
}

function renderTest({ testResult: result, isTestInvalid, onTest }: AgentDetails): TemplateResult {
  const { agents: strings, formats } = getStrings()
  return html`<section>
    <h2>${strings.test}</h2>
    <form @submit=${onTest}>
      <label
        >${strings.testInput}
        <textarea name="input" spellcheck="false" .defaultValue=${'{}'}></textarea>
      </label>
      ${isTestInvalid ? html`<p class="bad small" role="alert">${strings.notObject}</p>` : nothing}
      <button ?disabled=${result === 'pending'}>${icon('play')} ${strings.runTest}</button>
    </form>
    ${
      result === undefined || result === 'pending'
        ? nothing
        : html`<div role="status" data-testid="test-result">
            ${
              result.problem
                ? html`<p class="bad small">${formatProblem(result.problem)}</p>`
                : html`<p class="small">${strings.responseTime(formats.duration(result.durationMs))}</p>
                    <pre>${JSON.stringify(result.result, null, 2)}</pre>`
            }
          </div>`
    }
  </section>`
}

function renderActions(details: AgentDetails): TemplateResult {
  const { agents: strings, common } = getStrings()
  const { agent, isConfirmingDeletion, onEdit, onSetStatus, onRotateToken, onDelete, onCancelDelete, onConfirmDelete } =
    details
  const { delivery, status } = agent
  if (isConfirmingDeletion) {
    return html`<section>
      <p>${strings.confirmDelete}</p>
      ${renderSecretChoice(details)}
      <div class="buttons">
        <button class="danger" @click=${onConfirmDelete}>${icon('trash')} ${common.delete}</button>
        <button @click=${onCancelDelete}>${common.cancel}</button>
      </div>
    </section>`
  }
  const isActive = status === 'active'
  return html`<section>
    <h2>${strings.manage}</h2>
    <div class="buttons">
      <button @click=${onEdit}>${icon('pencil')} ${strings.edit}</button>
      <button @click=${() => onSetStatus(isActive ? 'inactive' : 'active')}>
        ${isActive ? strings.deactivate : strings.activate}
      </button>
      ${
        delivery === 'pull'
          ? html`<button @click=${onRotateToken}>${icon('refresh-cw')} ${strings.rotate}</button>`
          : nothing
      }
      <button class="danger" @click=${onDelete}>${icon('trash')} ${common.delete}</button>
    </div>
  </section>`
}

/** Renders the checkbox for also deleting the secret that holds the agent's credentials. */
function renderSecretChoice({
  agent,
  isSecretShared,
  shouldDeleteSecret,
  onDeleteSecretChange,
}: AgentDetails): TemplateResult | typeof nothing {
  const { agents: strings } = getStrings()
  const { secret } = agent.auth_config
  if (secret === undefined) return nothing
  if (isSecretShared) return html`<p class="muted small">${strings.sharedSecret(secret)}</p>`
  return html`<label class="choice">
    <input
      type="checkbox"
      .checked=${live(shouldDeleteSecret)}
      @change=${({ target }: Event) => onDeleteSecretChange((target as HTMLInputElement).checked)}
    />
    ${strings.deleteSecret(secret)}
  </label>`
}
