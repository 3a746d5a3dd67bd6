import { findChoiceLabel, getSettingTitle, icon } from '@aw-flow/editor'
import { foldRun, type RunView } from '@aw-flow/schema'
import { compareRuns, type NodeComparison, type RunComparison, type Sides } from '@aw-flow/schema/internal'
import { css, html, nothing, type PropertyValues, type TemplateResult } from 'lit'
import { pageStyles } from '../page.styles.ts'
import { getStrings } from '../language/strings.ts'
import { getRunPath } from '../shell/router.ts'
import { renderState } from '../shell/render-state.ts'
import { describeValueChange, formatOnOneLine } from './describe-value-change.ts'
import { listInputFileNames } from './run-files.ts'
import { getNodeTitle, getPortLabel, getRunTitle, getTypeTitle } from '../display-names.ts'
import type { Workspace } from '../workspace.ts'
import { renderNotFound } from '../shell/render-not-found.ts'
import { element } from '../shell/element.ts'
import { toPath } from '../shell/base-path.ts'

interface ComparedRuns {
  comparison: RunComparison
  views: Sides<RunView>
}

/** Compares two run records node by node: settings, rows, outcome and duration. */
export class ComparePage extends element({
  workspace: undefined as Workspace | undefined,
  runId: '',
  otherRunId: '',
  compared: undefined as ComparedRuns | 'missing' | undefined,
}) {
  static override styles = [
    ...pageStyles,
    css`
      .panel {
        position: relative;
        overflow-x: auto;
      }

      th,
      td {
        padding: 8px 16px;
        border-bottom: 1px solid var(--_border);
      }

      tbody tr:last-child > * {
        border-bottom: 0;
      }

      thead th {
        overflow-wrap: anywhere;
      }

      /* File names may break anywhere, but other headings must not. */
      thead th:is(:first-child, :last-child) {
        overflow-wrap: normal;
      }

      @media (min-width: 601px) {
        .time {
          white-space: nowrap;
        }
      }

      .sides {
        display: flex;
        flex-wrap: wrap;
        gap: 4px 8px;
      }

      .changed {
        display: block;
      }

      /* Wide enough for each run's name, state and time to fit on a few lines. */
      @media (min-width: 900px) {
        thead th:is(:nth-child(2), :nth-child(3)) {
          min-width: 13em;
        }
      }

      .changed::first-letter {
        text-transform: uppercase;
      }

      th a {
        color: var(--_accent);
      }

      /* Too narrow for four columns: each node becomes a card with its two runs side by side. */
      @media (max-width: 600px) {
        table,
        thead,
        tbody {
          display: block;
        }

        tr {
          display: grid;
          grid-template-columns: minmax(0, 1fr) minmax(0, 1fr);
          padding: 8px 0;
          border-bottom: 1px solid var(--_border);
        }

        tbody tr:last-child {
          border-bottom: 0;
        }

        th,
        td {
          padding: 4px 16px;
          border-bottom: 0;
        }

        tr > :first-child,
        tr > :last-child {
          grid-column: 1 / -1;
        }

        thead tr > :first-child,
        thead tr > :last-child {
          position: absolute;
          width: 1px;
          height: 1px;
          padding: 0;
          overflow: hidden;
          clip-path: inset(50%);
        }
      }
    `,
  ]

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('workspace') || changed.has('runId') || changed.has('otherRunId')) void this.#loadRuns()
  }

  protected override render(): TemplateResult | typeof nothing {
    const { compared } = this
    if (compared === undefined) return nothing
    if (compared === 'missing') {
      return renderNotFound({
        heading: getStrings().compare.runNotFound,
        hint: getStrings().run.notFoundHint,
        links: [
          { href: '/runs', label: getStrings().common.viewRuns },
          { href: '/trash', label: getStrings().shell.openTrash },
        ],
      })
    }
    const { comparison, views } = compared
    const strings = getStrings().compare
    const equalCount = comparison.nodes.filter(({ isEqual }) => isEqual).length
    return html`
      <main>
        <header>
          <h1 tabindex="-1">${strings.title}</h1>
          <a class="button" href=${toPath('/runs')}>${icon('arrow-left')} ${strings.allRuns}</a>
        </header>
        <p class="muted">${strings.sameResultCount(equalCount, comparison.nodes.length)}</p>
        <section class="panel">
          <table>
            <thead>
              <tr>
                <th scope="col">${strings.node}</th>
                ${this.#renderRunHeader(views.a)} ${this.#renderRunHeader(views.b)}
                <th scope="col">${strings.differences}</th>
              </tr>
            </thead>
            <tbody>
              ${comparison.nodes.map((node) => renderNode(node, views, this.workspace))}
            </tbody>
          </table>
        </section>
      </main>
    `
  }

  #renderRunHeader({ run, state, startedAt, workflow }: RunView): TemplateResult {
    const { workspace } = this
    const entry = workspace?.runs.find((item) => item.run === run)
    const [file, ...otherFiles] = entry && workspace ? listInputFileNames(entry, workspace) : []
    return html`<th scope="col">
      <a href=${getRunPath(run)}>${entry ? getRunTitle(entry) : (workflow?.name ?? run)}</a><br />
      ${file === undefined ? nothing : html`${getStrings().runs.files(file, otherFiles.length)}<br />`}
      ${startedAt === undefined ? nothing : html`<span class="time">${getStrings().formats.dateTime(startedAt)}</span>`}<br />${renderState(state)}
    </th>`
  }

  async #loadRuns(): Promise<void> {
    const { workspace, runId, otherRunId } = this
    if (!workspace) return
    const [a, b] = await Promise.all([
      workspace.storage.getRunEvents(runId),
      workspace.storage.getRunEvents(otherRunId),
    ])
    if (runId !== this.runId || otherRunId !== this.otherRunId) return
    this.compared =
      a.length === 0 || b.length === 0
        ? 'missing'
        : { comparison: compareRuns(a, b), views: { a: foldRun(a), b: foldRun(b) } }
  }
}

