import { defineEvent } from '../../define-event.ts'
import { applyWithSettings } from '../deferred-tools.ts'
import { createDatasetEdits, findDatasetSetting } from '../run/input-nodes.ts'
import { getProblemLink, renderProblemText } from '../editor/notifications.ts'
import type { WorkflowSession } from '@aw-flow/client'
import type {
  Column,
  Edit,
  Json,
  NodeDescription,
  NodeType,
  Port,
  Problem,
  WorkflowEdge,
  WorkflowNode,
} from '@aw-flow/schema'
import { createEmptyWorkflow, isFinalRunState, defined } from '@aw-flow/schema'
import { getTypeFamily } from '@aw-flow/schema/internal'
import { html, nothing, type PropertyValues } from 'lit'
import { live } from 'lit/directives/live.js'
import {
  checkConnection,
  createConnectEdit,
  fits,
  newId,
  findPortIndex,
  createRemoveEdit,
  subWorkflowSetting,
  subWorkflowType,
  resolveNodePorts,
  findInnerWorkflow,
  type InnerPort,
  type NewId,
} from '@aw-flow/canvas'
import { formatEarlierLoadSummary, formatLoadSummary } from '../../canvas/load-summary.ts'
import { downgradeProblems } from '../../canvas/new-nodes.ts'
import { NodeEnterEvent } from '../../canvas/canvas-events.ts'
import type { InspectorSection, InspectorSectionContext } from '../../extensions/extension.ts'
import { ExtensionsController } from '../../extensions/extensions-controller.ts'
import { mountContent } from '../../extensions/mount-part.ts'
import { ReviewEvent, findPendingApproval } from '../approval/review-event.ts'
import { icon } from '../../icons/icon.ts'
import { renderIconButton } from '../../icons/icon-button.ts'
import { renderTabList } from '../results/render-tab-list.ts'
import { SessionController } from '../../session-controller.ts'
import { controls } from '../../styles/controls.styles.ts'
import { familyColor } from '../../styles/family-color.ts'
import { tokens } from '../../styles/tokens.styles.ts'
import { NetworkAccessControl } from '../outside/network-access-control.ts'
import { SettingChangeEvent, type FileChosenEvent } from '../../forms/aw-form.ts'
import { withSettingTitle } from '../../forms/setting-title.ts'
import type { Drafts, FormContext } from '../../forms/form-context.ts'
import { LoadPlanOpenEvent } from '../load-plan/load-plan-open-event.ts'
import { styles } from './aw-inspector.styles.ts'
import { findExplainableProblems } from './find-help-problems.ts'
import { findNodeChanges, type SettingChange } from './setting-changes.ts'
import { renderExposedPortField } from './exposed-port-field.ts'
import { inspectorStrings, type InspectorStrings } from './inspector-strings.ts'
import { createLazyMount } from './lazy-mount.ts'
import { NodeDocs } from './node-docs.ts'
import type { SelectionActions } from './selection-actions.ts'
import type { AwCanvas } from '../../canvas/aw-canvas.ts'
import { NodeFormContextCache } from './node-form-context.ts'
import { typeIcons } from '../../views/format-cell.ts'
import { formatColumnType } from '../../language/column-types.ts'
import { getKey } from '../../get-key.ts'
import { element } from '../../element.ts'

/** Fired when the user closes the inspector. @public */
export class InspectorCloseEvent extends defineEvent('aw-inspector-close') {}

/** Mounts the form for a sub-workflow's ports, which is loaded on first use. */
const mountSubWorkflowPorts = createLazyMount(
  async () => (await import('./mount-sub-workflow-ports.ts')).mountSubWorkflowPorts,
)

const maxSources = 400

const inspectorTabs = ['settings', 'data', 'details'] as const
type InspectorTab = (typeof inspectorTabs)[number]

