import { icon } from '@aw-flow/editor'
import { html, nothing, type TemplateResult } from 'lit'
import { strings } from '../language/strings.ts'
import { limitNames, memoryTypes, type LimitName, type ModelAgent } from './model-agent-data.ts'

export interface ModelFormState {
  /** The agent that is edited; `undefined` for a new one. */
  agent: ModelAgent | undefined
  /** Names of the language models of the workspace. */
  models: readonly string[]
  canEdit: boolean
  /** The field whose JSON is not valid. */
  invalidField: string | undefined
  onSubmit: (event: SubmitEvent) => void
}

const defaultLimits: Record<LimitName, number> = {
  steps: 20,
  tool_calls: 50,
  input_tokens: 500_000,
  output_tokens: 50_000,
  cost: 0,
  seconds: 600,
}

/** Renders the form that adds or edits a model agent. */
export function renderModelForm({ agent, models, canEdit, invalidField, onSubmit }: ModelFormState): TemplateResult {
  const { modelAgents: t, agents } = strings()
  const { fields } = t
  const model = agent?.model ?? ''
  const choices = [...new Set(['', ...models, model])]
  const tools = agent && agent.tools.length > 0 ? JSON.stringify(agent.tools, null, 2) : ''
  const schema = agent?.answer_schema ? JSON.stringify(agent.answer_schema, null, 2) : ''
  const memory = agent?.memory_config.type ?? 'none'
  const renderInvalid = (field: string) =>
    invalidField === field ? html`<p class="bad small" role="alert">${t.invalidJson}</p>` : nothing
  return html`<section class="panel" data-testid="agent-settings">
    <header><h2>${t.settings}</h2></header>
    <form class="agent" @submit=${onSubmit}>
      <label
        >${agents.name}<input name="name" required maxlength="255" pattern="[^@]+" .defaultValue=${agent?.name ?? ''}
      /></label>
      <label
        >${agents.description}<input name="description" maxlength="2000" .defaultValue=${agent?.description ?? ''}
      /></label>
      <label class="wide"
        >${fields.system_prompt}
        <textarea name="system_prompt" class="prompt" .defaultValue=${agent?.system_prompt ?? ''}></textarea>
      </label>
      <label class="wide"
        >${fields.prompt}
        <textarea name="prompt" placeholder=${t.promptHint} .defaultValue=${agent?.prompt ?? ''}></textarea>
      </label>
      <label
        >${fields.model}
        <select name="model">
          ${choices.map((name) => html`<option value=${name} ?selected=${name === model}>${name || t.defaultModel}</option>`)}
        </select>
      </label>
      <label
        >${fields.fallback_models}
        <input
          name="fallback_models"
          placeholder=${t.subAgentsHint}
          .defaultValue=${agent?.fallback_models.join(', ') ?? ''}
        />
      </label>
      <label
        >${fields.temperature}
        <input
          name="temperature"
          type="number"
          min="0"
          max="2"
          step="any"
          required
          .defaultValue=${String(agent?.temperature ?? 0.7)}
        />
      </label>
      <label
        >${fields.max_tokens}
        <input
          name="max_tokens"
          type="number"
          min="1"
          max="200000"
          required
          .defaultValue=${String(agent?.max_tokens ?? 4096)}
        />
      </label>
      <label
        >${fields.memory_config}
        <select name="memory">
          ${memoryTypes.map((type) => html`<option value=${type} ?selected=${type === memory}>${t.memories[type]}</option>`)}
        </select>
      </label>
      <label
        >${t.memoryTokens}
        <input
          name="memory_tokens"
          type="number"
          min="0"
          max="1000000"
          .defaultValue=${String(agent?.memory_config.max_tokens ?? 8_000)}
        />
      </label>
      <label
        >${fields.sub_agents}
        <input name="sub_agents" placeholder=${t.subAgentsHint} .defaultValue=${agent?.sub_agents.join(', ') ?? ''} />
      </label>
      <details class="wide" ?open=${tools !== '' || schema !== '' || invalidField !== undefined}>
        <summary>${t.toolsAndSchema}</summary>
        <label
          >${fields.tools}
          <textarea
            name="tools"
            class="code"
            spellcheck="false"
            placeholder=${t.toolsExample}
            .defaultValue=${tools}
          ></textarea>
        </label>
        ${renderInvalid('tools')}
        <label
          >${fields.answer_schema}
          <textarea name="answer_schema" class="code" spellcheck="false" .defaultValue=${schema}></textarea>
        </label>
        ${renderInvalid('answer_schema')}
      </details>
      <details class="wide">
        <summary>${fields.limits}</summary>
        <p class="muted small">${t.limitsHint}</p>
        <div class="limits">
          ${limitNames.map(
            (name) =>
              html`<label
                >${t.limitNames[name]}
                <input
                  name=${name}
                  type="number"
                  min="0"
                  step="any"
                  placeholder=${String(defaultLimits[name])}
                  .defaultValue=${agent?.limits[name] === undefined ? '' : String(agent.limits[name])}
                />
              </label>`,
          )}
        </div>
      </details>
      ${canEdit ? html`<button class="primary">${icon('save')} ${agents.save}</button>` : nothing}
    </form>
  </section>`
}
