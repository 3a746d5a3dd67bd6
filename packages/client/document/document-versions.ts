import {
  diffWorkflows,
  mergeWorkflows,
  readExportedVersions,
  readWorkflow,
  sameJson,
  settleConflict,
  type Conflict,
  type Edit,
  type Problem,
  type Workflow,
} from '@aw-flow/schema'
import type { KeepVersion, WorkflowStorage } from '../storage/storage.ts'
import { keepFileVersions, workflowFile } from './workflow-files.ts'
import { withFormerNames, type FormerName, type OtherEdit, type Version, type WorkflowVersions } from './versions.ts'

interface VersionsOptions {
  id: string
  storage: WorkflowStorage
  document: () => Workflow
  apply: (edit: Edit) => void
  onChange: () => void
  onProblem: (problem: Problem) => void
}

/** The versions of a document, with functions for internal use by the session. */
export interface DocumentVersions extends WorkflowVersions {
  /** Reads the list again. */
  refresh(): Promise<void>
  /** Stores a state as a version. Returns the existing one if the last version is equal. */
  keepState(workflow: Workflow, keep: KeepVersion): Promise<Version | undefined>
  /** Stores the document that a file has replaced, and the versions in the file, to find their common base later. */
  opened(source: unknown, before: Workflow): Promise<void>
  addConflicts(conflicts: readonly Conflict[]): void
}

const none: readonly Version[] = []
/** Maximum number of versions that are compared with a file, latest first. */
const maxCompared = 100

export function createDocumentVersions(options: VersionsOptions): DocumentVersions {
  const { id, storage, onChange, onProblem } = options
  let list = none
  let conflicts: readonly Conflict[] = []

  const refresh = async (): Promise<void> => {
    const stored = await storage.listVersions(id)
    if (sameJson(stored, list)) return
    list = stored
    onChange()
  }
  const reportAndRefresh = async (problem: Problem | undefined): Promise<void> => {
    if (problem) onProblem(problem)
    await refresh()
  }
  const keepState = async (workflow: Workflow, keep: KeepVersion): Promise<Version | undefined> => {
    const { version, problem } = await storage.keepVersion(id, workflow, keep)
    await reportAndRefresh(problem)
    return version ?? list.find(({ name, origin }) => name === keep.name && origin === keep.origin)
  }
  const documents = async (versions: readonly Version[]): Promise<{ version: Version; workflow: Workflow }[]> => {
    const found = await Promise.all(
      versions.map(async (version) => ({ version, workflow: await storage.getVersion(id, version.number) })),
    )
    return found.flatMap(({ version, workflow }) => (workflow ? [{ version, workflow }] : []))
  }
  const addConflicts = (more: readonly Conflict[]): void => {
    if (more.length === 0) return
    conflicts = [...conflicts, ...more]
    onChange()
  }

  return withFormerNames<Omit<DocumentVersions, FormerName>>({
    get list() {
      return list
    },
    get conflicts() {
      return conflicts
    },
    refresh,
    keepState,
    addConflicts,
    save: (name) => keepState(options.document(), { origin: 'named', name }),
    rename: async (number, name) => reportAndRefresh(await storage.nameVersion(id, number, name.trim() || undefined)),
    remove: async (number) => reportAndRefresh(await storage.removeVersion(id, number)),
    document: (number) => storage.getVersion(id, number),

    async restore(number) {
      const wanted = await storage.getVersion(id, number)
      if (!wanted) return
      const before = options.document()
      await keepState(before, { origin: 'left' })
      options.apply({ type: 'batch', edits: diffWorkflows(options.document(), wanted) })
    },

    async opened(source, before) {
      if (before.nodes.length > 0) await storage.keepVersion(id, before, { origin: 'left' })
      await keepFileVersions(storage, id, source)
      await refresh()
    },

    async findBase(source) {
      const { workflow: theirs } = readWorkflow(source)
      if (!theirs) return undefined
      const own = await documents(list.slice(0, maxCompared))
      const known = [theirs, ...readExportedVersions(source).map(({ workflow }) => workflow)]
      const common = own.find(({ workflow }) => known.some((state) => sameJson(state, workflow)))
      if (common) return { theirs, base: common.workflow }
      return likelyBase(
        theirs,
        own.map(({ workflow }) => workflow),
      )
    },

    merge({ theirs, base }) {
      const ours = options.document()
      const merged = mergeWorkflows(base, ours, theirs)
      options.apply({ type: 'batch', edits: diffWorkflows(ours, merged.document) })
      addConflicts(merged.conflicts)
      if (merged.conflicts.length > 0) void keepState(theirs, { origin: 'merged' })
      for (const problem of merged.problems) onProblem(problem)
    },

    resolve(conflict, side) {
      options.apply(settleConflict(options.document(), conflict, side))
    },

    dismissConflicts() {
      conflicts = []
      onChange()
    },

    async exportText() {
      const text = await workflowFile(storage, id, options.document())
      await refresh()
      return text
    },
  })
}

/**
 * Finds the base of a file that has no versions: the state with the fewest differences, among those that share at least
 * half of its node ids.
 */
function likelyBase(theirs: Workflow, states: readonly Workflow[]): OtherEdit | undefined {
  const ids = new Set(theirs.nodes.map(({ id }) => id))
  const isRelated = ({ nodes }: Workflow): boolean => nodes.filter(({ id }) => ids.has(id)).length * 2 >= ids.size
  const related = ids.size > 0 ? states.filter(isRelated) : []
  const candidates = related.map((base) => ({ base, edits: diffWorkflows(base, theirs).length }))
  const [nearest] = candidates.toSorted((a, b) => a.edits - b.edits)
  return nearest && { theirs, base: nearest.base }
}