/** Returns a copy of a node type without the setting `name`, so that the form does not show it. */
function omitSetting(type: NodeType, name: string): NodeType {
  const cached = reducedTypes.get(type)
  if (cached) return cached
  const { [name]: _, ...properties } = (type.settings.properties ?? {}) as Record<string, unknown>
  const reducedType = { ...type, settings: { ...type.settings, properties } }
  reducedTypes.set(type, reducedType)
  return reducedType
}
/** Cached results of `omitSetting`. A new object for the same type would rerender the form. */
const reducedTypes = new WeakMap<NodeType, NodeType>()

/** The part of a settings schema that declares formats. */
interface SettingsSchema {
  properties?: Record<string, { format?: string }>
}

interface SourceOptions {
  options: { value: string; title: string }[]
  /** The value of the option for the current edge; empty if the input is not connected. */
  value: string
}

declare global {
  interface HTMLElementEventMap {
    'aw-inspector-close': InspectorCloseEvent
  }
  interface HTMLElementTagNameMap {
    'aw-inspector': AwInspector
  }
}

/**
 * The settings panel for the selected node, in three tabs: problems and settings; connections and the columns of inputs
 * and outputs; hosts, options and documentation. The connection fields are a keyboard alternative to drawing edges. If
 * several nodes are selected, it shows commands for them instead.
 *
 * @event {ReviewEvent} aw-review - Fired when the user opens the approval that the node is waiting for.
 * @event {InspectorCloseEvent} aw-inspector-close - Fired when the user closes the inspector.
 * @event {NodeEnterEvent} aw-node-enter - Fired when the user opens the node's sub-workflow.
 * @event {LoadPlanOpenEvent} aw-load-plan-open - Fired when the user opens the node's load plan.
 * @csspart code - The text area of a code field.
 *
 * @public
 */
