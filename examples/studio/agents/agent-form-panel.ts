import { html, nothing, type TemplateResult } from 'lit'
import { live } from 'lit/directives/live.js'
import { strings } from '../language/strings.ts'
import { agentAuths, type AgentAuth, type RemoteAgent } from './server-agents.ts'

/** State of the form and its callbacks. */
export interface AgentFormState {
  /** The agent that is edited; `undefined` for a new one. */
  edited: RemoteAgent | undefined
  delivery: RemoteAgent['delivery']
  auth: AgentAuth
  onDelivery: (delivery: RemoteAgent['delivery']) => void
  onAuth: (auth: AgentAuth) => void
  onSubmit: (event: SubmitEvent) => void
  onCancel: () => void
}

/** Renders the form that adds or edits a remote agent. Which fields it has depends on the delivery and authentication. */
export function renderAgentForm(state: AgentFormState): TemplateResult {
  const { edited, delivery, onDelivery, onSubmit, onCancel } = state
  const { agents: t, common } = strings()
  return html`<section class="panel" data-testid="agent-form">
    <header><h2>${edited ? t.editTitle(edited.name) : t.newAgent}</h2></header>
    <form class="agent" @submit=${onSubmit}>
      <label
        >${t.name}
        <input
          name="name"
          required
          maxlength="100"
          pattern="[A-Za-z0-9][A-Za-z0-9_.\\-]*"
          title=${t.nameRule}
          autocomplete="off"
          spellcheck="false"
          .defaultValue=${edited?.name ?? ''}
      /></label>
      <label
        >${t.delivery}
        <select
          name="delivery"
          @change=${({ target }: Event) => onDelivery((target as HTMLSelectElement).value as RemoteAgent['delivery'])}
        >
          <option value="push" .selected=${live(delivery === 'push')}>${t.deliveries.push}</option>
          <option value="pull" .selected=${live(delivery === 'pull')}>${t.deliveries.pull}</option>
        </select></label
      >
      <label
        >${t.description}
        <input name="description" maxlength="2000" autocomplete="off" .defaultValue=${edited?.description ?? ''}
      /></label>
      ${delivery === 'push' ? renderCallFields(state) : renderPullFields(edited)}
      <div class="buttons wide">
        <button class="primary">${edited ? t.save : t.add}</button>
        <button type="button" @click=${onCancel}>${common.cancel}</button>
      </div>
    </form>
  </section>`
}

function renderCallFields({ edited, auth, onAuth }: AgentFormState): TemplateResult {
  const { agents: t } = strings()
  const hasCredentials = edited?.auth_config.secret !== undefined
  return html`<label
      >${t.url}
      <input
        type="url"
        name="url"
        required
        maxlength="2000"
        autocomplete="off"
        spellcheck="false"
        .defaultValue=${edited?.url ?? ''}
    /></label>
    <label
      >${t.auth}
      <select name="auth" @change=${({ target }: Event) => onAuth((target as HTMLSelectElement).value as AgentAuth)}>
        ${agentAuths.map(
          (value) => html`<option value=${value} .selected=${live(value === auth)}>${t.auths[value]}</option>`,
        )}
      </select></label
    >
    ${
      auth === 'none'
        ? nothing
        : html`<label
            >${auth === 'basic' ? t.basicCredentials : t.credentials}
            <input
              type="password"
              name="credentials"
              maxlength="65536"
              autocomplete="new-password"
              placeholder=${hasCredentials ? t.storedCredentials : nothing}
              ?required=${!hasCredentials}
          /></label>`
    }
    ${
      auth === 'api_key'
        ? html`<label
            >${t.header}
            <input
              name="header"
              maxlength="100"
              pattern="[A-Za-z0-9\\-]+"
              autocomplete="off"
              spellcheck="false"
              .defaultValue=${edited?.auth_config.header ?? 'X-API-Key'}
          /></label>`
        : nothing
    }
    <label
      >${t.healthUrl}
      <input
        type="url"
        name="healthUrl"
        maxlength="2000"
        autocomplete="off"
        spellcheck="false"
        .defaultValue=${edited?.health_url ?? ''}
    /></label>
    <label
      >${t.timeout}
      <input
        type="number"
        name="timeoutSeconds"
        required
        min="0.1"
        max="600"
        step="0.1"
        .defaultValue=${String((edited?.timeout_ms ?? 30_000) / 1000)}
    /></label>
    ${auth === 'none' ? nothing : html`<p class="muted small wide">${t.credentialsHint}</p>`}`
}

function renderPullFields(edited: RemoteAgent | undefined): TemplateResult {
  const { agents: t } = strings()
  return html`<label
      >${t.lease}
      <input
        type="number"
        name="leaseSeconds"
        required
        min="5"
        max="3600"
        .defaultValue=${String(edited?.lease_seconds ?? 60)}
    /></label>
    <label
      >${t.resultTimeout}
      <input
        type="number"
        name="resultTimeoutSeconds"
        required
        min="1"
        max="604800"
        .defaultValue=${String(edited?.result_timeout_seconds ?? 3_600)}
    /></label>
    <p class="muted small wide">${t.pullHint}</p>`
}
