import type { WorkflowSession } from '@aw-flow/client'
import type { Problem } from '@aw-flow/schema'
import type { EditorContext } from '../../elements/editor/editor-context.ts'
import { saveFile } from '../../elements/files/save-file.ts'
import type { Extension } from '../../extensions/extension.ts'
import { renderProblem } from '../../language/render-problem.ts'
import { exportExtensions, listLosses, type ExportKind } from '../export/export-workflow.ts'
import { hasContent } from './has-content.ts'
import type { CanvasCommand, CommandHost } from './command.ts'

/** Fired by a canvas when an export has ended, for the editor around it. */
class ExportedEvent extends Event {
  /** Problems of the export: parts that the file does not contain, or the reason why there is none. */
  readonly problems: readonly Problem[]
  constructor(problems: readonly Problem[]) {
    super('aw-exported', { bubbles: true, composed: true })
    this.problems = problems
  }
}

declare global {
  interface HTMLElementEventMap {
    'aw-exported': ExportedEvent
  }
}

const createExportCommand = (kind: ExportKind): CanvasCommand => ({
  id: `export-${kind}`,
  keys: [],
  enabled: (host) => hasContent(host) && (kind !== 'html' || host.activeSession?.data.exportPage !== undefined),
  run: (host) => void saveExport(host, kind),
})

async function saveExport(host: CommandHost, kind: ExportKind): Promise<void> {
  const { activeSession: session, document } = host
  const name = `${document.name.replaceAll(/[\\/:*?"<>|\s]+/g, ' ').trim() || 'workflow'}${exportExtensions[kind]}`
  const page = kind === 'html' ? await session?.data.exportPage?.() : undefined
  const textWithVersions = kind === 'json' ? await session?.document.versions?.exportText() : undefined
  const file =
    textWithVersions === undefined
      ? page === undefined
        ? await host.exportAs(kind)
        : page.ok
          ? page.value
          : undefined
      : new Blob([textWithVersions], { type: 'application/json' })
  if (file) saveFile(file, name)
  const problems = page?.ok === false ? [page.problem] : file ? await listLosses(kind, document) : []
  host.dispatchEvent(new ExportedEvent(problems))
  if (problems.length > 0 && !file) return
  host.announce(file ? host.strings.exported(name) : host.strings.tooLargeForPng)
}

const exportKinds = Object.keys(exportExtensions) as ExportKind[]

/** Reports of the last export of each session, until the user dismisses it. */
const reports = new WeakMap<WorkflowSession, readonly Problem[]>()

const setReport = (editor: EditorContext, problems: readonly Problem[]): void => {
  reports.set(editor.session, problems)
  void editor.requestUpdate()
}

/** Exports the workflow in all formats, and reports what a format cannot contain. */
export const exportExtension: Extension = {
  name: 'aw-export',
  commands: exportKinds.map(createExportCommand),
  listNotifications: (editor) =>
    (reports.get(editor.session) ?? []).map((problem) => {
      const { message, hint, severity } = renderProblem(problem, editor.strings.renderText)
      const dismiss = (): void =>
        setReport(
          editor,
          (reports.get(editor.session) ?? []).filter((other) => other !== problem),
        )
      return { severity, message, hint, dismiss }
    }),
  on: { 'aw-exported': ({ problems }, editor) => setReport(editor, problems) },
}
