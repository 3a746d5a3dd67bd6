import { collectWorkflows, type Catalog } from '@aw-flow/engine'
import { error, type Json, type Problem, type Workflow } from '@aw-flow/schema'
import { readdir, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { CommandError, createUsageError } from '../command-error.ts'
import { createFileProblem, readBytes } from '../files/read-text.ts'
import { describeProblem } from '../terminal/describe-problem.ts'
import { listChanges } from './list-changes.ts'
import { readSource } from './read-source.ts'

/** A workflow document that was read from a file and converted to the current format. */
export interface ParsedDocument {
  /** File name. */
  file: string
  /** File name without its extension. Other documents may use it to refer to this one. */
  baseName: string
  workflow: Workflow
  /** Version stated in the document, such as `1.0.0`. */
  versionLabel?: string
  /** Changes made by the conversion. */
  changes: string[]
}

/** Maximum size of a document file, in bytes. */
const maxBytes = 64 * 2 ** 20

/**
 * Reads a single workflow document, or all documents in a folder (`.json`, `.yaml`, `.yml`, `.knwf`, `.py`), sorted by name. Subfolders
 * and other files are skipped.
 *
 * @throws {CommandError} If the path cannot be read.
 */
export async function readDocuments(path: string): Promise<{
  documents: ParsedDocument[]
  failures: { file: string; problems: readonly Problem[] }[]
  skipped: string[]
}> {
  const documents: ParsedDocument[] = []
  const failures: { file: string; problems: readonly Problem[] }[] = []
  const { folder, names } = await listEntries(path)
  const skippedNames: string[] = []
  for (const name of names) {
    const entry = await stat(join(folder, name)).catch(() => undefined)
    if (!documentFile.test(name) || entry?.isDirectory()) {
      skippedNames.push(name)
      continue
    }
    try {
      if (entry && entry.size > maxBytes) {
        const location = { where: { file: name } }
        throw createUsageError(error('import.too-large', { max: maxBytes / 2 ** 20 }, location))
      }
      documents.push(await readDocument(name, await readBytes(join(folder, name))))
    } catch (cause) {
      if (!(cause instanceof CommandError)) throw cause
      failures.push({ file: name, problems: cause.problems })
    }
  }
  return { documents, failures, skipped: skippedNames }
}

async function listEntries(path: string): Promise<{ folder: string; names: string[] }> {
  try {
    if (!(await stat(path)).isDirectory()) return { folder: join(path, '..'), names: [basename(path)] }
    return { folder: path, names: (await readdir(path)).toSorted() }
  } catch (cause) {
    throw createUsageError(createFileProblem(path, cause))
  }
}

async function readDocument(file: string, content: Uint8Array): Promise<ParsedDocument> {
  const { workflow, problems, ignoredFields = [], json, importReport } = await readSource(file, content)
  if (!workflow) {
    const [first, ...others] = problems.map((problem) => ({ ...problem, where: { file, ...problem.where } }))
    throw createUsageError(first!, ...others)
  }
  const baseName = removeExtension(file)
  const { version } = (json ?? {}) as { version?: unknown }
  const label = typeof version === 'string' ? { versionLabel: version } : {}
  const changes = importReport
    ? importReport.problems.map(describeProblem)
    : listChanges(json as Json, workflow, ignoredFields)
  return { file, baseName, workflow, ...label, changes }
}

/** Returns the names of the workflows to which a document refers. */
export async function findReferences(workflow: Workflow, catalog: Catalog): Promise<string[]> {
  const names = new Set<string>()
  const { references: _references, ...document } = workflow
  await collectWorkflows(document, catalog, async (name) => {
    names.add(name)
    return undefined
  })
  return [...names]
}

/** Sorts documents topologically, so that each one follows the documents to which it refers. Cycles are ignored. */
export async function sortByReferences(
  documents: readonly ParsedDocument[],
  catalog: Catalog,
): Promise<ParsedDocument[]> {
  const sortedDocuments = new Set<ParsedDocument>()
  const visited = new Set<ParsedDocument>()
  const visit = async (document: ParsedDocument): Promise<void> => {
    if (visited.has(document)) return
    visited.add(document)
    for (const name of await findReferences(document.workflow, catalog)) {
      const target = findDocument(documents, name)
      if (target) await visit(target)
    }
    sortedDocuments.add(document)
  }
  for (const document of documents) await visit(document)
  return [...sortedDocuments]
}

/** Finds the document to which a reference refers, first by workflow name and then by file name. */
export const findDocument = (documents: readonly ParsedDocument[], reference: string): ParsedDocument | undefined =>
  documents.find(({ workflow }) => workflow.name === reference) ??
  documents.find(({ baseName }) => baseName === removeExtension(reference))

/** Names of files that contain a workflow. */
const documentFile = /\.(?:json|ya?ml|knwf|py)$/i

const removeExtension = (file: string): string => file.replace(documentFile, '')
