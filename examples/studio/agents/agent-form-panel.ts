import { html, nothing, type TemplateResult } from 'lit'
import { getStrings } from '../language/strings.ts'
import { renderNumberField, renderSelectField, renderTextField, toOptions } from '../shell/forms/form-fields.ts'
import { renderFormPanel } from '../shell/forms/form-panel.ts'
import { agentAuthMethods, type AgentAuth, type RemoteAgent } from './server-agents.ts'

/** State and callbacks for the remote agent form. */
export interface AgentFormState {
  /** The agent being edited. `undefined` when adding an agent. */
  editedAgent: RemoteAgent | undefined
  delivery: RemoteAgent['delivery']
  auth: AgentAuth
  onDeliveryChange: (delivery: RemoteAgent['delivery']) => void
  onAuthChange: (auth: AgentAuth) => void
  onSubmit: (event: SubmitEvent) => void
  onCancel: () => void
}

const deliveryMethods = ['push', 'pull'] as const

/**
 * Renders the form for adding or editing a remote agent. The fields depend on the delivery and authentication methods.
 */
export function renderAgentForm(state: AgentFormState): TemplateResult {
  const { editedAgent, delivery, onDeliveryChange, onSubmit, onCancel } = state
  const { agents: strings } = getStrings()
  return renderFormPanel({
    title: editedAgent ? strings.editTitle(editedAgent.name) : strings.newAgent,
    fields: html`${renderTextField({
      name: 'name',
      label: strings.name,
      value: editedAgent?.name,
      isRequired: true,
      maxLength: 100,
      pattern: '[A-Za-z0-9][A-Za-z0-9_.\\-]*',
      patternHint: strings.nameRule,
    })}
    ${renderSelectField({
      name: 'delivery',
      label: strings.delivery,
      value: delivery,
      options: toOptions(deliveryMethods, strings.deliveries),
      onChange: onDeliveryChange,
    })}
    ${renderTextField({
      name: 'description',
      label: strings.description,
      value: editedAgent?.description,
      maxLength: 2000,
      isProse: true,
    })}
    ${delivery === 'push' ? renderPushFields(state) : renderPullFields(editedAgent)}`,
    submit: editedAgent ? strings.save : strings.add,
    onSubmit,
    onCancel,
    isPrimary: true,
    testId: 'agent-form',
  })
}

function renderPushFields({ editedAgent, auth, onAuthChange }: AgentFormState): TemplateResult {
  const { agents: strings } = getStrings()
  const hasCredentials = editedAgent?.auth_config.secret !== undefined
  return html`${renderTextField({
    name: 'url',
    label: strings.url,
    value: editedAgent?.url ?? '',
    type: 'url',
    isRequired: true,
    maxLength: 2000,
  })}
  ${renderSelectField({
    name: 'auth',
    label: strings.auth,
    value: auth,
    options: toOptions(agentAuthMethods, strings.authMethods),
    onChange: onAuthChange,
  })}
  ${
    auth === 'none'
      ? nothing
      : renderTextField({
          name: 'credentials',
          label: auth === 'basic' ? strings.basicCredentials : strings.credentials,
          type: 'password',
          autocomplete: 'new-password',
          maxLength: 65_536,
          placeholder: hasCredentials ? strings.storedCredentials : undefined,
          isRequired: !hasCredentials,
        })
  }
  ${
    auth === 'api_key'
      ? renderTextField({
          name: 'header',
          label: strings.header,
          value: editedAgent?.auth_config.header ?? 'X-API-Key',
          maxLength: 100,
          pattern: '[A-Za-z0-9\\-]+',
        })
      : nothing
  }
  ${renderTextField({
    name: 'healthUrl',
    label: strings.healthUrl,
    value: editedAgent?.health_url ?? '',
    type: 'url',
    maxLength: 2000,
  })}
  ${renderNumberField({
    name: 'timeoutSeconds',
    label: strings.timeout,
    value: (editedAgent?.timeout_ms ?? 30_000) / 1000,
    min: 0.1,
    max: 600,
    step: 0.1,
  })}
  ${auth === 'none' ? nothing : html`<p class="muted small wide">${strings.credentialsHint}</p>`}`
}

function renderPullFields(editedAgent: RemoteAgent | undefined): TemplateResult {
  const { agents: strings } = getStrings()
  return html`${renderNumberField({
      name: 'leaseSeconds',
      label: strings.lease,
      value: editedAgent?.lease_seconds ?? 60,
      min: 5,
      max: 3_600,
    })}
    ${renderNumberField({
      name: 'resultTimeoutSeconds',
      label: strings.resultTimeout,
      value: editedAgent?.result_timeout_seconds ?? 3_600,
      min: 1,
      max: 604_800,
    })}
    <p class="muted small wide">${strings.pullHint}</p>`
}
