import type { OtherEdit, WorkflowSession } from '@aw-flow/client'
import type { Dataset, NodeType } from '@aw-flow/schema'
import { addressFileType, type NewId, type Rect } from '@aw-flow/canvas'
import type { FileDropEvent } from '../../canvas/canvas-events.ts'
import { renderProblem } from '../../language/render-problem.ts'
import type { EditorStrings } from '../editor/editor-strings.ts'
import type { FileAnswer } from './aw-file-question.ts'

/** The functions of an editor that a file intake needs. */
export interface FileIntakePort {
  /** Returns the session that imports the files; `undefined` if the document cannot be changed. */
  getSession(): WorkflowSession | undefined
  getStrings(): EditorStrings
  newId: NewId
  /** Returns the rectangles of all nodes, in graph coordinates. New nodes do not cover them. */
  getNodeRects(): readonly Rect[]
  /** Returns whether a listener of `aw-before-file` has rejected this file. */
  isRejected(file: File): boolean
  /** Called after `reading`, `notice` or `question` has changed. */
  onChange(): void
  /** Called with the nodes that read the added files. */
  onFilesAdded(nodes: readonly string[]): void
  onWorkflowOpened(): void
}

/** Files with their drop position. */
export type FileDrop = Pick<FileDropEvent, 'files' | 'folders' | 'node' | 'position'>

/** A workflow file that waits for the user's decision. */
export interface FileQuestion {
  readonly name: string
  /** True if the file is a version of the open workflow. */
  readonly isMergeable: boolean
}

export interface FileIntake {
  /** The name of the file that is being read. */
  readonly reading: string | undefined
  /** Messages about the last files, until they are dismissed. */
  readonly notice: string | undefined
  readonly question: FileQuestion | undefined
  /** Imports dropped files. Each data file becomes a dataset with a node; a workflow file becomes a question. */
  importFiles(drop: FileDrop): Promise<void>
  /** Answers the current question. */
  answer(answer: FileAnswer): Promise<void>
  dismiss(): void
}

interface PendingWorkflow {
  readonly file: File
  readonly content: unknown
  readonly drop: FileDrop
  /** The edit that leads from a common version to the file, if there is one. */
  readonly mergeEdit: OtherEdit | undefined
}

/** Loads the functions that choose the nodes of files, because most editors do not need them at first. */
const loadAssignment = () => import('./assign-files.ts')

/** Creates an editor's intake for dropped and pasted files. It imports them one after the other. */
export function createFileIntake(port: FileIntakePort): FileIntake {
  let reading: string | undefined
  let notice: string | undefined
  let pending: readonly PendingWorkflow[] = []

  const setReading = (name: string | undefined): void => {
    reading = name
    port.onChange()
  }

  const setNotice = (messages: readonly string[]): void => {
    notice = messages.length > 0 ? messages.join(' ') : undefined
    port.onChange()
  }

  const localizeTypes = (session: WorkflowSession): readonly NodeType[] =>
    port.getStrings().nodeTypes.types(session.engine.catalogue)

  /** Assigns each of the new datasets to a node; returns messages for the user. */
  const assignFiles = async (
    session: WorkflowSession,
    datasets: readonly Dataset[],
    drop: FileDrop,
  ): Promise<string[]> => {
    if (datasets.length === 0) return []
    const { assignDatasets } = await loadAssignment()
    const strings = port.getStrings()
    const { node: target, position } = drop
    const ids = assignDatasets({
      session,
      types: localizeTypes(session),
      datasets,
      target,
      position,
      newId: port.newId,
      occupied: port.getNodeRects(),
    })
    if (ids.length === 0) return [strings.noLoadNode]
    port.onFilesAdded(ids)
    return ids.length > 1 ? [strings.filesAdded(ids.length)] : []
  }

  /** Imports data files; returns messages for the user. */
  const loadData = async (files: readonly File[], drop: FileDrop): Promise<string[]> => {
    const session = port.getSession()
    if (!session || files.length === 0) return []
    session.engine.warmUp()
    const messages: string[] = []
    const datasets: Dataset[] = []
    try {
      for (const file of files) {
        setReading(file.name)
        const dataset = await session.data.add(file)
        if (!dataset) {
          if (!session.problems.latest && !port.isRejected(file)) messages.push(port.getStrings().unreadable(file.name))
        } else if (!datasets.some(({ id }) => id === dataset.id)) datasets.push(dataset)
      }
    } finally {
      setReading(undefined)
    }
    return [...(await assignFiles(session, datasets, drop)), ...messages]
  }

  /** Adds a node that reads a pasted web address; returns messages for the user. */
  const loadAddress = async (session: WorkflowSession, file: File, drop: FileDrop): Promise<string[]> => {
    const { node: target, position } = drop
    const types = localizeTypes(session)
    const address = await file.text()
    const { assignAddress } = await loadAssignment()
    const id = assignAddress({
      session,
      types,
      address,
      target,
      position,
      newId: port.newId,
      occupied: port.getNodeRects(),
    })
    if (id === undefined) return [port.getStrings().noLoadNode]
    port.onFilesAdded([id])
    return []
  }

  return {
    get reading() {
      return reading
    },
    get notice() {
      return notice
    },
    get question() {
      const [first] = pending
      return first && { name: first.file.name, isMergeable: first.mergeEdit !== undefined }
    },
    async importFiles(drop) {
      const session = port.getSession()
      if (!session) return
      const strings = port.getStrings()
      setNotice([])
      const messages = drop.folders.map((name) => strings.folder(name))
      const data: File[] = []
      const workflows: PendingWorkflow[] = []
      const assignment = await loadAssignment().catch(() => undefined)
      if (!assignment) {
        setNotice([strings.incomplete])
        return
      }
      for (const file of drop.files) {
        if (file.type === addressFileType) {
          messages.push(...(await loadAddress(session, file, drop)))
          continue
        }
        const parsedFile = await assignment.parseWorkflowFile(file)
        if (parsedFile?.workflow !== undefined) {
          const mergeEdit = await session.document.versions?.findBase(parsedFile.workflow)
          workflows.push({ file, content: parsedFile.workflow, drop, mergeEdit })
        } else data.push(file)
        if (parsedFile?.reason !== undefined)
          messages.push(strings.notJson(file.name, strings.renderText(parsedFile.reason)))
      }
      setNotice([...(await loadData(data, drop)), ...messages])
      pending = [...pending, ...workflows]
      port.onChange()
    },
    async answer(answer) {
      const [current, ...remaining] = pending
      pending = remaining
      port.onChange()
      if (!current || answer === 'cancel') return
      if (answer === 'load') {
        setNotice(await loadData([current.file], current.drop))
        return
      }
      const document = port.getSession()?.document
      if (answer === 'merge' && current.mergeEdit) {
        document?.versions?.merge(current.mergeEdit)
        return
      }
      const [problem] = document?.open(current.content) ?? []
      if (problem) {
        const { message, hint } = renderProblem(problem, port.getStrings().renderText)
        setNotice([message, ...(hint ? [hint] : [])])
      }
      port.onWorkflowOpened()
    },
    dismiss: () => setNotice([]),
  }
}