/** A difference in a node. `label` names the setting or port. */
interface Change {
  label?: string
  descriptions: readonly string[]
}

function renderNode(
  comparison: NodeComparison,
  views: Sides<RunView>,
  workspace: Workspace | undefined,
): TemplateResult {
  const datasets = workspace?.datasets ?? []
  const catalog = workspace?.engine.status.catalog ?? []
  const { node, settings = {}, inputs = {}, outputs = {}, rows, type } = comparison
  const { compare: strings, common, formats } = getStrings()
  const comparedNode = [views.a, views.b].flatMap((view) => view.workflow?.nodes ?? []).find(({ id }) => id === node)
  const label = comparedNode && getNodeTitle(comparedNode, catalog)
  const getNodePortLabel = (side: 'inputs' | 'outputs', port: string): string =>
    getPortLabel(comparedNode?.type, side, port, catalog)
  const renderRunCell = (view: RunView): TemplateResult => {
    const nodeRun = view.nodes[node]
    if (!nodeRun) return html`<td class="muted">${strings.notInRun}</td>`
    return html`<td>
      <span class="sides">
        ${renderState(nodeRun.state)}
        ${nodeRun.rows === undefined ? nothing : html`<span>${common.rows(nodeRun.rows)}</span>`}
        ${nodeRun.ms === undefined ? nothing : html`<span class="muted">${formats.duration(nodeRun.ms)}</span>`}
      </span>
    </td>`
  }
  const inputChanges = Object.entries(inputs).map(([port, sides]) => ({
    label: strings.input(getNodePortLabel('inputs', port)),
    descriptions: describeValueChange(sides),
  }))
  const inputDescriptions = new Set(inputChanges.map(({ descriptions }) => descriptions.join()))
  const outputChanges = Object.entries(outputs)
    .map(([port, sides]) => ({
      label: strings.output(getNodePortLabel('outputs', port)),
      descriptions: describeValueChange(sides),
    }))
    // A node that passes its input through would only repeat the same differences.
    .filter(({ descriptions }) => !inputDescriptions.has(descriptions.join()))
  const declaredType = catalog.find(({ type: name }) => name === comparedNode?.type)
  const nodeType = declaredType && getStrings().editor.nodeTypes.translateType(declaredType)
  const formatSetting = (name: string, value: unknown): string =>
    findChoiceLabel(nodeType, name, value) ??
    datasets.find(({ dataset }) => dataset.id === value)?.dataset.name ??
    formatOnOneLine(value)
  const changes: readonly Change[] = [
    ...(type ? [{ descriptions: [strings.type(getTypeTitle(type.a, catalog), getTypeTitle(type.b, catalog))] }] : []),
    ...Object.entries(settings).map(([name, { a, b }]) => ({
      label: getSettingTitle(nodeType, [name]),
      descriptions: [`${formatSetting(name, a)} → ${formatSetting(name, b)}`],
    })),
    // A table's columns are described only at the node that outputs it.
    ...inputChanges.map(({ label: portLabel, descriptions }) => ({
      label: portLabel,
      descriptions: descriptions.slice(0, 1),
    })),
    ...outputChanges,
    ...(rows && Object.keys(outputs).length === 0 ? [{ descriptions: [strings.rows(rows.a ?? 0, rows.b ?? 0)] }] : []),
  ]
  return html`<tr>
    <th scope="row">${label || node}</th>
    ${renderRunCell(views.a)} ${renderRunCell(views.b)}
    <td>
      ${
        changes.length === 0
          ? html`<span class="muted"
              >${views.a.nodes[node] && views.b.nodes[node] ? (comparison.isEqual ? strings.noDifferences : strings.finalStatus) : '–'}</span
            >`
          : changes.map(
              ({ label: changeLabel, descriptions }) =>
                html`<span class="changed"
                  >${changeLabel === undefined ? nothing : html`<span class="muted">${changeLabel}:</span> `}${descriptions.join(' · ')}</span
                >`,
            )
      }
    </td>
  </tr>`
}

customElements.define('studio-compare', ComparePage)
