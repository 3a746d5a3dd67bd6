import type { FormContext, SettingChangeEvent } from '@aw-flow/editor'
import type { Config, NodeType } from '@aw-flow/schema'
import { html, nothing, type TemplateResult } from 'lit'
import { getStrings } from '../language/strings.ts'
import type { ModelAgent } from './server-agents.ts'

/** The agent fields that contain JSON, named like the corresponding settings of the Agent node. */
export interface AgentTools {
  readonly tools: unknown
  /** A JSON Schema as text. Empty if answers are plain text. */
  readonly answerSchema: string
}

export const readAgentTools = (agent: ModelAgent | undefined): AgentTools => ({
  tools: agent?.tools ?? [],
  answerSchema: agent?.answer_schema ? JSON.stringify(agent.answer_schema, null, 2) : '',
})

/** Input for the editor's settings form: the Agent node type with only these settings, and the form context. */
export interface AgentToolsFormInput {
  readonly type: NodeType
  readonly context: FormContext
  /** Text typed by the user that is not a valid value yet, keyed by field. */
  readonly drafts: NonNullable<FormContext['drafts']>
}

/** Creates the form input from the localized node catalog. Returns `undefined` until the catalog is loaded. */
export function createToolsFormInput(catalog: readonly NodeType[]): AgentToolsFormInput | undefined {
  const agentType = catalog.find(({ type }) => type === 'agent')
  const properties = agentType?.settings.properties as Record<string, Record<string, unknown>> | undefined
  const { tools, answerSchema } = properties ?? {}
  if (!agentType || !tools || !answerSchema) return undefined
  const drafts: AgentToolsFormInput['drafts'] = new Map()
  return {
    type: {
      ...agentType,
      settings: { type: 'object', properties: { tools, answerSchema: { ...answerSchema, advanced: false } } },
    },
    context: { inputs: {}, nodeTypes: () => catalog, drafts },
    drafts,
  }
}

/** Renders the form for an agent's tools and answer schema. */
export function renderAgentTools(
  values: AgentTools,
  { toolsType, disabled, onChange }: AgentToolsOptions,
): TemplateResult | typeof nothing {
  if (!toolsType) return nothing
  return html`<aw-form
    data-testid="agent-tools"
    .type=${toolsType.type}
    .context=${toolsType.context}
    .config=${values as unknown as Config}
    .subject=${'agent'}
    .disabled=${disabled}
    .strings=${getStrings().editor.inspectorStrings.form}
    @aw-setting-change=${({ name, value }: SettingChangeEvent) =>
      onChange({ ...values, [name]: value ?? (name === 'tools' ? [] : '') })}
  ></aw-form>`
}

export interface AgentToolsOptions {
  toolsType: AgentToolsFormInput | undefined
  disabled: boolean
  onChange(values: AgentTools): void
}
