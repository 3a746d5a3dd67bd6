import { applyWithSettings, controls, icon, newId, tokens } from '@aw-flow/editor'
import type { ServerApi, WorkflowSession } from '@aw-flow/client'
import type { Config, Edit, NodeType } from '@aw-flow/schema'
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit'
import { element } from '../shell/element.ts'
import { live } from 'lit/directives/live.js'
import {
  addStep,
  findChainPorts,
  getTarget,
  changeType,
  suggestNextType,
  readChain,
  setApproval,
  createChainEdit,
  type Step,
} from './chain.ts'
import { getStrings } from '../language/strings.ts'
import { listModels } from '../agents/model-agent-data.ts'
import { getModelEndpoints } from '../settings/model-endpoints.ts'
import { stepsPanelStyles } from './steps-panel.styles.ts'
import { getNodeTitle, getTypeTitle } from '../display-names.ts'
import { toPath } from '../shell/base-path.ts'

/** Fired when the user requests all settings of a step. The page then selects the step's node on the canvas. */
export class StepSettingsEvent extends Event {
  static readonly type = 'studio-step-settings'
  readonly nodeId: string
  constructor(nodeId: string) {
    super(StepSettingsEvent.type)
    this.nodeId = nodeId
  }
}

/** Types of nodes that can use a language model besides rules. */
const modelTypes: readonly string[] = ['loading', 'preparing', 'validation']
/** Variable with the name of the model of a workflow, as `global_config.llm` sets it, and the reference to it. */
const workflowModel = 'llm'
const workflowModelReference = '{{llm}}'

const setModel = (id: string, value: string): Edit => ({ type: 'set-config', id, path: ['model'], value })

