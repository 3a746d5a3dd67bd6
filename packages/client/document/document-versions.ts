import {
  diffWorkflows,
  mergeWorkflows,
  readWorkflow,
  type Conflict,
  type Edit,
  type Problem,
  type Workflow,
  getProblem,
  getValue,
} from '@aw-flow/schema'
import { readExportedVersions, isSameJson, resolveConflict } from '@aw-flow/schema/internal'
import type { NewVersion, WorkflowStorage } from '../storage/storage.ts'
import { createMergeConflicts } from './merge-conflicts.ts'
import { storeFileVersions, serializeWorkflowFile } from './workflow-files.ts'
import type { MergeInput, Version, WorkflowVersions } from './versions.ts'

interface VersionsOptions {
  id: string
  storage: WorkflowStorage
  getDocument: () => Workflow
  apply: (edit: Edit) => void
  /** Called before a file is merged into the document. */
  onMerge: () => void
  onChange: () => void
  onProblem: (problem: Problem) => void
}

/** The versions of a document, with additional functions for the session. */
export interface DocumentVersions extends WorkflowVersions {
  /** Reloads the list of versions. */
  refresh(): Promise<void>
  /** Stores a workflow as a version. If the latest version is identical, returns that version. */
  storeVersion(workflow: Workflow, newVersion: NewVersion): Promise<Version | undefined>
  /**
   * Records that a file replaced the document: stores the previous document and the file's versions, so that a common
   * base can be found later.
   */
  recordOpenedFile(source: unknown, previousDocument: Workflow): Promise<void>
  addConflicts(conflicts: readonly Conflict[]): void
}

const noVersions: readonly Version[] = []
/** The maximum number of versions to compare with a file, newest first. */
const maxComparedVersions = 100

export function createDocumentVersions(options: VersionsOptions): DocumentVersions {
  const { id, storage, onChange, onProblem } = options
  let list = noVersions
  const conflicts = createMergeConflicts(options, onChange)

  const refresh = async (): Promise<void> => {
    const [storedVersions] = await Promise.all([storage.listVersions(id), conflicts.restore()])
    if (isSameJson(storedVersions, list)) return
    list = storedVersions
    onChange()
  }
  const reportAndRefresh = async (problem: Problem | undefined): Promise<void> => {
    if (problem) onProblem(problem)
    await refresh()
  }
  const storeVersion = async (workflow: Workflow, newVersion: NewVersion): Promise<Version | undefined> => {
    const version = await storage.addVersion(id, workflow, newVersion)
    await reportAndRefresh(getProblem(version))
    return (
      getValue(version) ?? list.find(({ name, origin }) => name === newVersion.name && origin === newVersion.origin)
    )
  }
  const loadVersions = async (versions: readonly Version[]): Promise<{ version: Version; workflow: Workflow }[]> => {
    const loadedVersions = await Promise.all(
      versions.map(async (version) => ({ version, workflow: await storage.getVersion(id, version.number) })),
    )
    return loadedVersions.flatMap(({ version, workflow }) => (workflow ? [{ version, workflow }] : []))
  }
  return {
    get list() {
      return list
    },
    get conflicts() {
      return conflicts.list
    },
    refresh,
    storeVersion,
    addConflicts: conflicts.add,
    save: (name) => storeVersion(options.getDocument(), { origin: 'named', name }),
    rename: async (number, name) => reportAndRefresh(await storage.renameVersion(id, number, name.trim() || undefined)),
    remove: async (number) => reportAndRefresh(await storage.removeVersion(id, number)),
    document: (number) => storage.getVersion(id, number),

    async restore(number) {
      const version = await storage.getVersion(id, number)
      if (!version) return
      await storeVersion(options.getDocument(), { origin: 'left' })
      options.apply({ type: 'batch', edits: diffWorkflows(options.getDocument(), version) })
    },

    async recordOpenedFile(source, previousDocument) {
      if (previousDocument.nodes.length > 0) await storage.addVersion(id, previousDocument, { origin: 'left' })
      await storeFileVersions(storage, id, source)
      await refresh()
    },

    async findBase(source) {
      const { workflow: theirs, problems } = readWorkflow(source)
      if (!theirs) return undefined
      const localVersions = await loadVersions(list.slice(0, maxComparedVersions))
      const theirWorkflows = [theirs, ...readExportedVersions(source).map(({ workflow }) => workflow)]
      const commonVersion = localVersions.find(({ workflow }) =>
        theirWorkflows.some((theirWorkflow) => isSameJson(theirWorkflow, workflow)),
      )
      const mergeInput = commonVersion
        ? { theirs, base: commonVersion.workflow }
        : findLikelyBase(
            theirs,
            localVersions.map(({ workflow }) => workflow),
          )
      return mergeInput && { ...mergeInput, problems }
    },

    merge({ theirs, base, problems = [] }) {
      const ours = options.getDocument()
      options.onMerge()
      const mergeResult = mergeWorkflows(base, ours, theirs)
      options.apply({ type: 'batch', edits: diffWorkflows(ours, mergeResult.document) })
      conflicts.add(mergeResult.conflicts)
      if (mergeResult.conflicts.length > 0) void storeVersion(theirs, { origin: 'merged' })
      for (const problem of [...problems, ...mergeResult.problems]) onProblem(problem)
    },

    resolve(conflict, side) {
      options.apply(resolveConflict(options.getDocument(), conflict, side))
    },

    dismissConflicts: conflicts.dismiss,

    async exportText() {
      const text = await serializeWorkflowFile(storage, id, options.getDocument())
      await refresh()
      return text
    },
  }
}

/**
 * Finds the most likely base of a file that has no version in common with the document. Candidates are the workflows
 * that contain at least half of the file's node ids; the candidate with the fewest differences is returned.
 */
function findLikelyBase(theirs: Workflow, workflows: readonly Workflow[]): MergeInput | undefined {
  const ids = new Set(theirs.nodes.map(({ id }) => id))
  const isRelated = ({ nodes }: Workflow): boolean => nodes.filter(({ id }) => ids.has(id)).length * 2 >= ids.size
  const relatedWorkflows = ids.size > 0 ? workflows.filter(isRelated) : []
  const candidates = relatedWorkflows.map((base) => ({ base, editCount: diffWorkflows(base, theirs).length }))
  const [bestCandidate] = candidates.toSorted((a, b) => a.editCount - b.editCount)
  return bestCandidate && { theirs, base: bestCandidate.base }
}
