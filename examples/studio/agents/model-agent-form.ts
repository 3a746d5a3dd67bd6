import { icon } from '@aw-flow/editor'
import { html, nothing, type TemplateResult } from 'lit'
import { getStrings } from '../language/strings.ts'
import {
  content,
  heading,
  number,
  omitEmpty,
  optionalNumber,
  orderedSelection,
  select,
  text,
  textArea,
  toOptions,
  type Field,
} from '../shell/forms/fields.ts'
import { renderFormPanel } from '../shell/forms/studio-form.ts'
import { renderAgentTools, type AgentTools, type AgentToolsFormInput } from './agent-tools-form.ts'
import { limitNames, memoryTypes, type LimitName, type ModelAgentValues } from './model-agent-data.ts'
import type { ModelAgent } from './server-agents.ts'

export interface ModelAgentFormState {
  /** The agent being edited. `undefined` for a new agent. */
  agent: ModelAgent | undefined
  /** IDs of the workspace's language models. */
  models: readonly string[]
  /** Names of the workspace's other model agents. */
  subAgents: readonly string[]
  canEdit: boolean
  /** The tools and answer schema, including unsaved edits. */
  tools: AgentTools
  toolsType: AgentToolsFormInput | undefined
  /** Whether saving failed because the tools or the answer schema are invalid. */
  isInvalid: boolean
  onToolsChange: (tools: AgentTools) => void
  /** Opens the form for a language model. */
  setUpModel: () => void
  save: (values: ModelAgentValues) => Promise<unknown>
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
  const { agent, models, subAgents, canEdit, setUpModel, save } = state
  const { modelAgents: strings, agents: agentStrings } = getStrings()
  const { fields } = strings
  const modelIds = [...new Set(['', ...models, agent?.model ?? ''])]
  return renderFormPanel({
    title: strings.settings,
    // Restoring a version discards unsaved input.
    item: agent?.version,
    fields: () => ({
      name: text(agentStrings.name, { value: agent?.name, isRequired: true, maxLength: 255, pattern: '[^@]+' }),
      description: text(agentStrings.description, { value: agent?.description, maxLength: 2000, isProse: true }),
      model: select(
        fields.model,
        modelIds.map((name) => ({ value: name, label: name || strings.defaultModel })),
        { value: agent?.model ?? '' },
      ),
      no_model:
        models.length === 0
          ? content(
              html`<p class="bar small wide">
                ${strings.noModels}
                <button type="button" data-testid="set-up-model" @click=${setUpModel}>
                  ${getStrings().models.setUp}
                </button>
              </p>`,
            )
          : undefined,
      instructions: heading(strings.sections.instructions),
      system_prompt: textArea(fields.system_prompt, {
        value: agent?.system_prompt,
        className: 'prompt',
        isProse: true,
      }),
      prompt: textArea(fields.prompt, { value: agent?.prompt, placeholder: strings.promptHint, isProse: true }),
      abilities: heading(strings.sections.abilities),
      tools: content(renderToolFields(state)),
      sub_agents: orderedSelection(
        fields.sub_agents,
        subAgents.map((name) => ({ value: name, label: name })),
        { value: agent?.sub_agents, none: strings.noneSelected },
      ),
      behavior: heading(strings.sections.behavior),
      fallback_models: orderedSelection(
        fields.fallback_models,
        models.map((id) => ({ value: id, label: id })),
        { value: agent?.fallback_models, none: strings.noneSelected },
      ),
      temperature: number(fields.temperature, { value: agent?.temperature ?? 0.7, min: 0, max: 2, step: 'any' }),
      max_tokens: number(fields.max_tokens, { value: agent?.max_tokens ?? 4096, min: 1, max: 200_000 }),
      memory: select(fields.memory_config, toOptions(memoryTypes, strings.memoryTypes), {
        value: agent?.memory_config?.type ?? 'none',
      }),
      memory_tokens: optionalNumber(strings.memoryTokens, {
        value: agent?.memory_config?.max_tokens ?? 8_000,
        min: 0,
        max: 1_000_000,
      }),
      limits: createLimitsField(agent),
    }),
    submit: canEdit ? html`${icon('save')} ${agentStrings.save}` : undefined,
    onSubmit: save,
    isPrimary: true,
    testId: 'agent-settings',
  })
}

function renderToolFields({
  tools,
  toolsType,
  canEdit,
  isInvalid,
  onToolsChange,
}: ModelAgentFormState): TemplateResult {
  return html`<div class="wide">
    ${renderAgentTools(tools, { toolsType, disabled: !canEdit, onChange: onToolsChange })}
    ${isInvalid ? html`<p class="bad small" role="alert">${getStrings().modelAgents.invalidTools}</p>` : nothing}
  </div>`
}

const createLimitField = (name: LimitName, agent: ModelAgent | undefined) =>
  optionalNumber(getStrings().modelAgents.limitNames[name], {
    value: agent?.limits?.[name],
    min: 0,
    step: 'any',
    placeholder: String(defaultLimits[name]),
  })

const createLimitsField = (agent: ModelAgent | undefined): Field<Partial<Record<LimitName, number>>> => ({
  render: () => renderLimits(agent),
  read: (data) =>
    omitEmpty(Object.fromEntries(limitNames.map((name) => [name, createLimitField(name, agent).read(data, name)]))),
})

function renderLimits(agent: ModelAgent | undefined): TemplateResult {
  const { modelAgents: strings } = getStrings()
  return html`<details class="wide">
    <summary>${strings.fields.limits}</summary>
    <p class="muted small">${strings.limitsHint}</p>
    <div class="limits">${limitNames.map((name) => createLimitField(name, agent).render(name))}</div>
  </details>`
}
