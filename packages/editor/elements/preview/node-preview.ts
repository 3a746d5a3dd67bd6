import { loadLazyTexts } from '../../language/languages.ts'
import type { WorkflowSession } from '@aw-flow/client'
import {
  getProblemText,
  isFinalRunState,
  type Column,
  type NodeType,
  type Value,
  type WorkflowNode,
} from '@aw-flow/schema'
import { sampleNodePrefix } from '@aw-flow/schema/internal'
import { html, nothing, type TemplateResult } from 'lit'
import { InnerSession, findWorkflow } from '../../inner-session.ts'
import { renderSampleTable, renderSampleValue } from '../../views/sample-table.ts'
import { renderCode } from '../../render-code.ts'
import { findUpstreamIds } from './find-upstream-ids.ts'
import type { InspectorStrings } from '../inspector/inspector-strings.ts'
import { nodePreviewStrings, type NodePreviewStrings } from './node-preview-strings.ts'
import {
  createPreviewRequest,
  maxPreviewColumns,
  type JoinMatches,
  type PreviewResult,
  type PreviewRows,
} from './preview-request.ts'
import type { OpenInput } from './sample/open-inputs.ts'
import type { SampleForm, SampleTools } from './sample/sample-form.ts'

const maxValueLength = 2_000

/** The strings that the preview shares with other parts of the editor. @public */
export type PreviewContextStrings = Pick<InspectorStrings, 'language' | 'nodeTypes' | 'renderText' | 'columnTypes'>

/** Renders previews of a node's outputs, computed from a sample with the node's current settings. */
export type NodePreviewRenderer = Awaited<ReturnType<typeof createNodePreviewRenderer>>

/** Creates the renderer, with UI strings in the language of `sharedStrings`. */
export async function createNodePreviewRenderer(sharedStrings: PreviewContextStrings, onChange: () => void) {
  const { language } = sharedStrings
  const strings = await loadLazyTexts(language, 'nodePreview', nodePreviewStrings)
  const request = createPreviewRequest(onChange)
  let selectedPort: string | undefined
  let toolsState: SampleTools | 'loading' | 'failed' | undefined
  let sampleForm: SampleForm | undefined

  /** Loads the sample form. Called the first time the previewed node's workflow has open inputs. */
  const loadSampleTools = async (): Promise<void> => {
    toolsState = 'loading'
    toolsState = await import('./sample/sample-form.ts')
      .then(({ sampleTools }) => sampleTools)
      .catch(() => 'failed' as const)
    if (toolsState === 'failed') return
    sampleForm = toolsState.createSampleForm(onChange)
    onChange()
  }
  /** Returns the open inputs that a node depends on and that can have sample data. */
  const listInputs = (session: WorkflowSession, nodeId: string): OpenInput[] => {
    const outermostSession = session instanceof InnerSession ? session.outerSession : session
    const hasInputs = (session.document.current.ports?.inputs.length ?? 0) > 0
    if (!hasInputs || !outermostSession.assistant) return []
    if (toolsState === undefined) void loadSampleTools()
    if (typeof toolsState !== 'object') return []
    toolsState.restoreSamples(outermostSession)
    const { canHaveSample, findOpenInputs } = toolsState
    return findOpenInputs(outermostSession.document.current, getScopePath(session), nodeId).filter(canHaveSample)
  }

  const renderContent = (session: WorkflowSession, node: WorkflowNode, type: NodeType): TemplateResult => {
    const run = session.runs.current
    if (run && !isFinalRunState(run.state)) {
      request.clear()
      return renderNote(strings.running)
    }
    const inputs = listInputs(session, node.id)
    return html`${sampleForm && inputs.length > 0 ? sampleForm.render(session, inputs, strings) : nothing}
    ${renderResult(session, node, type, inputs)}`
  }
  const renderResult = (
    session: WorkflowSession,
    node: WorkflowNode,
    type: NodeType,
    inputs: readonly OpenInput[],
  ): TemplateResult => {
    if (hasUpstreamErrors(session, node.id)) {
      request.clear()
      return renderNote(strings.hasProblems)
    }
    request.update(session, node.id)
    const { result, isCurrent } = request
    if (!result) return renderNote(strings.computing)
    if (result.state !== 'completed' && inputs.some((input) => !sampleForm?.hasSample(session, input)))
      return renderNote(strings.needsSample)
    const findTitle = (id: string): string => {
      if (id.split('/').at(-1)?.startsWith(sampleNodePrefix)) return strings.sampleNode
      const node = findNodeAt(session, id.split('/'))
      return (node && sharedStrings.nodeTypes.getLabel(node)) || id
    }
    const selectPort = (port: string): void => {
      selectedPort = port
      onChange()
    }
    return html`<div class="preview-content ${isCurrent ? '' : 'outdated'}" aria-busy=${isCurrent ? 'false' : 'true'}>
      ${
        result.state === 'completed'
          ? renderOutputs(result, type, { strings, sharedStrings, selectedPort, selectPort })
          : renderNote(describeFailure(result, getNodePath(session, node.id), { strings, sharedStrings, findTitle }))
      }
    </div>`
  }

  return {
    /** Cancels the pending request. Call it when no node is shown. */
    clear: request.clear,
    /** Renders the preview of a node. Renders nothing if the session cannot compute previews. */
    render(session: WorkflowSession, node: WorkflowNode, type: NodeType): TemplateResult | typeof nothing {
      if (!session.assistant || type.outputs.length === 0) {
        request.clear()
        return nothing
      }
      const content = renderContent(session, node, type)
      const { result, isCurrent } = request
      const lastRun = session.runs.current?.nodes[node.id]
      return html`<section class="preview" aria-label=${strings.title} data-testid="node-preview">
        <p class="counts muted small">
          <span>${result && !isCurrent ? strings.updating : strings.title}</span>
          ${result?.state === 'completed' && isCurrent ? renderSampleSize(result, strings) : nothing}
          ${
            lastRun?.rows === undefined
              ? nothing
              : html`<span
                  >${session.runs.stale.has(node.id) ? strings.lastRunBefore(lastRun.rows) : strings.lastRun(lastRun.rows)}</span
                >`
          }
        </p>
        ${content}
      </section>`
    },
  }
}