export class AwInspector extends element(
  {
    session: undefined as WorkflowSession | undefined,
    /** The canvas that runs the commands for several selected nodes. If absent, the commands are not shown. */
    canvas: undefined as AwCanvas | undefined,
    /** Ids of the selected nodes. */
    nodes: new Set() as ReadonlySet<string>,
    readonly: false,
    strings: inspectorStrings as InspectorStrings,
    newId: newId as NewId,
    /** Unfinished input in node forms, kept while the inspector is closed. */
    drafts: undefined as Drafts | undefined,
    /** Ids of the nodes that were just added. Their missing settings are not reported as problems yet. */
    newNodes: new Set() as ReadonlySet<string>,
    /** URL of the error reference that problems link to. If empty, problems have no link. */
    errorReferenceUrl: '',
    /** Returns the URL of the workflow that a sub-workflow node refers to by name or id. */
    workflowUrl: undefined as ((workflow: string) => string | undefined) | undefined,
    /** Commands for the selected nodes; `undefined` until their module is loaded. */
    _actions: undefined as SelectionActions | undefined,
    /** The shown tab. It stays the same when another node is selected. */
    _tab: 'settings' as InspectorTab,
  },
  { readonly: { type: Boolean } },
) {
  static override styles = [tokens, controls, styles]

  #networkAccess = new NetworkAccessControl(this)
  /** Number of the current undo step. Consecutive input is a single step until focus leaves the field. */
  #undoStep = 0
  readonly #formContext = new NodeFormContextCache()
  readonly #docs = new NodeDocs(this)
  readonly #extensions = new ExtensionsController(this)
  #controller = new SessionController(this, ['document', 'catalogue', 'description', 'datasets', 'run'])

  override willUpdate(changed: PropertyValues): void {
    if (changed.has('strings')) void this.#loadActions(this.strings.language)
  }

  override updated(): void {
    const { session } = this.#controller
    const [id] = this.nodes
    const node = this.nodes.size === 1 && session?.document.current.nodes.find((candidate) => candidate.id === id)
    const { properties = {} } = (node && (this.#types.get(node.type)?.settings as SettingsSchema | undefined)) || {}
    if (Object.values(properties).some(({ format }) => format === 'sql')) session?.assistant?.checkStatements()
  }

  override render(): unknown {
    const session = this.#controller.session
    if (!session || this.nodes.size === 0) return nothing
    if (this.nodes.size > 1) return this.#renderSelection(session)
    const [id] = this.nodes
    const node = session.document.current.nodes.find((candidate) => candidate.id === id)
    if (!node) return nothing
    const { nodeTypes } = this.strings
    const { current, description: originalDescription } = session.document
    const localizedDescription = originalDescription && nodeTypes.translateDescription(originalDescription, current)
    const description = downgradeProblems(localizedDescription, this.newNodes)?.nodes[node.id]
    const catalogType = this.#types.get(node.type)
    const type = resolveNodePorts(catalogType, description, node)
    // An embedded sub-workflow is edited on the canvas, not as JSON in the form.
    const displayedType =
      type &&
      (node.type === subWorkflowType ? omitSetting(type, subWorkflowSetting) : this.#extensions.refineType(node, type))
    const fields = new Set(Object.keys((displayedType?.settings.properties as object | undefined) ?? {}))
    const problems = description?.problems ?? []
    const { current: run, previous, stale } = session.runs
    const loadSummary = stale.has(node.id)
      ? undefined
      : (formatLoadSummary(run?.nodes[node.id], this.strings) ??
        formatEarlierLoadSummary(node, previous, session.data.list, this.strings))
    const isFieldProblem = ({ where }: Problem): boolean => fields.has(where?.setting?.split('.')[0] ?? '')
    const nodeProblems = problems.filter((problem) => !isFieldProblem(problem))
    const helpProblems = findExplainableProblems(session, node.id, problems)
    return html`
      ${this.#renderHead(node, type)}
      ${renderTabList({
        label: this.strings.settings,
        tabs: inspectorTabs.map((id) => ({ id, title: this.strings.tabs[id] })),
        activeId: this._tab,
        prefix: 'tab',
        getPanelId: (id) => `panel-${id}`,
        select: (id) => (this._tab = id),
      })}
      <div
        class="body"
        role="tabpanel"
        id="panel-settings"
        aria-labelledby="tab-settings"
        ?hidden=${this._tab !== 'settings'}
      >
        ${this.readonly ? nothing : (this._actions?.renderRunButtons(session, this.nodes) ?? nothing)}
        ${loadSummary === undefined ? nothing : html`<p class="loaded small">${loadSummary}</p>`}
        ${findPendingApproval(session.runs.current, node.id) ? this.#renderApproval(node.id) : nothing}
        ${
          nodeProblems.length > 0 || helpProblems.length > 0
            ? this.#renderProblems(session, catalogType, [...new Set([...nodeProblems, ...helpProblems])])
            : nothing
        }
        ${
          type
            ? html`<section aria-label=${this.strings.settings}>
                ${node.type === subWorkflowType ? this.#renderOpenButton(node) : nothing}
                <aw-form
                  exportparts="code"
                  .type=${displayedType}
                  .config=${node.data.config}
                  .problems=${problems.map((problem) => withSettingTitle(problem, catalogType))}
                  .datasets=${session.data.list}
                  .strings=${this.strings.form}
                  .context=${this.#createContext(node.id, type, description)}
                  .subject=${node.id}
                  .revision=${this.#getRevision(session)}
                  ?disabled=${this.readonly}
                  @aw-setting-change=${(event: SettingChangeEvent) => this.#setSetting(node.id, event)}
                  @aw-setting-open=${() => this.dispatchEvent(new LoadPlanOpenEvent({ node: node.id }))}
                  @aw-manage-secrets=${this.#onManageSecrets}
                  @focusout=${() => this.#undoStep++}
                  @aw-file-chosen=${(event: FileChosenEvent) => this.#importFile(node.id, event)}
                ></aw-form>
              </section>`
            : session.engine.catalog.length > 0
              ? html`<section><p class="muted">${this.strings.unknownType(node.type)}</p></section>`
              : nothing
        }
        ${this.#renderChanges(session, node, type)} ${this.#renderSections('settings', { session, node, type })}
      </div>
      ${this.#renderData(session, node, type, description)} ${this.#renderDetails(session, node, type, catalogType)}
    `
  }

  #renderHead(node: WorkflowNode, type: NodeType | undefined): unknown {
    return html`<div class="head">
      <span ${familyColor(type?.family)}>${icon(type?.icon ?? 'puzzle', 20)}</span>
      <input
        class="name"
        type="text"
        maxlength="200"
        aria-label=${this.strings.name}
        autocomplete="off"
        ?disabled=${this.readonly}
        .value=${live(this.#getShownLabel(node))}
        placeholder=${type?.title ?? node.type}
        @input=${(event: Event) => this.#setLabel(node, (event.target as HTMLInputElement).value)}
        @keydown=${this.#onNameKey}
      />
      ${renderIconButton('x', this.strings.close, () => this.dispatchEvent(new InspectorCloseEvent()))}
    </div>`
  }

  #renderData(
    session: WorkflowSession,
    node: WorkflowNode,
    type: NodeType | undefined,
    description: NodeDescription | undefined,
  ): unknown {
    return html`<div
      class="body"
      role="tabpanel"
      id="panel-data"
      aria-labelledby="tab-data"
      ?hidden=${this._tab !== 'data'}
    >
      ${
        node.type === subWorkflowType
          ? html`<div
              ${mountContent(mountSubWorkflowPorts, { session, node, type, readonly: this.readonly, strings: this.strings, apply: (edit, merge) => this.#apply(edit, merge) })}
            ></div>`
          : nothing
      }
      ${type && type.inputs.length > 0 ? this.#renderInputs(node, type, description) : nothing}
      ${type && type.outputs.length > 0 ? this.#renderOutputs(node, type, description) : nothing}
    </div>`
  }

  #renderDetails(
    session: WorkflowSession,
    node: WorkflowNode,
    type: NodeType | undefined,
    catalogType: NodeType | undefined,
  ): unknown {
    return html`<div
      class="body"
      role="tabpanel"
      id="panel-details"
      aria-labelledby="tab-details"
      ?hidden=${this._tab !== 'details'}
    >
      ${this.#networkAccess.render(session, catalogType, { title: this.strings.networkAccessTitle, strings: this.strings.networkAccess, readonly: this.readonly })}
      ${this.#renderSections('details', { session, node, type })}
      ${type ? this.#docs.render(session, type, this.strings) : nothing}
      ${
        this.readonly
          ? nothing
          : html`<button type="button" class="danger" @click=${this.#remove}>
              ${icon('trash')}${this.strings.remove}
            </button>`
      }
    </div>`
  }

  #showTab(tab: InspectorTab): Promise<unknown> {
    this._tab = tab
    return this.updateComplete
  }

  #renderSections(tab: InspectorTab, nodeContext: Pick<InspectorSectionContext, 'session' | 'node' | 'type'>): unknown {
    return this.#extensions.inspectorSections
      .filter(
        ({ matches, tab: sectionTab = 'settings' }) =>
          sectionTab === tab && (matches?.(nodeContext.node, nodeContext.type) ?? true),
      )
      .map((section) => this.#renderSection(section, nodeContext))
  }

  /** Focuses the first setting or, if there are no settings, the node name. */
  override focus(): void {
    if (this._tab !== 'settings') return void this.#showTab('settings').then(() => this.focus())
    const form = this.renderRoot.querySelector('aw-form')
    const firstControl = form?.renderRoot.querySelector<HTMLElement>('.control')
    const target = firstControl ?? this.renderRoot.querySelector<HTMLElement>('.head input')
    target?.focus()
  }

  /** Focuses a setting or, if the form does not show it, the first setting. */
  focusSetting(name: string): void {
    if (this._tab !== 'settings') return void this.#showTab('settings').then(() => this.focusSetting(name))
    if (!this.renderRoot.querySelector('aw-form')?.focusSetting(name)) this.focus()
  }

  /** Focuses the close button. Used on touch devices, where focusing a field would open the on-screen keyboard. */
  focusClose(): void {
    this.renderRoot.querySelector<HTMLElement>('.head button')?.focus()
  }

  #renderSection(
    { id, title, mount }: InspectorSection,
    nodeContext: Pick<InspectorSectionContext, 'session' | 'node' | 'type'>,
  ): unknown {
    const apply: InspectorSectionContext['apply'] = (edit, merge) => this.#apply(edit, merge)
    const context = { ...nodeContext, apply, readonly: this.readonly, strings: this.strings }
    if (title === undefined) return html`<div data-section=${id} ${mountContent(mount, context)}></div>`
    return html`<section data-section=${id}>
      <h3 aria-level="2">${title}</h3>
      <div ${mountContent(mount, context)}></div>
    </section>`
  }

  async #loadActions(language: string): Promise<void> {
    try {
      const { createSelectionActions } = await import('./selection-actions.ts')
      const actions = await createSelectionActions(language)
      if (this.strings.language === language) this._actions = actions
    } catch {
      // Without the actions, users can still change settings.
    }
  }

  #renderSelection(session: WorkflowSession): unknown {
    return html`<div class="many">
      <h2>${this.strings.selectedCount(this.nodes.size)}</h2>
      ${
        this.readonly
          ? nothing
          : html`${this._actions?.renderRunButtons(session, this.nodes) ?? nothing}
              ${this.canvas ? (this._actions?.renderCommands(this.canvas) ?? nothing) : nothing}
              <button type="button" class="danger" @click=${this.#remove}>
                ${icon('trash')}${this.strings.removeMany(this.nodes.size)}
              </button>`
      }
    </div>`
  }

  #renderApproval(nodeId: string): unknown {
    return html`<section class="approval">
      <p>${icon('hand')}<span>${this.strings.waitingForApproval}</span></p>
      <button type="button" class="primary" @click=${() => this.dispatchEvent(new ReviewEvent({ node: nodeId }))}>
        ${this.strings.review}
      </button>
    </section>`
  }

  #renderProblems(session: WorkflowSession, type: NodeType | undefined, problems: readonly Problem[]): unknown {
    return html`<section>
      <h3 aria-level="2">${this.strings.problems}</h3>
      <ul class="problems">
        ${problems.map(
          (problem) =>
            html`<li>
              <span class=${problem.severity}>${icon(problem.severity === 'info' ? 'info' : 'triangle-alert')}</span>
              <span
                >${renderProblemText(withSettingTitle(problem, type), this.strings.renderText, getProblemLink(problem, this.errorReferenceUrl, this.strings.learnMore))}${this.#renderHelp(session, problem)}</span
              >
            </li>`,
        )}
      </ul>
    </section>`
  }

  #renderHelp(session: WorkflowSession, problem: Problem): unknown {
    if (problem.severity === 'info') return nothing
    return html`<aw-problem-help
      .session=${session}
      .problem=${problem}
      .strings=${this.strings}
      .apply=${(edit: Edit) => {
        session.document.apply(edit)
        this.focus()
      }}
      ?readonly=${this.readonly}
    ></aw-problem-help>`
  }

  /** Renders the settings that have changed since the last run, with buttons to restore their values. */
  #renderChanges(session: WorkflowSession, { id }: WorkflowNode, type: NodeType | undefined): unknown {
    const { strings } = this
    const changes = findNodeChanges(id, type, session.document.current, session.runs.current?.workflow)
    if (!changes || (changes.settings.length === 0 && !changes.hasEdgeChanges && !changes.isNew)) return nothing
    return html`<section class="changes">
      <h3 aria-level="2">${strings.changes}</h3>
      ${changes.isNew ? html`<p class="small">${strings.newNode}</p>` : nothing}
      ${changes.hasEdgeChanges ? html`<p class="small">${strings.connectionsChanged}</p>` : nothing}
      <dl>${changes.settings.map((change) => this.#renderChange(id, change))}</dl>
    </section>`
  }

  #renderChange(id: string, { name, title, oldValue, before, after }: SettingChange): unknown {
    const { strings } = this
    const notSetLabel = html`<span class="muted">${strings.notSet}</span>`
    return html`<dt>
        <span>${title}</span>
        ${
          this.readonly
            ? nothing
            : renderIconButton('undo-2', strings.restore(title), () =>
                this.#setSetting(id, new SettingChangeEvent({ name, value: oldValue })),
              )
        }
      </dt>
      <dd>
        <span class="muted small">${strings.oldValue}</span>
        ${before === undefined ? notSetLabel : html`<del dir="auto">${before}</del>`}
      </dd>
      <dd>
        <span class="muted small">${strings.newValue}</span>
        ${after === undefined ? notSetLabel : html`<ins dir="auto">${after}</ins>`}
      </dd>`
  }

  #renderInputs(node: WorkflowNode, type: NodeType, description: NodeDescription | undefined): unknown {
    return html`<section>
      <h3 aria-level="2">${this.strings.inputs}</h3>
      ${type.inputs.map((port, index) => {
        const session = this.#controller.session
        const currentEdge = session?.document.current.edges.find(
          (edge) => edge.target === node.id && findPortIndex(type.inputs, edge.targetHandle) === index,
        )
        const { options, value } = this.#listSources(node, port, currentEdge)
        return html`<div class="port">
          <label for="input-${port.name}"> ${port.label ?? port.name} ${this.#renderPortType(port)} </label>
          <select
            id="input-${port.name}"
            ?disabled=${this.readonly}
            @change=${(event: Event) => this.#connect(node.id, port, (event.target as HTMLSelectElement).value, currentEdge?.id)}
          >
            <option value="" .selected=${live(value === '')}>${this.strings.notConnected}</option>
            ${options.map(
              (option) =>
                html`<option value=${option.value} .selected=${live(option.value === value)}>${option.title}</option>`,
            )}
          </select>
          ${this.#renderExposedPort(node, { side: 'input', port }, currentEdge !== undefined)}
          ${port.type === 'table' ? this.#renderColumns(description?.inputs[port.name]?.columns, currentEdge !== undefined) : nothing}
        </div>`
      })}
    </section>`
  }

  /**
   * Renders the control that opens the workflow of a sub-workflow node: a button for an embedded workflow, or a link to
   * the page of a workflow that is referenced by name.
   */
  #renderOpenButton(node: WorkflowNode): unknown {
    const { workflow } = node.data.config
    const workflowName = typeof workflow === 'string' ? workflow.trim() : ''
    const label = html`${icon('workflow')}${this.strings.openSubWorkflow}`
    if (workflowName !== '') {
      const url = this.workflowUrl?.(workflowName)
      return url === undefined ? nothing : html`<a class="enter" href=${url}>${label}</a>`
    }
    const isEmpty = findInnerWorkflow(node) === undefined
    if (isEmpty && this.readonly) return nothing
    const open = (): void => {
      if (isEmpty) this.#insertEmptyWorkflow(node)
      this.dispatchEvent(new NodeEnterEvent({ node: node.id }))
    }
    return html`<button type="button" class="enter" @click=${open}>${label}</button>`
  }

  /** Embeds an empty workflow in a sub-workflow node. */
  #insertEmptyWorkflow(node: WorkflowNode): void {
    const value = createEmptyWorkflow(node.data.label || node.type) as unknown as Json
    this.#setSetting(node.id, new SettingChangeEvent({ name: subWorkflowSetting, value }))
  }

  #renderOutputs(node: WorkflowNode, type: NodeType, description: NodeDescription | undefined): unknown {
    return html`<section>
      <h3 aria-level="2">${this.strings.outputs}</h3>
      ${type.outputs.map(
        (port) =>
          html`<div class="port">
            <div class="name">${port.label ?? port.name} ${this.#renderPortType(port)}</div>
            ${this.#renderExposedPort(node, { side: 'output', port }, false)}
            ${port.type === 'table' ? this.#renderColumns(description?.outputs[port.name]?.columns ?? this.#findRunColumns(node.id, port.name), true) : nothing}
          </div>`,
      )}
    </section>`
  }

  #renderExposedPort(
    { id, data, type }: WorkflowNode,
    innerPort: Pick<InnerPort, 'side' | 'port'>,
    isConnected: boolean,
  ): unknown {
    return renderExposedPortField(this.#controller.session, {
      innerPort: { node: id, ...innerPort },
      title: this.strings.nodeTypes.getLabel({ type, data }) || type,
      isConnected,
      strings: this.strings,
      readonly: this.readonly,
      apply: (edit, merge) => this.#apply(edit, merge),
    })
  }

  #renderPortType(port: Port): unknown {
    const portType = this.strings.portTypes[port.type]
    return portType === (port.label ?? port.name) ? nothing : html`<span class="kind">${portType}</span>`
  }

  /** Returns the columns that an output had in the last run, if the node has not changed since. */
  #findRunColumns(node: string, output: string): readonly Column[] | undefined {
    const { current: run, stale } = this.#controller.session!.runs
    const value = stale.has(node) ? undefined : run?.nodes[node]?.outputs?.[output]
    return value?.kind === 'table' ? value.table.columns : undefined
  }

  #renderColumns(columns: readonly Column[] | undefined, isExpected: boolean): unknown {
    if (!columns) return isExpected ? html`<p class="muted small">${this.strings.unknownColumns}</p>` : nothing
    if (columns.length === 0) return nothing
    return html`<details>
      <summary>${icon('chevron-right')}${this.strings.columns(columns.length)}</summary>
      <div class="columns">
        ${columns
          .slice(0, 500)
          .map(
            (column) =>
              html`${icon(typeIcons[getTypeFamily(column.type)])}<span class="name" title=${column.name}
                  >${column.name}</span
                ><span class="type" title=${column.type}
                  >${formatColumnType(column.type, this.strings.columnTypes)}</span
                >`,
          )}
      </div>
    </details>`
  }

  get #types(): ReadonlyMap<string, NodeType> {
    const types = this.strings.nodeTypes.translateTypes(this.#controller.session?.engine.catalog ?? [])
    return new Map(types.map((type) => [type.type, type]))
  }

  /** Returns up to `maxSources` select options for the outputs that can be connected to an input. */
  #listSources(node: WorkflowNode, port: Port, currentEdge: WorkflowEdge | undefined): SourceOptions {
    const session = this.#controller.session
    const types = this.#types
    const options: SourceOptions['options'] = []
    let value = ''
    for (const source of session?.document.current.nodes ?? []) {
      const outputs = types.get(source.type)?.outputs ?? []
      const isCurrentSource = source.id === currentEdge?.source
      if (source.id === node.id || (options.length >= maxSources && !isCurrentSource)) continue
      for (const output of outputs) {
        if (!fits(output.type, port.type)) continue
        const option = `${source.id} ${output.name}`
        if (isCurrentSource && (currentEdge?.sourceHandle ?? outputs[0]?.name) === output.name) value = option
        const name = outputs.length > 1 ? (output.label ?? output.name) : ''
        options.push({
          value: option,
          title: this.strings.sourceTitle(this.strings.nodeTypes.getLabel(source) || source.type, name),
        })
      }
    }
    return { options, value }
  }

  #createContext(id: string, type: NodeType, description: NodeDescription | undefined): FormContext {
    return this.#formContext.getContext(
      this.#controller.session!,
      id,
      type,
      description,
      this.drafts,
      () => this.strings.nodeTypes.translateTypes(this.#controller.session?.engine.catalog ?? []),
      this.strings.language,
      (node) => this.strings.nodeTypes.getLabel(node) || node.type,
    )
  }

  /** Returns a value that changes whenever expression results may change: after a run or a document change. */
  #getRevision({ document, runs }: WorkflowSession): unknown {
    const run = runs.current
    return run && !isFinalRunState(run.state) ? 'running' : (document.description ?? run)
  }

  #onManageSecrets = async (): Promise<void> => {
    await this.#showTab('details')
    const details = this.renderRoot.querySelector<HTMLDetailsElement>('details.outside')
    if (!details) return
    details.open = true
    const accessElement = details.querySelector('aw-outside')
    accessElement?.renderRoot.querySelector<HTMLElement>('[name=name]')?.focus()
  }

  #apply(edit: Edit, merge?: string): void {
    if (!this.readonly) this.#controller.session?.document.apply(edit, defined({ merge }))
  }

  #setLabel(node: WorkflowNode, label: string): void {
    this.#apply({ type: 'set-label', id: node.id, label }, `label ${node.id}`)
  }

  /** Returns the label to show. While the user is typing, the label is not replaced with a translated title. */
  #getShownLabel(node: WorkflowNode): string {
    const field = this.renderRoot.querySelector<HTMLInputElement>('input.name:focus')
    return field?.value === node.data.label ? node.data.label : this.strings.nodeTypes.getLabel(node)
  }

  #onNameKey = (event: KeyboardEvent): void => {
    if (getKey(event) === 'Enter') (event.target as HTMLElement).blur()
  }

  #setSetting(id: string, { name, value, others }: SettingChangeEvent): void {
    const edits = Object.entries({ [name]: value, ...others }).flatMap(([key, newValue]) =>
      this.#createSettingEdits(id, key, newValue),
    )
    const [firstEdit] = edits
    if (firstEdit)
      this.#apply(edits.length === 1 ? firstEdit : { type: 'batch', edits }, `setting ${id} ${name} ${this.#undoStep}`)
  }

  #createSettingEdits(id: string, name: string, value: Json | undefined): Edit[] {
    const session = this.#controller.session
    const node = session?.document.current.nodes.find((item) => item.id === id)
    const type = session?.engine.catalog.find((item) => item.type === node?.type)
    return session && node && typeof value === 'string' && name === findDatasetSetting(type)
      ? createDatasetEdits(session, node, name, value)
      : [defined({ type: 'set-config', id, path: [name], value })]
  }

  async #importFile(id: string, { name, file }: FileChosenEvent): Promise<void> {
    const dataset = await this.#controller.session?.data.add(file)
    if (dataset?.ok) this.#apply({ type: 'batch', edits: this.#createSettingEdits(id, name, dataset.value.id) })
  }

  #connect(id: string, port: Port, value: string, currentEdgeId: string | undefined): void {
    const session = this.#controller.session
    if (!session) return
    if (value === '') {
      if (currentEdgeId !== undefined) this.#apply({ type: 'remove-edge', id: currentEdgeId })
      return
    }
    const [source = '', output = ''] = value.split(' ')
    const connection = checkConnection(
      session.document.current,
      this.#types,
      { node: source, side: 'output', port: output },
      { node: id, side: 'input', port: port.name },
      session.document.description,
    )
    if (connection.ok && !this.readonly) applyWithSettings(session, createConnectEdit(connection, this.newId('edge')))
    this.requestUpdate()
  }

  #remove = (): void => {
    const session = this.#controller.session
    if (session)
      this.#apply(createRemoveEdit(session.document.current, { nodes: this.nodes, edges: new Set(), marks: new Set() }))
  }
}
