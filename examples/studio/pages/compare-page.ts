import { formatCount, formatDuration, icon } from '@aw-flow/editor'
import {
  compareRuns,
  foldRun,
  type NodeComparison,
  type RunComparison,
  type RunView,
  type Sides,
} from '@aw-flow/schema'
import {
  css,
  html,
  LitElement,
  nothing,
  type PropertyDeclarations,
  type PropertyValues,
  type TemplateResult,
} from 'lit'
import { pageStyles } from '../page.styles.ts'
import { runPath } from '../router.ts'
import { showState } from '../show-state.ts'
import { formatMoment } from '../words.ts'
import type { Workspace } from '../workspace.ts'

interface Compared {
  comparison: RunComparison
  views: Sides<RunView>
}

/** Two runs beside each other, from their records: node by node, what differs in settings, rows, outcome and time. */
export class ComparePage extends LitElement {
  static override styles = [
    ...pageStyles,
    css`
      .panel {
        overflow-x: auto;
      }

      table {
        width: 100%;
        border-collapse: collapse;
        font-size: 13px;
      }

      th,
      td {
        padding: 8px 16px;
        border-bottom: 1px solid var(--_border);
        text-align: start;
        vertical-align: top;
      }

      tr:last-child > * {
        border-bottom: 0;
      }

      thead th {
        color: var(--_muted);
        font-weight: 500;
      }

      tbody th {
        font-weight: 500;
      }

      .sides {
        display: flex;
        flex-wrap: wrap;
        gap: 4px 8px;
      }

      .changed {
        display: block;
        color: var(--_warn);
      }

      th a {
        color: var(--_accent);
      }
    `,
  ]
  static override properties: PropertyDeclarations = {
    workspace: { attribute: false },
    runId: { attribute: false },
    other: { attribute: false },
    compared: { state: true },
  }

  declare workspace: Workspace | undefined
  declare runId: string
  declare other: string
  declare compared: Compared | 'missing' | undefined

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('workspace') || changed.has('runId') || changed.has('other')) void this.#read()
  }

  protected override render(): TemplateResult | typeof nothing {
    const { compared } = this
    if (compared === undefined) return nothing
    if (compared === 'missing') {
      return html`<main>
        <header><h1 tabindex="-1">One of these runs is not in this browser</h1></header>
        <p><a class="button primary" href="/runs">See your runs</a></p>
      </main>`
    }
    const { comparison, views } = compared
    const equal = comparison.nodes.filter(({ isEqual }) => isEqual).length
    return html`
      <main>
        <header>
          <h1 tabindex="-1">Two runs compared</h1>
          <a class="button" href="/runs">${icon('arrow-left')} All runs</a>
        </header>
        <p class="muted">${formatCount(equal)} of ${formatCount(comparison.nodes.length)} nodes came out the same.</p>
        <section class="panel">
          <table>
            <thead>
              <tr>
                <th scope="col">Node</th>
                ${this.#renderSide(views.a)} ${this.#renderSide(views.b)}
                <th scope="col">What differs</th>
              </tr>
            </thead>
            <tbody>
              ${comparison.nodes.map((node) => renderNode(node, views))}
            </tbody>
          </table>
        </section>
      </main>
    `
  }

  #renderSide({ run, state, startedAt, workflow }: RunView): TemplateResult {
    return html`<th scope="col">
      <a href=${runPath(run)}>${workflow?.name ?? run}</a><br />
      ${startedAt === undefined ? nothing : formatMoment(startedAt)}<br />${showState(state)}
    </th>`
  }

  async #read(): Promise<void> {
    const { workspace, runId, other } = this
    if (!workspace) return
    const [a, b] = await Promise.all([workspace.storage.runEvents(runId), workspace.storage.runEvents(other)])
    if (runId !== this.runId || other !== this.other) return
    this.compared =
      a.length === 0 || b.length === 0
        ? 'missing'
        : { comparison: compareRuns(a, b), views: { a: foldRun(a), b: foldRun(b) } }
  }
}

function renderNode(comparison: NodeComparison, views: Sides<RunView>): TemplateResult {
  const { node, settings = {}, inputs = {}, outputs = {}, rows, type } = comparison
  const label = [views.a, views.b].flatMap((view) => view.workflow?.nodes ?? []).find(({ id }) => id === node)
    ?.data.label
  const side = (view: RunView): TemplateResult => {
    const run = view.nodes[node]
    if (!run) return html`<td class="muted">Not in this run</td>`
    return html`<td>
      <span class="sides">
        ${showState(run.state)} ${run.rows === undefined ? nothing : html`<span>${formatCount(run.rows)} rows</span>`}
        ${run.ms === undefined ? nothing : html`<span class="muted">${formatDuration(run.ms)}</span>`}
      </span>
    </td>`
  }
  const changes = [
    ...(type ? [`another type: ${type.a}, ${type.b}`] : []),
    ...Object.entries(settings).map(([name, { a, b }]) => `${name}: ${shortly(a)} → ${shortly(b)}`),
    ...Object.keys(inputs).map((port) => `what came in at ${port}`),
    ...Object.keys(outputs).map((port) => `what it gave at ${port}`),
    ...(rows ? [`rows: ${rows.a ?? 0} → ${rows.b ?? 0}`] : []),
  ]
  return html`<tr>
    <th scope="row">${label || node}</th>
    ${side(views.a)} ${side(views.b)}
    <td>
      ${
        changes.length === 0
          ? html`<span class="muted">${comparison.isEqual ? 'Nothing' : 'How it ended'}</span>`
          : changes.map((change) => html`<span class="changed">${change}</span>`)
      }
    </td>
  </tr>`
}

function shortly(value: unknown): string {
  const text = value === undefined ? 'default' : typeof value === 'string' ? value : JSON.stringify(value)
  return text.length > 60 ? `${text.slice(0, 60)}…` : text
}

declare global {
  interface HTMLElementTagNameMap {
    'studio-compare': ComparePage
  }
}

customElements.define('studio-compare', ComparePage)
