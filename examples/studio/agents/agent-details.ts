import { icon } from '@aw-flow/editor'
import type { Json } from '@aw-flow/schema'
import { html, nothing, type TemplateResult } from 'lit'
import { live } from 'lit/directives/live.js'
import { formatProblem } from '../language/format-problem.ts'
import { formatTimeAgo, getStrings } from '../language/strings.ts'
import { inlineElement } from '../shell/element.ts'
import { isObject, json } from '../shell/forms/fields.ts'
import { renderForm } from '../shell/forms/studio-form.ts'
import { renderLog } from '../shell/render-log.ts'
import { getRunPath } from '../shell/router.ts'
import type { ServerDataController } from '../shell/server-data/server-data-controller.ts'
import { isSecretShared, toSecretName, toStatusBody } from './agent-form.ts'
import type { Agent, AgentHealth, AgentStep, AgentTestResult, RemoteAgent } from './server-agents.ts'

/**
 * The expanded details of a remote agent: its state, its steps (pull) or a test form (push), and its actions. The
 * element has no shadow root, so it uses the styles of the page.
 */
export class AgentDetails extends inlineElement({
  agent: undefined as RemoteAgent | undefined,
  agents: undefined as ServerDataController<readonly Agent[]> | undefined,
  health: undefined as AgentHealth | 'pending' | undefined,
  /** Recent steps of a pull agent. `undefined` while they are loading. */
  steps: undefined as readonly AgentStep[] | undefined,
  canEdit: false,
  canAdminister: false,
  onCheck: (() => undefined) as () => void,
  onEdit: (() => undefined) as () => void,
  /** Called with a token that the server does not return again. */
  onToken: (() => undefined) as (token: string) => void,
  onDeleted: (() => undefined) as () => void,
  testResult: undefined as AgentTestResult | undefined,
  isConfirmingDeletion: false,
  /** Whether deleting the agent also deletes its secret. */
  shouldDeleteSecret: false,
}) {
  protected override render(): TemplateResult | typeof nothing {
    const { agent } = this
    if (!agent) return nothing
    return html`${this.#renderState(agent)}
    ${agent.delivery === 'pull' ? this.#renderSteps() : this.canEdit ? this.#renderTest(agent) : nothing}
    ${this.canAdminister ? this.#renderActions(agent) : nothing}`
  }

  #renderState(agent: RemoteAgent): TemplateResult {
    const { health } = this
    const { agents: strings, formats } = getStrings()
    const formatTime = (time: string | null): string =>
      time === null ? strings.never : formats.dateTime(Date.parse(time))
    const problem = health === undefined || health === 'pending' ? undefined : health.problem
    const { delivery, auth_type: auth, circuit, open_until: openUntil, last_problem: lastProblem } = agent
    return html`<section>
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
      <div class="bar">
        <button ?disabled=${health === 'pending' || !this.canEdit} @click=${() => this.onCheck()}>
          ${icon('refresh-cw')} ${strings.check}
        </button>
      </div>
    </section>`
  }

  #renderSteps(): TemplateResult {
    const { agents: strings } = getStrings()
    return html`<section>
      <h2>${strings.steps}</h2>
      ${renderLog(
        this.steps,
        strings.noSteps,
        ({ run_id: runId, node, state, attempt, max_attempts: maxAttempts, created_at: createdAt, finished_at: end }) =>
          html`<div data-testid="agent-step">
            <a href=${getRunPath(runId)}>${node}</a>
            <span class=${state === 'failed' ? 'bad' : nothing}>${strings.stepStates[state]}</span>
            <span class="muted"
              >${formatTimeAgo(Date.parse(end ?? createdAt), Date.now())}${attempt > 1 ? ` · ${strings.attempt(attempt, maxAttempts)}` : ''}</span
            >
          </div>`,
      )}
    </section>`
  }

  #renderTest({ id }: RemoteAgent): TemplateResult {
    const { testResult: result } = this
    const { agents: strings, formats } = getStrings()
    return html`<section>
      <h2>${strings.test}</h2>
      ${renderForm({
        fields: () => ({
          input: json(strings.testInput, { value: '{}', empty: {}, isValid: isObject, invalid: strings.notObject }),
        }),
        submit: html`${icon('play')} ${strings.runTest}`,
        onSubmit: ({ input }) => this.#test(id, input),
      })}
      ${
        result === undefined
          ? nothing
          : html`<div role="status" data-testid="test-result">
              ${
                result.problem
                  ? html`<p class="bad small">${formatProblem(result.problem)}</p>`
                  : html`<p class="small">${strings.responseTime(formats.duration(result.duration_ms))}</p>
                      <pre>${JSON.stringify(result.result ?? null, null, 2)}</pre>`
              }
            </div>`
      }
    </section>`
  }

  #renderActions(agent: RemoteAgent): TemplateResult {
    const { agents: strings, common } = getStrings()
    if (this.isConfirmingDeletion) {
      return html`<section>
        <p>${strings.confirmDelete}</p>
        ${this.#renderSecretChoice(agent)}
        <div class="bar">
          <button class="danger" @click=${() => void this.#remove(agent)}>${icon('trash')} ${common.delete}</button>
          <button @click=${() => (this.isConfirmingDeletion = false)}>${common.cancel}</button>
        </div>
      </section>`
    }
    const isActive = agent.status === 'active'
    return html`<section>
      <h2>${strings.manage}</h2>
      <div class="bar">
        <button @click=${() => this.onEdit()}>${icon('pencil')} ${strings.edit}</button>
        <button @click=${() => void this.#setStatus(agent, isActive ? 'inactive' : 'active')}>
          ${isActive ? strings.deactivate : strings.activate}
        </button>
        ${
          agent.delivery === 'pull'
            ? html`<button @click=${() => void this.#rotateToken(agent)}>
                ${icon('refresh-cw')} ${strings.rotate}
              </button>`
            : nothing
        }
        <button class="danger" @click=${() => this.#confirmDeletion(agent)}>${icon('trash')} ${common.delete}</button>
      </div>
    </section>`
  }

  /** Renders the check box for also deleting the secret that holds the agent's credentials. */
  #renderSecretChoice(agent: RemoteAgent): TemplateResult | typeof nothing {
    const { agents: strings } = getStrings()
    const { secret } = agent.auth_config
    if (secret === undefined) return nothing
    if (this.#isSecretShared(agent)) return html`<p class="muted small">${strings.sharedSecret(secret)}</p>`
    return html`<label class="switch small">
      <input
        type="checkbox"
        .checked=${live(this.shouldDeleteSecret)}
        @change=${({ target }: Event) => (this.shouldDeleteSecret = (target as HTMLInputElement).checked)}
      />
      ${strings.deleteSecret(secret)}
    </label>`
  }

  #isSecretShared(agent: RemoteAgent): boolean {
    return isSecretShared(agent, this.agents?.data ?? [])
  }

  async #test(id: string, input: Json | undefined): Promise<void> {
    this.testResult = undefined
    const response = await this.agents?.request((api) =>
      api.call('POST /api/v1/agents/{id}/test', { path: { id }, body: { input: isObject(input) ? input : {} } }),
    )
    this.testResult = response?.value
    await this.agents?.reload()
  }

  async #setStatus(agent: RemoteAgent, status: RemoteAgent['status']): Promise<void> {
    const options = { path: { id: agent.id }, body: toStatusBody(agent, status) }
    if (await this.agents?.change('PUT /api/v1/agents/{id}', options)) this.onCheck()
  }

  async #rotateToken({ id }: RemoteAgent): Promise<void> {
    const response = await this.agents?.change('POST /api/v1/agents/{id}/token', { path: { id } })
    if (response?.value.token !== undefined) this.onToken(response.value.token)
  }

  #confirmDeletion({ name, auth_config: { secret } }: RemoteAgent): void {
    this.isConfirmingDeletion = true
    // The agent form names secrets after the agent. A secret with a different name may have other uses.
    this.shouldDeleteSecret = secret === toSecretName(name)
  }

  async #remove(agent: RemoteAgent): Promise<void> {
    const { id, name, auth_config: credentials } = agent
    const secret = this.shouldDeleteSecret && !this.#isSecretShared(agent) ? credentials.secret : undefined
    this.isConfirmingDeletion = false
    // The list no longer contains this element once the agent is deleted.
    const { agents, onDeleted } = this
    const response = await agents?.update(async (api) => {
      const answer = await api.call('DELETE /api/v1/agents/{id}', { path: { id } })
      if (secret !== undefined) await api.call('DELETE /api/v1/secrets/{name}', { path: { name: secret } })
      return answer
    })
    if (!response) return
    onDeleted()
    agents?.showToast(getStrings().agents.deleted(name))
  }
}

customElements.define('studio-agent-details', AgentDetails)
