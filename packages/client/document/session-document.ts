import {
  mergeWorkflows,
  readWorkflow,
  type Edit,
  type Problem,
  type Workflow,
  type WorkflowDescription,
} from '@aw-flow/schema'
import { isSameJson } from '@aw-flow/schema/internal'
import { createAutosave } from './autosave.ts'
import { createDescriber } from './describer.ts'
import { createDocumentVersions, type DocumentVersions } from './document-versions.ts'
import type { Engine } from '../engine/engine.ts'
import { createHistory, type History } from './history.ts'
import { createPageExitWatcher } from './page-exit-watcher.ts'
import { newId } from '../new-id.ts'
import { requests } from '../engine/requests.ts'
import type { LiveDocument } from '../live/live-document.ts'
import type { EditCause, SessionAspect, SessionDocument, SessionRequest } from '../session.ts'
import type { MergedSave, StorageChange, SyncStatus, WorkflowStorage } from '../storage/storage.ts'
import { createMergeNotification, createConflictCopyNotification } from './merge-notifications.ts'
import { listAddedNodes } from './list-added-nodes.ts'
import type { SessionAccess } from './session-access.ts'
import type { StoredSessionAssistant } from './session-assistant.ts'

/** A document that is saved automatically while it is edited. */
export interface StoredSessionDocument extends SessionDocument {
  readonly versions: DocumentVersions
  listWorkflows(): Promise<readonly string[]>
  /** The undo history, which a later session of the same document can reuse. */
  readonly history: History
  /** Schedules an update of the description. */
  scheduleDescription(): void
  /** Checks the document's SQL statements from now on, even if that requires loading the database. */
  enableStatementChecks(): void
  /** Saves the document immediately. */
  save(): Promise<void>
  /** Shows whether the server has the document, and the conflicts of merges while no page had it open. */
  refreshSync(): Promise<void>
  /** Passes on local changes, so that other pages receive them, until another call. */
  setLive(live: LiveState | undefined): void
  /** Shows a document with the changes of others, without an undo step. */
  showExternal(workflow: Workflow): void
  /** Reports the conflicts and problems of a merge. Stores its other side as a version, so that users can restore it. */
  reportMerge(merge: MergedSave, theirs?: Workflow): void
  /** Applies a change of the storage. Deleted files may have made the space that a document which was not saved needs. */
  applyStorageChange(change: StorageChange): Promise<void>
  /** Stops listening for page events and updating the description. */
  destroy(): void
}

type LiveState = Pick<LiveDocument, 'onLocalChange' | 'isConnected' | 'isAcknowledged'>

interface Options {
  id: string
  initialDocument: Workflow
  /** The stored revision of `initialDocument`, or 0 if it is not stored. */
  revision: number
  /**
   * Returns whether `initialDocument`, which is the browser's copy, is still being updated from the server. That is not a
   * change that can be undone.
   */
  isOpening(): boolean
  /** A previous session of the same document. Its undo history is reused if the document has not changed since then. */
  previousSession: SessionDocument | undefined
  storage: WorkflowStorage
  engine: Engine
  getAssistant: () => Pick<StoredSessionAssistant, 'describe' | 'checkPendingStatements'>
  access: Pick<SessionAccess, 'markImported' | 'recordCopy' | 'recordPaste' | 'whenSettled'>
  /** Dispatches a request event to the session's listeners. Returns false if a listener cancels the action. */
  isAllowed: (request: SessionRequest) => boolean
  onChange: (aspect: SessionAspect) => void
  onProblem: (problem: Problem) => void
}

/** The delay before SQL statements are checked while the user types, in ms. */
const typingDelayMs = 300

