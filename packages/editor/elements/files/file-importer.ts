import { html } from 'lit'
import type { EditorNotification } from '../../extensions/extension.ts'
import { mountTemplate } from '../../extensions/mount-template.ts'
import { renderProblem } from '../../language/render-problem.ts'
import type { EditorContext } from '../editor/editor-context.ts'
import type { FileAnswer, FileAnswerEvent } from './aw-file-question.ts'
import type { FileDrop, FileImport, PendingWorkflow } from './import-files.ts'

/** Loads the import code on demand, because most editors do not need it initially. */
const loadImportModule = () => import('./import-files.ts')

export function createFileImporter(editor: EditorContext) {
  let currentFileName: string | undefined
  let notice: Pick<EditorNotification, 'severity' | 'message'> | undefined
  let pendingWorkflows: readonly PendingWorkflow[] = []

  const setNotice = (messages: readonly string[], severity: EditorNotification['severity'] = 'warning'): void => {
    notice = messages.length > 0 ? { severity, message: messages.join(' ') } : undefined
    void editor.requestUpdate()
  }

  const createImport = (): FileImport => ({
    editor,
    session: editor.session,
    selection: [...(editor.canvas?.selection ?? [])],
    onReadingChange: (name) => {
      currentFileName = name
      void editor.requestUpdate()
    },
  })

  const setPendingWorkflows = (workflows: readonly PendingWorkflow[]): void => {
    pendingWorkflows = workflows
    if (workflows.length > 0) editor.openDialog('aw-file-question')
    else editor.closeDialog()
  }

  const importFiles = async (drop: FileDrop): Promise<void> => {
    if (editor.readonly) return
    setNotice([])
    const fileImport = createImport()
    const importModule = await loadImportModule().catch(() => undefined)
    if (!importModule) return setNotice([editor.strings.incomplete], 'error')
    const { messages, workflows } = await importModule.importFiles(fileImport, drop)
    if (workflows.length > 0) setPendingWorkflows([...pendingWorkflows, ...workflows])
    setNotice(messages)
  }

  const answer = async (fileAnswer: FileAnswer): Promise<void> => {
    const [workflow, ...remaining] = pendingWorkflows
    setPendingWorkflows(remaining)
    if (!workflow || fileAnswer === 'cancel' || editor.readonly) return
    if (fileAnswer === 'load') {
      const { importData } = await loadImportModule()
      setNotice(await importData(createImport(), [workflow.file], workflow.drop))
      return
    }
    const { document } = editor.session
    if (fileAnswer === 'merge' && workflow.mergeEdit) {
      document.versions?.merge(workflow.mergeEdit)
      return
    }
    const [problem] = document.open(workflow.content)
    if (problem) {
      const { message, hint } = renderProblem(problem, editor.strings.renderText)
      setNotice([message, ...(hint ? [hint] : [])], 'error')
    } else if (workflow.report) {
      // The placeholders and missing secrets remain in the list of problems.
      const { message, hint } = renderProblem(workflow.report.problems[0]!, editor.strings.renderText)
      setNotice([message, ...(hint ? [hint] : [])])
    }
    void editor.requestUpdate().then(() => editor.canvas?.fit())
  }

  const listNotifications = ({ strings }: EditorContext): readonly EditorNotification[] => [
    ...(notice === undefined ? [] : [{ ...notice, dismiss: () => setNotice([]) }]),
    ...(currentFileName === undefined
      ? []
      : [{ severity: 'progress' as const, message: strings.reading(currentFileName) }]),
  ]

  return {
    /**
     * Imports dropped files. Each data file becomes a dataset with a node; for each workflow file, the user is asked what
     * to do.
     */
    importFiles,
    /** Shows the file that is being read, messages about the last import, and questions about workflow files. */
    extension: {
      name: 'aw-files',
      listNotifications,
      dialogs: [
        {
          id: 'aw-file-question',
          mount: mountTemplate(
            () =>
              html`<aw-file-question
                .file=${pendingWorkflows[0]?.file.name ?? ''}
                .report=${pendingWorkflows[0]?.report}
                ?mergeable=${pendingWorkflows[0]?.mergeEdit !== undefined}
                @aw-file-answer=${(event: FileAnswerEvent) => void answer(event.answer)}
              ></aw-file-question>`,
          ),
        },
      ],
    },
  }
}