/** Returns the path that identifies a node in previews: the ids from the top-level workflow down to the node. */
const getNodePath = (session: WorkflowSession, nodeId: string): string => [...getScopePath(session), nodeId].join('/')

/** Returns the ids of the sub-workflow nodes that contain a session's workflow, outermost first. */
const getScopePath = (session: WorkflowSession): readonly string[] =>
  session instanceof InnerSession ? session.path : []

/** Returns the node at a path that starts at the top-level workflow. */
function findNodeAt(session: WorkflowSession, path: readonly string[]): WorkflowNode | undefined {
  const outermostSession = session instanceof InnerSession ? session.outerSession : session
  const workflow = findWorkflow(outermostSession.document.current, path.slice(0, -1))
  return workflow?.nodes.find(({ id }) => id === path.at(-1))
}

/** Returns whether a node or one of its upstream nodes has errors that were found without a run. */
function hasUpstreamErrors({ document }: WorkflowSession, nodeId: string): boolean {
  const { description } = document
  if (!description) return false
  return [...findUpstreamIds(document.current, nodeId)].some((id) =>
    description.nodes[id]?.problems.some(({ severity }) => severity === 'error'),
  )
}

const renderNote = (text: string): TemplateResult => html`<p class="note muted small">${renderCode(text)}</p>`

const renderSampleSize = (
  { sample }: Extract<PreviewResult, { state: 'completed' }>,
  strings: NodePreviewStrings,
): TemplateResult | typeof nothing => {
  if (!sample) return nothing
  return html`<span
    >${sample.of === undefined ? strings.firstRows(sample.rows) : strings.sampled(sample.rows, sample.of)}</span
  >`
}

