import type { FormContext, SettingChangeEvent } from '@aw-flow/editor'
import type { Config, NodeType } from '@aw-flow/schema'
import { html, nothing, type TemplateResult } from 'lit'
import { strings } from '../language/strings.ts'
import type { ModelAgent } from './model-agent-data.ts'

/** An agent's JSON fields, named like the settings of the Agent node. */
export interface AgentTools {
  readonly tools: unknown
  /** JSON Schema as text; empty for answers that are text. */
  readonly answerSchema: string
}

export const readAgentTools = (agent: ModelAgent | undefined): AgentTools => ({
  tools: agent?.tools ?? [],
  answerSchema: agent?.answer_schema ? JSON.stringify(agent.answer_schema, null, 2) : '',
})

/** Input of the editor's form: the Agent node type, reduced to these settings, and a context. */
export interface AgentToolsType {
  readonly type: NodeType
  readonly context: FormContext
  /** Typed text that is not a valid value yet, by field. */
  readonly drafts: NonNullable<FormContext['drafts']>
}

/** Returns the reduced node type from a catalog in the current language; `undefined` until the catalog is loaded. */
export function createToolsType(catalog: readonly NodeType[]): AgentToolsType | undefined {
  const agentType = catalog.find(({ type }) => type === 'agent')
  const properties = agentType?.settings.properties as Record<string, Record<string, unknown>> | undefined
  const { tools, answerSchema } = properties ?? {}
  if (!agentType || !tools || !answerSchema) return undefined
  const drafts: AgentToolsType['drafts'] = new Map()
  return {
    type: {
      ...agentType,
      settings: { type: 'object', properties: { tools, answerSchema: { ...answerSchema, advanced: false } } },
    },
    context: { inputs: {}, nodeTypes: () => catalog, drafts },
    drafts,
  }
}

/** Renders the tools and the answer schema of an agent. */
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
    .strings=${strings().editor.inspectorStrings.form}
    @aw-setting-change=${({ name, value }: SettingChangeEvent) =>
      onChange({ ...values, [name]: value ?? (name === 'tools' ? [] : '') })}
  ></aw-form>`
}

export interface AgentToolsOptions {
  toolsType: AgentToolsType | undefined
  disabled: boolean
  onChange(values: AgentTools): void
}
