import type { OtherEdit, WorkflowSession } from '@aw-flow/client'
import type { Dataset, NodeType } from '@aw-flow/schema'
import { addressFileType, type NewId } from '@aw-flow/canvas'
import type { FileDropEvent } from '../../canvas/canvas-events.ts'
import { renderProblem } from '../../language/render-problem.ts'
import type { EditorStrings } from '../editor/editor-strings.ts'
import type { FileAnswer } from './aw-file-question.ts'
import { placeAddress, placeDatasets, readWrittenFile } from './take-file.ts'

/** The functions of an editor that an intake needs. They are called when their value is needed. */
export interface FileIntakePort {
  /** The session that the files are for; `undefined` where nothing can be changed. */
  session(): WorkflowSession | undefined
  strings(): EditorStrings
  newId: NewId
  /** Whether a listener of `aw-before-file` has refused this file. */
  isRefused(file: File): boolean
  /** Called after `reading`, `notice` or `question` has changed. */
  onChange(): void
  /** Nodes read the added files. */
  onFilesAdded(nodes: readonly string[]): void
  onWorkflowOpened(): void
}

/** Files with their drop position. */
export type FileDrop = Pick<FileDropEvent, 'files' | 'folders' | 'node' | 'position'>

/** A workflow file that waits for the user's decision. */
export interface FileQuestion {
  readonly name: string
  /** The file is a version of the open workflow. */
  readonly isMergeable: boolean
}

export interface FileIntake {
  /** The name of the file that is being read. */
  readonly reading: string | undefined
  /** The problem with the last files, until it is dismissed. */
  readonly notice: string | undefined
  readonly question: FileQuestion | undefined
  /** Imports dropped files: data becomes datasets with a node for each; workflows become questions. */
  take(drop: FileDrop): Promise<void>
  /** Answers the current question. */
  answer(answer: FileAnswer): Promise<void>
  dismiss(): void
}

interface Pending {
  readonly file: File
  readonly content: unknown
  readonly drop: FileDrop
  /** The edit that leads from a common version to the file, if there is one. */
  readonly other: OtherEdit | undefined
}

/** Creates the intake of an editor for dropped and pasted files, which it imports one after the other. */
export function createFileIntake(port: FileIntakePort): FileIntake {
  let reading: string | undefined
  let notice: string | undefined
  let pending: readonly Pending[] = []

  const setReading = (name: string | undefined): void => {
    reading = name
    port.onChange()
  }

  const setNotice = (messages: readonly string[]): void => {
    notice = messages.length > 0 ? messages.join(' ') : undefined
    port.onChange()
  }

  const typesOf = (session: WorkflowSession): readonly NodeType[] =>
    port.strings().nodeTypes.types(session.engine.catalogue)

  /** Assigns each of the new datasets to a node; returns messages for the user. */
  const place = (session: WorkflowSession, datasets: readonly Dataset[], drop: FileDrop): string[] => {
    if (datasets.length === 0) return []
    const strings = port.strings()
    const { node: target, position } = drop
    const ids = placeDatasets({ session, types: typesOf(session), datasets, target, position, newId: port.newId })
    if (ids.length === 0) return [strings.noLoadNode]
    port.onFilesAdded(ids)
    return ids.length > 1 ? [strings.taken(ids.length)] : []
  }

  /** Imports files of data; returns messages for the user. */
  const load = async (files: readonly File[], drop: FileDrop): Promise<string[]> => {
    const session = port.session()
    if (!session || files.length === 0) return []
    session.engine.warmUp()
    const messages: string[] = []
    const datasets: Dataset[] = []
    try {
      for (const file of files) {
        setReading(file.name)
        const dataset = await session.data.add(file)
        if (!dataset) {
          if (!session.problems.latest && !port.isRefused(file)) messages.push(port.strings().unreadable(file.name))
        } else if (!datasets.some(({ id }) => id === dataset.id)) datasets.push(dataset)
      }
    } finally {
      setReading(undefined)
    }
    return [...place(session, datasets, drop), ...messages]
  }

  /** Adds a node that reads a pasted web address; returns messages for the user. */
  const loadAddress = async (session: WorkflowSession, file: File, drop: FileDrop): Promise<string[]> => {
    const { node: target, position } = drop
    const types = typesOf(session)
    const id = placeAddress({ session, types, address: await file.text(), target, position, newId: port.newId })
    if (id === undefined) return [port.strings().noLoadNode]
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
      return first && { name: first.file.name, isMergeable: first.other !== undefined }
    },
    async take(drop) {
      const session = port.session()
      if (!session) return
      const strings = port.strings()
      setNotice([])
      const messages = drop.folders.map((name) => strings.folder(name))
      const data: File[] = []
      const workflows: Pending[] = []
      for (const file of drop.files) {
        if (file.type === addressFileType) {
          messages.push(...(await loadAddress(session, file, drop)))
          continue
        }
        const written = await readWrittenFile(file)
        if (written?.workflow !== undefined) {
          const other = await session.document.versions?.findBase(written.workflow)
          workflows.push({ file, content: written.workflow, drop, other })
        } else data.push(file)
        if (written?.fault !== undefined) messages.push(strings.notJson(file.name, strings.renderText(written.fault)))
      }
      setNotice([...(await load(data, drop)), ...messages])
      pending = [...pending, ...workflows]
      port.onChange()
    },
    async answer(answer) {
      const [asked, ...later] = pending
      pending = later
      port.onChange()
      if (!asked || answer === 'cancel') return
      if (answer === 'load') {
        setNotice(await load([asked.file], asked.drop))
        return
      }
      const document = port.session()?.document
      if (answer === 'merge' && asked.other) {
        document?.versions?.merge(asked.other)
        return
      }
      const [problem] = document?.open(asked.content) ?? []
      if (problem) {
        const { message, hint } = renderProblem(problem, port.strings().renderText)
        setNotice([message, ...(hint ? [hint] : [])])
      }
      port.onWorkflowOpened()
    },
    dismiss: () => setNotice([]),
  }
}
