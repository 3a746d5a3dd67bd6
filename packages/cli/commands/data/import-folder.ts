import { describeWorkflow, type Catalog } from '@aw-flow/engine'
import { error, warning, type Problem } from '@aw-flow/schema'
import { CommandError, createUsageError } from '../../command-error.ts'
import { pluralize } from '../../reports/describe-load.ts'
import { openServer, type ServerSelection } from '../../remote/open-server.ts'
import { describeProblem, describeProblems } from '../../terminal/describe-problem.ts'
import { toPlainText } from '../../terminal/plain-text.ts'
import type { Terminal } from '../../terminal/terminal.ts'
import {
  findDocument,
  findReferences,
  readDocuments,
  sortByReferences,
  type ParsedDocument,
} from '../../import/read-documents.ts'
import {
  isSameDocument,
  createWorkflowClient,
  type ServerWorkflow,
  type WorkflowClient,
} from '../../import/workflow-server.ts'

export interface ImportFolderOptions extends ServerSelection {
  dryRun?: boolean
  json?: boolean
}

/** Outcome of importing one file. */
interface FileReport {
  file: string
  outcome: 'imported' | 'unchanged' | 'updated' | 'failed'
  name?: string
  id?: string
  /** Changes made by the conversion to the current format. */
  changes: readonly string[]
  /** Why the import failed, or what must be fixed before the workflow can run. */
  problems: readonly Problem[]
}

/**
 * `aw import FOLDER --server URL`: imports every workflow document in a folder into a server, sub-workflows first. A
 * workflow that the server already has, with the same name and content, is not imported again. One with the same name
 * and other content is a failure: it is not overwritten, and not added, because sub-workflows are found by name. If a
 * file cannot be imported, the remaining files are still imported, and the exit code is 1; otherwise it is 0.
 */
export async function importFolder(
  path: string,
  options: ImportFolderOptions,
  catalog: Catalog,
  terminal: Terminal,
): Promise<number> {
  const { dryRun = false, json = false } = options
  const server = createWorkflowClient(await openServer(options, terminal.signal))
  const { documents, failures, skipped: skippedNames } = await readDocuments(path)
  if (skippedNames.length > 0) {
    const params = { folder: path, names: skippedNames }
    terminal.report(describeProblems([warning('import.skipped', params)]))
  }
  if (documents.length + failures.length === 0) {
    throw createUsageError(error('import.empty', { path }, { where: { file: path } }))
  }
  const reports: FileReport[] = failures.map(({ file, problems }) => ({
    file,
    outcome: 'failed',
    changes: [],
    problems,
  }))
  const existingIdsByName = await server.listIdsByName()
  const importer = createImporter(documents, { server, existingIdsByName, catalog, dryRun, signal: terminal.signal })
  for (const [index, document] of (await sortByReferences(documents, catalog)).entries()) {
    terminal.showProgress(`Importing ${document.file} … ${index + 1} of ${documents.length}`)
    reports.push(await importer.importDocument(document))
  }
  // Circular references can be resolved only after all workflows have been imported.
  await importer.addReferences(reports)
  terminal.showProgress(undefined)
  reports.sort((a, b) => (a.file < b.file ? -1 : 1))
  printReports(reports, { dryRun, json }, terminal)
  return reports.some(({ outcome }) => outcome === 'failed') ? 1 : 0
}