export function createSessionDocument(options: Options): StoredSessionDocument {
  const { id, initialDocument, storage, engine, getAssistant, access, isAllowed, onChange, onProblem } = options
  const previousHistory = (options.previousSession as StoredSessionDocument | undefined)?.history
  const history =
    previousHistory && isSameJson(previousHistory.document, initialDocument)
      ? previousHistory
      : createHistory(initialDocument)
  let description: WorkflowDescription | undefined

  const describer = createDescriber({
    describe: () => getAssistant().describe(),
    onDescription: (newDescription) => {
      description = newDescription
      onChange('description')
      checks.schedule()
    },
  })
  const checks = createStatementCheckTimer(options, {
    getDescription: () => description,
    onChecked: () => describer.schedule(),
  })
  const notifyChange = (): void => {
    onChange('document')
    describer.schedule()
  }

  let live: LiveState | undefined
  const withChangeNotification = <T>(action: () => T, cause: EditCause = 'apply'): T => {
    const previousDocument = history.document
    const result = action()
    if (history.document !== previousDocument) {
      live?.onLocalChange(previousDocument, cause)
      notifyChange()
      saving.schedule(history.document)
    }
    return result
  }

  const apply: SessionDocument['apply'] = (edit, { merge: mergeKey, pasted: pastedText } = {}) => {
    if (!isAllowed({ type: 'edit', edit, cause: 'apply' })) return []
    const previousDocument = history.document
    const problems = withChangeNotification(() => history.apply(edit, mergeKey))
    if (pastedText !== undefined && history.document !== previousDocument)
      access.recordPaste(pastedText, listAddedNodes(edit))
    const invalidEditProblem = problems.find(({ code }) => code === 'edit.invalid' || code === 'workflow.too-large')
    if (invalidEditProblem) onProblem(invalidEditProblem)
    return problems
  }

  const step = (cause: 'undo' | 'redo', edit: Edit | undefined): void => {
    if (edit && isAllowed({ type: 'edit', edit, cause })) withChangeNotification(() => history[cause](), cause)
  }

  const versions = createDocumentVersions({
    id,
    storage,
    getDocument: () => history.document,
    apply: (edit) => void apply(edit),
    onMerge: () => access.markImported({ keepGrants: true }),
    onChange: () => onChange('versions'),
    onProblem,
  })

  const saving = createDocumentSaving(options, { history, versions, notifyChange, getLive: () => live })

  return {
    get current() {
      return history.document
    },
    get description() {
      return description
    },
    get saving() {
      return saving.state
    },
    get canUndo() {
      return history.canUndo
    },
    get canRedo() {
      return history.canRedo
    },
    history,
    versions,
    apply,
    registerCopy: access.recordCopy,
    undo: () => step('undo', history.nextUndo),
    redo: () => step('redo', history.nextRedo),
    open(source) {
      const { workflow, problems } = readWorkflow(source)
      if (workflow && isAllowed({ type: 'open', workflow })) {
        const previousDocument = history.document
        access.markImported()
        withChangeNotification(() => history.replace(workflow))
        void versions.recordOpenedFile(source, previousDocument)
      }
      return problems
    },
    layOut: (graph) => engine.ask(requests.layOut(graph)),
    async listWorkflows() {
      const documents = await storage.listDocuments()
      return documents.filter((other) => other.id !== id).map(({ workflow }) => workflow.name)
    },
    enableStatementChecks: checks.enable,
    scheduleDescription: () => describer.schedule(),
    save: saving.flush,
    setLive: (newLive) => void (live = newLive),
    ...saving.external,
    refreshSync: saving.refreshSync,
    async applyStorageChange({ kind, id: changedId }) {
      if (kind === 'versions' && changedId === id) return versions.refresh()
      // A save in progress shows the status when it ends.
      if (kind === 'sync' && changedId === id && saving.isSaved) return saving.refreshSync()
      if (kind === 'document' && changedId === id) return saving.readLatest()
      if ((kind === 'datasets' || kind === 'trash') && saving.state === 'failed') return saving.flush()
      // The changed document may be a sub-workflow of this one.
      if (kind === 'document') describer.schedule()
    },
    destroy: () => [saving.stop, checks.stop, describer.destroy].forEach((stop) => stop()),
  }
}

/** Checks the SQL statements of a document a moment after its description has changed. */
function createStatementCheckTimer(
  { engine, getAssistant }: Pick<Options, 'engine' | 'getAssistant'>,
  { getDescription, onChecked }: { getDescription(): WorkflowDescription | undefined; onChecked(): void },
) {
  /** Whether the user has opened a node that contains SQL. Until then, checks must not load the database. */
  let isCheckingEnabled = false
  let checkTimer: ReturnType<typeof setTimeout> | undefined
  const schedule = (): void => {
    clearTimeout(checkTimer)
    if (!getDescription()?.unchecked || !(isCheckingEnabled || engine.status.isDatabaseOpen)) return
    checkTimer = setTimeout(() => void checkStatements(), typingDelayMs)
  }
  const checkStatements = async (): Promise<void> => {
    if (await getAssistant().checkPendingStatements()) onChecked()
  }
  return {
    schedule,
    enable(): void {
      if (isCheckingEnabled) return
      isCheckingEnabled = true
      schedule()
    },
    stop: (): void => clearTimeout(checkTimer),
  }
}

interface DocumentParts {
  history: History
  versions: DocumentVersions
  notifyChange(): void
  /** Returns the connection to the other pages, if there is one. */
  getLive(): LiveState | undefined
}

