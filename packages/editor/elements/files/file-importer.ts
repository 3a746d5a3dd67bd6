import type { WorkflowSession } from '@aw-flow/client'
import { renderProblem } from '../../language/render-problem.ts'
import type { FileAnswer } from './aw-file-question.ts'
import type { FileDrop, FileImport, FileImportHost, PendingWorkflow } from './import-files.ts'

/** Editor operations that the file importer depends on. */
export interface FileImporterHost extends FileImportHost {
  /** Returns the session to import files into; `undefined` if users cannot edit the document. */
  getSession(): WorkflowSession | undefined
  /** Called after `currentFileName`, `notice` or `question` changes. */
  onChange(): void
  onWorkflowOpened(): void
}

/** A pending question about what to do with a dropped workflow file. */
export interface FileQuestion {
  /** Name of the file. */
  readonly name: string
  /** True if the file is a version of the open workflow, so that it can be merged. */
  readonly isMergeable: boolean
}

export interface FileImporter {
  /** Name of the file that is being read; `undefined` if none. */
  readonly currentFileName: string | undefined
  /** Messages about the last import, until dismissed. */
  readonly notice: string | undefined
  /** The question that the user has to answer next; `undefined` if none. */
  readonly question: FileQuestion | undefined
  /**
   * Imports dropped files. Each data file becomes a dataset with a node; for each workflow file, the user is asked what
   * to do.
   */
  importFiles(drop: FileDrop): Promise<void>
  /** Applies the user's answer to the current question. */
  answer(answer: FileAnswer): Promise<void>
  dismiss(): void
}

/** Loads the import code on demand, because most editors do not need it initially. */
const loadImportModule = () => import('./import-files.ts')

/** Creates an importer for dropped and pasted files. It reads the files one at a time. */
export function createFileImporter(host: FileImporterHost): FileImporter {
  let currentFileName: string | undefined
  let notice: string | undefined
  let pendingWorkflows: readonly PendingWorkflow[] = []

  const setNotice = (messages: readonly string[]): void => {
    notice = messages.length > 0 ? messages.join(' ') : undefined
    host.onChange()
  }

  const createImport = (session: WorkflowSession): FileImport => ({
    session,
    host,
    selection: [...host.getSelection()],
    onReadingChange: (name) => {
      currentFileName = name
      host.onChange()
    },
  })

  return {
    get currentFileName() {
      return currentFileName
    },
    get notice() {
      return notice
    },
    get question() {
      const [nextWorkflow] = pendingWorkflows
      return nextWorkflow && { name: nextWorkflow.file.name, isMergeable: nextWorkflow.mergeEdit !== undefined }
    },
    async importFiles(drop) {
      const session = host.getSession()
      if (!session) return
      setNotice([])
      const fileImport = createImport(session)
      const importModule = await loadImportModule().catch(() => undefined)
      if (!importModule) {
        setNotice([host.getStrings().incomplete])
        return
      }
      const { messages, workflows } = await importModule.importFiles(fileImport, drop)
      pendingWorkflows = [...pendingWorkflows, ...workflows]
      setNotice(messages)
    },
    async answer(answer) {
      const [currentWorkflow, ...remaining] = pendingWorkflows
      pendingWorkflows = remaining
      host.onChange()
      if (!currentWorkflow || answer === 'cancel') return
      const session = host.getSession()
      if (!session) return
      if (answer === 'load') {
        const { importData } = await loadImportModule()
        setNotice(await importData(createImport(session), [currentWorkflow.file], currentWorkflow.drop))
        return
      }
      const { document } = session
      if (answer === 'merge' && currentWorkflow.mergeEdit) {
        document.versions?.merge(currentWorkflow.mergeEdit)
        return
      }
      const [problem] = document.open(currentWorkflow.content)
      if (problem) {
        const { message, hint } = renderProblem(problem, host.getStrings().renderText)
        setNotice([message, ...(hint ? [hint] : [])])
      }
      host.onWorkflowOpened()
    },
    dismiss: () => setNotice([]),
  }
}
