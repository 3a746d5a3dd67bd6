import type { WorkflowNote } from '@aw-flow/schema'
import type { CanvasTheme } from './canvas-theme.ts'
import type { Pen } from './frame.ts'
import { drawResizeHandle, drawFrame } from './draw-frame.ts'
import { isFrame } from '../scene/frame-contents.ts'
import {
  truncateNote,
  layOutNote,
  maxNoteCharacters,
  subtractCharacters,
  type NoteBudget,
  type NoteLine,
  type NoteSpan,
  type PlacedLine,
} from './note-text.ts'
import { groupLabelHeight, getGroupRect, getNoteRect, type SceneGroup, type SceneNote } from '../scene/scene.ts'
import { overlaps, type Rect } from '../camera/view.ts'

const minNoteTextScale = 0.3
const notePadding = 12

/** Draws the frames, groups and notes that are visible in `area`, behind edges and nodes. */
export function drawMarks(pen: Pen, area: Rect): void {
  const { groups, notes } = pen.frame.scene
  const visibleNotes = notes.filter((note) => overlaps(getNoteRect(note), area))
  for (const note of visibleNotes) if (isFrame(note)) drawFrame(pen, note)
  for (const group of groups) if (overlaps(getGroupRect(group), area)) drawGroup(pen, group)
  const budget = { remaining: maxNoteCharacters }
  for (const note of visibleNotes) if (!isFrame(note)) drawNote(pen, note, budget)
}

function drawGroup({ context, frame, fitter }: Pen, sceneGroup: SceneGroup): void {
  const { theme, view, selectedMarks } = frame
  const { x, y, width, height } = getGroupRect(sceneGroup)
  const isSelected = selectedMarks.has(sceneGroup.id)
  context.beginPath()
  context.roundRect(x, y, width, height, 12)
  context.fillStyle = theme.tones.accent
  context.globalAlpha = isSelected ? 0.1 : 0.05
  context.fill()
  context.globalAlpha = isSelected ? 1 : 0.5
  context.strokeStyle = isSelected ? theme.tones.accent : theme.tones.muted
  context.lineWidth = (isSelected ? 2 : 1) / Math.min(1, view.scale)
  context.stroke()
  context.globalAlpha = 1
  if (view.scale < minNoteTextScale) return
  context.font = `600 13px ${theme.font}`
  context.fillStyle = isSelected ? theme.tones.accent : theme.tones.muted
  context.fillText(fitter.fitLine(context, sceneGroup.group.label, width - 32), x + 16, y + groupLabelHeight - 8)
}

/** Returns a note's color: the color of its tone, or a warm default if it has no tone. */
export const getNoteColor = (theme: CanvasTheme, tone: WorkflowNote['tone']): string =>
  tone === 'info' ? theme.families['logic'] : theme.tones[tone ?? 'warn']

function drawNote(pen: Pen, sceneNote: SceneNote, budget: NoteBudget): void {
  const { context, frame } = pen
  const { theme, view, selectedMarks } = frame
  const { x, y, width, height } = getNoteRect(sceneNote)
  const color = getNoteColor(theme, sceneNote.note.tone)
  context.beginPath()
  context.roundRect(x, y, width, height, 6)
  context.fillStyle = theme.surface
  context.fill()
  context.globalAlpha = 0.14
  context.fillStyle = color
  context.fill()
  context.globalAlpha = 1
  context.strokeStyle = color
  context.lineWidth = selectedMarks.has(sceneNote.id) ? 2 : 1
  context.stroke()
  if (view.scale < minNoteTextScale) return
  context.save()
  context.clip()
  context.fillStyle = theme.text
  for (const { kind, y: baseline, spans } of getNoteLayout(context, sceneNote.note, theme, budget)) {
    if (baseline > height) break
    for (const span of spans) {
      context.font = getNoteFont(theme, kind, span)
      context.fillText(span.text, x + notePadding + span.x, y + notePadding / 2 + baseline)
    }
    if (kind === 'item') context.fillText('•', x + notePadding, y + notePadding / 2 + baseline)
  }
  context.restore()
  if (selectedMarks.has(sceneNote.id)) drawResizeHandle(context, color, x + width, y + height)
}

const getNoteFont = (theme: CanvasTheme, kind: NoteLine['kind'], { bold, italic, code }: NoteSpan): string =>
  `${italic ? 'italic ' : ''}${bold || kind === 'heading' ? 600 : 400} ${kind === 'heading' ? 15 : 13}px ${code ? 'monospace' : theme.font}`

const noteLayouts = new WeakMap<WorkflowNote, { font: string; text: string; lines: PlacedLine[] }>()

function getNoteLayout(
  context: CanvasRenderingContext2D,
  note: WorkflowNote,
  theme: CanvasTheme,
  budget: NoteBudget,
): PlacedLine[] {
  const text = truncateNote(note.text, budget)
  let layout = noteLayouts.get(note)
  if (layout?.font !== theme.font || layout.text !== text) {
    const lines = layOutNote(
      text,
      { width: note.size.width - 2 * notePadding, height: note.size.height },
      (word, span, kind) => {
        context.font = getNoteFont(theme, kind, span)
        return context.measureText(word).width
      },
    )
    layout = { font: theme.font, text, lines }
    noteLayouts.set(note, layout)
  }
  subtractCharacters(budget, layout.lines)
  return layout.lines
}

/** Draws the alignment guides of a drag. */
export function drawGuides({ context, frame }: Pen): void {
  const { guides, theme, view } = frame
  if (guides.length === 0) return
  context.strokeStyle = theme.tones.accent
  context.lineWidth = 1 / view.scale
  context.setLineDash([4 / view.scale, 3 / view.scale])
  context.beginPath()
  for (const { axis, position, start, end } of guides) {
    context.moveTo(axis === 'x' ? position : start, axis === 'x' ? start : position)
    context.lineTo(axis === 'x' ? position : end, axis === 'x' ? end : position)
  }
  context.stroke()
  context.setLineDash([])
}