function createImporter(
  documents: readonly ParsedDocument[],
  {
    server,
    existingIdsByName,
    catalog,
    dryRun,
    signal,
  }: {
    server: WorkflowClient
    existingIdsByName: ReadonlyMap<string, readonly string[]>
    catalog: Catalog
    dryRun: boolean
    signal: AbortSignal
  },
) {
  const importedWorkflowsByName = new Map<
    string,
    { document: ParsedDocument; storedWorkflow: ServerWorkflow | undefined }
  >()

  /**
   * Returns the ids of the imported workflows that a document refers to, keyed by the referenced workflow name or file
   * name.
   */
  const findReferenceIds = async (document: ParsedDocument): Promise<Record<string, string>> => {
    const names = await findReferences(document.workflow, catalog)
    return Object.fromEntries(
      names.flatMap((name) => {
        const target = importedWorkflowsByName.get(findDocument(documents, name)?.workflow.name ?? '')
        return target?.storedWorkflow ? [[name, target.storedWorkflow.id]] : []
      }),
    )
  }

  const performImport = async (document: ParsedDocument): Promise<FileReport> => {
    const { file, workflow, changes } = document
    const { name } = workflow
    const report = { file, name, changes }
    const importedEntry = importedWorkflowsByName.get(name)
    if (importedEntry) {
      const isEqual = isSameDocument(importedEntry.document.workflow, workflow)
      const params = { name, file: importedEntry.document.file }
      const problems = isEqual ? [] : [error('import.duplicate-name', params, { where: { file } })]
      return { ...report, outcome: isEqual ? 'unchanged' : 'failed', problems }
    }
    const ids = existingIdsByName.get(name) ?? []
    const storedWorkflows = await Promise.all(ids.map((id) => server.read(id)))
    const sameWorkflow = storedWorkflows.find((stored) => stored && isSameDocument(stored.document, workflow))
    if (sameWorkflow) {
      importedWorkflowsByName.set(name, { document, storedWorkflow: sameWorkflow })
      return { ...report, outcome: 'unchanged', id: sameWorkflow.id, problems: sameWorkflow.problems }
    }
    if (ids.length > 0) {
      return { ...report, outcome: 'failed', problems: [error('import.name-taken', { name }, { where: { file } })] }
    }
    const references = await findReferenceIds(document)
    if (dryRun) {
      importedWorkflowsByName.set(name, { document, storedWorkflow: undefined })
      const workflows = Object.fromEntries(
        (await findReferences(workflow, catalog)).flatMap((reference) => {
          const target = findDocument(documents, reference)
          return target ? [[reference, target.workflow]] : []
        }),
      )
      const context = { findPreview: () => undefined }
      const { problems } = describeWorkflow(workflow, { catalog, context, workflows })
      return { ...report, outcome: 'imported', problems }
    }
    const storedWorkflow = await server.add({ ...workflow, references }, document.versionLabel)
    importedWorkflowsByName.set(name, { document, storedWorkflow })
    return { ...report, outcome: 'imported', id: storedWorkflow.id, problems: storedWorkflow.problems }
  }

  return {
    async importDocument(document: ParsedDocument): Promise<FileReport> {
      try {
        return await performImport(document)
      } catch (cause) {
        if (!(cause instanceof CommandError) || signal.aborted) throw cause
        const { file, workflow, changes } = document
        return { file, name: workflow.name, outcome: 'failed', changes, problems: cause.problems }
      }
    },

    /**
     * Stores references that could not be resolved when their workflow was imported, whether now or in an earlier
     * import.
     */
    async addReferences(reports: FileReport[]): Promise<void> {
      if (dryRun) return
      for (const { document, storedWorkflow: stored } of importedWorkflowsByName.values()) {
        if (!stored) continue
        const missingReferences = Object.entries(await findReferenceIds(document)).filter(
          ([name, id]) => stored.references[name] !== id,
        )
        if (missingReferences.length === 0) continue
        const index = reports.findIndex(({ file }) => file === document.file)
        const report = reports[index]!
        try {
          const references = { ...stored.references, ...Object.fromEntries(missingReferences) }
          const { problems } = await server.replace(stored, { ...stored.document, references })
          const outcome = report.outcome === 'unchanged' ? 'updated' : report.outcome
          reports[index] = { ...report, outcome, problems }
        } catch (cause) {
          if (!(cause instanceof CommandError) || signal.aborted) throw cause
          reports[index] = { ...report, outcome: 'failed', problems: cause.problems }
        }
      }
    },
  }
}

const outcomeLabels: Record<FileReport['outcome'], { actual: string; planned: string }> = {
  imported: { actual: 'imported', planned: 'would be imported' },
  unchanged: { actual: 'already on the server', planned: 'already on the server' },
  updated: { actual: 'references updated', planned: 'references updated' },
  failed: { actual: 'FAILED', planned: 'FAILED' },
}

function printReports(
  reports: readonly FileReport[],
  { dryRun, json }: { dryRun: boolean; json: boolean },
  terminal: Terminal,
): void {
  if (json) {
    const files = reports.map((report) => ({ ...report, problems: report.problems.map(describeProblem) }))
    return terminal.print(JSON.stringify({ dry_run: dryRun, files }, null, 2))
  }
  for (const { file, outcome, name, id, changes, problems } of reports) {
    const title = name === undefined ? '' : ` "${name}"`
    const { actual, planned } = outcomeLabels[outcome]
    terminal.print(toPlainText(`${file}:${title} ${dryRun ? planned : actual}${id === undefined ? '' : ` (${id})`}`))
    for (const change of changes) terminal.print(toPlainText(`  ${change}`))
    for (const text of new Set(problems.map(describeProblem))) terminal.print(`  ${text}`)
  }
  const countReports = (outcome: FileReport['outcome']): number =>
    reports.filter((report) => report.outcome === outcome).length
  const notReadyCount = reports.filter(({ outcome, problems }) => outcome !== 'failed' && problems.length > 0).length
  terminal.print(
    `${pluralize(countReports('imported'), 'workflow')} ${dryRun ? 'would be imported' : 'imported'}, ` +
      `${countReports('unchanged')} unchanged, ${countReports('updated')} updated, ${countReports('failed')} failed; ` +
      `${notReadyCount} with problems to fix before running.`,
  )
}