const primaryTypes = ['loading', 'preparing', 'validation', 'table'] as const
/** Shows a workflow as a list of steps, as an alternative to the canvas. One step is expanded at a time. */
export class StepsPanel extends element({
  session: undefined as WorkflowSession | undefined,
  /** ID of the expanded step's node. Defaults to the last step. */
  openNodeId: undefined as string | undefined,
  /** The server whose models can be chosen. */
  api: undefined as ServerApi | undefined,
  serverModels: [] as readonly string[],
}) {
  static override styles = [tokens, controls, stepsPanelStyles]

  #observedSession: WorkflowSession | undefined

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#observe(undefined)
  }

  override connectedCallback(): void {
    super.connectedCallback()
    this.#observe(this.session)
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('session')) this.#observe(this.session)
    if (changed.has('api')) void this.#loadServerModels()
  }

  /** Loads the models of the server. Without a response, only the models of this browser can be chosen. */
  async #loadServerModels(): Promise<void> {
    const { api } = this
    const models = api ? await listModels(api).catch(() => []) : []
    if (api === this.api) this.serverModels = models
  }

  protected override render(): TemplateResult | typeof nothing {
    const { session } = this
    if (!session) return nothing
    const steps = readChain(session.document.current)
    const { steps: strings, common } = getStrings()
    return html`
      <section aria-label=${strings.title}>
        <label>
          ${common.name}
          <input
            data-testid="workflow-name"
            maxlength="200"
            autocomplete="off"
            .value=${session.document.current.name}
            @input=${(event: Event) => this.#rename((event.target as HTMLInputElement).value)}
          />
        </label>
        ${steps ? this.#renderSteps(session, steps) : this.#renderBranchedWorkflow(session)}
      </section>
    `
  }

  #renderBranchedWorkflow(session: WorkflowSession): TemplateResult {
    return html`
      <p class="muted">${icon('git-branch')} ${getStrings().steps.branched}</p>
      <ol>
        ${session.document.current.nodes.map(
          (node) => html`
            <li>
              <button class="quiet head" @click=${() => this.#requestSettings(node.id)}>
                <span class="item-text">${getNodeTitle(node, session.engine.catalog)}</span>
              </button>
            </li>
          `,
        )}
      </ol>
    `
  }

  #renderSteps(session: WorkflowSession, steps: readonly Step[]): TemplateResult {
    const openStep = steps.find(({ node }) => node.id === this.openNodeId) ?? steps.at(-1)
    const strings = getStrings().steps
    return html`
      ${
        steps.length === 0
          ? html`<p class="muted">
              <span>${strings.startHint} <a href=${toPath('/templates')}>${strings.template}</a>.</span>
            </p>`
          : nothing
      }
      ${this.#renderWorkflowModel(session, steps)}
      <ol>
        ${steps.map((step, index) => this.#renderStep(session, steps, step, index, step === openStep))}
      </ol>
      <div class="add">
        ${
          steps[0]?.node.type === 'loading'
            ? nothing
            : html`<button data-testid="add-loading-step" @click=${() => this.#add(session, [], 'loading', steps)}>
                ${icon('file-input')} ${strings.addLoading}
              </button>`
        }
        ${
          steps.length === 0
            ? nothing
            : html`<button data-testid="add-step" @click=${() => this.#add(session, steps, suggestNextType(steps))}>
                ${icon('plus')} ${strings.add}
              </button>`
        }
      </div>
    `
  }

  #renderStep(
    session: WorkflowSession,
    steps: readonly Step[],
    step: Step,
    index: number,
    isOpen: boolean,
  ): TemplateResult {
    const { node, approval } = step
    const label = getNodeTitle(node, session.engine.catalog)
    return html`
      <li class=${isOpen ? 'open' : ''}>
        <button class="quiet head" aria-expanded=${isOpen} @click=${() => (this.openNodeId = node.id)}>
          <span class="number">${index + 1}</span><span class="item-text">${label}</span>
          ${approval && !isOpen ? html`<span class="muted">${icon('hand')} ${getStrings().steps.approval}</span>` : nothing}
        </button>
        ${isOpen ? this.#renderOpenStep(session, steps, step) : nothing}
      </li>
    `
  }

  #renderOpenStep(session: WorkflowSession, steps: readonly Step[], { node, approval }: Step): TemplateResult {
    const applySteps = (newSteps: readonly Step[]): void => {
      applyWithSettings(session, createChainEdit(session.document.current, newSteps, session.engine.catalog))
    }
    const { catalog } = session.engine
    const strings = getStrings().steps
    return html`
      <div class="fields">
        <label>
          ${strings.action}
          <select
            data-testid="agent-type"
            .value=${live(node.type)}
            @change=${(event: Event) =>
              applySteps(changeType(steps, node.id, (event.target as HTMLSelectElement).value, catalog))}
          >
            ${listStepTypes(catalog, node.type).map(
              (type) =>
                html`<option value=${type} ?selected=${type === node.type}>${getTypeTitle(type, catalog)}</option>`,
            )}
          </select>
        </label>
        ${
          node.type === 'preparing'
            ? html`<label>
                ${strings.target}
                <select
                  data-testid="target-type"
                  @change=${(event: Event) => {
                    const value = (event.target as HTMLSelectElement).value
                    session.document.apply({ type: 'set-config', id: node.id, path: ['target'], value })
                  }}
                >
                  ${Object.entries(strings.targets).map(
                    ([target, label]) =>
                      html`<option value=${target} ?selected=${target === getTarget(node)}>${label}</option>`,
                  )}
                </select>
              </label>`
            : nothing
        }
        ${modelTypes.includes(node.type) ? this.#renderModelField(session, node) : nothing}
        <label class="check">
          <input
            type="checkbox"
            data-testid="require-approval"
            .checked=${live(approval !== undefined)}
            @change=${(event: Event) =>
              applySteps(setApproval(steps, node.id, (event.target as HTMLInputElement).checked, newId))}
          />
          ${strings.requireApproval}
        </label>
        <div class="tools">
          <button class="quiet" @click=${() => this.#requestSettings(node.id)}>
            ${icon('settings-2')} ${strings.allSettings}
          </button>
          <button class="quiet danger" @click=${() => applySteps(steps.filter((step) => step.node.id !== node.id))}>
            ${icon('trash')} ${strings.remove}
          </button>
        </div>
      </div>
    `
  }

  /** Renders the field for the model of all steps without one of their own. */
  #renderWorkflowModel(session: WorkflowSession, steps: readonly Step[]): TemplateResult | typeof nothing {
    const nodes = steps.map(({ node }) => node).filter(({ type }) => modelTypes.includes(type))
    const model = session.document.current.settings.variables?.[workflowModel]
    const names = new Set([...getModelEndpoints().map(({ name }) => name), ...this.serverModels])
    if (typeof model === 'string') names.add(model)
    if (nodes.length === 0 || names.size === 0) return nothing
    const strings = getStrings().steps
    const selectModel = (name: string): void => {
      const edits = nodes.flatMap(({ id, data: { config } }): Edit[] => {
        if (name === '') return config.model === workflowModelReference ? [setModel(id, '')] : []
        return (config.model ?? '') === '' ? [setModel(id, workflowModelReference)] : []
      })
      const variable = { type: 'set-variable' as const, name: workflowModel, value: name === '' ? undefined : name }
      session.document.apply({ type: 'batch', edits: [variable, ...edits] })
    }
    return html`<label>
      ${strings.workflowModel}
      <select
        data-testid="workflow-model"
        @change=${(event: Event) => selectModel((event.target as HTMLSelectElement).value)}
      >
        <option value="" ?selected=${model === undefined}>${strings.noModel}</option>
        ${[...names].map((name) => html`<option value=${name} ?selected=${name === model}>${name}</option>`)}
      </select>
    </label>`
  }

  /** Renders the field for selecting either rules only, or rules combined with a model. */
  #renderModelField(session: WorkflowSession, node: Step['node']): TemplateResult | typeof nothing {
    const strings = getStrings().steps
    const { model = '', modelAddress = '' } = node.data.config
    const choices = this.#listModelChoices(session, node)
    if (choices.length === 0 && model === '') return nothing
    const selected = choices.find(
      ({ config }) => config.model === model && (config.modelAddress ?? '') === modelAddress,
    )
    const selectModel = (index: string): void => {
      const none = node.type === 'preparing' ? { model: '', modelAddress: '', modelSecret: '' } : { model: '' }
      const values = Object.entries(choices[Number(index)]?.config ?? none)
      session.document.apply({
        type: 'batch',
        edits: values.map(([key, value]) => ({ type: 'set-config', id: node.id, path: [key], value })),
      })
    }
    return html`<label>
      ${strings.method}
      <select data-testid="plan-by" @change=${(event: Event) => selectModel((event.target as HTMLSelectElement).value)}>
        <option value="-1" ?selected=${model === ''}>${strings.rules}</option>
        ${choices.map(
          (choice, index) => html`<option value=${index} ?selected=${choice === selected}>${choice.label}</option>`,
        )}
        ${
          selected === undefined && typeof model === 'string' && model !== ''
            ? html`<option value=${model} selected disabled>${strings.rulesAndModel(model)}</option>`
            : nothing
        }
      </select>
    </label>`
  }

  /** Returns the models that a step can use: that of the workflow, those of this browser and those of the server. */
  #listModelChoices(session: WorkflowSession, { type }: Step['node']): { label: string; config: Config }[] {
    const strings = getStrings().steps
    // A model at an address of its own is a setting of Prepare nodes only.
    const address = type === 'preparing' ? { modelAddress: '', modelSecret: '' } : {}
    const endpoints = getModelEndpoints()
    const serverModels = this.serverModels.filter((id) => endpoints.every(({ name }) => name !== id))
    return [
      ...(session.document.current.settings.variables?.[workflowModel] === undefined
        ? []
        : [{ label: strings.rulesAndWorkflowModel, config: { model: workflowModelReference, ...address } }]),
      ...endpoints.map(({ name, model, address: modelAddress, secret: modelSecret }) => ({
        label: strings.rulesAndModel(name),
        config: type === 'preparing' ? { model, modelAddress, modelSecret } : { model: name },
      })),
      ...serverModels.map((id) => ({ label: strings.rulesAndModel(id), config: { model: id, ...address } })),
    ]
  }

  #add(
    session: WorkflowSession,
    precedingSteps: readonly Step[],
    type: string,
    followingSteps: readonly Step[] = [],
  ): void {
    const extendedSteps = addStep(precedingSteps, type, session.engine.catalog, newId)
    const addedStep = extendedSteps.find(({ node }) => !precedingSteps.some((step) => step.node.id === node.id))
    applyWithSettings(
      session,
      createChainEdit(session.document.current, [...extendedSteps, ...followingSteps], session.engine.catalog),
    )
    this.openNodeId = addedStep?.node.id
  }

  #requestSettings(nodeId: string): void {
    this.dispatchEvent(new StepSettingsEvent(nodeId))
  }

  #rename(value: string): void {
    const name = value.trim()
    if (name !== '' && name !== this.session?.document.current.name) {
      this.session?.document.apply({ type: 'set-name', name }, { merge: 'name' })
    }
  }

  #observe(session: WorkflowSession | undefined): void {
    if (session === this.#observedSession) return
    this.#observedSession?.removeEventListener('aw-session-change', this.#onChange)
    session?.addEventListener('aw-session-change', this.#onChange)
    this.#observedSession = session
  }

  #onChange = (): void => this.requestUpdate()
}

/**
 * Lists the types that a step can have: the primary types, all other types with a table input and output, and the
 * current type.
 */
function listStepTypes(catalog: readonly NodeType[], currentType: string): string[] {
  const otherTypes = catalog.flatMap(({ type, inputs, outputs }) => {
    const isStep =
      inputs.some(({ type: kind }) => kind === 'table') && outputs.some(({ type: kind }) => kind === 'table')
    return isStep && findChainPorts(type, catalog) ? [type] : []
  })
  return [...new Set([...primaryTypes, ...otherTypes, currentType])]
}

declare global {
  interface HTMLElementEventMap {
    'studio-step-settings': StepSettingsEvent
  }
}

customElements.define('studio-steps', StepsPanel)