function describeFailure(
  result: Exclude<PreviewResult, { state: 'completed' }>,
  nodePath: string,
  {
    strings,
    sharedStrings,
    findTitle,
  }: { strings: NodePreviewStrings; sharedStrings: PreviewContextStrings; findTitle: (id: string) => string },
): string {
  if (result.state === 'failed') {
    const reason = sharedStrings.renderText(getProblemText(result.problem))
    const failedNodePath = result.problem.where?.node
    // A file that is not selected yet is not a failure.
    if (result.problem.code === 'load.no-dataset') return strings.noFile(findTitle(failedNodePath ?? nodePath))
    return failedNodePath === undefined || failedNodePath === nodePath
      ? strings.failed(reason)
      : strings.failedAt(findTitle(failedNodePath), reason)
  }
  switch (result.reason) {
    case 'effects':
      return strings.hasEffects(findTitle(result.node))
    case 'waiting':
      return strings.waiting(findTitle(result.node))
    case 'large-file':
      return strings.largeFile
    case 'too-slow':
      return strings.tooSlow
    case 'skipped':
      return strings.skipped
  }
}

interface OutputsView {
  readonly strings: NodePreviewStrings
  readonly sharedStrings: PreviewContextStrings
  readonly selectedPort: string | undefined
  selectPort(port: string): void
}

function renderOutputs(
  { outputs, rows, matches, notes = [] }: Extract<PreviewResult, { state: 'completed' }>,
  type: NodeType,
  { strings, sharedStrings, selectedPort, selectPort }: OutputsView,
): TemplateResult {
  const ports = Object.keys(outputs)
  const [firstPort] = ports
  if (firstPort === undefined) return renderNote(strings.noOutput)
  const port = selectedPort !== undefined && ports.includes(selectedPort) ? selectedPort : firstPort
  const value = outputs[port]!
  const getLabel = (name: string): string => type.outputs.find((output) => output.name === name)?.label ?? name
  const formatRowCount = (output: Value): string => (output.kind === 'table' ? strings.rows(output.table.rows) : '')
  return html`${
    ports.length === 1
      ? html`<p class="count small">${formatRowCount(value)}</p>`
      : html`<div class="ports" role="group" aria-label=${strings.ports}>
          ${ports.map(
            (name) =>
              html`<button
                type="button"
                class="quiet"
                aria-pressed=${name === port ? 'true' : 'false'}
                @click=${() => selectPort(name)}
              >
                ${strings.port(getLabel(name), formatRowCount(outputs[name]!))}
              </button>`,
          )}
        </div>`
  }
  ${notes.map((note) => html`<p class="note small">${renderCode(sharedStrings.renderText(getProblemText(note)))}</p>`)}
  ${matches ? renderMatches(matches, strings) : nothing}
  ${
    value.kind === 'table'
      ? renderRows(value.table.columns, rows[port] ?? [], { strings, sharedStrings })
      : renderValue(value, strings)
  }`
}

const renderMatches = ({ left, unmatchedRight }: JoinMatches, strings: NodePreviewStrings): TemplateResult =>
  html`<p class="matches small">
    <span>${strings.leftMatches(left.matched, left.total)}</span>
    ${unmatchedRight === undefined ? nothing : html`<span>${strings.rightUnmatched(unmatchedRight)}</span>`}
  </p>`

const renderValue = (value: Exclude<Value, { kind: 'table' }>, strings: NodePreviewStrings): TemplateResult =>
  isEmpty(value) ? renderNote(strings.emptyValue) : renderSampleValue(value, maxValueLength)

/** Returns whether a value is an empty string, list or object, such as the data of a manual trigger. */
function isEmpty(value: Exclude<Value, { kind: 'table' }>): boolean {
  if (value.kind === 'json') return typeof value.json === 'object' && Object.keys(value.json ?? { a: 1 }).length === 0
  return value.kind === 'text' && value.text === ''
}

function renderRows(
  allColumns: readonly Column[],
  rows: PreviewRows,
  { strings, sharedStrings }: Pick<OutputsView, 'strings' | 'sharedStrings'>,
): TemplateResult {
  const { language, columnTypes } = sharedStrings
  const columns = allColumns.slice(0, maxPreviewColumns)
  const label = strings.shownRows(rows.length)
  return html`${renderSampleTable({ columns, rows, label, language, columnTypes, nullText: strings.null })}
  ${rows.length === 0 ? renderNote(strings.empty) : nothing}
  ${allColumns.length > columns.length ? renderNote(strings.moreColumns(allColumns.length - columns.length)) : nothing}`
}
