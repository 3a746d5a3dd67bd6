import { icon } from '@aw-flow/editor'
import { html, nothing, type TemplateResult } from 'lit'
import { getStrings } from '../language/strings.ts'
import { renderNumberField, renderSelectField, renderTextField, toOptions } from '../shell/forms/form-fields.ts'
import { renderFormPanel } from '../shell/forms/form-panel.ts'
import { renderAgentTools, type AgentTools, type AgentToolsFormInput } from './agent-tools-form.ts'
import { limitNames, memoryTypes, type LimitName, type ModelAgent } from './model-agent-data.ts'

export interface ModelAgentFormState {
  /** The agent being edited. `undefined` for a new agent. */
  agent: ModelAgent | undefined
  /** IDs of the workspace's language models. */
  models: readonly string[]
  canEdit: boolean
  /** The tools and answer schema, including unsaved edits. */
  tools: AgentTools
  toolsType: AgentToolsFormInput | undefined
  /** Whether saving failed because the tools or the answer schema are invalid. */
  isInvalid: boolean
  onToolsChange: (tools: AgentTools) => void
  onSubmit: (event: SubmitEvent) => void
}

const defaultLimits: Record<LimitName, number> = {
  steps: 20,
  tool_calls: 50,
  input_tokens: 500_000,
  output_tokens: 50_000,
  cost: 0,
  seconds: 600,
  approval_hours: 0,
}

/** Renders the form for adding or editing a model agent. */
export function renderModelAgentForm(state: ModelAgentFormState): TemplateResult {
  const { canEdit, onSubmit } = state
  const { modelAgents: strings, agents: agentStrings } = getStrings()
  return renderFormPanel({
    title: strings.settings,
    fields: html`${renderPromptFields(state)} ${renderModelFields(state)} ${renderToolFields(state)}
    ${renderLimitFields(state)}`,
    submit: canEdit ? html`${icon('save')} ${agentStrings.save}` : nothing,
    onSubmit,
    isPrimary: true,
    testId: 'agent-settings',
  })
}

function renderPromptFields({ agent }: ModelAgentFormState): TemplateResult {
  const { modelAgents: strings, agents: agentStrings } = getStrings()
  return html`${renderTextField({
      name: 'name',
      label: agentStrings.name,
      value: agent?.name,
      isRequired: true,
      maxLength: 255,
      pattern: '[^@]+',
    })}
    ${renderTextField({
      name: 'description',
      label: agentStrings.description,
      value: agent?.description,
      maxLength: 2000,
      isProse: true,
    })}
    <label class="wide"
      >${strings.fields.system_prompt}
      <textarea name="system_prompt" class="prompt" .defaultValue=${agent?.system_prompt ?? ''}></textarea>
    </label>
    <label class="wide"
      >${strings.fields.prompt}
      <textarea name="prompt" placeholder=${strings.promptHint} .defaultValue=${agent?.prompt ?? ''}></textarea>
    </label>`
}

function renderModelFields({ agent, models }: ModelAgentFormState): TemplateResult {
  const { modelAgents: strings } = getStrings()
  const { fields } = strings
  const model = agent?.model ?? ''
  const modelIds = [...new Set(['', ...models, model])]
  return html`${renderSelectField({
    name: 'model',
    label: fields.model,
    value: model,
    options: modelIds.map((name) => ({ value: name, label: name || strings.defaultModel })),
  })}
  ${renderTextField({
    name: 'fallback_models',
    label: fields.fallback_models,
    value: agent?.fallback_models.join(', '),
    placeholder: strings.namesHint,
  })}
  ${renderNumberField({
    name: 'temperature',
    label: fields.temperature,
    value: agent?.temperature ?? 0.7,
    min: 0,
    max: 2,
    step: 'any',
  })}
  ${renderNumberField({
    name: 'max_tokens',
    label: fields.max_tokens,
    value: agent?.max_tokens ?? 4096,
    min: 1,
    max: 200_000,
  })}
  ${renderSelectField({
    name: 'memory',
    label: fields.memory_config,
    value: agent?.memory_config.type ?? 'none',
    options: toOptions(memoryTypes, strings.memoryTypes),
  })}
  ${renderNumberField({
    name: 'memory_tokens',
    label: strings.memoryTokens,
    value: agent?.memory_config.max_tokens ?? 8_000,
    min: 0,
    max: 1_000_000,
    isRequired: false,
  })}
  ${renderTextField({
    name: 'sub_agents',
    label: fields.sub_agents,
    value: agent?.sub_agents.join(', '),
    placeholder: strings.namesHint,
  })}`
}

function renderToolFields({
  tools,
  toolsType,
  canEdit,
  isInvalid,
  onToolsChange,
}: ModelAgentFormState): TemplateResult {
  const { modelAgents: strings } = getStrings()
  return html`<div class="wide">
    ${renderAgentTools(tools, { toolsType, disabled: !canEdit, onChange: onToolsChange })}
    ${isInvalid ? html`<p class="bad small" role="alert">${strings.invalidTools}</p>` : nothing}
  </div>`
}

function renderLimitFields({ agent }: ModelAgentFormState): TemplateResult {
  const { modelAgents: strings } = getStrings()
  return html`<details class="wide">
    <summary>${strings.fields.limits}</summary>
    <p class="muted small">${strings.limitsHint}</p>
    <div class="limits">
      ${limitNames.map((name) =>
        renderNumberField({
          name,
          label: strings.limitNames[name],
          value: agent?.limits[name],
          min: 0,
          step: 'any',
          isRequired: false,
          placeholder: String(defaultLimits[name]),
        }),
      )}
    </div>
  </details>`
}
