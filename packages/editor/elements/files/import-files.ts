import type { MergeInput, WorkflowSession } from '@aw-flow/client'
import type { Dataset } from '@aw-flow/schema'
import type { ImportReport } from '@aw-flow/schema/foreign'
import { getNodeRect, urlFileType } from '@aw-flow/canvas'
import type { FileDropEvent } from '../../canvas/canvas-events.ts'
import type { EditorContext } from '../editor/editor-context.ts'
import { assignUrl, assignDatasets, parseWorkflowFile, type DatasetAssignment } from './assign-files.ts'

/** Dropped files and folders, with the drop position and the node at that position. */
export type FileDrop = Pick<FileDropEvent, 'files' | 'folders' | 'node' | 'position'>

/** A dropped workflow file that is waiting for the user's decision. */
export interface PendingWorkflow {
  readonly file: File
  readonly content: unknown
  readonly drop: FileDrop
  /**
   * The edit that turns the last common version into the file's workflow; `undefined` if there is no common version.
   */
  readonly mergeEdit: MergeInput | undefined
  /** Report of the import, if another tool exported the file. */
  readonly report: ImportReport | undefined
}

/** An ongoing file import. */
export interface FileImport {
  readonly editor: EditorContext
  /** The session that the files are imported into, even if the editor shows another one in the meantime. */
  readonly session: WorkflowSession
  /** Ids of the nodes that were selected when the files were dropped. */
  readonly selection: readonly string[]
  /** Called with the name of the file that is being read, and with `undefined` after the last file. */
  readonly onReadingChange: (name: string | undefined) => void
}

/**
 * Imports dropped data files and URLs. Returns messages for the user, and the workflow files for the user to decide on.
 */
export async function importFiles(
  fileImport: FileImport,
  drop: FileDrop,
): Promise<{ messages: readonly string[]; workflows: readonly PendingWorkflow[] }> {
  const { strings } = fileImport.editor
  const messages = drop.folders.map((name) => strings.folderDropped(name))
  const dataFiles: File[] = []
  const workflows: PendingWorkflow[] = []
  for (const file of drop.files) {
    if (file.type === urlFileType) {
      messages.push(...(await importUrl(fileImport, file, drop)))
      continue
    }
    const parsedFile = await parseWorkflowFile(file)
    if (parsedFile?.workflow !== undefined) {
      const mergeEdit = await fileImport.session.document.versions?.findBase(parsedFile.workflow)
      workflows.push({ file, content: parsedFile.workflow, drop, mergeEdit, report: parsedFile.report })
    } else dataFiles.push(file)
    if (parsedFile?.reason !== undefined)
      messages.push(strings.addedAsData(file.name, strings.renderText(parsedFile.reason)))
  }
  return { messages: [...(await importData(fileImport, dataFiles, drop)), ...messages], workflows }
}

/** Imports data files. Returns messages for the user. */
export async function importData(fileImport: FileImport, files: readonly File[], drop: FileDrop): Promise<string[]> {
  if (files.length === 0) return []
  const { session, onReadingChange } = fileImport
  session.engine.warmUp()
  const datasets: Dataset[] = []
  try {
    for (const file of files) {
      onReadingChange(file.name)
      // The session shows why a file was not added.
      const dataset = await session.data.add(file)
      if (dataset.ok && !datasets.some(({ id }) => id === dataset.value.id)) datasets.push(dataset.value)
    }
  } finally {
    onReadingChange(undefined)
  }
  return addDatasets(fileImport, datasets, drop)
}

/** Assigns each new dataset to a node. Returns messages for the user. */
function addDatasets(fileImport: FileImport, datasets: readonly Dataset[], drop: FileDrop): string[] {
  if (datasets.length === 0) return []
  const { strings, canvas, announce } = fileImport.editor
  const ids = assignDatasets({ ...createAssignment(fileImport, drop), datasets })
  if (ids.length === 0) return [strings.noLoadNode]
  // Reading files takes a while. If the user has changed the selection in the meantime, keep it.
  if (String([...(canvas?.selection ?? [])]) === String(fileImport.selection)) canvas?.select(ids)
  if (ids.length > 1) announce(strings.filesAdded(ids.length))
  return []
}

/** Assigns a pasted URL to a node. Returns messages for the user. */
async function importUrl(fileImport: FileImport, file: File, drop: FileDrop): Promise<string[]> {
  const url = await file.text()
  const { strings, canvas } = fileImport.editor
  const id = assignUrl({ ...createAssignment(fileImport, drop), url })
  if (id === undefined) return [strings.noLoadNode]
  canvas?.select([id])
  return []
}

function createAssignment(
  { session, editor: { strings, canvas, newId } }: FileImport,
  { node: target, position }: FileDrop,
): Omit<DatasetAssignment, 'datasets'> {
  const types = strings.nodeTypes.translateTypes(session.engine.catalog)
  return { session, types, target, position, newId, occupiedRects: canvas?.scene.nodes.map(getNodeRect) ?? [] }
}