/** Saves a document automatically, and merges it with changes that are stored by others. */
function createDocumentSaving(
  { id, initialDocument, storage, access, onChange, onProblem, ...options }: Options,
  { history, versions, notifyChange, getLive }: DocumentParts,
) {
  /** Distinguishes this page from other pages that have the same document open. */
  const pageId = newId('page')
  let { revision } = options
  /** The document as stored at `revision`. */
  let storedContent = initialDocument
  let savingState: 'saved' | 'saving' | 'failed' = 'saved'
  let syncStatus: SyncStatus = 'synced'

  const store = async (workflow: Workflow): Promise<Problem | undefined> => {
    // Access restrictions must be stored before content that is not the user's own.
    await access.whenSettled()
    const saveResult = await storage.putDocument(id, workflow, revision, storedContent)
    if (!saveResult.ok) return saveResult.problem
    const { document, merged, conflictCopy } = saveResult.value
    revision = document.revision
    storedContent = document.workflow
    storage.unsaved.remove(id, pageId)
    if (merged) {
      const { conflicts = [], problems = [] } = (await storage.sync?.takeMerge(id)) ?? {}
      mergeExternalChanges(workflow, {
        conflicts: [...merged.conflicts, ...conflicts],
        problems: [...merged.problems, ...problems],
      })
    }
    await refreshSync()
    if (conflictCopy) onProblem(createConflictCopyNotification(conflictCopy.workflow.name))
    return undefined
  }

  const autosave = createAutosave({
    save: store,
    onStateChange: (state, problem) => {
      savingState = state
      exitWatcher.setHasUnsavedChanges(state !== 'saved')
      onChange('saving')
      if (problem) onProblem(problem)
    },
  })

  /** Preserves edits that cannot be saved before the page closes, so that the next page can recover them. */
  const onUnload = (): void => {
    if (!autosave.hasUnsavedChanges) return
    storage.unsaved.save(id, { pageId, workflow: history.document, basedOn: revision, base: storedContent })
    void autosave.flush()
  }
  const exitWatcher = createPageExitWatcher({ onHidden: () => void autosave.flush(), onUnload })

  /**
   * Merges changes that another tab has saved in the meantime. `sentDocument` is the document that this tab sent to
   * storage.
   */
  const mergeExternalChanges = (sentDocument: Workflow, { conflicts, problems }: MergedSave): void => {
    const previousDocument = history.document
    const mergeResult = mergeWorkflows(sentDocument, previousDocument, storedContent)
    history.applyExternal(mergeResult.document)
    getLive()?.onLocalChange(previousDocument, 'apply')
    notifyChange()
    if (mergeResult.document !== storedContent) autosave.schedule(mergeResult.document)
    reportMerge({ conflicts: [...conflicts, ...mergeResult.conflicts], problems })
  }

  const reportMerge = ({ conflicts, problems }: MergedSave, theirs?: Workflow): void => {
    if (theirs && conflicts.length > 0) void versions.storeVersion(theirs, { origin: 'merged' })
    versions.addConflicts(conflicts)
    for (const problem of problems) onProblem(problem)
    onProblem(createMergeNotification(conflicts.length))
  }

  const refreshSync = async (): Promise<void> => {
    if (!storage.sync) return
    const [merge, { status, problem }] = await Promise.all([storage.sync.takeMerge(id), storage.sync.getStatus(id)])
    if (merge) reportMerge(merge)
    if (status === syncStatus) return
    syncStatus = status
    onChange('saving')
    if (status === 'rejected' && problem) onProblem(problem)
  }

  return {
    get state(): SessionDocument['saving'] {
      const live = getLive()
      if (live?.isConnected && savingState !== 'failed') return live.isAcknowledged ? 'saved' : 'saving'
      return savingState === 'saved' && syncStatus !== 'synced' ? syncStatus : savingState
    },
    get isSaved(): boolean {
      return savingState === 'saved'
    },
    schedule: (workflow: Workflow): void => autosave.schedule(workflow),
    flush: (): Promise<void> => autosave.flush(),
    refreshSync,
    /** Functions that apply the changes of other pages. */
    external: {
      reportMerge,
      showExternal(workflow: Workflow): void {
        history.applyExternal(workflow)
        notifyChange()
        autosave.schedule(workflow)
      },
    },
    /** Shows the stored document if it is newer. */
    async readLatest(): Promise<void> {
      const show = options.isOpening() ? history.applyExternal : history.replace
      const latestDocument = await storage.getDocument(id)
      // If there are unsaved edits, the next save merges them.
      if (!latestDocument || latestDocument.revision <= revision || autosave.hasUnsavedChanges) return
      revision = latestDocument.revision
      storedContent = latestDocument.workflow
      // The other tab sends its changes to this one.
      if (getLive()?.isConnected) return
      show(latestDocument.workflow)
      notifyChange()
    },
    stop: (): void => exitWatcher.setHasUnsavedChanges(false),
  }
}
