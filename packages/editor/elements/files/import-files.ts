import type { OtherEdit, WorkflowSession } from '@aw-flow/client'
import type { Dataset } from '@aw-flow/schema'
import { urlFileType, type NewId, type Rect } from '@aw-flow/canvas'
import type { FileDropEvent } from '../../canvas/canvas-events.ts'
import type { EditorStrings } from '../editor/editor-strings.ts'
import { assignUrl, assignDatasets, parseWorkflowFile, type DatasetAssignment } from './assign-files.ts'

/** The functions of an editor that an import of files needs. */
export interface FileImportPort {
  getStrings(): EditorStrings
  newId: NewId
  /** Returns the rectangles of all nodes, in graph coordinates. New nodes do not cover them. */
  getNodeRects(): readonly Rect[]
  /** Returns whether a listener of `aw-before-file` has rejected this file. */
  isRejected(file: File): boolean
  /** Returns the selected nodes. */
  getSelection(): Iterable<string>
  /** Selects the nodes that read the added files. */
  select(nodes: readonly string[]): void
}

/** Files with their drop position. */
export type FileDrop = Pick<FileDropEvent, 'files' | 'folders' | 'node' | 'position'>

/** A workflow file that waits for the user's decision. */
export interface PendingWorkflow {
  readonly file: File
  readonly content: unknown
  readonly drop: FileDrop
  /** The edit that turns the common version into the file, if there is a common version. */
  readonly mergeEdit: OtherEdit | undefined
}

/** An import of files into a workflow. */
export interface FileImport {
  readonly session: WorkflowSession
  readonly port: FileImportPort
  /** The nodes that were selected when the files were dropped. */
  readonly selection: readonly string[]
  /** Called with the name of the file that is being read. */
  readonly onReading: (name: string | undefined) => void
}

/** Imports dropped data files and URLs. Returns messages for the user, and the workflows among the files. */
export async function importFiles(
  target: FileImport,
  drop: FileDrop,
): Promise<{ messages: readonly string[]; workflows: readonly PendingWorkflow[] }> {
  const strings = target.port.getStrings()
  const messages = drop.folders.map((name) => strings.folder(name))
  const data: File[] = []
  const workflows: PendingWorkflow[] = []
  for (const file of drop.files) {
    if (file.type === urlFileType) {
      messages.push(...(await importUrl(target, file, drop)))
      continue
    }
    const parsedFile = await parseWorkflowFile(file)
    if (parsedFile?.workflow !== undefined) {
      const mergeEdit = await target.session.document.versions?.findBase(parsedFile.workflow)
      workflows.push({ file, content: parsedFile.workflow, drop, mergeEdit })
    } else data.push(file)
    if (parsedFile?.reason !== undefined)
      messages.push(strings.notJson(file.name, strings.renderText(parsedFile.reason)))
  }
  return { messages: [...(await importData(target, data, drop)), ...messages], workflows }
}

/** Imports data files; returns messages for the user. */
export async function importData(target: FileImport, files: readonly File[], drop: FileDrop): Promise<string[]> {
  if (files.length === 0) return []
  const { session, port, onReading } = target
  session.engine.warmUp()
  const messages: string[] = []
  const datasets: Dataset[] = []
  try {
    for (const file of files) {
      onReading(file.name)
      const dataset = await session.data.add(file)
      if (!dataset) {
        if (!session.problems.latest && !port.isRejected(file)) messages.push(port.getStrings().unreadable(file.name))
      } else if (!datasets.some(({ id }) => id === dataset.id)) datasets.push(dataset)
    }
  } finally {
    onReading(undefined)
  }
  return [...addDatasets(target, datasets, drop), ...messages]
}

/** Assigns each of the new datasets to a node; returns messages for the user. */
function addDatasets({ session, port, selection }: FileImport, datasets: readonly Dataset[], drop: FileDrop): string[] {
  if (datasets.length === 0) return []
  const strings = port.getStrings()
  const ids = assignDatasets({ ...createAssignment(session, port, drop), datasets })
  if (ids.length === 0) return [strings.noLoadNode]
  // Reading a file takes a while. A node that was selected in the meantime stays selected, with its settings open.
  if (String([...port.getSelection()]) === String(selection)) port.select(ids)
  return ids.length > 1 ? [strings.filesAdded(ids.length)] : []
}

/** Adds a node that reads a pasted URL; returns messages for the user. */
async function importUrl({ session, port }: FileImport, file: File, drop: FileDrop): Promise<string[]> {
  const url = await file.text()
  const id = assignUrl({ ...createAssignment(session, port, drop), url })
  if (id === undefined) return [port.getStrings().noLoadNode]
  port.select([id])
  return []
}

function createAssignment(
  session: WorkflowSession,
  port: FileImportPort,
  { node: target, position }: FileDrop,
): Omit<DatasetAssignment, 'datasets'> {
  const types = port.getStrings().nodeTypes.types(session.engine.catalog)
  return { session, types, target, position, newId: port.newId, occupied: port.getNodeRects() }
}
