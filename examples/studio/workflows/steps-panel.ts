import { applyWithSettings, controls, icon, newId, tokens } from '@aw-flow/editor'
import type { WorkflowSession } from '@aw-flow/client'
import type { NodeType } from '@aw-flow/schema'
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit'
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
import { findEndpoint, getModelEndpoints } from '../settings/model-endpoints.ts'
import { stepsPanelStyles } from './steps-panel.styles.ts'
import { getNodeTitle, getTypeTitle } from '../display-names.ts'
import { element } from '../shell/element.ts'
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

const primaryTypes = ['loading', 'preparing', 'validation', 'table'] as const
/** Shows a workflow as a list of steps, as an alternative to the canvas. One step is expanded at a time. */
export class StepsPanel extends element({
  session: undefined as WorkflowSession | undefined,
  /** ID of the expanded step's node. Defaults to the last step. */
  openNodeId: undefined as string | undefined,
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
                </label>
                ${this.#renderModelField(session, node)}`
            : nothing
        }
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

  /** Renders the field for selecting either rules only, or rules combined with a configured model. */
  #renderModelField(session: WorkflowSession, { id, data }: Step['node']): TemplateResult | typeof nothing {
    const endpoints = getModelEndpoints()
    if (endpoints.length === 0) return nothing
    const endpoint = findEndpoint(data.config)
    const { model: configuredModel } = data.config
    const strings = getStrings().steps
    const selectModel = (name: string): void => {
      const { model = '', address = '', secret = '' } = endpoints.find((endpoint) => endpoint.name === name) ?? {}
      const values = { model, modelAddress: address, modelSecret: secret }
      session.document.apply({
        type: 'batch',
        edits: Object.entries(values).map(([key, value]) => ({ type: 'set-config', id, path: [key], value })),
      })
    }
    return html`<label>
      ${strings.planWith}
      <select data-testid="plan-by" @change=${(event: Event) => selectModel((event.target as HTMLSelectElement).value)}>
        <option value="" ?selected=${endpoint === undefined}>${strings.rules}</option>
        ${endpoints.map(
          ({ name }) =>
            html`<option value=${name} ?selected=${name === endpoint?.name}>${strings.rulesAndModel(name)}</option>`,
        )}
        ${
          endpoint === undefined && typeof configuredModel === 'string' && configuredModel !== ''
            ? html`<option value=${configuredModel} selected disabled>
                ${strings.rulesAndModel(configuredModel)}
              </option>`
            : nothing
        }
      </select>
    </label>`
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
