import { loadLazyTexts } from '../../language/languages.ts'
import type { WorkflowSession } from '@aw-flow/client'
import { isFinalRunState, type RunSelection } from '@aw-flow/schema'
import { html, nothing, type TemplateResult } from 'lit'
import type { AwCanvas } from '../../canvas/aw-canvas.ts'
import type { CommandInfo } from '../../canvas/canvas-keyboard.ts'
import { formatKey } from '../../canvas/commands/key-name.ts'
import type { CommandId } from '../../canvas/commands/command.ts'
import { findRunDatasetId } from '../../canvas/load-summary.ts'
import { arrangeCommandIcons } from '../../canvas/popups/context-menu.ts'
import { icon } from '../../icons/icon.ts'
import { findInputNodes } from '../run/input-nodes.ts'
import { selectionActionStrings } from './selection-action-strings.ts'

/** Icons for the commands that apply to several nodes, keyed by command id. Their buttons show an icon and a title. */
const organizeCommandIcons: Partial<Record<CommandId, string>> = {
  group: 'group',
  fold: 'workflow',
  copy: 'copy',
  duplicate: 'copy-minus',
  disable: 'ban',
  bypass: 'spline',
  'lay-out': 'waypoints',
}

/** Renders the actions for the selected nodes. */
export type SelectionActions = Awaited<ReturnType<typeof createSelectionActions>>

/** Creates the actions with strings in the given language. */
export async function createSelectionActions(language: string) {
  const strings = await loadLazyTexts(language, 'selectionActions', selectionActionStrings)
  return {
    /**
     * Renders buttons that run a part of the workflow. Renders nothing inside a sub-workflow, because its nodes cannot be
     * run separately.
     */
    renderRunButtons(session: WorkflowSession, nodeIds: ReadonlySet<string>): TemplateResult | typeof nothing {
      const [target, ...others] = findLastNodeIds(session, nodeIds)
      if (target === undefined || 'path' in session) return nothing
      const isRunning = session.runs.current !== undefined && !isFinalRunState(session.runs.current.state)
      const hasResults = session.runs.current !== undefined && !isRunning
      const renderButton = (part: RunSelection, label: string, hint: string, isEnabled: boolean): TemplateResult =>
        html`<button type="button" title=${hint} ?disabled=${!isEnabled} @click=${() => runPart(session, part)}>
          ${part.kind === 'to' ? icon('play') : nothing}${label}
        </button>`
      return html`<div class="actions" role="group" aria-label=${strings.run}>
        ${renderButton(
          { kind: 'to', node: target, ...(others.length === 0 ? {} : { others }) },
          strings.runTo,
          nodeIds.size > 1 ? strings.runToAllHint : strings.runToHint,
          !isRunning,
        )}
        ${
          nodeIds.size > 1
            ? nothing
            : html`${renderButton({ kind: 'from', node: target }, strings.runFrom, strings.runFromHint, hasResults)}
              ${renderButton({ kind: 'only', node: target }, strings.runOnly, strings.runOnlyHint, hasResults)}`
        }
      </div>`
    },
    /** Renders the canvas commands that apply to several nodes. */
    renderCommands(canvas: AwCanvas): TemplateResult {
      const commands = new Map(canvas.commands.map((command) => [command.id, command]))
      const renderAll = (icons: Partial<Record<CommandId, string>>, showsTitles: boolean): unknown =>
        Object.entries(icons).map(([id, iconName]) => {
          const command = commands.get(id)
          return command && iconName !== undefined ? renderCommand(canvas, command, iconName, showsTitles) : nothing
        })
      return html`<h3 aria-level="2">${strings.arrange}</h3>
        <div class="actions" role="group" aria-label=${strings.arrange}>${renderAll(arrangeCommandIcons, false)}</div>
        <h3 aria-level="2">${strings.organize}</h3>
        <div class="actions list" role="group" aria-label=${strings.organize}>
          ${renderAll(organizeCommandIcons, true)}
        </div>`
    },
  }
}

function renderCommand(canvas: AwCanvas, command: CommandInfo, iconName: string, showsTitle: boolean): TemplateResult {
  const keys = command.keys.slice(0, 1).map((key) => formatKey(key, canvas.strings.keyNames))
  return html`<button
    type="button"
    class=${showsTitle ? '' : 'quiet icon'}
    title=${[command.title, ...keys].join(' · ')}
    aria-label=${showsTitle ? nothing : command.title}
    ?disabled=${!command.enabled}
    @click=${() => canvas.run(command.id)}
  >
    ${icon(iconName)}${showsTitle ? command.title : nothing}
  </button>`
}

/** Returns the selected nodes without a selected successor, or all selected nodes if they form a cycle. */
function findLastNodeIds({ document }: WorkflowSession, nodeIds: ReadonlySet<string>): string[] {
  const idsWithSuccessor = new Set(
    document.current.edges.flatMap(({ source, target }) =>
      nodeIds.has(source) && nodeIds.has(target) ? [source] : [],
    ),
  )
  const lastNodeIds = [...nodeIds].filter((id) => !idsWithSuccessor.has(id))
  return lastNodeIds.length === 0 ? [...nodeIds] : lastNodeIds
}

/** Runs a part of the workflow. Nodes without a file in their settings use their file from the last run. */
function runPart(session: WorkflowSession, part: RunSelection): void {
  const run = session.runs.current ?? session.runs.previous
  const inputs: Record<string, string> = {}
  for (const { id } of findInputNodes(session)) {
    const datasetId = findRunDatasetId(run, id)
    if (datasetId !== undefined && session.data.list.some((storedDataset) => storedDataset.id === datasetId))
      inputs[id] = datasetId
  }
  void session.runs.start({ inputs, part })
}
